"""How long stages have taken, by the journal: every time that a stage was over, and what was counted of it last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    """Of every stage that ended in the last two years."""
    lines = (
        Line.objects.filter(at__gte=moment - TWO_YEARS, application__isnull=False)
        .order_by("application", "pk")
        .values_list("application", "application__call__track", "application__call", "verb", "at", "facts")
    )
    case, began = 0, moment
    for application, track, call, verb, at, facts in lines.iterator(chunk_size=2_000):
        if application != case:
            case, began = application, at
        ended = stages_ended(Line(verb=verb, facts=facts))
        if ended:
            yield Rest(track, call, ended[0], (at - began).total_seconds() / 86_400)
            began = at
        elif verb in {Verb.RETURN, Verb.RECALL, Verb.ASK_CORRECTION, Verb.REOPEN, Verb.UNDO_CHECK}:
            began = at


def medians(track: str) -> Mapping[StageName, StageMedian]:
    """What was counted last; only of enough cases."""
    rows = StageMedian.objects.filter(track=track, call=None, cases__gte=FEWEST)
    return {StageName(row.stage): row for row in rows}
