"""What is typed about the registers, and how their lists are narrowed down."""

from program.registers.forms.decided import (
    LiftingForm,
    ReasonForm,
    RestrictedProjectForm,
    RestrictionForm,
    RevisionForm,
)
from program.registers.forms.listing import CheckFilter, EntryFilter, PoolFilter
from program.registers.forms.pool import CheckForm, ExitForm, FinanceForm, ProjectForm

__all__ = [
    "CheckFilter",
    "CheckForm",
    "EntryFilter",
    "ExitForm",
    "FinanceForm",
    "LiftingForm",
    "PoolFilter",
    "ProjectForm",
    "ReasonForm",
    "RestrictedProjectForm",
    "RestrictionForm",
    "RevisionForm",
]
