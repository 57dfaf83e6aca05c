"""工作台账: a piece of work done under a clause of the circular, by a zone or by the office itself."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.labels import Labelled
from program.ledger.models.words import CHECKED, Clause, Kind, State, Unit
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import standing
from program.zones.models import Zone

FIRST_YEAR = 2021
"""The circular is of that year."""
WRITING_ROLES = (*APPLICANT_ROLES, Role.ZONE_REVIEWER)
"""Who, in a zone's managing body, enters its work."""


def reads_ledger(user: object) -> bool:
    """The office's readers and its supervisor."""
    held = standing(user)
    return held.reads_everything or held.has(Role.SUPERVISOR)


class EntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "EntryQuerySet":
        """All for the office's readers; for a zone's managing body what its zone entered."""
        if reads_ledger(user):
            return self.all()
        own = Zone.objects.answered_for(standing(user).organizations(*WRITING_ROLES))
        return self.filter(zone__in=own.values("pk"))

    def to_check(self) -> "EntryQuerySet":
        return self.filter(state=State.SUBMITTED)

    def accepted(self, year: int) -> "EntryQuerySet":
        """What counts for a year: neither corrected nor struck out since."""
        return self.filter(year=year, state=State.ACCEPTED)


class LedgerEntry(Labelled):
    """Under which clause, what, when, how much, who is in charge. A correction is an entry of its own beside the old one."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # TZ-2026-0001
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="ledger", verbose_name=_("zone")
    )  # none: the office's own work
    clause = models.CharField(_("clause"), max_length=5, choices=Clause.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=2000)
    year = models.PositiveSmallIntegerField(_("year"))
    since = models.DateField(_("date"))
    until = models.DateField(_("until"), null=True)  # none: it took a day
    figure = models.DecimalField(_("figure"), max_digits=15, decimal_places=4, null=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, blank=True)
    owner_unit = models.CharField(_("unit in charge"), max_length=120)
    owner_person = models.CharField(_("person in charge"), max_length=60)
    partners = models.CharField(_("partner organisations"), max_length=400, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    struck_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True)
    strike_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ledger entry")
        indexes = [
            models.Index(name="ledger_zone_year", fields=["zone", "year", "clause"]),
            models.Index(name="ledger_state", fields=["state", "year"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="ledger_words_known",
                condition=Q(clause__in=Clause.values, kind__in=Kind.values, state__in=State.values),
                violation_error_message=_("An entry has a clause, a kind and a state that there are."),
            ),
            models.CheckConstraint(
                name="ledger_figure_has_a_unit",
                condition=Q(figure=None, unit="") | Q(figure__isnull=False, figure__gt=0, unit__in=Unit.values),
                violation_error_message=_("A figure is more than zero and has its unit."),
            ),
            models.CheckConstraint(
                name="ledger_period",
                condition=Q(year__gte=FIRST_YEAR) & (Q(until=None) | Q(until__gte=F("since"))),
                violation_error_message=_("A period ends after it begins, and no work under the circular is older than it."),
            ),
            models.CheckConstraint(
                name="ledger_submitted_by_and_at",
                condition=together("submitted") & (Q(submitted_at__isnull=False) | Q(state__in=["draft", "withdrawn"])),
                violation_error_message=_("Who submitted an entry and when belong together."),
            ),
            models.CheckConstraint(
                name="ledger_checked_by_and_at",
                condition=together("checked")
                & (
                    Q(state__in=CHECKED, checked_at__isnull=False)
                    | Q(state__in=["draft", "submitted"], checked_at=None)
                    | Q(state="withdrawn")
                ),
                violation_error_message=_("Only what was submitted is checked; who did it and when belong together."),
            ),
            models.CheckConstraint(
                name="ledger_not_returned_without_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("Whoever returns an entry says why."),
            ),
            models.CheckConstraint(
                name="ledger_struck_by_and_at",
                condition=together("struck")
                & (
                    Q(state="struck_out", struck_at__isnull=False) & ~Q(strike_reason="")
                    | ~Q(state="struck_out") & Q(struck_at=None, strike_reason="")
                ),
                violation_error_message=_("An entry is struck out by somebody, at a moment, for a reason."),
            ),
            models.UniqueConstraint(
                name="ledger_one_correction",
                fields=["supersedes"],
                condition=~Q(state="withdrawn"),
                violation_error_message=_("This entry is being corrected already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("ledger:entry", args=[self.pk])

    @property
    def clause_named(self) -> str:
        return Clause(self.clause).named

    @property
    def whose(self) -> str:
        """The zone; of the office's own work the office."""
        return str(self.zone) if self.zone is not None else str(_("The special office"))
