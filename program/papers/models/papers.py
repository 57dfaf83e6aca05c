"""A paper drafted from data: its frozen text, and its two prints, a PDF and an editable DOCX."""

import json
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application, FormalityCheck
from program.calls.models import Call
from program.decisions.models import Batch, PublicNotice
from program.files.models import File
from program.papers.models.kinds import CASE_KINDS, SUBJECTS, PaperKind
from program.papers.models.letterheads import Letterhead
from program.people.models import Organization, Role, User
from program.people.rules import standing
from program.zones.models import Management, RecommendingBody, Zone, managing_organization


def with_its_subject(kind: PaperKind) -> Q:
    """A paper of the kind has the columns of its subject, and no others."""
    columns = sorted({column for either in SUBJECTS.values() for wanted in either for column in wanted})
    return reduce(
        or_,
        (
            Q(kind=kind.value, **{f"{column}__isnull": column not in wanted for column in columns})
            for wanted in SUBJECTS[kind]
        ),
    )


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: object) -> "PaperQuerySet":
        """The office's own: its readers. Notices of a case: whoever sees the case. A letter of recommendation: its author alone.
        Proposals on measures: the supervisor too."""
        held = standing(user)
        letter = Q(kind=PaperKind.RECOMMENDATION)
        bodies, managing = held.organizations(Role.RECOMMENDER), held.organizations(Role.ZONE_REVIEWER)
        zones = Management.objects.filter(organization__in=managing, until=None).values("zone")
        own = letter & (Q(body__organization__in=bodies) | Q(zone__in=zones))
        if held.reads_everything:
            return self.filter(~letter | own)
        of_case = Q(check_row__version__application__in=Application.objects.visible_to(user))
        found = own | of_case & Q(kind__in=CASE_KINDS)
        return self.filter(found | Q(kind=PaperKind.DEDUCTION) if held.has(Role.SUPERVISOR) else found)

    def of_case(self, application: Application) -> "PaperQuerySet":
        return self.filter(check_row__version__application=application)

    def newest_first(self) -> "PaperQuerySet":
        return self.select_related("pdf", "docx", "made_by").order_by("-made_at", "-pk")


class Paper(models.Model):
    """Drafted once and never changed: drafting again makes another, with a number of its own."""

    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    number = models.CharField(_("number"), max_length=60, unique=True)  # 专项办补〔2026〕3号
    title = models.CharField(_("title"), max_length=200)
    content = models.TextField()  # canonical JSON of its blocks, see rules/blocks.py
    sha256 = models.CharField(max_length=64)  # of the content
    letterhead = models.ForeignKey(
        Letterhead, models.PROTECT, null=True, related_name="papers"
    )  # none: the names of the settings, or a paper that is not the office's
    check_row = models.ForeignKey(FormalityCheck, models.PROTECT, null=True, related_name="papers")
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="papers")
    body = models.ForeignKey(RecommendingBody, models.PROTECT, null=True, related_name="papers")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="papers")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="papers")
    notice = models.ForeignKey(PublicNotice, models.PROTECT, null=True, related_name="papers")
    pdf = models.ForeignKey(File, models.PROTECT, null=True, related_name="papers")
    docx = models.ForeignKey(File, models.PROTECT, null=True, related_name="editable_papers")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                name="paper_has_its_subject",
                condition=reduce(or_, map(with_its_subject, PaperKind)),
                violation_error_message=_(
                    "A paper is drafted from what its kind needs, and from nothing else."
                ),
            ),
            models.CheckConstraint(
                name="paper_printed_twice",
                condition=Q(pdf=None, docx=None) | Q(pdf__isnull=False, docx__isnull=False),
                violation_error_message=_("A paper is kept as PDF and DOCX together."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("papers:paper", args=[self.pk])

    @property
    def author(self) -> Organization | None:
        """Whose paper it is, where it is not the office's."""
        if self.zone is not None:
            return managing_organization(self.zone)
        return self.body.organization if self.body is not None else None

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded
