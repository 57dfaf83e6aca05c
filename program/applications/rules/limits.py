"""Until when something may be handed in, and what may be written now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application, Checked, FormalityCheck, Recommended, Version
from program.applications.rules.again import recommendation_closes
from program.applications.rules.content import ATTACHMENTS, INDICATORS
from program.calls.models import Call
from program.calls.rules import long_day, long_moment
from program.process.models import StageName
from program.rulesets.models import Key
from program.rulesets.rules import Limit, limit, value

WRITING_STAGES = frozenset({StageName.DRAFT, StageName.CORRECTION})


def submit_limit(application: Application) -> datetime:
    """Until when the open draft or correction may be handed in.

    Drafts: the call's deadline; returned by the recommending body: until recommendations close. Corrections: their due date.
    """
    if application.stage == StageName.CORRECTION and application.due:
        return application.due
    last = application.versions.order_by("-number").first()
    if last and last.recommendations.filter(verdict=Recommended.RETURNED).exists():
        return recommendation_closes(application)
    return application.call.apply_until


def recommend_limit(application: Application) -> Limit:
    """When the recommending body should have answered: the days of the rule, cut off where recommendations close."""
    last = application.versions.order_by("-number").first()
    since = clock.beijing_date(last.submitted_at) if last else clock.today()
    closes = Limit(recommendation_closes(application), provisional=False)
    return min(
        limit(application.rule_set, Key.RECOMMENDATION_DAYS, since), closes, key=lambda each: each.moment
    )


@dataclass(frozen=True)
class Recommending:
    """The two days that a recommending body must know: when its answer is expected, and after which nobody's is taken."""

    due: datetime | None
    closes: datetime
    days: int

    @property
    def is_one(self) -> bool:
        return self.due is None or self.due >= self.closes


def recommending(application: Application) -> Recommending:
    """The days of a case that waits for its recommendation."""
    days = value(application.rule_set, Key.RECOMMENDATION_DAYS)
    return Recommending(application.due, recommendation_closes(application), days)


def letter_date_finding(call: Call, day: date) -> str | None:
    """What is wrong with the date of a letter of recommendation: it answers a call, so it was not written before that opened."""
    opened = clock.beijing_date(call.opens_at)
    if day < opened:
        return _("The letter is dated before the call opened on %(day)s.") % {"day": long_day(opened)}
    if day > clock.today():
        return _("The letter bears a date in the future.")
    return None


def seal_limit(version: Version) -> datetime | None:
    """Until when the sealed page may come: the call's paper deadline; for a correction, while it is being checked."""
    return None if version.corrects else version.application.call.paper_until


def no_longer_written(application: Application) -> str:
    """Why the applicant cannot write a case that is neither a draft nor being corrected: it was handed in, or given up."""
    version = application.latest_version()
    if version is None or application.stage == StageName.ABANDONED:
        return _("This application was given up: nothing can be written any more.")
    return _(
        "This application was submitted at %(time)s by %(name)s (version %(number)s): it cannot be changed now."
    ) % {
        "time": long_moment(version.submitted_at),
        "name": version.submitted_by,
        "number": version.number,
    }


def open_check(application: Application) -> FormalityCheck | None:
    """The request for correction that is being answered, with its items; remembered on the object while the case rests there."""
    if application.stage != StageName.CORRECTION:
        return None
    since, check = getattr(application, "_open_check", (None, None))
    if since != application.stage_since:
        asked = FormalityCheck.objects.filter(
            proceeding__application=application, verdict=Checked.CORRECTION, undone=None
        )
        check = asked.prefetch_related("items").order_by("-pk").first()
        application._open_check = (application.stage_since, check)  # type: ignore[attr-defined]
    return check


def writable_parts(application: Application) -> frozenset[str]:
    """Codes of the parts that may be written now: all of a draft; of a correction only those that were asked about."""
    if application.stage == StageName.DRAFT:
        return frozenset({part.code for part in application.parts()} | {ATTACHMENTS, INDICATORS})
    check = open_check(application)
    return frozenset(item.part for item in check.items.all()) if check else frozenset()
