"""How each verb of the table is done: everything is read anew from the database, as a page would read it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, ResumedAt
from program.calls import actions as calls
from program.calls.models import Call, Deadline
from program.decisions import actions as decisions
from program.decisions.models import (
    Batch,
    NoticeItem,
    Objection,
    OfficialDocument,
    Proposal,
    WithdrawalRequest,
)
from program.notify.models import Letter
from program.people.models import User
from program.reviews import actions as reviews
from program.reviews.actions import Entry, Mark
from program.reviews.models import Advice, Assignment, Expert, PanelCase, RankingRun, Round, ScoreSheet
from program.rulesets import actions as rulesets
from program.rulesets.rules import Day
from program.visits import actions as visits
from program.visits.models import Agreement, Seen, Visit
from tests import factories
from tests.applications import desk
from tests.decisions import casework
from tests.process.machine.effects import REOPENED_FOR
from tests.process.machine.model import EXPERTS, TEAM, Case, Model
from tests.process.machine.model import Objection as Known
from tests.process.machine.needs import Try, further

WHY = "经核对，情况属实。"
MARKS = {"A": Decimal(80), "B": Decimal(70)}
"""A always ranks before B."""


@dataclass
class World:
    """The rows behind the names."""

    call: int
    round: int
    cases: dict[str, int]
    people: dict[str, int]
    numbers: Any = field(default_factory=count)

    def person(self, who: str) -> User:
        return User.objects.get(pk=self.people.get(who, self.people["auditor"]))

    def case(self, case: Case) -> Application:
        return Application.objects.select_related("call__rule_set").get(pk=self.cases[case.name])

    def the_call(self) -> Call:
        return Call.objects.get(pk=self.call)

    def experts(self, model: Model) -> list[Expert]:
        return [self.expert(who) for who in EXPERTS if model.stands(who)]

    def expert(self, who: str) -> Expert:
        return Expert.objects.get(user=self.people[who])

    def panel_case(self, case: Case) -> PanelCase:
        return PanelCase.objects.filter(application=self.cases[case.name]).latest("pk")

    def reading(self, it: Try) -> Assignment:
        """The own one, else somebody's: what a stranger would try it on."""
        rows = Assignment.objects.filter(case=self.panel_case(it.case)).order_by("-pk")
        own = rows.filter(expert__user=self.people.get(it.who, 0)).first()
        return own or rows[0]

    def standing(self, case: Case) -> Assignment:
        who = self.people[case.standing()[0]]
        return Assignment.objects.standing().get(case=self.panel_case(case), expert__user=who)

    def visit(self, case: Case) -> Visit:
        return Visit.objects.filter(application=self.cases[case.name]).latest("pk")

    def batch(self) -> Batch:
        return Batch.objects.filter(call=self.call, signed_at=None).latest("pk")

    def objection(self, it: Try, state: str) -> Objection:
        held = it.case.last(state)
        assert held is not None
        return Objection.objects.get(number=held.number)

    def document(self) -> OfficialDocument:
        return OfficialDocument.objects.filter(call=self.call, signed_at=None).latest("pk")

    def request(self, case: Case) -> WithdrawalRequest:
        return WithdrawalRequest.objects.open().filter(application=self.cases[case.name]).latest("pk")

    def letter(self) -> Any:
        return factories.pdf(f"letter {next(self.numbers)}")


Move = Callable[[World, Try, User], object]


def written(changes: dict[str, str]) -> Move:
    return lambda w, it, by: desk.write(w.case(it.case), "basics", by=by, changes=changes)


def attach(w: World, it: Try, by: User) -> object:
    return applications.attach(w.case(it.case), w.letter(), title="附件", by=by)


def detach(w: World, it: Try, by: User) -> object:
    return applications.detach(w.case(it.case).attachments.latest("pk"), by=by)


def answer(w: World, it: Try, by: User) -> object:
    checks = w.case(it.case).proceedings.latest("number").formalitychecks.order_by("-pk")
    items = [item for check in checks[:1] for item in check.items.all()]
    return applications.answer_corrections(w.case(it.case), {item.pk: "已更正。" for item in items}, by=by)


def seal(w: World, it: Try, by: User) -> object:
    case = w.case(it.case)
    version = case.latest_version()
    code = version.code if version else "none"
    return applications.hand_in_sealed_page(case, desk.scan(), code=code, by=by)


def page(w: World, it: Try) -> Any:
    return w.case(it.case).latest_version().sealed_pages.filter(rejected_at=None).latest("pk")


def recommend(w: World, it: Try, by: User) -> object:
    return desk.recommend(w.case(it.case), by=by, rank=1 if it.case.name == "A" else 2)


def on_case(verb: Callable[..., object], **given: Any) -> Move:
    return lambda w, it, by: verb(w.case(it.case), **given, by=by)


def reopen(stage: ResumedAt) -> Move:
    def again(w: World, it: Try, by: User) -> object:
        until = it.now + REOPENED_FOR if stage == ResumedAt.RECOMMENDATION else None
        return applications.reopen(w.case(it.case), stage, reason=WHY, until=until, by=by)

    return again


