"""Forms of the case file: its parts, which take in what is valid; and the forms of its verbs."""

from program.applications.forms.against import AgainstForm, against_form
from program.applications.forms.comparing import differences
from program.applications.forms.listing import ApplicationFilter
from program.applications.forms.moves import (
    AbandonForm,
    AnswerForm,
    AssignForm,
    AttachForm,
    HandOverForm,
    ReasonForm,
    RecommendForm,
    ReopenForm,
    SealForm,
    TogetherForm,
    correction_rows,
    requests,
)
from program.applications.forms.parts import DraftForm, Page, PartForm, RowForm, part_form, row_of, rows
from program.people.autosave import Difference

__all__ = [
    "AbandonForm",
    "AgainstForm",
    "AnswerForm",
    "ApplicationFilter",
    "AssignForm",
    "AttachForm",
    "Difference",
    "DraftForm",
    "HandOverForm",
    "Page",
    "PartForm",
    "ReasonForm",
    "RecommendForm",
    "ReopenForm",
    "RowForm",
    "SealForm",
    "TogetherForm",
    "against_form",
    "correction_rows",
    "differences",
    "part_form",
    "requests",
    "row_of",
    "rows",
]
