"""Part 4: honours held elsewhere, with number and validity."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Count, Figure, YesNo, within


class HonourKind(models.TextChoices):
    """The titles that the circular names (五(一)3, 六2), and others."""

    ECO_INDUSTRIAL_PARK = "eco_industrial_park", _("national eco-industrial demonstration park")
    GREEN_PARK = "green_park", _("green industrial park")
    ECO_CIVILIZATION = "eco_civilization", _("national ecological civilisation demonstration area")
    SUSTAINABILITY = (
        "sustainability",
        _("national innovation demonstration zone for the sustainable development agenda"),
    )
    CIRCULAR_PARK = "circular_park", _("circular transformation pilot park")
    LOW_CARBON_PARK = "low_carbon_park", _("low-carbon industrial park")
    OTHER = "other", _("other")


class HonourLevel(models.TextChoices):
    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")


class Honours(Part):
    """What others have confirmed of the zone."""

    holds_honours = models.CharField(
        _("the zone holds honours of green development"), max_length=3, choices=YesNo.choices
    )
    national_count = Count(_("national honours held now"), unit=_("titles"))
    provincial_count = Count(_("provincial honours held now"), unit=_("titles"))
    iso14001_enterprises = Count(
        _("enterprises with a certified environmental management system"), unit=_("firms")
    )
    iso50001_enterprises = Count(_("enterprises with a certified energy management system"), unit=_("firms"))
    green_buildings = Figure(
        _("certified green buildings"), unit=_("10,000 m²"), max_digits=8, decimal_places=2
    )
    penalties = Count(
        _("administrative penalties of the ecology authority in three years"), unit=_("penalties")
    )
    evaluation_rank = Count(_("place in the last evaluation of the national high-tech zones"), blank=True)
    cooperation = models.TextField(
        _("work with innovation demonstration zones for the sustainable development agenda"),
        max_length=800,
        blank=True,
    )

    ROWS: ClassVar[dict[str, int]] = {"honours": 0}

    class Meta:
        verbose_name = _("honours held elsewhere")
        constraints = [
            within("national_count", 0, 100, _("At most 100 national honours.")),
            within("provincial_count", 0, 1_000, _("At most 1,000 provincial honours.")),
            within(
                "iso14001_enterprises",
                0,
                1_000_000,
                _("At most 1,000,000 enterprises with a certified environmental management system."),
            ),
            within(
                "iso50001_enterprises",
                0,
                1_000_000,
                _("At most 1,000,000 enterprises with a certified energy management system."),
            ),
            within(
                "green_buildings", 0, 100_000, _("Green buildings are given in 10,000 m²: at most 100,000.")
            ),
            within("penalties", 0, 100_000, _("At most 100,000 penalties.")),
            within("evaluation_rank", 1, 300, _("A place lies between 1 and 300.")),
        ]

    def findings(self) -> list[tuple[str, Any]]:
        """What is said to be held is listed, and the other way round."""
        rows: Any = list(self.honours.all())
        found: list[tuple[str, Any]] = []
        if self.holds_honours == YesNo.YES and not rows:
            found.append(("honours", gettext("List the honours that the zone holds.")))
        if self.holds_honours == YesNo.NO and rows:
            found.append(("holds_honours", gettext("Honours are listed below, but the answer is no.")))
        for level, column, sentence in (
            (HonourLevel.NATIONAL, "national_count", gettext("More national honours are listed than held.")),
            (
                HonourLevel.PROVINCIAL,
                "provincial_count",
                gettext("More provincial honours are listed than held."),
            ),
        ):
            held = getattr(self, column)
            if held is not None and sum(row.level == level for row in rows) > held:
                found.append((column, sentence))
        ended = [
            row for row in rows if row.awarded_on and row.valid_until and row.valid_until <= row.awarded_on
        ]
        if ended:
            found.append(
                (
                    "honours",
                    gettext("%(honour)s: its validity ends before it was awarded.") % {"honour": ended[0]},
                )
            )
        return found


class Honour(Row):
    """One honour: what, by whom, under which number, for how long."""

    part = models.ForeignKey(Honours, models.CASCADE, related_name="honours")
    kind = models.CharField(_("kind"), max_length=20, choices=HonourKind.choices)
    level = models.CharField(_("level"), max_length=10, choices=HonourLevel.choices)
    title = models.CharField(_("title as awarded"), max_length=120)
    number = models.CharField(_("document number"), max_length=80)
    body = models.CharField(_("awarding body"), max_length=120)
    awarded_on = models.DateField(_("awarded on"), null=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")

    def __str__(self) -> str:
        return self.title
