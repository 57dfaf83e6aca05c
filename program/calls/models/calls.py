"""Calls: intake windows with their dates, documents, rubric, quota and rule set."""

import re
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from program import clock, tracks
from program.calls.models.quotas import TOGETHER, QuotaOfEach
from program.calls.models.rubrics import Criterion, Rubric
from program.indicators.models import IndicatorSet
from program.people.models import User, in_language
from program.people.rules import standing
from program.process.models import CLOSED_STAGES, StageName
from program.process.rules import has_stage
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import value


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> "CallQuerySet":
        return self.exclude(opened_at=None)

    def visible_to(self, user: object) -> "CallQuerySet":
        """The office sees its drafts; everybody else what has been opened."""
        return self if standing(user).reads_everything else self.published()

    def taking(self, moment: datetime) -> "CallQuerySet":
        """Open for applications at that moment."""
        return self.published().filter(closed_at=None, opens_at__lte=moment, apply_until__gte=moment)

    def open_first(self, moment: datetime) -> "CallQuerySet":
        """Those that take applications, then the others; of each the newest first."""
        taking = Q(closed_at=None, opens_at__lte=moment, apply_until__gte=moment)
        return self.order_by(Case(When(taking, then=0), default=1), "-opens_at", "-pk")

    def to_open(self, today: date) -> "CallQuerySet":
        """Drafts that lack nothing: `rules.gaps` finds none, and a director can open them."""
        criteria = Criterion.objects.filter(rubric=OuterRef("rubric"))
        drafts = self.filter(opened_at=None, rule_set__signed_at__isnull=False)
        return drafts.filter(Exists(criteria), apply_until__gte=clock.start_of(today))

    def to_close(self, moment: datetime) -> "CallQuerySet":
        """Whose window and recommendations are over and whose cases are decided, all but drafts, which end with the call."""
        over = self.published().filter(closed_at=None, recommend_until__lt=moment)
        return over.exclude(applications__stage__in=set(StageName) - CLOSED_STAGES - {StageName.DRAFT})

    def with_lists(self) -> "CallQuerySet":
        """Each knows whether its list is published, so that a list of calls asks once."""
        listed = Call.objects.filter(pk=OuterRef("pk"), official_documents__signed_at__isnull=False)
        return self.annotate(has_list=Exists(listed))


ASKS_TO_APPLY = re.compile(r"(?<=.)的?申报(?:工作)?的?(?:通知|公告|指南)?$")
"""What a call's own title ends with, and no title that is composed from it."""