def hand_over(w: World, it: Try, by: User) -> object:
    return applications.hand_over(w.person("clerk"), w.person("second clerk"), reason=WHY, by=by)


# ---------------------------------------------------------------- reviews
def draw(w: World, it: Try, by: User) -> object:
    return reviews.draw_panel(
        Round.objects.get(pk=w.round),
        name=f"P{next(w.numbers)}",
        experts=w.experts(it.model),
        applications=[w.case(it.case)],
        by=by,
    )


def add_member(w: World, it: Try, by: User) -> object:
    return reviews.add_member(w.panel_case(it.case).panel, w.expert(further(it) or "expert 1"), by=by)


def assign_further(w: World, it: Try, by: User) -> object:
    return reviews.assign_further(w.panel_case(it.case), w.expert(further(it) or "expert 1"), by=by)


def entry(it: Try, assignment: Assignment) -> Entry:
    criteria = assignment.application.call.rubric.criteria.values_list("pk", flat=True)
    return Entry({pk: Mark(MARKS[it.case.name]) for pk in criteria}, Advice.RECOMMEND, "方案可行。")


def sheet(verb: Callable[..., object]) -> Move:
    def write(w: World, it: Try, by: User) -> object:
        assignment = w.reading(it)
        before = ScoreSheet.objects.filter(assignment=assignment, withdrawal=None).first()
        revision = before.revision if before else 0
        return verb(assignment, entry(it, assignment), revision=revision, by=by)

    return write


def withdraw_sheet(w: World, it: Try, by: User) -> object:
    who = w.people[min(it.case.counted())[0]]
    case = w.panel_case(it.case)
    found = ScoreSheet.objects.counted().get(assignment__case=case, assignment__expert__user=who)
    return reviews.withdraw_sheet(found, reason=WHY, by=by)


# ---------------------------------------------------------------- visits
def plan(w: World, it: Try, by: User) -> object:
    team = [w.person(who) for who in TEAM]
    return visits.plan(w.case(it.case), day=clock.today(), team=team, lead=w.person("lead"), by=by)


def write_record(w: World, it: Try, by: User) -> object:
    visit = w.visit(it.case)
    lines = [
        {"id": check.pk, "found": "", "agreement": Agreement.AGREES, "note": ""}
        for check in visit.checks.all()
    ]
    return visits.write_record(
        visit, lines=lines, summary="属实。", conditions="", revision=visit.revision, by=by
    )


def hand_in_record(w: World, it: Try, by: User) -> object:
    scan = desk.scan()
    return visits.hand_in_record(w.visit(it.case), scan, visited_name="示例", visited_title="", by=by)


# ---------------------------------------------------------------- decisions
def draft_batch(w: World, it: Try, by: User) -> object:
    return decisions.draft_batch(w.the_call(), RankingRun.objects.latest("pk"), by=by)


def propose(to_list: bool) -> Move:
    def change(w: World, it: Try, by: User) -> object:
        batch = w.batch()
        items = list(batch.items.all())
        mine = [item for item in items if item.application_id == w.cases[it.case.name]]
        first = min(items, key=lambda item: item.application_id)
        chosen = (mine or [first])[0] if to_list else None
        others = Proposal.RESERVE if to_list and batch.kind == "first" else Proposal.NOT_LISTED
        changes = {
            item.pk: casework.change(item, proposal=Proposal.LIST if item is chosen else others, reason=WHY)
            for item in items
        }
        return decisions.change_items(batch, changes, revision=batch.revision, by=by)

    return change


def meet(w: World, it: Try, by: User) -> object:
    return casework.meet(w.batch(), by)


def with_revision(verb: Callable[..., object]) -> Move:
    def act(w: World, it: Try, by: User) -> object:
        batch = w.batch()
        return verb(batch, revision=batch.revision, by=by)

    return act


def object_to(w: World, it: Try, by: User) -> object:
    item = NoticeItem.objects.filter(application=w.cases[it.case.name]).latest("pk")
    made = casework.object_to(item.notice, w.case(it.case))
    token = Letter.objects.latest("pk").body.split("/objections/confirm/")[1].split("/")[0]
    it.case.objections.append(Known(it.case.notice, token, made.number))
    return made


def confirm(w: World, it: Try, by: User) -> object:
    held = it.case.last("unconfirmed")
    assert held is not None
    return decisions.confirm_objection(held.token)


def on_objection(verb: Callable[..., object], state: str, **given: Any) -> Move:
    return lambda w, it, by: verb(w.objection(it, state), **given, by=by)


def enter(w: World, it: Try, by: User) -> object:
    return casework.enter(w.the_call(), by, f"示例文〔2026〕{next(w.numbers)}号")


def extend(w: World, it: Try, by: User) -> object:
    call = w.the_call()
    return calls.extend(call, Deadline.APPLY, call.apply_until + timedelta(days=5), reason=WHY, by=by)


def publish_year(w: World, it: Try, by: User) -> object:
    return rulesets.publish_year(2027, "国办发明电", [Day(date(2027, 1, 1), False, "元旦")], by=by)


