"""A view that somebody keeps: the address of a list as it was narrowed down. Whoever is given it sees what they may see."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people.models import User


class SavedView(models.Model):
    """One's own name for an address of the platform: path and question."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name of the view"), max_length=60)
    address = models.CharField(max_length=500)
    saved_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = models.Manager["SavedView"]()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(
                name="view_name_once_a_person",
                fields=["owner", "name"],
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
