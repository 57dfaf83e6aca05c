"""Pure questions about a call: its state at a moment, its stages, what it lacks before it can open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock, tracks
from program.calls.models import Call, Criterion, Deadline
from program.process.models import StageName
from program.process.rules import main_stages
from program.rulesets.models import Key
from program.rulesets.rules import Calendar, Limit, value


class State(models.TextChoices):
    DRAFT = "draft", gettext_lazy("draft")
    ANNOUNCED = "announced", gettext_lazy("announced")
    OPEN = "open", gettext_lazy("taking applications")
    IN_HAND = "in_hand", gettext_lazy("window closed, in review")
    PUBLISHED = "published", gettext_lazy("list published")
    CLOSED = "closed", gettext_lazy("closed")


def state(call: Call, moment: datetime) -> State:
    """Where a call stands at a moment."""
    if call.opened_at is None:
        return State.DRAFT
    if call.closed_at is None and moment <= call.apply_until:
        return State.ANNOUNCED if moment < call.opens_at else State.OPEN
    if call.list_is_published:
        return State.PUBLISHED
    return State.IN_HAND if call.closed_at is None else State.CLOSED


def runs(call: Call) -> bool:
    """Opened and not closed: deadlines can be moved, and once they are over it can be closed."""
    return call.opened_at is not None and call.closed_at is None


def extended(call: Call, deadline: Deadline, becomes: datetime) -> dict[Deadline, datetime]:
    """What an extension moves, in order: with the window all that follows it, by as much, so that nobody loses a day."""
    by = becomes - getattr(call, deadline.value)
    moved = list(Deadline) if deadline == Deadline.APPLY else [deadline]
    return {each: getattr(call, each.value) + by for each in moved}


DAYS_OF_STAGE = {
    StageName.RECOMMENDATION: Key.RECOMMENDATION_DAYS,
    StageName.FORMALITY_CHECK: Key.FORMALITY_CHECK_DAYS,
    StageName.EXPERT_REVIEW: Key.EXPERT_REVIEW_DAYS,
    StageName.SITE_VISIT: Key.SITE_VISIT_DAYS,
    StageName.DELIBERATION: Key.DELIBERATION_DAYS,
    StageName.PUBLIC_NOTICE: Key.PUBLIC_NOTICE_DAYS,
    StageName.PUBLICATION: Key.PUBLICATION_DAYS,
}


def short_day(moment: datetime) -> str:
    """12月8日, where the year goes without saying: the stage bar."""
    return date_format(clock.beijing_date(moment), _("j M"))


def long_day(day: date) -> str:
    """2026年12月8日, within a sentence."""
    return date_format(day, _("j F Y"))


def long_moment(moment: datetime) -> str:
    """2026年12月8日 16:20, within a sentence, by the clock on the wall in Beijing."""
    there = moment.astimezone(clock.BEIJING)
    return f"{long_day(there.date())} {there:%H:%M}"


@dataclass(frozen=True)
class Step:
    """A stage as the stage bar draws it."""

    name: StageName
    label: str
    note: str
    state: str = "todo"  # done, now, todo; ended: refused or given up, nothing follows


def stages(call: Call) -> list[Step]:
    """The straight way through, read off the track's flow, each with the days that the rule set gives it."""
    steps = []
    for name in main_stages(tracks.get(call.track).flow_class):
        key = DAYS_OF_STAGE.get(name)
        note = _("%(days)s working days") % {"days": value(call.rule_set, key)} if key else ""
        if name == StageName.DRAFT:
            note = _("until %(day)s") % {"day": short_day(call.apply_until)}
        steps.append(Step(name, str(name.label), note))
    return steps


def expected_end(call: Call) -> Limit:
    """When a case handed in on the last day would be published if every stage took its full time."""
    calendar, day, provisional = Calendar(), clock.beijing_date(call.apply_until), False
    for name in main_stages(tracks.get(call.track).flow_class):
        key = DAYS_OF_STAGE.get(name)
        if key:
            limit = calendar.after(day, value(call.rule_set, key))
            day, provisional = limit.day, provisional or limit.provisional
    return Limit(clock.end_of(day), provisional)


def gaps(call: Call, today: date) -> list[tuple[str, str]]:
    """(field, sentence) for what keeps a drafted call from opening."""
    found: list[tuple[str, str]] = []
    if call.rule_set.signed_at is None:
        found.append(("rule_set", _("The rule set must be signed before a call can use it.")))
    if call.indicator_set is not None and call.indicator_set.signed_at is None:
        found.append(("indicator_set", _("The indicator set must be signed before a call can use it.")))
    criteria: Any = Criterion.objects.filter(rubric=call.rubric_id)
    if not criteria.exists():
        found.append(("rubric", _("The rubric has no criteria.")))
    if clock.beijing_date(call.apply_until) < today:
        found.append(("apply_until", _("The window would be over before it opens.")))
    return found
