"""What is typed about changes of zones and of organisations."""

from program.alterations.forms.firms import ChangeDecisionForm, ChangeFilter, ChangeForm
from program.alterations.forms.zones import AlterationFilter, MergerForm, RenamingForm

__all__ = [
    "AlterationFilter",
    "ChangeDecisionForm",
    "ChangeFilter",
    "ChangeForm",
    "MergerForm",
    "RenamingForm",
]
