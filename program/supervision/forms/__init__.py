"""What is typed about duties and alerts."""

from program.supervision.forms.alerts import AlertFilter, PlanForm, WordsForm
from program.supervision.forms.duties import (
    ExtensionForm,
    HandInForm,
    MatrixFilter,
    RemarksForm,
    WaiverForm,
)

__all__ = [
    "AlertFilter",
    "ExtensionForm",
    "HandInForm",
    "MatrixFilter",
    "PlanForm",
    "RemarksForm",
    "WaiverForm",
    "WordsForm",
]
