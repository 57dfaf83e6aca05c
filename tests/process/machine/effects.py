"""What a verb leads to beside the stage that the table names, and what the program's own work leads to."""

from collections.abc import Callable
from datetime import timedelta

from program.journal.models import Verb
from program.process.models import StageName as S
from tests.process.machine.model import EXPERTS, Batch, Case, Document, Model, Reading
from tests.process.machine.needs import Try, free, further, submit_limit, undecided

REOPENED_FOR = timedelta(days=30)


# ---------------------------------------------------------------- the case file
def write(it: Try) -> None:
    it.case.complete, it.case.acted = True, True


def blank(it: Try) -> None:
    it.case.complete, it.case.acted = False, True


def attach(it: Try) -> None:
    it.case.attached += 1


def detach(it: Try) -> None:
    it.case.attached -= 1


def answer(it: Try) -> None:
    it.case.answered = it.case.acted = True


def submit(it: Try) -> None:
    case = it.case
    if case.stage == S.DRAFT:
        case.recommended = False
    case.corrects, case.page, case.returned = case.stage == S.CORRECTION, "", False


def page(state: str) -> Callable[[Try], None]:
    def become(it: Try) -> None:
        it.case.page = state

    return become


def recommend(it: Try) -> None:
    it.case.recommended = True


def give_back(it: Try) -> None:
    it.case.returned = True


def recall(it: Try) -> None:
    it.case.recommended = False


def check(what: str) -> Callable[[Try], None]:
    """Whoever first acts on a case becomes its clerk."""

    def judge(it: Try) -> None:
        it.case.clerk = it.case.clerk or it.who
        it.case.checks.append((it.who, what))
        it.case.acted, it.case.answered = False, what != "correction"

    return judge


def undo(it: Try) -> None:
    it.case.checks.pop()


def reopen(it: Try) -> None:
    it.case.begin_again()


def reopen_at_recommendation(it: Try) -> None:
    it.case.begin_again()
    it.case.recommended, it.case.reopened_until = False, it.now + REOPENED_FOR


def assign_clerk(it: Try) -> None:
    it.case.clerk = "second clerk"


def hand_over(it: Try) -> None:
    for case in it.model.cases.values():
        if case.clerk == "clerk" and case.stage not in {S.LISTED, S.REFUSED, S.ABANDONED}:
            case.clerk = "second clerk"


# ---------------------------------------------------------------- reviews
def draw(it: Try) -> None:
    case = it.case
    case.panel = True
    case.readings = {who: Reading() for who in EXPERTS if it.model.stands(who) and who not in case.conflicts}


def one_more(it: Try) -> None:
    assert free(it)
    who = further(it)
    assert who is not None
    before = it.case.readings.get(who)
    it.case.readings[who] = Reading(signed=before.signed if before else False)


def sign_confidentiality(it: Try) -> None:
    it.case.readings[it.who].signed = True


def reading(state: str) -> Callable[[Try], None]:
    def become(it: Try) -> None:
        it.case.readings[it.who].state = state

    return become


def submit_sheet(it: Try) -> None:
    it.model.sheets += 1
    held = it.case.readings[it.who]
    held.state, held.sheet = "submitted", it.model.sheets


def declare_conflict(it: Try) -> None:
    it.case.readings[it.who].state = "void"
    it.case.conflicts.add(it.who)


def withdraw_sheet(it: Try) -> None:
    """The first expert's that counts."""
    held = it.case.readings[min(it.case.counted())[0]]
    held.state, held.opened_again = "ready", True


def void(it: Try) -> None:
    it.case.readings[it.case.standing()[0]].state = "void"


def close_scoring(case: Case) -> None:
    if not case.scoring_closed:
        case.scoring_closed = True
        for held in case.readings.values():
            held.opened_again = False


def conclude_review(it: Try) -> None:
    close_scoring(it.case)
    it.case.concluded, it.case.counted_before = True, None


def close_panel(it: Try) -> None:
    it.case.panel_closed = True
    close_scoring(it.case)
    it.model.jobs.append(("conclude", it.case.name))


def rank(it: Try) -> None:
    it.model.runs.append(it.model.to_rank())


# ---------------------------------------------------------------- visits
def plan(it: Try) -> None:
    it.case.planned, it.case.record = True, False


def write_record(it: Try) -> None:
    it.case.begun = True


def sign_record(it: Try) -> None:
    it.case.signed.add(it.who)


def take_back(it: Try) -> None:
    it.case.signed.clear()


def hand_in_record(it: Try) -> None:
    it.case.record = True


