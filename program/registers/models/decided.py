"""What restricted projects and restrictions have in common: decided on a document, for a term, lifted by another decision."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import File
from program.people.models import (
    APPLICANT_ROLES,
    Organization,
    Role,
    User,
    check_credit_code,
    together,
)
from program.people.rules import standing


class Decided(models.Model):
    """Drafted by one on the basis of a document, signed by a director who had no hand in it."""

    authority = models.CharField(_("issuer of the document"), max_length=120)
    document_number = models.CharField(_("document number"), max_length=60)
    document_date = models.DateField(_("date of the document"))
    document = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("document"))
    reason = models.TextField(_("reason"), max_length=2000)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_signed_by_and_at",
                condition=together("signed"),
                violation_error_message=_("Who signed and when belong together."),
            ),
            models.CheckConstraint(
                name="%(class)s_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                violation_error_message=_("Whoever drafted a decision does not sign it."),
            ),
            models.CheckConstraint(
                name="%(class)s_gives_its_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A decision gives its reason."),
            ),
        ]


class Stands(models.TextChoices):
    """Where an entry stands on a day; read from its dates, stored nowhere."""

    DRAFT = "draft", _("waits for signature")
    TO_COME = "to_come", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("term over")
    LIFTED = "lifted", _("lifted")


def reads_registers(user: object) -> bool:
    """The office's readers and the supervisor: whatever stands in a register, drafts too."""
    held = standing(user)
    return held.reads_everything or held.has(Role.SUPERVISOR)


class EntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "EntryQuerySet":
        """All for the office's readers and the supervisor; what is signed for the organisation that it is about."""
        if reads_registers(user):
            return self.all()
        own = Organization.objects.filter(pk__in=standing(user).organizations(*APPLICANT_ROLES))
        return self.signed().filter(credit_code__in=own.values("credit_code"))

    def signed(self) -> "EntryQuerySet":
        return self.exclude(signed_at=None)

    def standing(self, wanted: Stands, day: date) -> "EntryQuerySet":
        """Those that stand so on that day. A signature counts from the day on which it was given, a lifting too."""
        night = clock.end_of(day)
        lifted, signed = Q(lifting__signed_at__lte=night), Q(signed_at__lte=night)
        match wanted:
            case Stands.DRAFT:
                return self.exclude(signed)
            case Stands.LIFTED:
                return self.filter(signed & lifted)
            case Stands.TO_COME:
                term = Q(since__gt=day)
            case Stands.ENDED:
                term = Q(until__lt=day)
            case _:
                term = Q(since__lte=day, until__gte=day)
        return self.filter(signed & term).exclude(lifted)

    def in_force(self, day: date) -> "EntryQuerySet":
        return self.standing(Stands.IN_FORCE, day)

    def with_all(self) -> "EntryQuerySet":
        """With everything that a page shows."""
        return self.select_related(
            "document", "drafted_by", "signed_by", "lifting__document", "lifting__drafted_by", "lifting__signed_by"
        )  # fmt: skip


class Entry(Decided):
    """A line of a register: about whom, from when, through which day."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, db_index=True, validators=[check_credit_code]
    )
    owner = models.CharField(_("name of the organisation"), max_length=120)  # as the document names it
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))  # the last day
    revision = models.PositiveIntegerField(
        default=1
    )  # counts the changes of a draft: a second tab cannot overwrite the first

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta(Decided.Meta):
        abstract = True
        ordering = ["-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("A term ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def lifted_by(self) -> Any:
        """The decision that lifts it, signed or not; none."""
        return getattr(self, "lifting", None)

    def standing_on(self, day: date) -> Stands:
        """The same as the queryset's, of one row."""
        night = clock.end_of(day)
        if self.signed_at is None or self.signed_at > night:
            return Stands.DRAFT
        lifting = self.lifted_by
        if lifting is not None and lifting.signed_at is not None and lifting.signed_at <= night:
            return Stands.LIFTED
        if self.since > day:
            return Stands.TO_COME
        return Stands.IN_FORCE if self.until >= day else Stands.ENDED


class Lifting(Decided):
    """解除: a decision of its own. From its signature on the entry has no effect; nothing of the entry is erased."""

    class Meta(Decided.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.document_number