MOVES: dict[str, Move] = {
    "write": written({}),
    "blank": written({"industrial_value_added": ""}),
    "attach": attach,
    "detach": detach,
    "answer": answer,
    "submit": on_case(applications.submit),
    "seal": seal,
    "confirm seal": lambda w, it, by: applications.confirm_sealed_page(page(w, it), by=by),
    "reject seal": lambda w, it, by: applications.reject_sealed_page(page(w, it), reason=WHY, by=by),
    "recommend": recommend,
    "return": on_case(applications.return_for_change, reason=WHY),
    "not recommend": on_case(applications.refuse_recommendation, reason=WHY),
    "close unrecommended": on_case(applications.close_unrecommended),
    "recall": on_case(applications.recall, reason=WHY),
    "abandon": lambda w, it, by: applications.abandon(w.case(it.case), reason=WHY, letter=w.letter(), by=by),
    "lapse draft": on_case(applications.lapse_draft),
    "accept": on_case(applications.accept),
    "ask correction": on_case(applications.ask_correction, items=[("basics", WHY)]),
    "not accept": on_case(applications.not_accept, reason=WHY),
    "lapse correction": on_case(applications.lapse_correction),
    "undo check": on_case(applications.undo_check, reason=WHY),
    "reopen at recommendation": reopen(ResumedAt.RECOMMENDATION),
    "reopen at check": reopen(ResumedAt.FORMALITY_CHECK),
    "reopen at review": reopen(ResumedAt.EXPERT_REVIEW),
    "assign clerk": lambda w, it, by: applications.assign_clerk(
        w.case(it.case), w.person("second clerk"), by=by
    ),
    "hand over": hand_over,
    "follow limit": lambda w, it, by: applications.follow_limit(w.case(it.case)),
    "draw panel": draw,
    "add member": add_member,
    "assign further": assign_further,
    "sign confidentiality": lambda w, it, by: reviews.sign_confidentiality(w.reading(it).member, by=by),
    "declare none": lambda w, it, by: reviews.declare(w.reading(it), no_conflict=True, by=by),
    "declare conflict": lambda w, it, by: reviews.declare(
        w.reading(it), no_conflict=False, reason=WHY, by=by
    ),
    "save sheet": sheet(reviews.save_sheet),
    "submit sheet": sheet(reviews.submit_sheet),
    "withdraw sheet": withdraw_sheet,
    "void assignment": lambda w, it, by: reviews.void_assignment(w.standing(it.case), reason=WHY, by=by),
    "conclude review": on_case(reviews.conclude, opinion="同意。"),
    "close panel": lambda w, it, by: reviews.close_panel(w.panel_case(it.case).panel, by=by),
    "rank": lambda w, it, by: reviews.rank(Round.objects.get(pk=w.round), by=by),
    "plan visit": plan,
    "write record": write_record,
    "sign record": lambda w, it, by: visits.sign(w.visit(it.case), by=by),
    "take signatures back": lambda w, it, by: visits.take_signatures_back(w.visit(it.case), by=by),
    "hand in record": hand_in_record,
    "conclude visit": lambda w, it, by: visits.conclude(w.visit(it.case), result=Seen.CONFIRMED, by=by),
    "draft batch": draft_batch,
    "propose to list": propose(to_list=True),
    "propose nobody": propose(to_list=False),
    "record meeting": meet,
    "prepare batch": with_revision(decisions.prepare_batch),
    "return batch": lambda w, it, by: decisions.return_batch(w.batch(), reason=WHY, by=by),
    "discard batch": lambda w, it, by: decisions.discard_batch(w.batch(), by=by),
    "sign batch": with_revision(decisions.sign_batch),
    "draft reconsideration": on_case(decisions.draft_reconsideration),
    "promote reserve": lambda w, it, by: decisions.promote_reserve(w.the_call(), by=by),
    "object": object_to,
    "confirm objection": confirm,
    "accept objection": on_objection(decisions.accept_objection, "received", summary=WHY),
    "refuse objection": on_objection(decisions.refuse_objection, "received", reason=WHY),
    "uphold objection": on_objection(decisions.uphold_objection, "accepted", finding=WHY),
    "dismiss objection": on_objection(decisions.dismiss_objection, "accepted", finding=WHY),
    "ask withdrawal": lambda w, it, by: decisions.ask_withdrawal(
        w.case(it.case), reason=WHY, letter=w.letter(), by=by
    ),
    "grant withdrawal": lambda w, it, by: decisions.grant_withdrawal(w.request(it.case), by=by),
    "decline withdrawal": lambda w, it, by: decisions.decline_withdrawal(
        w.request(it.case), reason=WHY, by=by
    ),
    "enter document": enter,
    "discard document": lambda w, it, by: decisions.discard_document(w.document(), reason=WHY, by=by),
    "sign document": lambda w, it, by: decisions.sign_document(w.document(), by=by),
    "release reserves": lambda w, it, by: decisions.release_reserves(w.the_call(), by=by),
    "extend call": extend,
    "close call": lambda w, it, by: calls.close(w.the_call(), by=by),
    "publish calendar": publish_year,
}