class Call(QuotaOfEach):
    """A call for one track. Its dates are moments: a day named runs through 23:59:59.999999 Beijing time."""

    code = models.CharField(_("number"), max_length=20, unique=True)  # "2026-1"
    track = models.CharField(_("track"), max_length=30)
    title_zh = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=200)
    summary_zh = models.TextField(_("what is called for"), max_length=4000)
    summary_en = models.TextField(_("English summary"), max_length=4000, blank=True)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="calls", verbose_name=_("rule set"))
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="calls", verbose_name=_("rubric"))
    indicator_set = models.ForeignKey(
        IndicatorSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("indicator set"),
    )
    indicator_year = models.PositiveSmallIntegerField(
        _("year of the figures"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2019), MaxValueValidator(2035)],
    )
    opens_at = models.DateTimeField(_("applications from"))
    apply_until = models.DateTimeField(_("applications until"))
    recommend_until = models.DateTimeField(_("recommendations until"))
    paper_until = models.DateTimeField(_("sealed paper until"))
    quota = models.PositiveSmallIntegerField(
        _("quota"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    reserves = models.PositiveSmallIntegerField(_("reserves"), default=0, validators=[MaxValueValidator(100)])
    recommendation_quota = models.PositiveSmallIntegerField(
        _("recommendations a body"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    contact_name = models.CharField(_("office for enquiries"), max_length=80)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    contact_email = models.EmailField(_("e-mail"))
    contact_address = models.CharField(_("address"), max_length=200)
    supervision_phone = models.CharField(_("supervision telephone"), max_length=40)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    revision = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(
                name="call_dates_in_order",
                condition=Q(apply_until__gt=F("opens_at"))
                & Q(recommend_until__gte=F("apply_until"))
                & Q(paper_until__gte=F("apply_until")),
                violation_error_message=_(
                    "The window opens before it closes; recommendations and paper are not due before applications."
                ),
            ),
            models.CheckConstraint(
                name="call_set_and_year_together",
                condition=Q(indicator_set=None, indicator_year=None)
                | Q(indicator_set__isnull=False, indicator_year__isnull=False),
                violation_error_message=_("An indicator set and the year of its figures belong together."),
            ),
            TOGETHER,
            models.CheckConstraint(
                name="call_opened_by_and_at",
                condition=Q(opened_by=None, opened_at=None)
                | Q(opened_by__isnull=False, opened_at__isnull=False),
                violation_error_message=_("Who opened a call and when belong together."),
            ),
            models.CheckConstraint(
                name="call_closed_by_and_at",
                condition=Q(closed_by=None, closed_at=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message=_("Who closed a call and when belong together."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def topic_zh(self) -> str:
        """2026年度第一批国家高新区绿色发展示范园区: what notice, batch, document and form are about, with no 申报 at its end."""
        return ASKS_TO_APPLY.sub("", self.title_zh)

    @property
    def lists(self) -> "models.QuerySet[Any]":
        """The signed documents by which zones were listed under this call; found by name, for they are a later step's."""
        documents: models.QuerySet[Any] = self.official_documents.filter(signed_at__isnull=False)
        return documents.select_related("file")

    @cached_property
    def list_is_published(self) -> bool:
        known: bool | None = getattr(self, "has_list", None)  # of `with_lists`
        return self.lists.exists() if known is None else known

    @property
    def subject(self) -> str:
        """How the journal names it."""
        return f"call {self.code}"

    @property
    def summary(self) -> str:
        return in_language(self, "summary")

    @property
    def track_label(self) -> str:
        return str(tracks.get(self.track).label)

    @property
    def subject_label(self) -> str:
        """What stands in its lists."""
        return str(_("Zone") if tracks.get(self.track).for_zones else _("Enterprise"))

    @property
    def only_for(self) -> str:
        """Who may apply, where not every zone may."""
        track = tracks.get(self.track)
        return str(track.only_for) % {"months": track.window and value(self.rule_set, Key(track.window))}

    @property
    def renews(self) -> bool:  # bands decide, and no quota
        return tracks.get(self.track).renews

    @cached_property
    def recommends(self) -> bool:
        """Whether its cases are recommended before they are checked."""
        return has_stage(self.track, StageName.RECOMMENDATION)

    def get_absolute_url(self) -> str:
        return reverse("portal:call", args=[self.pk])


class Deadline(models.TextChoices):
    APPLY = "apply_until", _("applications until")
    RECOMMEND = "recommend_until", _("recommendations until")
    PAPER = "paper_until", _("sealed paper until")


class Extension(models.Model):
    """A deadline moved for everybody; it shortens nobody's."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    deadline = models.CharField(_("deadline"), max_length=20, choices=Deadline.choices)
    was = models.DateTimeField()
    becomes = models.DateTimeField(_("new deadline"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="extension_lengthens",
                condition=Q(becomes__gt=F("was")),
                violation_error_message=_("An extension moves a deadline later."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.deadline} {self.becomes}"


class RequestedDocument(models.Model):
    """A document that a call asks for beside the form."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(_("document"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=160, blank=True)
    note_zh = models.CharField(_("what is meant"), max_length=300, blank=True)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="document_position_once",
                fields=["call", "position"],
                violation_error_message=_("Two documents stand at one place."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")
