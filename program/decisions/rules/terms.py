"""Terms: whose is over, who is to be reminded of its end, and what the public reads of a re-examination."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from program import clock, tracks
from program.applications.models import Application
from program.decisions.models import Designation, Standing
from program.decisions.rules.bands import Banded, banded, decided
from program.process.models import CLOSED_STAGES, StageName
from program.rulesets.models import Key
from program.rulesets.rules import newest, value


def taking_further(title: str) -> list[str]:
    """The tracks that take designations of that title further."""
    return [track.code for track in tracks.everyone() if track.follows == title]


def over(day: date) -> QuerySet[Designation]:
    """Designations whose term was over before that day, and which nothing takes further any more.

    An acceptance or a re-examination that is open keeps the designation as it is until it is decided, and told: the register
    would say it before the list does. A draft that can no longer be handed in keeps nothing.
    """
    return Designation.objects.current().filter(until__lt=day).exclude(taken_up())


def taken_up() -> Q:
    """Designations that an open case takes further; a draft that can no longer be handed in does not."""
    held = Q()
    late = Q(stage=StageName.DRAFT, call__apply_until__lt=clock.now())
    for title in [track for track in tracks.everyone() if not track.follows]:
        of = Q(zone=OuterRef("zone")) if title.for_zones else Q(applicant=OuterRef("organization"))
        cases = Application.objects.filter(of, call__track__in=taking_further(title.code))
        held |= Q(Exists(cases.exclude(late | Q(stage__in=CLOSED_STAGES))), track=title.code)
    return held


def to_remind(day: date) -> QuerySet[Designation]:
    """Building or named, their term ends within the days of the rules signed last, and nobody has applied yet."""
    last = day + timedelta(days=value(newest(), Key.TERM_REMIND_DAYS))
    rows = Designation.objects.filter(standing__in=[Standing.BUILDING, Standing.NAMED, Standing.CERTIFIED])
    return rows.filter(until__gte=day, until__lte=last).exclude(taken_up())


def published_band(designation: Designation) -> Banded | None:
    """The band in which it was renewed, where the rules of its call let the register say so."""
    case = designation.application
    if not tracks.get(case.track).renews or not value(case.rule_set, Key.BAND_PUBLISHED):
        return None
    item = decided(case)
    return banded(item.score, case.rule_set) if item else None
