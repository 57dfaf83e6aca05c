"""The stage bar of a case: what is done and since when, where it stands or where it ended, what is to come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Application
from program.calls.rules import DAYS_OF_STAGE, Step, short_day
from program.journal.models import Line, Verb
from program.people.rules import standing
from program.process.models import Outcomes, StageName
from program.process.rules import last_stage, main_stages
from program.progress.rules.durations import SHOWN_AT, stages_ended
from program.rulesets.rules import value

TOLD_WITH_THE_RESULT = (Verb.CONCLUDE_REVIEW, Verb.CONCLUDE_VISIT, Verb.DECIDE)
"""Lines for the office alone whose days, and nothing else, everybody with the case may know once its result is told."""

Way = Sequence[StageName]
Ends = dict[StageName, datetime]


def stage_bar(application: Application, journal: Iterable[Line], user: object) -> list[Step]:
    """The straight way of the track's flow with what is done, what is now, what is to come; or with how it ended."""
    way = main_stages(tracks.get(application.track).flow_class)
    reads = standing(user).reads_everything
    ended = ends(way, known(application, journal, reads))
    if application.outcome and application.outcome != Outcomes.LISTED:
        return list(ended_early(application, way, ended))
    here = StageName(application.stage)
    now = SHOWN_AT.get(here, here)
    place = len(way) if application.outcome else way.index(now)
    steps = []
    for number, stage in enumerate(way):
        state = "done" if number < place else "now" if number == place else "todo"
        beside = state == "now" and here != now and (reads or here != StageName.UNLISTED)
        note = "".join(stage_note(application, stage, state, ended, reads))
        steps.append(Step(stage, str(here.label if beside else stage.label), note, state))
    return steps


def known(application: Application, journal: Iterable[Line], reads: bool) -> Iterable[Line]:
    """The lines whose days this person may know."""
    if reads or application.outcome not in {Outcomes.LISTED, Outcomes.REFUSED}:
        return journal
    told = Line.objects.of(application).filter(verb__in=TOLD_WITH_THE_RESULT)
    return sorted({line.pk: line for line in [*journal, *told]}.values(), key=lambda line: line.pk)


def ends(way: Way, journal: Iterable[Line]) -> Ends:
    """When each stage was over for the last time; what followed in an earlier round no longer counts."""
    ended: Ends = {}
    for line in journal:
        for stage in stages_ended(line):
            for later in way[way.index(stage) :]:
                ended.pop(later, None)
            ended[stage] = line.at
    return ended


def stage_note(
    application: Application, stage: StageName, state: str, ended: Ends, reads: bool
) -> Iterator[str]:
    """Under the name of a stage: when it ended, until when it runs, or how long it may take."""
    key = DAYS_OF_STAGE.get(stage)
    if state == "done" and stage in ended:
        yield short_day(ended[stage])
    elif state == "now" and application.due and (reads or stage != StageName.DELIBERATION):
        yield _("until %(day)s") % {"day": short_day(application.due)}
        if application.due_provisional:
            yield " " + _("(provisional)")
    elif state == "todo" and key:
        yield _("%(days)s working days") % {"days": value(application.rule_set, key)}


def ended_early(application: Application, way: Way, ended: Ends) -> Iterator[Step]:
    """What was done until the case was refused or given up, and then that; nothing is to come."""
    rested = last_stage(application)
    last = SHOWN_AT.get(rested, rested)
    given_up = application.outcome == Outcomes.ABANDONED
    for stage in way[: way.index(last) + (not given_up)]:
        yield Step(stage, str(stage.label), short_day(ended[stage]) if stage in ended else "", "done")
    day = short_day(application.stage_since)
    note = _("during %(stage)s, %(day)s") % {"stage": last.label, "day": day} if given_up else day
    end = StageName(application.outcome)
    yield Step(end, str(end.label), note, "ended")
