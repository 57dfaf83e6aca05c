"""What is typed about schemes and runs."""

from program.monitoring.forms.runs import RunForm
from program.monitoring.forms.schemes import CriterionForm, DraftSchemeForm, SchemeForm

__all__ = ["CriterionForm", "DraftSchemeForm", "RunForm", "SchemeForm"]
