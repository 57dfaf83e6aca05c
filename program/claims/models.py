"""归属争议、厂区转移: a zone claims a site that stands in another zone's statistics.

The house stands above the registers, because a settlement is a decision on a document like theirs; sites and zones
know nothing of claims.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import Standing, standing
from program.registers.models import Decided
from program.zones.models import Site, Zone


class ClaimKind(models.TextChoices):
    MOVED = "moved", _("moved here")
    ALWAYS = "always", _("always belonged here")


class Answer(models.TextChoices):
    AGREED = "agreed", _("agreed")
    CONTESTED = "contested", _("contested")


class Outcome(models.TextChoices):
    """How a claim ended."""

    MOVES = "moves", _("stands in the claiming zone")
    STAYS = "stays", _("stays where it stood")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("over: the zones were merged")


class ClaimState(models.TextChoices):
    """Read from what has been done, stored nowhere."""

    WAITING = "waiting", _("waits for the other zone's answer")
    TO_SETTLE = "to_settle", _("to be settled by the office")
    TO_SIGN = "to_sign", _("settlement waits for signature")
    CLOSED = "closed", _("closed")


class SiteClaimQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "SiteClaimQuerySet":
        """All for the office's readers and the supervisor; both zones' claims for them, an enterprise's own for it."""
        held = standing(user)
        if held.reads_everything or held.has(Role.SUPERVISOR):
            return self.all()
        zones = zones_of(held).values("pk")
        firm = Q(site__organization__in=held.organizations(*APPLICANT_ROLES))
        return self.filter(Q(claimant__in=zones) | Q(holder__in=zones) | firm)

    def open(self) -> "SiteClaimQuerySet":
        return self.filter(closed_at=None)

    def unanswered(self, moment: datetime) -> "SiteClaimQuerySet":
        """Those that may still be answered; a provisional (暂定) day does not pass."""
        within = Q(answer_by__gte=moment) | Q(answer_provisional=True)
        return self.open().filter(within, answer="")

    def to_settle(self, moment: datetime) -> "SiteClaimQuerySet":
        """Contested, or left unanswered beyond the limit; no settlement drafted yet."""
        lapsed = Q(answer="", answer_by__lt=moment, answer_provisional=False)
        return self.open().filter(Q(answer=Answer.CONTESTED) | lapsed, settlement=None)

    def standing(self, wanted: ClaimState, moment: datetime) -> "SiteClaimQuerySet":
        """Those that stand so at that moment: the same as `state_at` of one row."""
        match wanted:
            case ClaimState.CLOSED:
                return self.exclude(closed_at=None)
            case ClaimState.TO_SIGN:
                return self.open().exclude(settlement=None)
            case ClaimState.TO_SETTLE:
                return self.to_settle(moment)
            case _:
                return self.unanswered(moment).filter(settlement=None)

    def with_all(self) -> "SiteClaimQuerySet":
        """With everything that a page shows."""
        return self.select_related(
            "site__organization", "claimant", "holder", "evidence", "answer_evidence", "settlement__document",
            "settlement__drafted_by", "settlement__signed_by", "made_by", "answered_by", "viewed_by",
        )  # fmt: skip


