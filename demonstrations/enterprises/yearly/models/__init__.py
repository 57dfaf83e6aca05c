"""Yearly forms of leading enterprises: what is owed, its figures, what was accepted."""

from demonstrations.enterprises.yearly.models.accepted import AcceptedForm, Remark
from demonstrations.enterprises.yearly.models.figures import (
    CHANGES,
    COLUMNS,
    FIGURES,
    TEXTS,
    Changes,
    YearlyFigures,
)
from demonstrations.enterprises.yearly.models.form import FormQuerySet, YearlyForm, late_at, reads_forms
from demonstrations.enterprises.yearly.models.words import (
    FIRST_YEAR,
    HANDED_IN,
    LAST_YEAR,
    TITLE,
    WRITABLE,
    State,
)

__all__ = [
    "CHANGES",
    "COLUMNS",
    "FIGURES",
    "FIRST_YEAR",
    "HANDED_IN",
    "LAST_YEAR",
    "TEXTS",
    "TITLE",
    "WRITABLE",
    "AcceptedForm",
    "Changes",
    "FormQuerySet",
    "Remark",
    "State",
    "YearlyFigures",
    "YearlyForm",
    "late_at",
    "reads_forms",
]
