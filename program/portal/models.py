"""新闻动态: what zones and the office tell the public; anybody reads it once the office has released it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program import clock
from program.files.models import Anyone, File
from program.files.rules import register_reach
from program.labels import Labelled
from program.ledger.models import Clause
from program.people.models import APPLICANT_ROLES, Role, User, together
from program.people.rules import standing
from program.zones.models import Management, Zone


class NewsKind(models.TextChoices):
    """A piece of news is of a day; everything else is an activity, which has a place and may last."""

    NEWS = "news", pgettext_lazy("kind of news", "news")
    FORUM = "forum", pgettext_lazy("kind of news", "forum")
    EXCHANGE = "exchange", pgettext_lazy("kind of news", "information exchange")
    STUDY = "study", pgettext_lazy("kind of news", "study")
    TRANSFER = "transfer", pgettext_lazy("kind of news", "transfer of achievements")
    PUBLICITY = "publicity", pgettext_lazy("kind of news", "publicity activity")


class NewsState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of news", "being written")
    SUBMITTED = "submitted", pgettext_lazy("state of news", "to be released")
    RETURNED = "returned", pgettext_lazy("state of news", "returned for change")
    RELEASED = "released", pgettext_lazy("state of news", "released")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of news", "withdrawn")


WRITABLE = (NewsState.DRAFT, NewsState.RETURNED)


class NewsQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: object) -> "NewsQuerySet":
        """In every state: the office's readers all, a zone's managing body its own. What is public is `released`."""
        held = standing(user)
        if held.reads_everything:
            return self.all()
        own = Management.objects.filter(
            zone=OuterRef("zone"), until=None,
            organization__in=held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER),
        )  # fmt: skip
        return self.filter(Exists(own))

    def released(self) -> "NewsQuerySet":
        return self.filter(state=NewsState.RELEASED)

    def submitted(self) -> "NewsQuerySet":
        return self.filter(state=NewsState.SUBMITTED)


class News(Labelled):
    """A piece of news, or an activity. `text` is written in the plain markup of `rules.markup`; no HTML is kept."""

    number = models.CharField(_("number"), max_length=20, unique=True)  # XW-2026-0001
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, related_name="news", verbose_name=_("zone")
    )  # none: the office's own
    kind = models.CharField(_("kind"), max_length=10, choices=NewsKind.choices)
    title = models.CharField(pgettext_lazy("news", "title"), max_length=100)
    day = models.DateField(_("date"))
    until = models.DateField(_("until"), null=True)  # none: it took a day
    place = models.CharField(pgettext_lazy("news", "place"), max_length=120, blank=True)
    text = models.TextField(pgettext_lazy("news", "text"), max_length=8000)
    clause = models.CharField(_("clause"), max_length=5, choices=Clause.choices, blank=True)
    picture = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="news", verbose_name=_("picture")
    )
    picture_words = models.CharField(_("what the picture shows"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NewsState.choices, default=NewsState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)  # of what is released: since when it is public
    return_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects: ClassVar[Any] = NewsQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(name="news_state", fields=["state", "-checked_at"])]
        constraints = [
            models.CheckConstraint(
                name="news_words_known",
                condition=Q(kind__in=NewsKind.values, state__in=NewsState.values)
                & (Q(clause="") | Q(clause__in=Clause.values)),
                violation_error_message=_("News has a kind, a state and a clause that there are."),
            ),
            models.CheckConstraint(
                name="news_lasts_as_its_kind_does",
                condition=Q(kind="news", until=None, place="")
                | ~Q(kind="news") & (Q(until=None) | Q(until__gt=F("day"))),
                violation_error_message=_("An activity ends after it begins; news is of one day and of no place."),
            ),
            models.CheckConstraint(
                name="news_picture_with_its_words",
                condition=Q(picture=None, picture_words="") | Q(picture__isnull=False) & ~Q(picture_words=""),
                violation_error_message=_("A picture stands with the words that say what it shows."),
            ),
            models.CheckConstraint(
                name="news_submitted_by_and_at",
                condition=together("submitted")
                & (Q(submitted_at__isnull=False) | Q(state__in=["draft", "withdrawn"])),
                violation_error_message=_("Who submitted news and when belong together."),
            ),
            models.CheckConstraint(
                name="news_checked_by_and_at",
                condition=together("checked")
                & (
                    Q(state__in=["returned", "released"], checked_at__isnull=False)
                    | Q(state__in=["draft", "submitted"], checked_at=None)
                    | Q(state="withdrawn")
                ),
                violation_error_message=_("Only what was submitted is released or returned, by somebody, at a moment."),
            ),
            models.CheckConstraint(
                name="news_released_by_another",
                condition=~Q(state="released") | ~Q(checked_by=F("submitted_by")) & ~Q(checked_by=F("entered_by")),
                violation_error_message=_("Whoever wrote or submitted news does not release it."),
            ),
            models.CheckConstraint(
                name="news_not_returned_without_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("Whoever returns news says why."),
            ),
            models.CheckConstraint(
                name="news_withdrawn_by_and_at",
                condition=together("withdrawn")
                & (
                    Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                    | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawal_reason="")
                ),
                violation_error_message=_("News is withdrawn by somebody, at a moment, for a reason."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where those read it who may read it in every state."""
        return reverse("portal:filed", args=[self.pk])

    @property
    def public_url(self) -> str:
        return reverse("portal:news", args=[self.number])

    @property
    def clause_named(self) -> str:
        return Clause(self.clause).named if self.clause else ""

    @property
    def whose(self) -> str:
        """The zone; of the office's own news the office."""
        return str(self.zone) if self.zone is not None else str(_("The special office"))


def pictures(user: Anyone) -> Q:
    """Of what is released everybody; before and after it who sees the news in every state."""
    found = News.objects.filter(picture=OuterRef("pk"))
    return Q(Exists(found.released())) | Q(Exists(found.visible_to(user)))


register_reach("pictures of news", pictures)
