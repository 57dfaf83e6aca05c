"""How long stages have taken, by the journal: every time that a stage was over, and what was counted of it last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from program.journal.models import Line, Verb
from program.process.models import StageName
from program.progress.models import StageMedian

SHOWN_AT = {StageName.CORRECTION: StageName.FORMALITY_CHECK, StageName.UNLISTED: StageName.DELIBERATION}
"""Stages beside the straight way, and where on it they are shown."""
TWO_YEARS = timedelta(days=730)
FEWEST = 5
"""Of fewer cases neither a median nor a share says anything; the days of the rules stand for a median."""
ENDED_BY = {
    Verb.SUBMIT: (StageName.DRAFT,),
    Verb.RECOMMEND: (StageName.RECOMMENDATION,),
    Verb.REFUSE_RECOMMENDATION: (StageName.RECOMMENDATION,),
    Verb.ACCEPT: (StageName.FORMALITY_CHECK,),
    Verb.NOT_ACCEPT: (StageName.FORMALITY_CHECK,),
    Verb.CONCLUDE_REVIEW: (StageName.EXPERT_REVIEW,),
    Verb.CONCLUDE_VISIT: (StageName.SITE_VISIT,),
    Verb.DECIDE: (StageName.DELIBERATION,),
    Verb.DISMISS_OBJECTION: (StageName.OBJECTIONS,),
    Verb.REFUSE_OBJECTION: (StageName.OBJECTIONS,),
    Verb.UPHOLD_OBJECTION: (StageName.OBJECTIONS,),
    Verb.DESIGNATE: (StageName.PUBLICATION, StageName.LISTED),
}
"""The line in the journal with which a stage was over."""
ENDED_BY_TIME = {
    StageName.PUBLIC_NOTICE: (
        StageName.PUBLIC_NOTICE,
        StageName.OBJECTIONS,
    ),  # where none is open it passes at once
    StageName.OBJECTIONS: (StageName.OBJECTIONS,),
}


BEGINS_ANEW = frozenset({Verb.RETURN, Verb.RECALL, Verb.ASK_CORRECTION, Verb.REOPEN, Verb.UNDO_CHECK})
"""Lines from which a stage is counted, though none was over."""


@dataclass(frozen=True)
class Spell:
    stage: StageName
    began: datetime
    ended: datetime


@dataclass(frozen=True)
class Rest:
    """One time that a case rested at a stage: calendar days."""

    track: str
    call: int
    stage: StageName
    days: float


def stages_ended(line: Line) -> tuple[StageName, ...]:
    if line.verb != Verb.TIMER:
        return ENDED_BY.get(Verb(line.verb), ())
    return ENDED_BY_TIME.get(StageName(line.facts["stage"]), ())


def rests(moment: datetime) -> Iterator[Rest]:
    """Of every stage that ended in the last two years, whenever it began."""
    since = moment - TWO_YEARS
    recent = Line.objects.filter(at__gte=since, application__isnull=False).values("application")
    lines = (
        Line.objects.filter(application__in=recent)
        .order_by("application", "pk")
        .values_list("application", "application__call__track", "application__call", "verb", "at", "facts")
    )
    for (_case, track, call), told in groupby(lines.iterator(chunk_size=2_000), key=itemgetter(0, 1, 2)):
        for spell in spells(Line(verb=verb, at=at, facts=facts) for *_of, verb, at, facts in told):
            if spell.ended >= since:
                days = (spell.ended - spell.began).total_seconds() / 86_400
                yield Rest(track, call, spell.stage, days)


def spells(lines: Iterable[Line]) -> list[Spell]:
    """The stages at which one case has rested, by the lines of its journal."""
    found: list[Spell] = []
    began: datetime | None = None
    for line in lines:
        began = began or line.at
        stage, before = next(iter(stages_ended(line)), None), found[-1].stage if found else None
        if stage == StageName.OBJECTIONS and before not in {StageName.PUBLIC_NOTICE, StageName.OBJECTIONS}:
            continue  # settled while the notice still runs
        if stage == StageName.OBJECTIONS == before:  # of several the last one ends it
            began = found.pop().began
        if stage is not None:
            found.append(Spell(stage, began, line.at))
        if stage is not None or line.verb in BEGINS_ANEW:
            began = line.at
    return found


def medians(track: str) -> Mapping[StageName, StageMedian]:
    """What was counted last; only of enough cases."""
    rows = StageMedian.objects.filter(track=track, call=None, cases__gte=FEWEST)
    return {StageName(row.stage): row for row in rows}
