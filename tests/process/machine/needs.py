"""What the table's words mean: each a question to the model, and to the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from program.process.models import StageName as S
from tests.process.machine.model import EXPERTS, QUORUM, TEAM, Batch, Case, Model


@dataclass(frozen=True)
class Try:
    """Somebody is about to try something with a case, at a moment; the dates are those of the call and of the case."""

    model: Model
    case: Case
    who: str
    now: datetime
    apply_until: datetime
    recommend_until: datetime
    paper_until: datetime
    due: datetime | None
    notice_ends: datetime | None
    notice_provisional: bool

    @property
    def batch(self) -> Batch:
        assert self.model.batch is not None
        return self.model.batch


def recommendations_close(it: Try) -> datetime:
    return max(it.case.reopened_until or it.recommend_until, it.recommend_until)


def submit_limit(it: Try) -> datetime:
    if it.case.stage == S.CORRECTION:
        assert it.due is not None
        return it.due
    return recommendations_close(it) if it.case.returned else it.apply_until


def further(it: Try) -> str | None:
    """Who would be the next expert for this case."""
    return next((who for who in EXPERTS if who not in it.case.standing()), None)


def free(it: Try) -> bool:
    who = further(it)
    return who is not None and it.model.stands(who) and who not in it.case.conflicts


def own(it: Try, *states: str) -> bool:
    return it.who in it.case.readings and it.case.readings[it.who].state in states


def scoring_open(it: Try) -> bool:
    return not it.case.scoring_closed or it.case.readings[it.who].opened_again


def complete(it: Try) -> bool:
    """Nothing keeps the batch from its signature."""
    model, batch = it.model, it.batch
    listed = list(batch.proposals.values()).count("list")
    reserves = list(batch.proposals.values()).count("reserve")
    first = batch.kind == "first"
    return (
        batch.meeting
        and all(model.cases[name].stage == S.DELIBERATION for name in batch.proposals)
        and listed <= batch.quota
        and reserves <= (1 if first else 0)
        and (batch.reasons or first)
        and (not first or listed <= max(1 - model.given(), 0))
        and (not first or (batch.ranking == len(model.runs) and model.ranking_stands()))
    )


def undecided(model: Model) -> list[Case]:
    return [
        case
        for case in model.cases.values()
        if case.stage == S.DELIBERATION and case.chosen is None and not model.in_open_batch(case)
    ]


def reserve_and_place(it: Try) -> bool:
    waiting = it.model.reserves()
    if not waiting:
        return False
    return waiting[0].stage == S.DELIBERATION or it.model.given() > it.model.held()


def all_still_ready(it: Try) -> bool:
    document = it.model.document
    assert document is not None
    return all(
        it.model.cases[name].stage == S.PUBLICATION and it.model.cases[name].document == document.number
        for name in document.cases
    )


def work_to_hand_over(it: Try) -> bool:
    closed = {S.LISTED, S.REFUSED, S.ABANDONED}
    return any(case.clerk == "clerk" and case.stage not in closed for case in it.model.cases.values())


NEEDS: dict[str, Callable[[Try], bool]] = {
    # the case file
    "in time to submit": lambda it: it.now <= submit_limit(it),
    "too late to submit": lambda it: it.now > submit_limit(it),
    "complete": lambda it: it.case.complete,
    "answered": lambda it: it.case.stage != S.CORRECTION or it.case.answered,
    "no page": lambda it: not it.case.page,
    "in time to seal": lambda it: it.case.corrects or it.now <= it.paper_until,
    "page to judge": lambda it: it.case.page == "handed",
    "page confirmed": lambda it: it.case.page == "confirmed",
    "in time to recommend": lambda it: it.now <= recommendations_close(it),
    "recommendations closed": lambda it: it.now > recommendations_close(it),
    "no correction": lambda it: not it.case.corrects,
    "window open": lambda it: it.now <= it.apply_until,
    "not being carried out": lambda it: (
        not any(it.case.name in each.proposals for each in it.model.batches if each.state == "signed")
    ),
    "not asked yet": lambda it: all(what != "correction" for _who, what in it.case.checks),
    "correction overdue": lambda it: it.due is not None and it.now > it.due,
    "own check": lambda it: bool(it.case.checks) and it.case.checks[-1][0] == it.who,
    "nobody acted": lambda it: not it.case.panel if it.case.stage == S.EXPERT_REVIEW else not it.case.acted,
    "recommended": lambda it: it.case.recommended,
    "second clerk stands": lambda it: it.model.stands("second clerk"),
    "own work or director": lambda it: it.who == "clerk" or it.model.roles.get(it.who) == "director",
    "work to hand over": work_to_hand_over,
    # reviews
    "no panel": lambda it: not it.case.panel,
    "three free experts": lambda it: (
        sum(it.model.stands(who) and who not in it.case.conflicts for who in EXPERTS) >= QUORUM
    ),
    "scoring open": lambda it: not it.case.scoring_closed,
    "another free expert": free,
    "own reading": lambda it: it.who in it.case.readings,
    "unsigned": lambda it: not it.case.readings[it.who].signed,
    "signed": lambda it: it.case.readings[it.who].signed,
    "assigned": lambda it: own(it, "assigned"),
    "standing": lambda it: own(it, "assigned", "ready", "saved", "submitted"),
    "may score": lambda it: own(it, "ready", "saved"),
    "scoring open to it": scoring_open,
    "quorum": lambda it: it.case.panel and len(it.case.counted()) >= QUORUM,
    "quorum if read": lambda it: it.case.stage != S.EXPERT_REVIEW or len(it.case.counted()) >= QUORUM,
    "panel open": lambda it: not it.case.panel_closed,
    "something to rank": lambda it: (
        bool(it.model.to_rank()) and it.model.comparable() and not it.model.ranking_stands()
    ),
    # visits
    "record not begun": lambda it: not it.case.begun,
    "team stands": lambda it: all(it.model.stands(who) for who in TEAM),
    "record written": lambda it: it.case.begun,
    "nobody signed": lambda it: not it.case.signed,
    "somebody signed": lambda it: bool(it.case.signed),
    "not signed by this one": lambda it: it.who not in it.case.signed,
    "all signed": lambda it: it.case.signed == set(TEAM),
    "record handed in": lambda it: it.case.record,
    # decisions
    "ranking stands": lambda it: it.model.ranking_stands(),
    "somebody undecided": lambda it: bool(undecided(it.model)),
    "batch a draft": lambda it: it.batch.state == "draft",
    "batch prepared": lambda it: it.batch.state == "prepared",
    "batch complete": complete,
    "sent back": lambda it: it.case.chosen is True and not it.model.in_open_batch(it.case),
    "nothing being carried out": lambda it: not it.model.being_carried_out(),
    "reserve and place": reserve_and_place,
    "notice runs": lambda it: (
        it.notice_provisional or (it.notice_ends is not None and it.now <= it.notice_ends)
    ),
    "no request open": lambda it: not it.case.request,
    "in no signed document": lambda it: (
        not any(each.number == it.case.document and each.state == "signed" for each in it.model.documents)
    ),
    "somebody ready": lambda it: bool(it.model.ready()),
    "all still ready": all_still_ready,
    "published": lambda it: it.model.published(),
    "reserves wait": lambda it: bool(it.model.reserves()),
    "not released yet": lambda it: ("tell", True) not in it.model.jobs,
    "call open": lambda it: not it.model.call_closed,
    "call over": lambda it: it.now > it.recommend_until,
    "year unpublished": lambda it: not it.model.calendar,
}

THERE: dict[str, Callable[[Model, Case], object]] = {
    "": lambda model, case: True,
    "attachment": lambda model, case: case.attached,
    "page": lambda model, case: case.page,
    "panel": lambda model, case: case.panel,
    "reading": lambda model, case: case.readings,
    "standing reading": lambda model, case: case.standing(),
    "sheet": lambda model, case: case.counted(),
    "run": lambda model, case: model.runs,
    "visit": lambda model, case: case.planned,
    "batch": lambda model, case: model.batch,
    "notice": lambda model, case: case.notice and len(case.objections) < 4,
    "objection to confirm": lambda model, case: case.last("unconfirmed"),
    "objection received": lambda model, case: case.last("received"),
    "objection examined": lambda model, case: case.last("accepted"),
    "request": lambda model, case: case.request,
    "document": lambda model, case: model.document,
}
"""What must exist before anybody can try: its address is a 404 for all others."""
