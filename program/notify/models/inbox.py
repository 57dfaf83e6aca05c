"""A message to a person, and a letter to somebody without an account."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from program import clock
from program.notify.models.texts import Text

if TYPE_CHECKING:
    from program.people.models import User

ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(\??)")
"""A day, with a question mark where it is provisional (暂定)."""


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: "User") -> "MessageQuerySet":
        return self.filter(recipient=user)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)

    def with_unread(self, user: "User") -> models.QuerySet[Any, Any]:
        """Each with `unread`: how many of the person's messages are."""
        own = self.model.objects.visible_to(user).unread().order_by().values("recipient")
        counted = models.Subquery(own.annotate(number=models.Count("pk")).values("number"))
        return self.annotate(unread=Coalesce(counted, 0))


class Message(models.Model):
    """One message to one person; read_at is set by a POST, mailed_at by the task that sent the mail."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox")
    text = models.CharField(max_length=40, choices=Text.choices)
    facts = models.JSONField(default=dict)
    application = models.ForeignKey("program.Application", models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=200, blank=True)  # where the reader can act on it
    sent_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(name="inbox", fields=["recipient", "read_at", "-sent_at"])]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The message in the reader's language, its days as they are written there."""
        return str(Text(self.text).label) % {name: _read(fact) for name, fact in self.facts.items()}


def _read(fact: Any) -> Any:
    day = ISO_DAY.fullmatch(fact) if isinstance(fact, str) else None
    if day is None:
        return fact
    written = date_format(date.fromisoformat(day[1]), str(_("j F Y")))
    return str(_("%(day)s (provisional)")) % {"day": written} if day[2] else written


class Letter(models.Model):
    """An e-mail to somebody without an account (an invitation, an objector's confirmation): address and finished text."""

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # emptied once mailed
    written_at = models.DateTimeField(default=clock.now)
    mailed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
