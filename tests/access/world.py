"""A small program in mid-life in which every role owns one object of every kind and meets a foreign one.

Organisation A and its body own what is asked for; organisation B and its body own the same kinds and are the
strangers. Strings that
nobody but their rightful readers may ever see are planted on the way, by the same verbs as everything else.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from demonstrations.enterprises.models import Technology
from demonstrations.parks.models import Basics
from demonstrations.served import actions as serving
from demonstrations.served.models import Side, Turn
from program import clock
from program.alterations import actions as alterations
from program.alterations.models import AlterationKind
from program.applications import actions as applications
from program.applications.models import Application, Checked, FormalityCheck, Handover
from program.applications.steps import freeze
from program.applications.tasks import make_form
from program.applications.views.listing import CASES
from program.background.models import Promise
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import (
    Attended,
    Batch,
    Designation,
    NoticeItem,
    Objection,
    ObjectorKind,
    Proposal,
    WithdrawalRequest,
)
from program.desk.feed import token_of
from program.exports import actions as exports
from program.exports.models import Export, Form
from program.exports.tasks import make as make_export
from program.files.checks import document_libraries
from program.indicators import actions as declaring
from program.indicators import actions as indicators
from program.indicators import rules as rules_of_figures
from program.indicators.models import Declaration, FactorSet, IndicatorSet
from program.indicators.steps import load_indicators
from program.management.demo.acts import later, on, paper, sweep, work
from program.management.demo.cast import Cast
from program.management.demo.story import Story
from program.measures import actions as measures
from program.measures.models import Lead, Measure, Rectification
from program.monitoring import actions as monitoring
from program.monitoring.models import Scheme
from program.monitoring.steps import load_schemes
from program.monitoring.tasks import compute
from program.notify.models import Letter
from program.papers import actions as papers
from program.papers.models import PaperKind
from program.papers.rules import DEFAULT_WORDS
from program.papers.tasks import make_paper
from program.people import actions as people
from program.people.models import Organization, OrganizationKind, Role, User
from program.people.rules import factors_of, has_second_factor
from program.portal import actions as portal
from program.process.models import StageName, Trouble
from program.progress import actions as progress
from program.progress.models import GoalSet
from program.progress.rules import FIELDS
from program.progress.steps import load_goals
from program.progress.tasks import count
from program.registers import actions as entries
from program.reports import actions as reports
from program.reports.models import Piece
from program.reports.tasks import make_publication, make_report
from program.reviews import actions as reviews
from program.reviews.actions.scoring import Entry, Mark
from program.reviews.models import Advice, Assignment, Expert, Panel, PanelMember, RankingRun
from program.rulesets import actions as rulesets
from program.rulesets.models import MeasureKind, RuleSet
from program.rulesets.steps import load_calendar
from program.search import actions as search
from program.supervision import actions as duties
from program.supervision.models import Duty
from program.supervision.tasks import keep_alerts
from program.switches import actions as switches
from program.switches.models import Name, Switch
from program.visits import actions as visits
from program.visits.models import Agreement, Seen, Visit
from program.zones import actions as zones
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.alterations import casework as altering
from tests.alterations import firms as changing
from tests.demonstrations.enterprises.yearly import casework as yearly
from tests.demonstrations.served import casework as served
from tests.ledger import casework as ledger
from tests.measures import measuring
from tests.people import app
from tests.portal import casework as news
from tests.registers import casework as registers
from tests.reports import casework as reporting
from tests.supervision import casework as supervision
from tests.zones import claiming

TODAY = date(2026, 6, 24)
"""A Wednesday of a year whose calendar is published: what is provisional fires nothing."""

PLANTED = {
    "expert": "Quagga",
    "employer": "Okapi Institute",
    "comment": "comment-aardwolf",
    "opinion": "opinion-bandicoot",
    "unsubmitted sheet": "sheet-caracal",
    "panel opinion": "panel-dugong",
    "void reason": "void-echidna",
    "conflict reason": "conflict-fossa",
    "withdrawn sheet": "withdrawn-gaur",
    "departure": "departure-hoatzin",
    "conditions note": "conditions-ibex",
    "stepped aside": "aside-jerboa",
    "objector": "Objector Kinkajou",
    "objector phone": "13987654321",
    "objector mail": "kinkajou@example.org",
    "grounds": "grounds-lemming",
    "draft text": "draft-markhor",
    "trade secret": "secret-numbat",
    "visit summary": "visit-olingo",
    "foreign trade secret": "secret-quokka",
    "foreign text": "text-rhebok",
    "document number": "示例密字〔2026〕99号",
    "pool project": "project-serval",
    "draft project": "project-tapir",
    "restriction": "restriction-uakari",
    "restricted draft": "restricted-vicuna",
    "lifting reason": "lifting-wombat",
    "credit words": "credit-xerus",
    "ledger draft": "ledger-yapok",
    "ledger entry": "ledger-zorilla",
    "ledger of the office": "ledger-addax",
    "served draft": "served-axolotl",
    "served record": "served-binturong",
    "yearly draft": "yearly-dormouse",
    "yearly form": "yearly-egret",
    "strike reason": "strike-capybara",
    "inspection": "inspection-degu",
    "provider waiting": "provider-ermine",
    "need waiting": "need-fennec",
    "need contact": "13912340987",
    "return note": "return-yak",
    "extension reason": "extension-zorilla",
    "kept objection": "kept-zebu",
    "lead": "lead-agouti",
    "verdict": "verdict-bilby",
    "finding": "finding-coati",
    "draft measure": "measure-dhole",
    "unsigned decision": "decision-eland",
    "unsigned reversal": "reversal-ferret",
    "announced measure": "facts-gerenuk",
    "defence": "defence-hyrax",
    "appeal": "appeal-indri",
    "rectification": "rectified-jackal",
    "switch": "switch-wolverine",
    "unsigned alteration": "alteration-kudu",
    "draft change": "change-klipspringer",
    "sent change": "change-loris",
    "unsigned outcome": "outcome-meerkat",
    "draft scheme": "scheme-kudu",
    "evaluation anew": "anew-langur",
    "report draft": "report-kudu",
    "report handed in": "report-lemur",
    "report secret": "report-mongoose",
    "news draft": "news-narwhal",
    "news sent": "news-ocelot",
    "news returned": "news-peccary",
    "return of news": "returned-quoll",
    "news withdrawn": "news-ratel",
    "certified application": "certified-suricate",
    "claim": "claim-tenrec",
    "contested claim": "contested-urial",
    "unsigned settlement": "settlement-vole",
}
"""Unlike any word of the program; each stands where its name says and nowhere else."""


PUBLIC = "public"
PASSWORD = "demo"
"""Everybody's."""


