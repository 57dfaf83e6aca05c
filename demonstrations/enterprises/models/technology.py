"""Part 2: the technology, its patents and standards."""

from collections import Counter
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part, Row
from program.applications.models.columns import Count, Year, within


class Maturity(models.TextChoices):
    """How far a technology has come."""

    PILOT = "pilot", _("proved at pilot scale")
    DEMONSTRATED = "demonstrated", _("first industrial application")
    ESTABLISHED = "established", _("in industrial use")
    WIDESPREAD = "widespread", _("widely used")


class Technology(Part):
    """What the enterprise leads with."""

    name = models.CharField(_("name of the technology"), max_length=120)
    summary = models.TextField(_("what it does, and how"), max_length=2000)
    novelty = models.TextField(_("what is new about it"), max_length=1500)
    comparison = models.TextField(
        _("comparison with the best at home and abroad, with sources"), max_length=1500
    )
    maturity = models.CharField(_("maturity"), max_length=20, choices=Maturity.choices)
    first_used = Year(_("year of the first industrial use"), blank=True)
    applications = Count(_("projects in which it is used"), unit=_("projects"))
    awards = models.TextField(_("awards and listings"), max_length=800, blank=True)

    ROWS: ClassVar[dict[str, int]] = {"patents": 1, "standards": 0}

    class Meta:
        verbose_name = _("technology")
        constraints = [
            within("first_used", 1990, 2035, _("The first industrial use lies between 1990 and 2035.")),
            within("applications", 0, 100_000, _("At most 100,000 projects.")),
        ]

    def findings(self) -> list[tuple[str, Any]]:
        """Each patent and standard once; what is in use has been used."""
        found: list[tuple[str, Any]] = []
        for rows, sentence in (
            ("patents", gettext("%(number)s is listed twice.")),
            ("standards", gettext("%(number)s is listed twice.")),
        ):
            numbers = Counter(row.number.strip().upper() for row in getattr(self, rows).all() if row.number)
            found += [(rows, sentence % {"number": number}) for number, times in numbers.items() if times > 1]
        if self.maturity and self.maturity != Maturity.PILOT and self.first_used is None:
            found.append(("first_used", gettext("Give the year of the first industrial use.")))
        return found


class PatentKind(models.TextChoices):
    INVENTION = "invention", _("invention patent")
    UTILITY = "utility", _("utility model")
    SOFTWARE = "software", _("software copyright")
    OTHER = "other", _("other right")


class Patent(Row):
    """A right to the technology."""

    part = models.ForeignKey(Technology, models.CASCADE, related_name="patents")
    kind = models.CharField(_("kind"), max_length=12, choices=PatentKind.choices)
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    granted_on = models.DateField(_("granted on"), null=True)

    class Meta(Row.Meta):
        verbose_name = _("patent or other right")
        verbose_name_plural = _("patents and other rights")

    def __str__(self) -> str:
        return self.number


class StandardLevel(models.TextChoices):
    INTERNATIONAL = "international", _("international")
    NATIONAL = "national", _("national")
    INDUSTRY = "industry", _("industry")
    LOCAL = "local", _("local")
    GROUP = "group", _("group")


class Share(models.TextChoices):
    LED = "led", _("led the drafting")
    TOOK_PART = "took_part", _("took part in the drafting")


class Standard(Row):
    """A standard that the enterprise has helped to draft."""

    part = models.ForeignKey(Technology, models.CASCADE, related_name="standards")
    level = models.CharField(_("level"), max_length=14, choices=StandardLevel.choices)
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    share = models.CharField(_("share in it"), max_length=10, choices=Share.choices)
    published_on = models.DateField(_("published on"), null=True)

    class Meta(Row.Meta):
        verbose_name = _("standard")
        verbose_name_plural = pgettext_lazy("table", "standards")

    def __str__(self) -> str:
        return self.number
