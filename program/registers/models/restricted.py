"""限制绿色金融准入项目: projects that green finance does not take."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program.registers.models.decided import Entry, Lifting


class RestrictedProject(Entry):
    """A project, not its owner: the circular speaks of projects. Unpublished unless the rule set says otherwise."""

    title = models.CharField(_("project"), max_length=200)

    class Meta(Entry.Meta):
        verbose_name = _("restricted project")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                name="project_once_a_document",
                fields=["credit_code", "title", "authority", "document_number"],
                violation_error_message=_("This document restricts this project already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("registers:restricted_project", args=[self.pk])


class ProjectLifting(Lifting):
    entry = models.OneToOneField(RestrictedProject, models.PROTECT, related_name="lifting")
