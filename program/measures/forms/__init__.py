"""What is typed about leads, measures and rectification."""

from program.measures.forms.leads import AccidentForm, LeadFilter, LeadForm, MeasureFilter, VerdictForm
from program.measures.forms.measures import (
    CheckForm,
    DecisionForm,
    DropForm,
    ExtensionForm,
    MeasureForm,
    StatementForm,
    TermsForm,
    WritingForm,
)

__all__ = [
    "AccidentForm",
    "CheckForm",
    "DecisionForm",
    "DropForm",
    "ExtensionForm",
    "LeadFilter",
    "LeadForm",
    "MeasureFilter",
    "MeasureForm",
    "StatementForm",
    "TermsForm",
    "VerdictForm",
    "WritingForm",
]