@dataclass
class World:
    """Who there is, what they own, and every letter that was sent on the way."""

    users: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    letters: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    sessions: dict[str, str] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    """One for all browsers: each of its own would read the list of static files once more, which takes longer than a page."""

    def browser(self, role: str) -> Client:
        """A browser of its own in which the person of a role is signed in; nobody for the public."""
        client = Client()
        client.handler = self.handler
        if role != PUBLIC:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def ask(self, role: str, where: str, posted: dict[str, Any] | None = None) -> Any:
        """The answer to a GET, or to a POST of something; a file is closed again."""
        browser = self.browser(role)
        response: Any = browser.get(where) if posted is None else browser.post(where, posted)
        if response.streaming:
            response.body = b"".join(response)
            response.close()
        else:
            response.body = response.content
        return response

    def text(self, role: str, where: str) -> str:
        """A page as text; nothing if it is no page."""
        response = self.ask(role, where)
        is_page = response.status_code == 200 and "text/html" in response.headers["Content-Type"]
        return response.body.decode() if is_page else ""

    def sign_in(self) -> None:
        """Once for all tests."""
        for role, user in self.users.items():
            client = Client()
            client.force_login(user)
            if has_second_factor(user):
                app.passed(client)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value


PEOPLE = {
    "manager": "park",
    "contact": "park_member",
    "foreign manager": "park2",
    "recommender": "province",
    "foreign recommender": "province2",
    "expert": "expert1",
    "other expert": "expert7",
    "inspector": "inspector",
    "other inspector": "inspector4",
    "clerk": "clerk",
    "director": "director",
    "supervisor": "supervisor",
    "auditor": "auditor",
    "admin": "admin",
    "security": "security",
}


JOINED = date(2026, 1, 12)


