"""What people race for, made anew for each round: cases at their stages, panels, visits, batches, notices, documents."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import count

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, SealedPage
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import (
    Batch,
    Objection,
    OfficialDocument,
    Proposal,
    PublicNotice,
    WithdrawalRequest,
)
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.reviews import actions as reviews
from program.reviews.models import Assignment, Expert, PanelCase, Round
from program.visits import actions as visits
from program.visits.models import Agreement, Visit
from program.zones.models import RecommendingBody
from tests import factories
from tests.applications import desk
from tests.decisions import casework
from tests.races import THREADS
from tests.reviews import casework as readings

NUMBERS = count(1)
STRAIGHT_ON = (StageName.DRAFT, StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)
SHORT = {"panel_minimum": 3, "review_quorum": 3}
"""Three experts are a panel here: a race does not become fairer with five."""


@dataclass
class Office:
    """Eight of everybody, and whatever they have on their desks."""

    office: Organization
    clerk: User
    director: User

    @cached_property
    def clerks(self) -> list[User]:
        return [factories.member(self.office, Role.CLERK) for _ in range(THREADS)]

    @cached_property
    def directors(self) -> list[User]:
        return [factories.member(self.office, Role.DIRECTOR) for _ in range(THREADS)]

    @cached_property
    def inspectors(self) -> list[User]:
        return [factories.member(self.office, Role.INSPECTOR) for _ in range(3)]

    @cached_property
    def experts(self) -> list[Expert]:
        """Three for the panel, the fourth to spare."""
        return [self.expert() for _ in range(4)]

    @cached_property
    def call(self) -> Call:
        return self.new_call()

    @cached_property
    def round(self) -> Round:
        return reviews.open_round(self.call, due=clock.now() + timedelta(days=20), by=self.clerk)

    @cached_property
    def body(self) -> RecommendingBody:
        return casework.body()

    @cached_property
    def recommender(self) -> User:
        assert self.body.organization is not None
        return factories.member(self.body.organization, Role.RECOMMENDER)

    def expert(self) -> Expert:
        user = factories.member(self.office, Role.EXPERT)
        return Expert.objects.create(
            user=user,
            added_by=self.clerk,
            specialities="节能",
            province="11",
            employer_name="示例研究院",
            employer_code=factories.credit_code(),
        )

    def new_call(self, **fields: object) -> Call:
        rules = factories.rule_set(self.clerk, self.director, **SHORT)
        return factories.call(self.clerk, self.director, rule_set=rules, **fields)

    # ---------------------------------------------------------------- the case file
    def case(self, stage: StageName = StageName.DRAFT) -> Application:
        """Of a zone of its own, at a stage."""
        organization = factories.organization()
        manager = factories.member(organization, Role.MANAGER)
        case = factories.case(self.call, factories.zone(self.body, organization), manager)
        case = factories.move(case, stage if stage in STRAIGHT_ON else StageName.EXPERT_REVIEW, by=self.clerk)
        return case if case.stage == stage else factories.rest_at(case, stage)

    def written(self) -> Application:
        case = self.case()
        return desk.write_all(case, by=manager_of(case))

    def sealed(self, stage: StageName = StageName.FORMALITY_CHECK) -> SealedPage:
        case = self.case(stage)
        return desk.seal(case, by=manager_of(case))

    def to_judge(self) -> Application:
        page = self.sealed()
        applications.confirm_sealed_page(page, by=self.clerk)
        return fresh_of(page)

    def to_correct(self) -> Application:
        case = self.case(StageName.FORMALITY_CHECK)
        applications.ask_correction(case, [("basics", "请核对。")], by=self.clerk)
        return Application.objects.get(pk=case.pk)

    def refused(self) -> Application:
        case = self.case(StageName.FORMALITY_CHECK)
        applications.not_accept(case, reason="材料不符合要求。", by=self.clerk)
        return Application.objects.get(pk=case.pk)

    # ---------------------------------------------------------------- reviews
    def read(self) -> PanelCase:
        """Before a panel of three, nothing signed yet."""
        case = self.case(StageName.EXPERT_REVIEW)
        reviews.draw_panel(
            self.round, name=f"P{next(NUMBERS)}", experts=self.experts[:3], applications=[case], by=self.clerk
        )
        return PanelCase.objects.select_related("application", "panel").get(application=case)

    def ready(self) -> Assignment:
        """An expert who may score."""
        case = self.read()
        return readings.ready(case.assignments.get(expert=self.experts[0]))

    def scored_case(self) -> PanelCase:
        case = self.read()
        readings.submit_all(self.experts[:3], case.application, 60, 70, 80)
        return case

    # ---------------------------------------------------------------- visits
    def visit(self, *, written: bool = False) -> Visit:
        case = self.case(StageName.SITE_VISIT)
        lead = self.inspectors[0]
        visit = visits.plan(case, day=clock.today(), team=self.inspectors, lead=lead, by=self.clerk)
        return self.record(visit) if written else visit

    def record(self, visit: Visit) -> Visit:
        lines = [
            {"id": check.pk, "found": "", "agreement": Agreement.AGREES, "note": ""}
            for check in visit.checks.all()
        ]
        return visits.write_record(
            visit, lines=lines, summary="属实。", conditions="", revision=0, by=self.inspectors[0]
        )

    def seen(self) -> Visit:
        """Signed by all, the scan handed in: to be concluded."""
        visit = self.visit(written=True)
        for inspector in self.inspectors:
            visits.sign(visit, by=inspector)
        return visits.hand_in_record(
            visit, desk.scan(), visited_name="示例", visited_title="主任", by=self.inspectors[0]
        )

    # ---------------------------------------------------------------- decisions
    def drafted(self, cases: int = 1, **fields: object) -> Batch:
        """A call of its own with cases at deliberation, and their first batch."""
        call = self.new_call(**({"quota": 1, "reserves": 1} | fields))
        ranked = [casework.case_at_deliberation(call, self.body, self.clerk) for _ in range(cases)]
        return decisions.draft_batch(call, casework.ranking(call, ranked, self.clerk), by=self.clerk)

    def prepared(self, cases: int = 1) -> Batch:
        return casework.prepare(self.drafted(cases), self.clerk)

    def signed(self, cases: int = 1) -> Batch:
        batch = self.prepared(cases)
        return decisions.sign_batch(batch, revision=batch.revision, by=self.director)

    def notice(self, cases: int = 1) -> PublicNotice:
        """Carried out: the first is on notice, the second waits as a reserve."""
        batch = self.signed(cases)
        casework.keep_all("carry_out")
        return PublicNotice.objects.get(batch=batch)

    def objection(self, *, accepted: bool = True) -> Objection:
        notice = self.notice()
        objection = casework.confirmed(notice, notice.items.get().application)
        if not accepted:
            return objection
        return decisions.accept_objection(objection, summary="有关数据", by=self.clerk)

    def published(self, cases: int = 1) -> Call:
        """A call whose listed case has come through its notice."""
        notice = self.notice(cases)
        casework.after_notice(notice)
        return notice.batch.call

    def entered(self, call: Call | None = None) -> OfficialDocument:
        return casework.enter(call or self.published(), self.clerk, f"示例文〔2026〕{next(NUMBERS)}号")

    def asked(self, case: Application) -> WithdrawalRequest:
        manager = manager_of(case)
        return decisions.ask_withdrawal(case, reason="调整规划。", letter=factories.pdf(), by=manager)

    def returned(self) -> Application:
        """Sent back to deliberation by an upheld objection."""
        notice = self.notice()
        objection = casework.confirmed(notice, notice.items.get().application)
        casework.after_notice(notice)
        casework.settled(objection, self.clerk, self.director, upheld=True)
        return Application.objects.get(pk=objection.item.application_id)

    def freed(self) -> Call:
        """The listed case was sent back and not listed again: its place is free, a reserve waits."""
        notice = self.notice(2)
        case = notice.items.get().application
        decisions.grant_withdrawal(self.asked(case), by=self.director)
        return notice.batch.call

    def waiting_reserve(self) -> Call:
        """One listed by a document, of two places; the reserve still waits."""
        batch = self.drafted(3, quota=2)
        batch = casework.prepare(batch, self.clerk)
        decisions.sign_batch(batch, revision=batch.revision, by=self.director)
        casework.keep_all("carry_out")
        notice = PublicNotice.objects.get(batch=batch)
        dropped = notice.items.order_by("pk").first()
        assert dropped is not None
        decisions.grant_withdrawal(self.asked(dropped.application), by=self.director)
        casework.after_notice(notice)
        document = self.entered(notice.batch.call)
        decisions.sign_document(document, by=self.director)
        casework.keep_all("publish_document")
        return notice.batch.call

    def listed_once_more(self, case: Application) -> Batch:
        batch = decisions.draft_reconsideration(case, by=self.clerk)
        return casework.decide(batch, Proposal.LIST, "复议认为成立。", self.clerk)


def manager_of(case: Application) -> User:
    return User.objects.get(memberships__organization=case.applicant, memberships__role=Role.MANAGER)


def fresh_of(page: SealedPage) -> Application:
    return Application.objects.get(pk=page.version.application_id)