class SiteClaim(models.Model):
    """From `since_year` on the site is to stand in the claimant's statistics, and no longer in the holder's."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # GS-2026-0001 (归属)
    site = models.ForeignKey(Site, models.PROTECT, related_name="claims", verbose_name=_("site"))
    claimant = models.ForeignKey(Zone, models.PROTECT, related_name="claims", verbose_name=_("claiming zone"))
    holder = models.ForeignKey(
        Zone, models.PROTECT, related_name="claims_against", verbose_name=_("zone in whose statistics it stands")
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=ClaimKind.choices)
    since_year = models.PositiveSmallIntegerField(_("should stand there since"))
    reason = models.TextField(_("reason"), max_length=2000)
    evidence = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("evidence"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    answer_days = models.PositiveSmallIntegerField()  # working days, by the rules of its day
    answer_by = models.DateTimeField(_("to be answered by"))
    answer_provisional = models.BooleanField(default=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    answer_reason = models.TextField(_("reason of the answer"), max_length=2000, blank=True)
    answer_evidence = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence of the other zone")
    )
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    view = models.TextField(_("what the enterprise says"), max_length=500, blank=True)
    viewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    viewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    moved_from = models.PositiveSmallIntegerField(_("first year in the claiming zone"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = SiteClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("claim to a site")
        verbose_name_plural = _("claims to sites")
        constraints = [
            models.UniqueConstraint(
                name="one_open_claim_a_site",
                fields=["site"],
                condition=Q(closed_at=None),
                violation_error_message=_("A claim to this site is open already."),
            ),
            models.CheckConstraint(
                name="claim_between_two_zones",
                condition=~Q(claimant=F("holder")),
                violation_error_message=_("A zone claims what stands in another zone's statistics."),
            ),
            models.CheckConstraint(
                name="claim_gives_its_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A claim gives its reason."),
            ),
            models.CheckConstraint(
                name="claim_answered_by_and_at",
                condition=together("answered") & (Q(answer="", answered_at=None) | ~Q(answer="") & ~Q(answered_at=None)),
                violation_error_message=_("Who answered a claim, when and how belong together."),
            ),
            models.CheckConstraint(
                name="claim_contested_on_grounds",
                condition=~Q(answer="contested") | ~Q(answer_reason="") & Q(answer_evidence__isnull=False),
                violation_error_message=_("A claim is contested with reason and evidence."),
            ),
            models.CheckConstraint(
                name="claim_viewed_by_and_at",
                condition=together("viewed") & (Q(view="", viewed_at=None) | ~Q(view="") & ~Q(viewed_at=None)),
                violation_error_message=_("Who stated the enterprise's view, when and what belong together."),
            ),
            models.CheckConstraint(
                name="claim_closed_by_and_at",
                condition=together("closed") & (Q(outcome="", closed_at=None) | ~Q(outcome="") & ~Q(closed_at=None)),
                violation_error_message=_("Who closed a claim, when and how belong together."),
            ),
            models.CheckConstraint(
                name="claim_moves_from_a_year",
                condition=Q(outcome="moves", moved_from__isnull=False) | ~Q(outcome="moves") & Q(moved_from=None),
                violation_error_message=_("What moves, moves from a year on."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("claims:claim", args=[self.pk])

    @property
    def settled(self) -> "Settlement | None":
        """The office's settlement, signed or not."""
        found: Settlement | None = getattr(self, "settlement", None)
        return found

    def lapsed(self, moment: datetime) -> bool:
        """The limit has passed without an answer."""
        return not self.answer and not self.answer_provisional and moment > self.answer_by

    def state_at(self, moment: datetime) -> ClaimState:
        if self.closed_at is not None:
            return ClaimState.CLOSED
        if self.settled is not None:
            return ClaimState.TO_SIGN
        if self.answer or self.lapsed(moment):
            return ClaimState.TO_SETTLE
        return ClaimState.WAITING


class Settlement(Decided):
    """裁定: a clerk drafts it on a document, a director who had no hand in it signs it. `from_year`: where the site moves."""

    claim = models.OneToOneField(SiteClaim, models.PROTECT, related_name="settlement")
    moves = models.BooleanField(_("the site moves"))
    from_year = models.PositiveSmallIntegerField(_("first year in the claiming zone"), null=True)

    class Meta(Decided.Meta):
        verbose_name = _("settlement of a claim")
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                name="settlement_moves_from_a_year",
                condition=Q(moves=True, from_year__isnull=False) | Q(moves=False, from_year=None),
                violation_error_message=_("What moves, moves from a year on."),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


def zones_of(held: Standing) -> Any:
    """The zones for whose statistics the person answers or reads, as on their board."""
    return Zone.objects.answered_for(held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))


def evidence(user: Anyone) -> Q:
    """Each zone's evidence is the office's and its own; the claimant's is the other zone's too, which has to answer it.

    A settlement's document is the office's; signed, everybody's who sees the claim.
    """
    seen = SiteClaim.objects.visible_to(user)
    held = standing(user)
    if held.reads_everything or held.has(Role.SUPERVISOR):
        answers, settled = seen, seen.filter(settlement__signed_at__isnull=False)
        settled = seen if held.reads_everything else settled
    else:
        zones = zones_of(held).values("pk")
        answers = seen.filter(holder__in=zones)
        settled = seen.filter(settlement__signed_at__isnull=False)
        seen = seen.filter(Q(claimant__in=zones) | Q(holder__in=zones))
    return (
        Q(pk__in=seen.values("evidence"))
        | Q(pk__in=answers.exclude(answer_evidence=None).values("answer_evidence"))
        | Q(pk__in=settled.exclude(settlement=None).values("settlement__document"))
    )


register_reach("evidence and settlements of claims to sites", evidence)
