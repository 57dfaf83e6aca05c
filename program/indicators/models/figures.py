"""The figures of a declaration: quantities of energy, data items, what was said of them, what was derived."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.indicators.models.declarations import Declaration
from program.people.models import User

QUANTITY: dict[str, Any] = {"max_digits": 15, "decimal_places": 4}
"""What comes back from every database as it went in: SQLite keeps decimals as binary floats."""


class Use(models.TextChoices):
    """What energy is used for. Feedstock burns nothing; what is sold is subtracted; own secondary energy is not counted twice."""

    PRODUCTION = "production", _("production")
    AUXILIARY = "auxiliary", _("auxiliary")
    TRANSFORMATION = "transformation", _("put into transformation")
    FEEDSTOCK = "feedstock", _("feedstock")
    SOLD = "sold", _("sold")
    OWN = "own", _("own secondary energy, used on site")


class EnergyLine(models.Model):
    """Carrier × quantity × use, in the carrier's base unit; `month` 0: the whole year."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="lines")
    carrier = models.CharField(_("energy carrier"), max_length=30)
    use = models.CharField(_("use"), max_length=14, choices=Use.choices, default=Use.PRODUCTION)
    month = models.PositiveSmallIntegerField(_("month"), default=0)
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    torch_quantity = models.DecimalField(_("in the Torch statistics"), null=True, blank=True, **QUANTITY)
    difference_note = models.CharField(_("why they differ"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="energy_line_once",
                fields=["declaration", "carrier", "use", "month"],
                violation_error_message=_("This energy carrier and use is declared already."),
            ),
            models.CheckConstraint(
                name="energy_not_negative",
                condition=Q(quantity__gte=0, month__lte=12),
                violation_error_message=_("A quantity is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.quantity}"


class Missing(models.TextChoices):
    """Why a figure is not there. There is no “secret”: the word itself would leak."""

    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_COUNTED = "not_counted", _("not counted")
    OFFLINE = "offline", _("reported on paper")
    TO_FOLLOW = "to_follow", _("to follow")


class ItemValue(models.Model):
    """A data item's figure in its unit, or why there is none."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="items")
    item = models.CharField(_("data item"), max_length=40)
    value = models.DecimalField(_("value"), null=True, blank=True, **QUANTITY)
    missing = models.CharField(_("why there is none"), max_length=16, choices=Missing.choices, blank=True)
    torch_value = models.DecimalField(_("in the Torch statistics"), null=True, blank=True, **QUANTITY)
    difference_note = models.CharField(_("why they differ"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="item_once_a_declaration",
                fields=["declaration", "item"],
                violation_error_message=_("This item is declared already."),
            ),
            models.CheckConstraint(
                name="item_has_value_or_reason",
                condition=Q(value__isnull=False, missing="") | Q(value=None) & ~Q(missing=""),
                violation_error_message=_("A figure, or why there is none."),
            ),
            models.CheckConstraint(
                name="item_not_negative",
                condition=Q(value=None) | Q(value__gte=0),
                violation_error_message=_("A figure is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class Explanation(models.Model):
    """What the declarant says of a finding. It speaks of one figure: another figure there, and it says nothing any more."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="explanations")
    rule = models.CharField(max_length=20)
    place = models.CharField(max_length=80)
    figure = models.CharField(max_length=40)
    text = models.CharField(_("explanation"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="explanation_once",
                fields=["declaration", "rule", "place"],
                violation_error_message=_("This finding is explained already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class Remark(models.Model):
    """退回: what the checker says of one figure, or of the whole where `place` is empty."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="remarks")
    place = models.CharField(max_length=80, blank=True)
    text = models.CharField(_("what is to be changed"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)  # the declaration was handed in again

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class DerivedFigure(models.Model):
    """What was derived of a declaration when it was handed in, under its own factor set: what zones and boards add up."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="derived")
    code = models.CharField(max_length=40)
    value = models.DecimalField(**QUANTITY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="derived_once",
                fields=["declaration", "code"],
                violation_error_message=_("This figure is derived already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
