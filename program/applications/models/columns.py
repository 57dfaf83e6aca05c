"""Columns of parts: a figure knows its unit, and its limits are a CHECK with a sentence of its own."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program.figures import FigureField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = Any


is_phone = RegexValidator(
    r"^[0-9+][0-9 ()\-]{5,28}\Z",
    _("Write a telephone number in digits, for example 0512-00000000 or 13800000000."),
)


class YesNo(models.TextChoices):
    """A question that must be answered either way: an empty answer is missing, a no is not."""

    YES = "yes", _("yes")
    NO = "no", _("no")


def exceeds(part: Any, whole: Any) -> bool:
    """Whether both are known, and the first is the larger."""
    return part is not None and whole is not None and part > whole


class Figure(models.DecimalField[Any, Any]):
    """A figure with its unit; empty while it is drafted. Nothing is rounded on its way in."""

    def __init__(self, verbose_name: Any = None, *, unit: Text = "", **options: Any) -> None:
        super().__init__(verbose_name, **{**options, "null": True})
        self.unit = unit

    def deconstruct(self) -> Any:
        """For the database a plain decimal: migrations know nothing of units."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DecimalField", args, options

    def formfield(self, **options: Any) -> Any:
        return super().formfield(form_class=FigureField, min_value=None, **options)


class Count(models.IntegerField[Any, Any]):
    """A whole number of something; empty while it is drafted."""

    grouped = True
    """Whether it is read with thousands commas."""

    def __init__(self, verbose_name: Any = None, *, unit: Text = "", **options: Any) -> None:
        super().__init__(verbose_name, **{**options, "null": True})
        self.unit = unit

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.IntegerField", args, options

    def formfield(self, **options: Any) -> Any:
        return models.Field.formfield(
            self, form_class=FigureField, decimal_places=0, min_value=None, **options
        )


class Year(Count):
    """A calendar year: 2026, not 2,026."""

    grouped = False


class Limit(NamedTuple):
    """From where to where a column may go (both included), and what is said of a figure beyond."""

    column: str
    minimum: Decimal | int
    maximum: Decimal | int
    sentence: Text


def within(
    column: str, minimum: Decimal | int, maximum: Decimal | int, sentence: Text
) -> models.CheckConstraint:
    """The CHECK that keeps a column within its limits; a draft may leave it empty."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{column}",
        condition=Q(**{f"{column}__gte": minimum, f"{column}__lte": maximum}),
        violation_error_message=sentence,
    )


def limits(model: type[models.Model]) -> dict[str, Limit]:
    """Column → its limit, read off the model's constraints, so that form, page and database say the same."""
    found = {}
    for constraint in model._meta.constraints:
        condition = getattr(constraint, "condition", None)
        bounds = _bounds(condition) if isinstance(condition, Q) else {}
        columns = {name.rpartition("__")[0] for name in bounds}
        if len(columns) == 1 and len(bounds) == 2:
            (column,) = columns
            low, high = bounds.get(f"{column}__gte"), bounds.get(f"{column}__lte")
            if low is not None and high is not None:
                found[column] = Limit(column, low, high, constraint.violation_error_message or "")
    return found


def _bounds(condition: Q) -> dict[str, Any]:
    """The comparisons of a condition that consists of nothing else."""
    pairs: Any = condition.children
    return dict(pairs) if not condition.negated and all(isinstance(pair, tuple) for pair in pairs) else {}
