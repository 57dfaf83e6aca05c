"""Until when something may be handed in, and what may be written now."""

from datetime import datetime

from program import clock
from program.applications.models import Application, Checked, FormalityCheck, Recommended, Version
from program.applications.rules.content import ATTACHMENTS
from program.process.models import StageName
from program.rulesets.models import Key
from program.rulesets.rules import Limit, limit

WRITING_STAGES = frozenset({StageName.DRAFT, StageName.CORRECTION})


def submit_limit(application: Application) -> datetime:
    """Until when the open draft or correction may be handed in.

    Drafts: the call's deadline; returned by the recommending body: until recommendations close. Corrections: their due date.
    """
    if application.stage == StageName.CORRECTION and application.due:
        return application.due
    last = application.versions.order_by("-number").first()
    if last and last.recommendations.filter(verdict=Recommended.RETURNED).exists():
        return application.call.recommend_until
    return application.call.apply_until


def recommend_limit(application: Application) -> Limit:
    """When the recommending body should have answered: the days of the rule, cut off where recommendations close."""
    last = application.versions.order_by("-number").first()
    since = clock.beijing_date(last.submitted_at) if last else clock.today()
    closes = Limit(application.call.recommend_until, provisional=False)
    return min(
        limit(application.rule_set, Key.RECOMMENDATION_DAYS, since), closes, key=lambda each: each.moment
    )


def seal_limit(version: Version) -> datetime | None:
    """Until when the sealed page may come: the call's paper deadline; for a correction, while it is being checked."""
    return None if version.corrects else version.application.call.paper_until


def open_check(application: Application) -> FormalityCheck | None:
    """The request for correction that is being answered."""
    if application.stage != StageName.CORRECTION:
        return None
    return (
        FormalityCheck.objects.filter(proceeding__application=application, verdict=Checked.CORRECTION)
        .order_by("-pk")
        .first()
    )


def writable_parts(application: Application) -> frozenset[str]:
    """Codes of the parts that may be written now: all of a draft; of a correction only those that were asked about."""
    if application.stage == StageName.DRAFT:
        return frozenset({part.code for part in application.parts()} | {ATTACHMENTS})
    check = open_check(application)
    return frozenset(check.items.values_list("part", flat=True)) if check else frozenset()