class Builder(Story):
    """Tells the story of the world; the acts are the demonstration's."""

    def __init__(self, cast: Cast) -> None:
        self.world = World()
        self.cast = cast

    def build(self) -> World:
        with transaction.atomic():
            load_calendar()
            load_indicators()
            load_goals()
            load_schemes()
        with on(JOINED):
            self.gather()
            for zone in (*self.own, *self.foreign):
                factories.declared(zone, range(2019, 2026))
        self.clerk, self.director = self.cast.user("clerk"), self.cast.user("director")
        self.world.users = {role: self.cast.user(name) for role, name in PEOPLE.items()}
        rules = self.rules()
        told = self.call("P", "往期", rules, date(2026, 2, 24), apply=7, recommend=10, places=(4, 0))
        self.published(told)
        middle = self.call("M", "中期", rules, later(TODAY, -75), apply=7, recommend=10, places=(4, 1))
        self.in_decision(middle)
        begun = later(TODAY, -45)
        self.beginning(self.call("E", "本期", rules, begun, apply=60, recommend=80, places=(6, 2)), begun)
        with on(later(TODAY, -1)):
            self.drafted_papers()
            self.invitations_and_drafts()
            self.declarations()
            self.certifying()
            self.yearly()
            self.registers()
            self.ledger()
            self.served()
            self.duties()
            self.reports()
            self.measures()
            self.alterations()
            self.claims()
            self.monitoring()
            self.news()
        self.world.sign_in()
        self.world.letters = [(row.address, f"{row.subject}\n{row.body}") for row in Letter.objects.all()]
        return self.world

    # ---------------------------------------------------------------- the cast

    def gather(self) -> None:
        """The office; seven experts of other provinces; two bodies; A with ten zones, B with five."""
        cast = self.cast
        cast.gather_office()
        cast.enter(cast.office(), "inspector4", "示例核查员丁", Role.INSPECTOR, by="clerk")
        cast.gather_experts()
        User.objects.filter(username="expert1").update(name=PLANTED["expert"])
        Expert.objects.filter(user__username="expert1").update(employer_name=PLANTED["employer"])
        self.bodies = [self.body(number) for number in (1, 2)]
        self.own = self.zones_of("park", 0, range(10))
        self.foreign = self.zones_of("park2", 1, range(10, 15))
        organization = self.own[0].managements.get().organization
        cast.enter(organization, "park_member", "示例甲高新区联系人", Role.CONTACT, by="park")

    def body(self, number: int) -> RecommendingBody:
        province = ("32", "42")[number - 1]
        organization = factories.organization(
            OrganizationKind.RECOMMENDING_BODY, name_zh=f"示例省{number}科技厅", province=province
        )
        username = "province" if number == 1 else "province2"
        factories.member(organization, Role.RECOMMENDER, username, name=f"示例推荐人{number}")
        return factories.recommending_body(
            code=f"SL{number}", name_zh=f"示例省{number}", province=province, organization=organization
        )

    def zones_of(self, username: str, body: int, numbers: range) -> list[Zone]:
        """The zones of one managing body."""
        organization = factories.organization(
            name_zh=f"示例{username}管委会", province=self.bodies[body].province
        )
        factories.member(organization, Role.MANAGER, username, name=f"示例管理员{username}")
        return [
            factories.zone(
                self.bodies[body],
                organization,
                code=f"SLZ{number + 1:02d}",
                name_zh=f"示例{number + 1:02d}区高新技术产业开发区",
                name_en=f"Example Zone{number + 1:02d}",
                province=self.bodies[body].province,
            )
            for number in numbers
        ]

    # ---------------------------------------------------------------- what every call needs

    def quick(self, call: Call, zone: Zone, day: date) -> Application:
        """A case that has reached its expert review, without the verbs."""
        with on(day):
            manager = self.cast.manager(zone)
            return factories.move(factories.case(call, zone, manager), StageName.EXPERT_REVIEW, by=manager)

    def revised(self, case: Application) -> None:
        """A second version, without the verbs: something of the first part is new."""
        with on(later(TODAY, -40)), transaction.atomic():
            Basics.objects.filter(application=case).update(leading_industry="示例新产业")
            freeze(case, by=case.started_by, corrects=True)

    def reviewed(self, call: Call, cases: list[Application], day: date) -> tuple[Panel, RankingRun]:
        """Five experts score every case, the first case best; with comments and opinions that nobody may read."""
        with on(day):
            round_ = reviews.open_round(call, due=clock.end_of(later(day, 12)), by=self.clerk)
            panel = self.panel(round_, "一", range(1, 6), cases)
        with on(later(day, 3)):
            for place, case in enumerate(cases):
                for assignment in Assignment.objects.standing().filter(application=case):
                    self.mark(assignment, 90 - 3 * place)
        with on(later(day, 4)):
            opinions = {case.pk: PLANTED["panel opinion"] for case in panel.cases.all()}
            reviews.close_panel(panel, opinions=opinions, by=self.clerk)
            work()
            return panel, reviews.rank(round_, by=self.clerk)

    def panel(self, round_: Any, name: str, numbers: range, cases: list[Application]) -> Panel:
        """A panel drawn, sworn in and without conflicts."""
        names = [f"expert{number}" for number in numbers]
        experts = list(Expert.objects.filter(user__username__in=names).order_by("pk"))
        panel, skipped = reviews.draw_panel(
            round_, name=name, experts=experts, applications=cases, leader=experts[0], by=self.clerk
        )
        assert not skipped
        for member in PanelMember.objects.filter(panel=panel).select_related("expert__user"):
            reviews.sign_confidentiality(member, by=member.expert.user)
        for assignment in Assignment.objects.filter(member__panel=panel).select_related("expert__user"):
            reviews.declare(assignment, no_conflict=True, by=assignment.expert.user)
        return panel

    def mark(self, assignment: Assignment, total: int, *, submit: bool = True) -> None:
        """A sheet; the first expert's words are planted."""
        by = assignment.expert.user
        planted = by.username == "expert1"
        comment = PLANTED["comment"] if planted else "一般。"
        opinion = PLANTED["opinion" if submit else "unsubmitted sheet"] if planted else "方案可行。"
        marks = {
            row.pk: Mark(Decimal(total), comment) for row in assignment.application.call.rubric.criteria.all()
        }
        verb = reviews.submit_sheet if submit else reviews.save_sheet
        verb(assignment, Entry(marks, Advice.RECOMMEND, opinion), revision=0, by=by)

    def team(self, *numbers: str) -> list[User]:
        return [self.cast.user(f"inspector{number}") for number in numbers]

    def seen(self, case: Application, day: date) -> Visit:
        """Visited, recorded, signed, concluded."""
        with on(day, 15):
            team = self.team("", "2", "3")
            visit = visits.plan(case, day=day, team=team, lead=team[0], by=self.clerk)
            lines = [
                {
                    "id": check.pk,
                    "subject": "",
                    "declared": "",
                    "found": "",
                    "agreement": Agreement.AGREES,
                    "note": "",
                }
                for check in visit.checks.all()
            ]
            visits.write_record(
                visit, lines=lines, summary=PLANTED["visit summary"], conditions="", revision=0, by=team[0]
            )
            for user in team:
                visits.sign(visit, by=user)
            visits.hand_in_record(
                visit, paper(f"visit-{case.pk}"), visited_name="示例主任", visited_title="主任", by=team[0]
            )
            visits.conclude(visit, result=Seen.CONFIRMED, by=team[0])
            return visit

    def decided(self, call: Call, run: RankingRun, day: date, number: int, **otherwise: Application) -> Batch:
        """A batch drafted, met on and signed; `not_listed`, `reserve` name who is decided otherwise than by rank."""
        with on(day):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            changes = {}
            for name, proposal in (("not_listed", Proposal.NOT_LISTED), ("reserve", Proposal.RESERVE)):
                if name in otherwise:
                    item = batch.items.get(application=otherwise[name])
                    order = 1 if proposal == Proposal.RESERVE else None
                    changes[item.pk] = decisions.Change(
                        proposal, reserve_order=order, reason=PLANTED["departure"]
                    )
            if changes:
                batch = decisions.change_items(batch, changes, revision=batch.revision, by=self.clerk)
            batch = self.met(batch, day, number)
        with on(later(day, 1)):
            decisions.sign_batch(batch, revision=batch.revision, by=self.director)
            work()
        return Batch.objects.get(pk=batch.pk)

    def met(self, batch: Batch, day: date, number: int) -> Batch:
        seats = [
            decisions.Seat("示例委员甲", "成员"),
            decisions.Seat("示例委员乙", "成员", Attended.STEPPED_ASIDE, PLANTED["stepped aside"]),
        ]
        batch = decisions.record_meeting(
            batch, name=f"第{number}次办公会", day=day, minutes_number=f"纪要{number}号", attendance=seats,
            revision=batch.revision, by=self.clerk,
        )  # fmt: skip
        return decisions.prepare_batch(batch, revision=batch.revision, by=self.clerk)

    def objected(self, item: NoticeItem, *, confirm: bool = True) -> Objection:
        """Somebody objects whose name nobody outside the office may learn."""
        objector = decisions.Objector(
            ObjectorKind.PERSON, PLANTED["objector"], PLANTED["objector phone"], PLANTED["objector mail"]
        )
        objection = decisions.object_to(
            item,
            objector,
            grounds=f"{PLANTED['grounds']}：请核实公示材料中的数据来源。",
            evidence=factories.pdf("evidence"),
            client="one",
        )
        token = Letter.objects.latest("pk").body.split("/objections/confirm/")[1].split("/")[0]
        self.world.things["confirmation"] = token
        return decisions.confirm_objection(token) if confirm else objection

    # ---------------------------------------------------------------- the three calls

    def published(self, call: Call) -> None:
        """One case of A and one of B are listed by a signed document."""
        cases = [self.quick(call, zone, date(2026, 2, 25)) for zone in (self.own[6], self.foreign[0])]
        _panel, run = self.reviewed(call, cases, date(2026, 3, 9))
        for case in cases:
            self.seen(case, date(2026, 3, 18))
        batch = self.decided(call, run, date(2026, 3, 20), 1)
        with on(date(2026, 4, 8)):
            sweep()
            document = self.publish(call, date(2026, 4, 7), 1)
        with on(date(2026, 4, 9)):
            decisions.sign_document(document, by=self.director)
            work()
        self.keep(
            listed=Application.objects.get(pk=cases[0].pk),
            old_batch=batch,
            signed_document=document,
            designation=Application.objects.get(pk=cases[0].pk).designation,
        )

    def in_decision(self, call: Call) -> None:
        """At publication, waiting unlisted, a reserve, on notice with objections, in a drafted batch."""
        start = call.opens_at.astimezone(clock.BEIJING).date()
        own, day = self.own, later(start, 1)
        zones = [own[0], own[1], own[2], own[3], self.foreign[1], own[4]]
        cases = [self.quick(call, zone, day) for zone in zones]
        publication, unlisted, reserve, on_notice, foreign_notice, deliberated = cases
        panel, run = self.reviewed(call, cases, later(start, 12))
        for case in (publication, unlisted, reserve):
            self.seen(case, later(start, 18))
        batch = self.decided(call, run, later(start, 24), 2, not_listed=unlisted, reserve=reserve)
        with on(later(start, 52)):
            sweep()
        for case in (on_notice, foreign_notice):
            self.seen(case, later(start, 60))
        late = self.decided(call, run, later(start, 68), 3)
        self.seen(deliberated, later(start, 69))
        drafted = self.put_up(call, run, later(start, 70))
        with on(later(start, 72)):
            items = NoticeItem.objects.filter(notice__batch=late)
            waiting = self.objected(items.get(application=on_notice))
            taken = self.objected(items.get(application=foreign_notice))
            taken = decisions.accept_objection(taken, summary="数据来源的异议，正在核实。", by=self.clerk)
            self.objected(items.get(application=foreign_notice), confirm=False)
            kept = decisions.object_to(
                items.get(application=on_notice),
                decisions.Objector(ObjectorKind.ANONYMOUS),
                grounds=f"{PLANTED['kept objection']}：请核实公示材料中的数据来源。",
                evidence=None,
                client="two",
            )
            document = decisions.enter_document(
                call, issuer="示例印发单位", number=PLANTED["document number"], day=later(start, 71), title="关于公布名单的通知",
                statement="公示期内收到的异议均已核实处理，无其他异议。", scan=paper("unsigned"), by=self.clerk,
            )  # fmt: skip
        self.keep(
            publication=publication, unlisted=unlisted, reserve=reserve, on_notice=on_notice, deliberated=deliberated,
            signed_batch=batch, objection=waiting, kept_objection=kept, foreign_objection=taken, document=document, run=run,
            notice=late.notice, batch=drafted, closed_panel=panel, case_in_panel=panel.cases.get(application=publication),
        )  # fmt: skip

    def put_up(self, call: Call, run: RankingRun, day: date) -> Batch:
        """A batch that waits for its signature: its case does not meet a condition and is not to be listed."""
        with on(day):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            change = decisions.Change(
                Proposal.NOT_LISTED,
                reason=PLANTED["departure"],
                conditions_met=False,
                conditions_note=PLANTED["conditions note"],
            )
            changes = {batch.items.get().pk: change}
            batch = decisions.change_items(batch, changes, revision=batch.revision, by=self.clerk)
            return self.met(batch, day, 4)

    def beginning(self, call: Call, begun: date) -> None:
        """From the draft to the visit, once for A by the verbs, and B beside it."""
        own, foreign = self.own, self.foreign
        day = later(begun, 3)
        case = {
            name: self.start_one(call, zone, day)
            for name, zone in zip(
                ("recommended", "checked", "corrected"), (own[7], own[8], own[9]), strict=True
            )
        }
        for one in case.values():
            with on(later(day, 1)):
                self.submit(one)
        for name in ("checked", "corrected"):
            with on(later(day, 2)):
                self.recommend(case[name], later(day, 2))
        with on(later(TODAY, -3)):
            items = [("basics", "工业增加值与统计年报不一致，请核对。")]
            applications.ask_correction(case["corrected"], items, by=self.clerk)
        with on(later(TODAY, -2)):
            manager = self.cast.manager(own[5])
            draft = applications.start(call, own[5], by=manager)
            page = self.pages(draft)["plan"]
            self.write(draft, "plan", page | {"overall_goal": PLANTED["draft text"]})
            attachment = applications.attach(
                draft,
                factories.pdf(PLANTED["trade secret"] + "-draft"),
                title="draft",
                trade_secret=True,
                by=manager,
            )
        self.keep(**case, draft=draft, attachment=attachment)
        in_review = self.quick(call, own[1], day)
        self.revised(in_review)
        visited = self.quick(call, own[2], day)
        foreign_review = self.quick(call, foreign[1], day)
        foreign_visited = self.quick(call, foreign[2], day)
        self.foreign_beginnings(call, day)
        with on(later(begun, 12)):
            round_ = reviews.open_round(call, due=clock.end_of(later(TODAY, 10)), by=self.clerk)
            panel = self.panel(round_, "一", range(1, 6), [in_review, visited])
            other = self.panel(round_, "二", range(3, 8), [foreign_review, foreign_visited])
        with on(later(begun, 14)):
            mine = Assignment.objects.standing()
            for done, scoring in ((visited, panel), (foreign_visited, other)):
                for assignment in mine.filter(application=done, member__panel=scoring):
                    self.mark(assignment, 80)
            self.mark(mine.get(application=in_review, expert__user__username="expert1"), 70, submit=False)
            self.troubled(in_review)
            for done in (visited, foreign_visited):
                reviews.conclude(done, opinion=PLANTED["panel opinion"], by=self.clerk)
        with on(later(TODAY, -4)):
            team, others = self.team("", "2", "3"), self.team("4", "2", "3")
            visit = visits.plan(visited, day=TODAY, team=team, lead=team[0], by=self.clerk)
            visits.plan(foreign_visited, day=TODAY, team=others, lead=others[0], by=self.clerk)
        assignment = mine.get(application=in_review, expert__user__username="expert1")
        self.keep(
            open_call=call, in_review=in_review, visited=visited, round=round_, panel=panel, assignment=assignment,
            sheet=visited.assignments.get(expert__user__username="expert1").sheets.get(), visit=visit,
            seat=assignment.member, panel_case=panel.cases.get(application=in_review), expert=assignment.expert,
            foreign_case=foreign_review,
        )  # fmt: skip

    def troubled(self, case: Application) -> None:
        """One expert finds a conflict, one is taken off, one sheet is withdrawn."""
        mine = Assignment.objects.standing().filter(application=case)
        reviews.declare(
            mine.get(expert__user__username="expert4"),
            no_conflict=False,
            reason=PLANTED["conflict reason"],
            by=self.cast.user("expert4"),
        )
        reviews.void_assignment(
            mine.get(expert__user__username="expert5"), reason=PLANTED["void reason"], by=self.clerk
        )
        self.mark(mine.get(expert__user__username="expert2"), 75)
        sheet = mine.get(expert__user__username="expert2").sheets.get()
        reviews.withdraw_sheet(sheet, reason=PLANTED["withdrawn sheet"], by=self.clerk)

    def start_one(self, call: Call, zone: Zone, day: date) -> Application:
        """Written whole, with a file marked as a trade secret: content, name and title say it."""
        with on(day):
            case = self.start(call, zone)
            applications.attach(
                case, factories.pdf(PLANTED["trade secret"]), title=PLANTED["trade secret"], trade_secret=True,
                by=self.cast.manager(zone),
            )  # fmt: skip
        return case

    def foreign_beginnings(self, call: Call, day: date) -> None:
        """B writes a draft, and has one case before its body."""
        with on(day):
            manager = self.cast.manager(self.foreign[3])
            draft = applications.start(call, self.foreign[3], by=manager)
            self.write(draft, "plan", self.pages(draft)["plan"] | {"overall_goal": PLANTED["foreign text"]})
            applications.attach(
                draft,
                factories.pdf(PLANTED["foreign trade secret"]),
                title="foreign",
                trade_secret=True,
                by=manager,
            )
            before = factories.case(call, self.foreign[4], manager)
            factories.move(before, StageName.RECOMMENDATION, by=manager)
        self.keep(foreign_draft=draft, foreign_recommended=before)

    def drafted_papers(self) -> None:
        """Meeting papers with their prints; a correction notice, a body's letter, an archive, all still being printed."""
        paper = papers.draft_paper(PaperKind.MEETING, self.world["batch"], by=self.clerk)
        if not document_libraries():
            make_paper(paper.pk)
            make_form(self.world["recommended"].latest_version().pk)
        papers.draft_paper(
            PaperKind.CORRECTION, FormalityCheck.objects.get(verdict=Checked.CORRECTION), by=self.clerk
        )
        papers.draft_recommendation_letter(
            self.world["open_call"], self.bodies[0], ranks={self.world["recommended"].pk: 8}, by=self.cast.user("province")
        )  # fmt: skip
        letterhead = papers.draft_letterhead(
            heading="示例中心", red=True, signature="示例中心", issuer="示例中心", copy_to="", words=DEFAULT_WORDS, by=self.clerk
        )  # fmt: skip
        self.keep(
            paper=paper,
            archive=papers.archive_case(self.world["checked"], by=self.clerk),
            letterhead=letterhead,
        )

    def invitations_and_drafts(self) -> None:
        """Open invitations of A and of the office, drafts of rules, of a call and of a rubric."""
        organization = self.own[0].managements.get().organization
        invitation, token = people.invite(
            organization,
            email="newcomer@example.org",
            name="示例新人",
            role=Role.CONTACT,
            by=self.cast.user("park"),
        )
        _waiting, office_token = people.invite(
            self.cast.office(),
            email="staff@example.org",
            name="示例新人",
            role=Role.SUPERVISOR,
            by=self.cast.user("admin"),
        )
        app.set_up(self.world.users["inspector"])
        empty = factories.zone(self.bodies[0], code="SLZ90", name_zh="示例空区高新技术产业开发区")
        joining, join_token = zones.invite_managing_body(
            empty, email="empty@example.org", name="示例", by=self.clerk
        )
        rules = rulesets.draft(code="2027.1", title="示例草案", by=self.clerk)
        supplied, factors = IndicatorSet.objects.get(code="office_default.1"), FactorSet.objects.get()
        indicators.draft_set(
            code="office_default.2", base=supplied, title_zh="示例草案", title_en="", by=self.clerk
        )
        indicators.draft_factors(
            code="factors.2", base=factors, title_zh="示例草案", title_en="", by=self.clerk
        )
        rubric = factories.rubric(self.clerk)
        call = factories.call(
            self.clerk, self.director, code="D", rule_set=self.world["open_call"].rule_set, rubric=rubric,
            title_zh="示例未开放批次", opened_at=None, opened_by=None,
        )  # fmt: skip
        on_notice = self.world["on_notice"]
        WithdrawalRequest.objects.create(
            application=on_notice,
            proceeding=on_notice.proceedings.get(),
            reason="示例",
            letter=self.world["checked"].latest_version().sealed_pages.get().file,
            asked_by=self.world.users["manager"],
        )
        self.keep(
            handover=Handover.objects.create(
                giver=self.clerk, taker=self.cast.user("clerk2"), reason="示例", by=self.director
            ),
            feed=token_of(self.world.users["manager"]),
            invitation=invitation,
            token=token,
            waiting_role=people.accept(office_token, newcomer=self.cast.newcomer("staff", "示例新人")),
            factor=factors_of(self.cast.user("inspector")).get(),
            joining=joining,
            join_token=join_token,
            empty_zone=empty,
            draft_rules=rules,
            draft_call=call,
            draft_set="office_default.2",
            draft_goals=self.goals(),
            export=self.taken_out(),
            switch=self.switched(),
            view=search.save_view(name="示例", address="/applications/?province=32", by=self.clerk),
            draft_factors="factors.2",
            rubric=rubric,
            own_zone=self.own[5],
            body=self.bodies[0],
            membership=organization.memberships.get(user__username="park_member"),
            fresh_zone=self.own[3],
            receipt=self.world["objection"].receipt,
            page=self.world["checked"].latest_version().sealed_pages.get(),
            letter_number=self.world["designation"].letter_number,
            middle_call=self.world["publication"].call,
            page_file=self.world["checked"].latest_version().sealed_pages.get().file,
            message=self.world.users["manager"].inbox.latest("pk"),
            trouble=Trouble.objects.create(
                proceeding=self.world["draft"].proceedings.get(),
                stage=StageName.DRAFT,
                error="示例",
                traceback="示例",
            ),
            promise=Promise.objects.create(name="program.notify.tasks.gone", given_up_at=clock.now()),
        )

    def goals(self) -> str:
        """A draft of the next period's targets; and the board as it is counted now."""
        base = GoalSet.objects.get()
        values = {name: getattr(base, name) for name in FIELDS}
        progress.draft(
            values | {"title_zh": "示例草案", "first_year": 2026, "last_year": 2030},
            code="programme_2026.1",
            base=base,
            by=self.clerk,
        )
        count()
        return "programme_2026.1"

    def declarations(self) -> None:
        """An enterprise's declaration to be checked; of the zones themselves one being filled in, one handed in, two in force."""
        park, member = self.cast.user("park"), self.cast.user("park_member")
        listing = zones.Listing(factories.credit_code(prefix="91"), "示例企业", "示例厂区", "39", 2024)
        site = zones.list_site(self.own[5], listing, by=park)
        firm = factories.member(site.organization, Role.MANAGER, "enterprise", name="示例企业管理员")
        self.world.users["enterprise"] = firm
        known = rules_of_figures.catalogue(rules_of_figures.current_factors(), of_zone=True)
        cells = [rules_of_figures.read_cell(known, "item:fresh_water", "1234")]
        begun = [
            (self.own[5], site, 2025, firm), (self.own[5], None, 2026, member), (self.own[6], None, 2026, park),
            (self.own[5], site, 2026, firm),
        ]  # fmt: skip
        made = [
            declaring.enter(declaring.begin(zone, of, year, by=by), cells, revision=0, by=by)
            for zone, of, year, by in begun
        ]
        evidence = declaring.attach_evidence(
            made[1], "industrial_value_added", factories.pdf("figures"), by=member
        )
        in_force = [Declaration.objects.get(zone=zone, site=None, year=2025) for zone in self.own[5:7]]
        self.keep(
            site=site,
            site_declaration=declaring.submit(made[0], by=firm),
            firm_declaration=made[3],
            firm_evidence=declaring.attach_evidence(
                made[3], "industrial_value_added", factories.pdf("ledger"), by=firm
            ),
            own_declaration=made[1],
            evidence=evidence,
            sent_declaration=declaring.submit(made[2], by=park),
            passed_declaration=in_force[0],
            asked_declaration=declaring.ask_reopening(in_force[1], reason="示例", by=park),
        )

    def certifying(self) -> None:
        """A call for enterprises; A's enterprise has handed in and waits for its zone."""
        firm = self.world["site"].organization
        call = self.call(
            "Q", "企业", RuleSet.objects.earliest("pk"), later(TODAY, -6), apply=30, recommend=40, places=(2, 0),
            track="leading_enterprise", indicator_set=None, indicator_year=None,
        )  # fmt: skip
        case = self.start(call, self.own[5], firm)
        self.submit(case, seal=False)
        self.keep(firm=firm, firm_call=call, firm_case=case, certified_code=self.certified(call).credit_code)

    def certified(self, call: Call) -> Organization:
        """Another enterprise of A's zone, certified without the verbs: of its application nobody outside reads the summary."""
        firm = factories.firm(self.own[5])
        case = factories.case(call, self.own[5], self.cast.manager(self.own[5]), firm)
        Technology.objects.filter(application=case).update(
            name="示例余热回收", summary=PLANTED["certified application"]
        )
        factories.move(case, StageName.FORMALITY_CHECK, by=case.started_by)
        measuring.listed(case, self.clerk)
        call.official_documents.filter(signed_at=None).update(signed_by=self.director, signed_at=clock.now())
        return firm

    def yearly(self) -> None:
        """Of A's enterprise: a form being filled in, one with its zone, one with the office, one accepted. Another missed two."""
        firm, by = self.world["firm"], self.world.users["enterprise"]
        zone, clerk = self.own[5], self.clerk
        held = Designation.objects.get(organization__credit_code=self.world["certified_code"])
        reviewer = factories.member(zone.managements.get(until=None).organization, Role.ZONE_REVIEWER)
        draft, sent, passed, told = (yearly.made(firm, held, zone, year) for year in range(2022, 2026))
        yearly.accepted(told, by, reviewer, clerk)
        words = {"remarks": PLANTED["yearly form"]}
        _before, missing = (yearly.made(held.organization, held, zone, year) for year in (2024, 2025))
        self.keep(
            yearly_draft=yearly.filled(draft, by, remarks=PLANTED["yearly draft"]),
            yearly_sent=yearly.submitted(sent, by, **words),
            yearly_passed=yearly.passed(passed, by, reviewer, **words),
            yearly_accepted=told,
            yearly_missing=missing,
        )

    def registers(self) -> None:
        """Of A: a project that nobody else sees yet, one under review, decisions in force whose lifting waits, drafts, a check.

        The restriction has not begun yet: it stops none of A's cases.
        """
        park, organization = self.cast.user("park"), self.own[5].managements.get(until=None).organization
        code = organization.credit_code
        sent = registers.under_review(self.own[5], park, title=PLANTED["pool project"])
        held = registers.drafted(self.clerk, code, "甲1号", **registers.term(30, 900))
        entry = registers.listed(self.clerk, code)
        for each in (held, entry):
            entries.sign(each, by=self.director)
            entries.draft_lifting(
                each, registers.given("甲9号"), reason=PLANTED["lifting reason"], by=self.clerk
            )
        self.keep(
            draft_project=registers.entered(self.own[5], park, title=PLANTED["draft project"]),
            sent_project=sent,
            held_restriction=held,
            draft_restriction=registers.drafted(self.cast.user("clerk2"), number="甲2号", reason=PLANTED["restriction"]),
            held_entry=entry,
            draft_entry=registers.listed(self.cast.user("clerk2"), title=PLANTED["restricted draft"]),
            credit_check=registers.checked(self.clerk, code, PLANTED["credit words"]),
        )  # fmt: skip

    def ledger(self) -> None:
        """Of A: a draft with its evidence, an entry to be checked, one that counts; of the office its own."""
        park, zone = self.cast.user("park"), self.own[5]
        draft = ledger.entered(zone, park, title=PLANTED["ledger draft"])
        self.keep(
            ledger_draft=draft,
            ledger_file=ledger.attached(draft, park),
            ledger_sent=ledger.submitted(zone, park, title=PLANTED["ledger entry"]),
            ledger_taken=ledger.accepted(zone, park, self.clerk, title="示例论坛"),
            ledger_own=ledger.submitted(
                None, self.cast.user("clerk2"), title=PLANTED["ledger of the office"]
            ),
        )

    def served(self) -> None:
        """Of A: a draft and a record to be checked about the enterprise, one that counts, is drawn and to be struck out.

        A provider that waits and one that offers; of the enterprise a need that waits and one that is matched.
        """
        park, zone, clerk = self.cast.user("park"), self.own[5], self.clerk
        firm, by = self.world["site"].organization, self.world.users["enterprise"]
        reviewer = factories.member(zone.managements.get(until=None).organization, Role.ZONE_REVIEWER)
        years = {"baseline_year": 2024, "result_year": 2025}
        draft = served.opened(zone, park, firm, description=PLANTED["served draft"], **years)
        counted = served.counted(zone, park, reviewer)
        sample = serving.draw(by=clerk)
        inspection = serving.inspect(
            sample.inspections.get(), verdict="false", finding=PLANTED["inspection"], by=clerk
        )
        institutes = [factories.organization(OrganizationKind.INSTITUTE) for _ in range(2)]
        people = [factories.member(each, Role.MANAGER) for each in institutes]
        served.provider(institutes[0], people[0], clerk)
        offer = served.posted(institutes[0], Side.OFFER, people[0], clerk)
        need = served.posted(firm, Side.NEED, by, clerk, contact_phone=PLANTED["need contact"])
        self.keep(
            served_draft=draft,
            served_file=draft.files.get(),
            served_sent=served.submitted(
                zone, park, firm, service="air", description=PLANTED["served record"], **years
            ),
            served_counted=counted,
            served_sample=sample,
            served_inspection=inspection,
            served_decision=serving.propose(
                counted, turn=Turn.STRIKE, reason=PLANTED["strike reason"], by=clerk
            ),
            served_provider=served.provider(
                institutes[1], people[1], None, introduction=PLANTED["provider waiting"]
            ),
            served_need=served.posted(firm, Side.NEED, by, None, text=PLANTED["need waiting"]),
            served_open_need=need,
            served_offer=offer,
            served_match=serving.note_interest(need, offer, text="", by=by),
        )

    def duties(self) -> None:
        """Of A: one owed, for which more time is asked; one whose return waits to be checked; one that is late."""
        park = self.cast.user("park")
        owed, sent, late = (
            supervision.arisen(self.own[place], duty, due)
            for place, duty, due in (
                (4, Duty.CARBON_PEAK_REPORT, date(2026, 6, 30)),
                (4, Duty.LEDGER, date(2026, 7, 31)),
                (5, Duty.LEDGER, date(2026, 3, 31)),
            )
        )
        keep_alerts()
        reason = PLANTED["extension reason"]
        self.keep(
            owed_duty=owed,
            asked_extension=duties.ask_extension(owed, until=date(2026, 8, 31), reason=reason, by=park),
            sent_return=duties.hand_in_return(sent, note=PLANTED["return note"], by=park),
            alert=supervision.alert_of(late),
        )

    def reports(self) -> None:
        """Of A: one that is written, one with tasks, one that waits to be checked, one that is public but for a secret."""
        park, (owing, writing, sent, told) = self.cast.user("park"), self.own[5:9]
        written = reporting.begun(reporting.owed(writing), park)
        reporting.write(written, Piece.ENERGY, PLANTED["report draft"], park)
        published = reporting.filled(reporting.begun(reporting.owed(told), park), park)
        reporting.write(published, Piece.PROBLEMS, PLANTED["report secret"], park, trade_secret=True)
        published = reports.accept(reporting.handed_in(published, park), by=self.clerk)
        make_publication(published.pk)
        self.keep(
            report_duty=reporting.owed(owing), draft_report=written,
            progress_report=reporting.begun(reporting.owed(writing, Duty.PROGRESS), park),
            sent_report=reporting.waiting(reporting.owed(sent), park, PLANTED["report handed in"]),
            report_number=published.number,
        )  # fmt: skip
        make_report(self.world["sent_report"].pk)

    def measures(self) -> None:
        """Of A: a lead to be verified, an accident that was, and a measure at every stop, each on a lead of its own."""
        park, by, zone = self.cast.user("park"), self.cast.user("supervisor"), self.own[8]
        drafted, announced, answered, waiting, appealed, reversed_ = (
            measuring.drafted(
                measuring.breach(zone, by), by, measuring.plain(MeasureKind.RECTIFY, facts=facts)
            )
            for facts in (PLANTED["draft measure"], PLANTED["announced measure"], *["示例事实。"] * 4)
        )
        measures.announce(announced, by=by)
        measures.defend(measures.announce(answered, by=by), text=PLANTED["defence"], by=park)
        self.decided_on(waiting, PLANTED["unsigned decision"])
        accident = self.verified_accident(zone)
        held = measuring.drafted(accident, by)
        for measure in (held, appealed, reversed_):
            measures.sign(self.decided_on(measure), by=self.cast.user("director2"))
        measures.draft_letter(held, by=self.clerk)
        measures.appeal(appealed, text=PLANTED["appeal"], by=park)
        measures.draft_reversal(
            reversed_, measuring.given("9号"), reason=PLANTED["unsigned reversal"], by=self.clerk
        )
        self.keep(
            lead=measures.record(measuring.said(zone, text=PLANTED["lead"]), by=self.clerk), verified_lead=accident,
            draft_measure=drafted, announced_measure=announced, answered_measure=answered, measure_to_sign=waiting,
            held_measure=held, appealed_measure=appealed, reversed_measure=reversed_,
            rectification=Rectification.objects.get(measure=held), rectified=self.rectified(appealed),
        )  # fmt: skip

    def taken_out(self) -> Export:
        """A list that was too long to wait for, made for the clerk alone."""
        asked = exports.take_out(CASES, Form.XLSX, question="", rows=10_000, by=self.clerk)
        assert asked is not None
        make_export(asked.pk)
        asked.refresh_from_db()
        return asked

    def switched(self) -> Switch:
        """On and off again: everything is as usual."""
        admin = self.cast.user("admin")
        made = switches.turn_on(Name.PRINTING_PAUSED, reason=PLANTED["switch"], by=admin)
        return switches.turn_off(made, reason="示例理由。", by=admin)

    def alterations(self) -> None:
        """Of A: the merger of a zone waits for its signature, another zone was renamed."""
        zone, into, renamed = self.own[9], self.own[7], self.own[6]
        values = {"into": into, "effective": TODAY}
        waiting = alterations.draft(
            AlterationKind.MERGER, zone, measuring.given("并1号"), values,
            reason=PLANTED["unsigned alteration"], by=self.clerk,
        )  # fmt: skip
        done = altering.signed(altering.renaming(renamed, self.clerk, name="示例改名区"), self.director)
        self.keep(alteration=waiting, signed_alteration=done)
        self.changes()

    def changes(self) -> None:
        """The enterprise has begun a report; another of A's zone has handed one in; on a third's the decision waits."""
        draft = changing.opened(
            self.world["firm"], self.world.users["enterprise"], explanation=PLANTED["draft change"]
        )
        sent, decided = (
            changing.reported(firm, factories.member(firm, Role.MANAGER), name_zh=name, explanation=PLANTED["sent change"])
            for name in ("示例更名一有限公司", "示例更名二有限公司")
            for firm in (self.certified(self.world["firm_call"]),)
        )  # fmt: skip
        alterations.draft_change(decided, None, holds=None, reason=PLANTED["unsigned outcome"], by=self.clerk)
        self.keep(draft_change=draft, sent_change=sent, drafted_change=decided)

    def claims(self) -> None:
        """B claims two sites of A's enterprise: one claim waits for A, the settlement of the other for its signature."""
        park, park2, firm = self.cast.user("park"), self.cast.user("park2"), self.world["firm"]
        made = []
        for name in ("示例二厂", "示例三厂"):
            claiming.listed(self.own[5], park, code=firm.credit_code, site=name)
            made.append(
                claiming.claimed(
                    self.foreign[0], park2, credit_code=firm.credit_code, site=name, reason=PLANTED["claim"]
                )
            )
        contested = claiming.contested(made[1], park, PLANTED["contested claim"])
        claiming.drafted(contested, self.clerk, reason=PLANTED["unsigned settlement"])
        self.keep(claim=made[0], contested_claim=contested, firm_code=firm.credit_code)

    def monitoring(self) -> None:
        """Last year evaluated and signed, and evaluated anew, which waits for its signature; a scheme being drafted."""
        scheme = Scheme.objects.get()
        signed = monitoring.draft_run(scheme, 2025, by=self.clerk)
        compute(signed.pk)
        monitoring.sign_run(signed, by=self.director)
        waiting = monitoring.draft_run(scheme, 2025, reason=PLANTED["evaluation anew"], by=self.clerk)
        compute(waiting.pk)
        monitoring.draft_scheme(
            code="evaluation.2", title_zh=PLANTED["draft scheme"], title_en="", base=scheme, by=self.clerk
        )
        self.keep(signed_run=signed, waiting_run=waiting, draft_scheme="evaluation.2")

    def news(self) -> None:
        """Of A: news in each state, the released one with a picture."""
        park, zone = self.cast.user("park"), self.own[5]
        returned = news.submitted(zone, park, title=PLANTED["news returned"])
        portal.send_back(returned, reason=PLANTED["return of news"], by=self.clerk)
        gone = news.released(zone, park, self.clerk, title=PLANTED["news withdrawn"])
        portal.withdraw(gone, reason="示例", by=self.clerk)
        told = portal.submit(portal.enter(zone, news.pictured(), by=park), by=park)
        self.keep(
            news_draft=news.entered(zone, park, text=PLANTED["news draft"]),
            news_sent=news.submitted(zone, park, title=PLANTED["news sent"]),
            news_released=portal.release(told, by=self.clerk),
            news_number=told.number,
        )

    def verified_accident(self, zone: Zone) -> Lead:
        """By a document of the ecology authority."""
        by = self.cast.user("supervisor")
        lead = measures.record(measuring.said(zone), by=by)
        finding = measuring.accident(number=PLANTED["finding"])
        return measures.verify(lead, verdict=PLANTED["verdict"], by=by, accident=finding)

    def decided_on(self, measure: Measure, reason: str = "示例理由。") -> Measure:
        """Announced, answered, its document entered."""
        by = self.cast.user("supervisor")
        measures.defend(measures.announce(measure, by=by), text="示例申辩。", by=self.cast.user("park"))
        return measures.decide(measure, measuring.given(f"决{measure.pk}号"), reason=reason, by=by)

    def rectified(self, measure: Measure) -> Rectification:
        """Written by a contact, handed in by the manager."""
        shown = Rectification.objects.get(measure=measure)
        written = {
            item.pk: measures.Written(
                PLANTED["rectification"], "已完成。", factories.pdf(f"rectified-{item.pk}")
            )
            for item in shown.items.all()
        }
        measures.write(shown, written, by=self.cast.user("park_member"))
        return measures.hand_in(shown, by=self.cast.user("park"))

    def keep(self, **things: Any) -> None:
        self.world.things.update(things)
