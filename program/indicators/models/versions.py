"""What indicator sets and factor sets have in common: drafted by one, signed by another, frozen when it is first used."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.journal.models import Verb
from program.people.models import User, in_language, together
from program.people.rules import standing
from program.rulesets.models import State


class Certainty(models.TextChoices):
    """How a figure is known; empty where it is the office's own."""

    SEEN = "A", _("seen in a source")
    TIES = "B", _("detail from memory, totals agree")
    MEMORY = "C", _("from memory, unverified")


class VersionedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "VersionedQuerySet":
        """What is signed can be read by everybody signed in, whose figures it judges; drafts are the office's."""
        held = standing(user)
        return self if held.reads_everything else self.signed()

    def signed(self) -> "VersionedQuerySet":
        return self.exclude(signed_at=None)


class Versioned(models.Model):
    """A version of something by which figures are judged: family and number, "office_default.1"."""

    VERBS: ClassVar[tuple[Verb, Verb, Verb]]
    """As the journal calls it that one was drafted, changed, signed."""

    code = models.CharField(
        _("version"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9_]+\.[1-9][0-9]?\Z",
                _("Write the version as a family in small letters, a point and a number."),
            )
        ],
        error_messages={"unique": _("This version exists already.")},
    )
    title_zh = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=160, blank=True)
    revision = models.PositiveIntegerField(default=1)
    cloned_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )  # none: supplied with the platform
    drafted_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)

    objects: ClassVar = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_signed_by_and_at",
                condition=together("signed") | Q(drafted_by=None, signed_by=None),
                violation_error_message=_("Who signed and when belong together."),
            ),
            models.CheckConstraint(
                name="%(class)s_signed_by_another",
                condition=Q(signed_by=None) | Q(drafted_by=None) | ~Q(signed_by=models.F("drafted_by")),
                violation_error_message=_("Whoever drafted a version does not sign it."),
            ),
            models.CheckConstraint(
                name="%(class)s_frozen_only_when_signed",
                condition=Q(frozen_at=None) | Q(signed_at__isnull=False),
                violation_error_message=_("Only a signed version can be used."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def family(self) -> str:
        return self.code.rpartition(".")[0]

    @property
    def is_supplied(self) -> bool:
        """Seeded with the platform; nobody of the office drafted it."""
        return self.drafted_by_id is None

    @property
    def state(self) -> State:
        if self.frozen_at is not None:
            return State.IN_USE
        return State.DRAFT if self.signed_at is None else State.SIGNED
