"""Forms of the case file: its parts, which take in what is valid; and the forms of its verbs."""

from program.applications.forms.listing import ApplicationFilter
from program.applications.forms.moves import (
    AbandonForm,
    AnswerForm,
    AssignForm,
    AttachForm,
    ReasonForm,
    RecommendForm,
    SealForm,
    correction_rows,
    requests,
)
from program.applications.forms.parts import DraftForm, PartForm, RowForm, part_form, row_of

__all__ = [
    "AbandonForm",
    "AnswerForm",
    "ApplicationFilter",
    "AssignForm",
    "AttachForm",
    "DraftForm",
    "PartForm",
    "ReasonForm",
    "RecommendForm",
    "RowForm",
    "SealForm",
    "correction_rows",
    "part_form",
    "requests",
    "row_of",
]
