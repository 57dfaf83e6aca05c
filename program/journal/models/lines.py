"""What happened: one line a verb, written by the verb, never changed. Seals live in a table of their own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.journal.models.verbs import Verb


class Audience(models.TextChoices):
    """Who may read a line. Everyone always means: everyone who can see its subject."""

    CASE = "case", _("everyone who sees the case")
    OFFICE = "office", _("the office only")


class LineQuerySet(models.QuerySet["Line"]):
    def of(self, application: Any) -> "LineQuerySet":
        return self.filter(application=application).select_related("actor").order_by("pk")

    def readable_by_case(self) -> "LineQuerySet":
        return self.filter(audience=Audience.CASE)


class Line(models.Model):
    """Who, for whom, what, on which version. Inserted once; triggers on both databases refuse UPDATE and DELETE."""

    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # none: the clock did it
    actor_name = models.CharField(max_length=80, blank=True)  # as it was then
    on_behalf = models.CharField(max_length=120, blank=True)  # organisation, as it was named then
    verb = models.CharField(max_length=40)
    application = models.ForeignKey("program.Application", models.PROTECT, null=True, related_name="journal")
    subject = models.CharField(max_length=200)  # "call 2026-1", "YQ-2026-0017": readable without the row
    version = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict)  # small, flat: {"letter": "…", "rank": 2}
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.CASE)
    stamp = models.CharField(
        max_length=80, blank=True
    )  # nonce and MAC of the program that wrote it; see seals.py

    objects = LineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="journal_application", fields=["application", "id"]),
            models.Index(name="journal_subject", fields=["subject"]),
            models.Index(
                name="journal_subject_begins", fields=["subject"], opclasses=["varchar_pattern_ops"]
            ),  # whatever order of letters the database was made with
            models.Index(name="journal_order", fields=["at", "id"]),
            models.Index(name="journal_verb", fields=["verb", "at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="journal_actor_has_a_name",
                condition=Q(actor=None) | ~Q(actor_name=""),
                violation_error_message=_("A journal line names who acted."),
            ),
            models.UniqueConstraint(
                name="journal_stamped_once",
                fields=["stamp"],
                condition=~Q(stamp=""),
                violation_error_message=_("This line is in the journal already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject} {self.verb}"

    @property
    def verb_label(self) -> str:
        return str(Verb(self.verb).label)


class Seal(models.Model):
    """A link of the chain: the line it covers, and the head that follows from it and from all before. Frozen by trigger."""

    number = models.PositiveBigIntegerField(primary_key=True)  # consecutive: the order of the chain
    line = models.OneToOneField(Line, models.PROTECT, related_name="seal")
    line_sha256 = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.number} {self.head}"


class BearsHead(models.Model):
    """A paper that prints the head of the journal as it was then: it leaves the house, and no later cut can reach it."""

    seal_number = models.PositiveBigIntegerField(null=True)
    seal_head = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
