"""资格限制: an organisation may not take part until a day."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.registers.models.decided import Entry, Lifting


class Restriction(Entry):
    """By credit code, so that it meets whoever takes part under that code, whether on the platform or not."""

    class Meta(Entry.Meta):
        verbose_name = _("eligibility restriction")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                name="restriction_once_a_document",
                fields=["credit_code", "authority", "document_number"],
                violation_error_message=_("This document restricts this organisation already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("registers:restriction", args=[self.pk])


class RestrictionLifting(Lifting):
    entry = models.OneToOneField(Restriction, models.PROTECT, related_name="lifting")
