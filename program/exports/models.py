"""A list that is taken out as a file and too long to wait for: asked for, made in the background, kept some days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise as LazyText
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from program import clock
from program.files.models import File, MediaType
from program.people.models import Role, User


class Form(models.TextChoices):
    XLSX = "xlsx", "xlsx"
    CSV = "csv", "CSV"

    @property
    def content_type(self) -> str:
        return MediaType.XLSX.value if self == Form.XLSX else "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Taken:
    """What a person sees of a list now: a file name, how many rows there are, heads, and the rows one by one."""

    name: str
    count: int
    heads: Sequence[str]
    rows: Iterable[Iterable[Any]]


@dataclass(frozen=True)
class Listing:
    """A list that can be taken out: who may, and what such a person reads of it, narrowed down by an address.

    `path`: where this very object stands, for the worker. `read` answers within reach, or raises what the page would.
    """

    path: str
    code: str
    label: LazyText
    roles: frozenset[Role]
    read: Callable[[User, QueryDict], Taken]
    forms: tuple[Form, ...] = (Form.XLSX, Form.CSV)


def narrowed_by(question: str) -> str:
    """The query of an address as one reads it: “stage=draft, track=park”."""
    asked = QueryDict(question)
    return ", ".join(f"{name}={value}" for name, value in sorted(asked.items()) if value)


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: object) -> "ExportQuerySet":
        """One's own, as long as they are kept."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), asked_by=user)

    def being_made(self) -> "ExportQuerySet":
        return self.filter(made_at=None)


class Export(models.Model):
    """`role`: in which the person asked; who has lost it gets nothing, neither made nor opened."""

    listing = models.CharField(max_length=120)  # the path of a `Listing`
    form = models.CharField(max_length=4, choices=Form.choices)
    question = models.CharField(max_length=2000, blank=True)  # the query of the list's address
    role = models.CharField(max_length=20, choices=Role.choices)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    asked_rows = models.PositiveIntegerField()
    made_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)  # from then on it is forgotten

    objects: ClassVar[Any] = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("list taken out")
        indexes = [models.Index(name="export_to_forget", fields=["until"])]
        constraints = [
            models.UniqueConstraint(
                name="the_same_list_is_made_once",
                fields=["asked_by", "listing", "form", "question"],
                condition=Q(made_at=None),
                violation_error_message=_("This list is being made for you already."),
            ),
            models.CheckConstraint(
                name="export_made_and_kept_until",
                condition=Q(made_at=None, until=None, file=None)
                | Q(made_at__isnull=False, until__isnull=False),
                violation_error_message=_("A list that was made is kept until a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.label} · {self.get_form_display()}"

    @property
    def narrowed(self) -> str:
        return narrowed_by(self.question)

    @property
    def source(self) -> Listing:
        found: Listing = import_string(self.listing)
        return found