# ---------------------------------------------------------------- decisions
def draft_batch(it: Try) -> None:
    """By rank: the best is listed while a place is left, the next is the reserve; who has no score is neither. A beats B."""
    model = it.model
    left = quota = max(1 - model.given(), 0)
    reserves, proposals = 1, {}
    for case in undecided(model):
        ranked = len(model.runs[-1].get(case.name, ())) >= 3
        if ranked and left:
            proposals[case.name], left = "list", left - 1
        elif ranked and reserves:
            proposals[case.name], reserves = "reserve", reserves - 1
        else:
            proposals[case.name] = "nobody"
    model.batches.append(Batch(model.next(), "first", quota, proposals, ranking=len(model.runs)))


def propose_to_list(it: Try) -> None:
    """The case at hand, if it is in the batch, else the first; the others stand back as reserves or not at all."""
    chosen = it.case.name if it.case.name in it.batch.proposals else min(it.batch.proposals)
    others = "reserve" if it.batch.kind == "first" else "nobody"
    it.batch.proposals = {name: "list" if name == chosen else others for name in it.batch.proposals}
    it.batch.reasons = True


def propose_nobody(it: Try) -> None:
    it.batch.proposals = dict.fromkeys(it.batch.proposals, "nobody")
    it.batch.reasons = True


def meet(it: Try) -> None:
    it.batch.meeting = True


def batch_state(state: str) -> Callable[[Try], None]:
    def become(it: Try) -> None:
        it.batch.state = state

    return become


def sign_batch(it: Try) -> None:
    batch = it.batch
    batch.state = "signed"
    it.model.jobs.append(("carry", batch.number))


def single(it: Try, case: Case, kind: str, proposal: str) -> None:
    it.model.batches.append(Batch(it.model.next(), kind, 1, {case.name: proposal}))


def reconsider(it: Try) -> None:
    single(it, it.case, "reconsideration", "nobody")


def promote(it: Try) -> None:
    case = it.model.reserves()[0]
    case.stage = S.DELIBERATION
    single(it, case, "promotion", "list")


def object_to(it: Try) -> None:
    """Token and number are told by the move, which reads the letter."""


def confirm(it: Try) -> None:
    held = it.case.last("unconfirmed")
    assert held is not None
    runs = it.notice_provisional or (it.notice_ends is not None and it.now <= it.notice_ends)
    held.state = "received" if runs else "lead"


def objection(before: str, after: str) -> Callable[[Try], None]:
    def become(it: Try) -> None:
        held = it.case.last(before)
        assert held is not None
        held.state = after
        if it.case.stage == S.OBJECTIONS and not it.case.open_objections():
            lead_on(it.case)

    return become


def lead_on(case: Case) -> None:
    upheld = any(each.state == "upheld" and each.notice == case.notice for each in case.objections)
    case.stage = S.DELIBERATION if upheld else S.PUBLICATION


def ask_withdrawal(it: Try) -> None:
    it.case.request = True


def answer_request(it: Try) -> None:
    it.case.request = False


def enter_document(it: Try) -> None:
    document = Document(it.model.next(), [case.name for case in it.model.ready()])
    for name in document.cases:
        it.model.cases[name].document = document.number
    it.model.documents.append(document)


def discard_document(it: Try) -> None:
    document = it.model.document
    assert document is not None
    document.state = "discarded"
    for case in it.model.cases.values():
        if case.document == document.number:
            case.document = 0


def sign_document(it: Try) -> None:
    document = it.model.document
    assert document is not None
    document.state = "signed"
    it.model.jobs.append(("publish", document.number))


def release(it: Try) -> None:
    it.model.jobs.append(("tell", True))


def extend_call(it: Try) -> None:
    it.model.jobs.append(("follow", None))


def close_call(it: Try) -> None:
    it.model.call_closed = True
    it.model.jobs.append(("lapse", it.who))


def publish_calendar(it: Try) -> None:
    it.model.calendar = True


def nothing(it: Try) -> None:
    pass


