"""异议: what somebody says against a line of a notice. The objector's name stays with the office."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.decisions.models.notices import NoticeItem
from program.files.models import File
from program.people.models import User
from program.people.rules import standing


class ObjectorKind(models.TextChoices):
    PERSON = "person", _("a person, by real name")
    UNIT = "unit", _("an organisation")
    ANONYMOUS = "anonymous", _("without a name (kept as a lead only)")


class ObjectionOutcome(models.TextChoices):
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")


class ObjectionState(models.TextChoices):
    """Where an objection stands; read from its dates, stored nowhere."""

    UNCONFIRMED = "unconfirmed", _("e-mail not confirmed")
    LEAD = "lead", _("kept as a lead")
    RECEIVED = "received", _("received, to be taken up")
    ACCEPTED = "accepted", _("being examined")
    REFUSED = "refused", _("not taken up")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")


OPEN = Q(is_lead=False, confirmed_at__isnull=False, refused_at=None, settled_at=None)


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: object) -> "ObjectionQuerySet":
        return self.all() if standing(user).reads_everything else self.none()

    def open(self) -> "ObjectionQuerySet":
        """Those that hold their item: confirmed, neither refused nor settled."""
        return self.filter(OPEN)

    def docket(self) -> "ObjectionQuerySet":
        """Open ones first, by what the office must keep next; then the rest, the newest first."""
        due = Coalesce("settlement_due", "acceptance_due")
        return self.order_by(Case(When(OPEN, then=due)).asc(nulls_last=True), "-submitted_at", "-pk")


class Objection(models.Model):
    """One objection to one line. `receipt` cannot be guessed and opens its state; `number` is for letters and the telephone."""

    item = models.ForeignKey(NoticeItem, models.PROTECT, related_name="objections", verbose_name=_("against"))
    number = models.CharField(_("number"), max_length=20, unique=True)  # YY-2026-0003
    receipt = models.CharField(_("receipt"), max_length=20, unique=True)
    kind = models.CharField(_("who objects"), max_length=10, choices=ObjectorKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    grounds = models.TextField(_("grounds"), max_length=4000)
    evidence = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("evidence")
    )
    is_lead = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")  # of the letters to the objector
    client = models.CharField(
        max_length=64, db_index=True
    )  # keyed hash of the address it came from, for throttling
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    submitted_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)  # of whichever limit runs now
    acceptance_due = models.DateTimeField(_("to be taken up by"), null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    summary = models.CharField(_("what the party is told"), max_length=1000, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    settlement_due = models.DateTimeField(_("to be settled by"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=ObjectionOutcome.choices, blank=True)
    finding = models.TextField(_("finding"), max_length=4000, blank=True)

    objects: ClassVar = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(name="objection_throttle", fields=["client", "submitted_at"])]
        constraints = [
            models.CheckConstraint(
                name="objection_names_the_objector",
                condition=Q(is_lead=True, kind="anonymous", name="")
                | ~Q(kind="anonymous") & ~Q(name="") & ~Q(email=""),
                violation_error_message=_(
                    "An objection bears a real name and an e-mail address; without a name it is kept as a lead."
                ),
            ),
            models.CheckConstraint(
                name="objection_accepted_by_and_at",
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(
                    accepted_by__isnull=False,
                    accepted_at__isnull=False,
                    confirmed_at__isnull=False,
                    refused_at=None,
                ),
                violation_error_message=_(
                    "Who took an objection up and when belong together; it was confirmed and not refused."
                ),
            ),
            models.CheckConstraint(
                name="objection_refused_by_and_at",
                condition=Q(refused_by=None, refused_at=None)
                | Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(reason=""),
                violation_error_message=_("Who did not take an objection up, when and why belong together."),
            ),
            models.CheckConstraint(
                name="objection_settled_by_and_at",
                condition=Q(settled_by=None, settled_at=None, outcome="")
                | Q(settled_by__isnull=False, settled_at__isnull=False, accepted_at__isnull=False)
                & ~Q(outcome="")
                & ~Q(finding=""),
                violation_error_message=_(
                    "Only an objection that was taken up is settled, with outcome and finding."
                ),
            ),
            models.CheckConstraint(
                name="objection_settled_by_another",
                condition=Q(settled_by=None) | ~Q(settled_by=F("accepted_by")),
                violation_error_message=_("Whoever took an objection up does not settle it."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("decisions:objection", args=[self.pk])

    @property
    def state(self) -> ObjectionState:
        if self.is_lead:
            return ObjectionState.LEAD
        if self.confirmed_at is None:
            return ObjectionState.UNCONFIRMED
        if self.refused_at is not None:
            return ObjectionState.REFUSED
        if self.settled_at is not None:
            return ObjectionState(self.outcome)
        return ObjectionState.RECEIVED if self.accepted_at is None else ObjectionState.ACCEPTED

    @property
    def due(self) -> datetime | None:
        """What the office has to keep next; none when nothing is open."""
        if self.state == ObjectionState.RECEIVED:
            return self.acceptance_due
        return self.settlement_due if self.state == ObjectionState.ACCEPTED else None