EFFECTS: dict[str, Callable[[Try], None]] = {
    "write": write, "blank": blank, "attach": attach, "detach": detach, "answer": answer, "submit": submit,
    "seal": page("handed"), "confirm seal": page("confirmed"), "reject seal": page(""), "recommend": recommend,
    "return": give_back, "recall": recall, "accept": check("accepted"), "ask correction": check("correction"),
    "not accept": check("refused"), "undo check": undo, "reopen at recommendation": reopen_at_recommendation,
    "reopen at check": reopen, "reopen at review": reopen, "assign clerk": assign_clerk, "hand over": hand_over,
    "draw panel": draw, "add member": one_more, "assign further": one_more, "sign confidentiality": sign_confidentiality,
    "declare none": reading("ready"), "declare conflict": declare_conflict, "save sheet": reading("saved"),
    "submit sheet": submit_sheet, "withdraw sheet": withdraw_sheet, "void assignment": void,
    "conclude review": conclude_review, "close panel": close_panel, "rank": rank, "plan visit": plan,
    "write record": write_record, "sign record": sign_record, "take signatures back": take_back,
    "hand in record": hand_in_record, "draft batch": draft_batch, "propose to list": propose_to_list,
    "propose nobody": propose_nobody, "record meeting": meet, "prepare batch": batch_state("prepared"),
    "return batch": batch_state("draft"), "discard batch": batch_state("discarded"), "sign batch": sign_batch,
    "draft reconsideration": reconsider, "promote reserve": promote, "object": object_to, "confirm objection": confirm,
    "accept objection": objection("received", "accepted"), "refuse objection": objection("received", "refused"),
    "uphold objection": objection("accepted", "upheld"), "dismiss objection": objection("accepted", "dismissed"),
    "ask withdrawal": ask_withdrawal, "grant withdrawal": answer_request, "decline withdrawal": answer_request,
    "enter document": enter_document, "discard document": discard_document, "sign document": sign_document,
    "release reserves": release, "extend call": extend_call, "close call": close_call,
    "publish calendar": publish_calendar,
}  # fmt: skip


# ---------------------------------------------------------------- the program's own work
Lines = list[tuple[str, Verb]]
"""What the journals of the cases say of it."""


def work(model: Model, tries: Callable[[Case], Try]) -> Lines:
    """Keep everything that was promised, in its order; what one promise promises comes after the others."""
    said: Lines = []
    while model.jobs:
        kind, subject = model.jobs.pop(0)
        JOBS[kind](model, subject, said, tries)
    return said


def carry(model: Model, number: object, said: Lines, _tries: Callable[[Case], Try]) -> None:
    batch = next(each for each in model.batches if each.number == number)
    if "list" in batch.proposals.values():
        model.notices += 1
    for name, proposal in batch.proposals.items():
        case = model.cases[name]
        case.chosen, case.stage = proposal == "list", S.PUBLIC_NOTICE if proposal == "list" else S.UNLISTED
        case.reserve = batch.number if proposal == "reserve" else 0
        if case.chosen:
            case.notice = batch.number
        said.append((name, Verb.DECIDE))
    batch.state = "carried out"
    model.jobs.append(("tell", False))


def tell(model: Model, reserves_too: object, said: Lines, _tries: Callable[[Case], Try]) -> None:
    if not model.published():
        return
    filled = sum(case.designated for case in model.cases.values()) >= model.given()
    waiting = [] if reserves_too or filled else model.reserves()
    for case in model.cases.values():
        if case.stage == S.UNLISTED and case not in waiting:
            case.stage = S.REFUSED
            said.append((case.name, Verb.TELL))


def publish(model: Model, number: object, said: Lines, tries: Callable[[Case], Try]) -> None:
    for case in model.cases.values():
        if case.document == number and case.stage == S.PUBLICATION:
            case.stage, case.designated = S.LISTED, True
            said.append((case.name, Verb.DESIGNATE))
    tell(model, False, said, tries)


def conclude(model: Model, name: object, said: Lines, _tries: Callable[[Case], Try]) -> None:
    case = model.cases[str(name)]
    if case.stage == S.EXPERT_REVIEW and case.panel_closed and len(case.counted()) >= 3:
        case.stage, case.concluded, case.counted_before = S.SITE_VISIT, True, None
        said.append((case.name, Verb.CONCLUDE_REVIEW))


def lapse(model: Model, who: object, said: Lines, tries: Callable[[Case], Try]) -> None:
    for case in model.cases.values():
        it = tries(case)
        if case.stage == S.DRAFT and model.stands(str(who)) and it.now > submit_limit(it):
            case.stage = S.ABANDONED
            said.append((case.name, Verb.ABANDON))


def follow(model: Model, _subject: object, said: Lines, _tries: Callable[[Case], Try]) -> None:
    """Dates move; nobody does anything to the case."""


JOBS: dict[str, Callable[[Model, object, Lines, Callable[[Case], Try]], None]] = {
    "carry": carry, "tell": tell, "publish": publish, "conclude": conclude, "lapse": lapse, "follow": follow,
}  # fmt: skip


def sweep(model: Model, tries: Callable[[Case], Try]) -> Lines:
    """Notices that have run out lead on, to their objections or past them."""
    said: Lines = []
    for case in model.cases.values():
        it = tries(case)
        over = it.notice_ends is not None and it.now >= it.notice_ends and not it.notice_provisional
        if case.stage == S.PUBLIC_NOTICE and over:
            said.append((case.name, Verb.TIMER))
            case.stage = S.OBJECTIONS
            if not case.open_objections():
                lead_on(case)
    return said
