"""What the people of the demonstration do, each thing by its verb and at its moment."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.module_loading import import_string

from program import clock, tracks
from program.applications import actions as applications
from program.applications.forms import part_form
from program.applications.models import Application, Recommended
from program.applications.rules import drafts
from program.background.models import Promise
from program.background.steps import keep
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Batch, NoticeItem, Objection, ObjectorKind, OfficialDocument, Proposal
from program.management.demo.cast import EXPERTS, Cast
from program.management.demo.scans import paper
from program.notify.models import Letter
from program.papers import actions as papers
from program.papers import rules as paper_rules
from program.papers.models import Paper, PaperKind
from program.people.models import Organization, Role, User
from program.people.rules import people_with
from program.process.actions import run_due
from program.reviews import actions as reviews
from program.reviews.actions.scoring import Entry, Mark
from program.reviews.models import Advice, Assignment, Expert, Panel, PanelMember, RankingRun, Round
from program.visits import actions as visits
from program.visits.models import Agreement, Seen, Visit
from program.zones.models import Zone

PAPER = (
    "tasks.make_form", "tasks.make_bundle", "tasks.make_notice", "tasks.make_letter", "tasks.make_paper", "tasks.make_archive",
    "tasks.make_report", "tasks.make_publication",
)  # fmt: skip
"""Printing is left to the worker, which starts with the platform."""


def on(day: date, hour: int = 10, minute: int = 0) -> AbstractContextManager[None]:
    """At that moment in Beijing."""
    return clock.at(datetime.combine(day, time(hour, minute), tzinfo=clock.BEIJING))


def work() -> None:
    """What a worker would do now, but for the printing. A failure is not passed over."""
    tried: set[int] = set()
    while waiting := [
        made for made in Promise.objects.open() if made.pk not in tried and not made.name.endswith(PAPER)
    ]:
        for made in waiting:
            keep.func(made.pk)
            tried.add(made.pk)
    failed = Promise.objects.filter(pk__in=tried).exclude(error="")
    if failed:
        raise RuntimeError(f"{failed[0].name}: {failed[0].error}")


def sweep() -> None:
    """Let the timers go off."""
    _fired, failed = run_due()
    if failed:
        raise RuntimeError("a timer failed in the demonstration")
    work()


def manager_of(organization: Organization) -> User:
    found = people_with(Role.MANAGER, organization).first()
    assert found is not None, organization
    return found


class Acts:
    """Everything the cast can do."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.clerk, self.director = cast.user("clerk"), cast.user("director")

    # the applicant

    def start(
        self, call: Call, zone: Zone, firm: Organization | None = None, *, parts: Sequence[str] | None = None
    ) -> Application:
        """Begin, write the named parts (all of them if none is named), attach what is asked for."""
        manager = manager_of(firm) if firm else self.cast.manager(zone)
        application = applications.start(call, zone, firm, by=manager)
        for code, page in self.pages(application).items():
            if parts is None or code in parts:
                self.write(application, code, page)
        if parts is None:
            for document in call.documents.all():
                applications.attach(
                    application,
                    paper(f"{application.subject.name_zh}-{document.title_zh}"),
                    title=document.title_zh,
                    document=document,
                    by=manager,
                )
        return application

    def pages(self, application: Application) -> dict[str, dict[str, str]]:
        """What the track has this zone, or this enterprise, write, part by part."""
        number = int(application.zone.code.removeprefix("SLZ")) - 1
        if not application.for_zone:
            number = int(application.applicant.credit_code[8:17]) % 100
        given: dict[str, dict[str, str]] = import_string(tracks.get(application.track).seed)(number)
        return given

    def write(self, application: Application, code: str, page: dict[str, str]) -> None:
        part = {each.code: each for each in application.parts()}[code]
        stored = drafts(application)[code]
        form = part_form(part, stored, page)
        if not form.is_valid():
            raise RuntimeError(f"{code} of {application}: {form.said()}")
        applications.save_part(
            application, code, form, revision=stored.revision, by=manager_of(application.applicant)
        )

    def submit(self, application: Application, *, seal: bool = True) -> None:
        manager = manager_of(application.applicant)
        version = applications.submit(application, by=manager)
        if seal:
            name = f"{application.number}-盖章页-第{version.number}版"
            applications.hand_in_sealed_page(application, paper(name), code=version.code, by=manager)

    # the recommending body

    def recommend(self, application: Application, day: date) -> None:
        """At the next free rank of the body."""
        body = application.zone.recommending_body
        rank = body.recommendations.filter(call=application.call, verdict=Recommended.RECOMMENDED).count() + 1
        applications.recommend(
            application, letter_number=f"{body.name_zh[:4]}科函〔{day.year}〕{10 + rank}号", letter_date=day, rank=rank,
            opinion="材料真实完整，同意推荐。", letter=paper(f"{body.name_zh}推荐函-{application.number}"),
            by=self.cast.recommender(application.zone),
        )  # fmt: skip

    # the office

    def accept(self, application: Application) -> None:
        page = application.latest_version().sealed_pages.get(rejected_at=None)
        applications.confirm_sealed_page(page, by=self.clerk)
        applications.accept(application, by=self.clerk)

    def draw(self, round_: Round, name: str, cases: Sequence[Application]) -> Panel:
        """All seven experts, the first of them leading; each signs confidentiality and declares no conflict."""
        experts = list(Expert.objects.select_related("user").order_by("pk"))
        panel, _skipped = reviews.draw_panel(
            round_, name=name, experts=experts, applications=cases, leader=experts[0], by=self.clerk
        )
        for member in PanelMember.objects.filter(panel=panel).select_related("expert__user"):
            reviews.sign_confidentiality(member, by=member.expert.user)
        for assignment in Assignment.objects.filter(member__panel=panel).select_related("expert__user"):
            reviews.declare(assignment, no_conflict=True, by=assignment.expert.user)
        return panel

    def score(self, assignment: Assignment, total: int) -> None:
        """A sheet round about a total; each expert is a little severer or milder than the others."""
        place = [username for username, *_ in EXPERTS].index(assignment.expert.user.username)
        criteria = list(assignment.application.call.rubric.criteria.all())
        marks = {
            criterion.pk: Mark(Decimal(min(100, total + (place * 3 + number * 2) % 7 - 3)), "")
            for number, criterion in enumerate(criteria)
        }
        entry = Entry(
            marks,
            Advice.RECOMMEND,
            "实施方案目标明确，数据基础较好，任务可落实；建议进一步细化近零排放路径。",
        )
        reviews.submit_sheet(assignment, entry, revision=0, by=assignment.expert.user)

    def score_all(self, panel: Panel, totals: dict[int, int], *, leave: int = 0) -> None:
        """Every expert's sheets by application id; `leave` experts have not handed theirs in yet."""
        rows = (
            Assignment.objects.standing().filter(member__panel=panel).order_by("expert_id", "application_id")
        )
        names = [username for username, *_ in EXPERTS][: len(EXPERTS) - leave]
        for assignment in rows.select_related("expert__user", "application__call"):
            if assignment.expert.user.username in names:
                self.score(assignment, totals[assignment.application_id])

    def rank(self, panel: Panel) -> RankingRun:
        reviews.close_panel(panel, by=self.clerk)
        work()
        return reviews.rank(panel.round, by=self.clerk)

    def plan_visit(self, application: Application, day: date) -> Visit:
        team = [self.cast.user(name) for name in ("inspector", "inspector2", "inspector3")]
        return visits.plan(application, day=day, team=team, lead=team[0], by=self.clerk)

    def visit(self, application: Application, day: date) -> None:
        """Planned, gone, recorded, signed, concluded. One zone's value added is found a little smaller than declared."""
        visit = self.plan_visit(application, day)
        agrees = {"subject": "", "declared": "", "found": "", "agreement": Agreement.AGREES, "note": ""}
        lines = {check.column: {"id": check.pk, **agrees} for check in visit.checks.all()}
        if application.for_zone and application.zone.code == "SLZ02":
            lines["industrial_value_added:2025"] |= {
                "found": "4702300", "agreement": Agreement.DIFFERS, "note": "扣除两家已迁出企业。",
            }  # fmt: skip
        team = [member.user for member in visit.team.select_related("user")]
        visits.write_record(
            visit, lines=list(lines.values()),
            summary="查阅统计台账、能源管理平台和三家企业现场，申报数据与台账一致。", conditions="",
            revision=0, by=team[0],
        )  # fmt: skip
        for user in team:
            visits.sign(visit, by=user)
        visits.hand_in_record(
            visit,
            paper(f"{application.number}-现场核查记录"),
            visited_name="示例主任",
            visited_title="管委会主任",
            by=team[0],
        )
        visits.conclude(visit, result=Seen.CONFIRMED, by=team[0])

    def decide(self, batch: Batch, application: Application, proposal: Proposal, reason: str) -> Batch:
        """The meeting decides otherwise than by rank, with its reason."""
        item = batch.items.get(application=application)
        change = decisions.Change(proposal, reason=reason)
        return decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=self.clerk)

    def meet(self, batch: Batch, day: date, number: int) -> Batch:
        """The meeting is entered and the batch put up for signature."""
        seats = [decisions.Seat(f"示例委员{name}", "专项办成员") for name in "甲乙丙丁戊"]
        batch = decisions.record_meeting(
            batch, name=f"专项办第{number}次办公会", day=day, minutes_number=f"会议纪要〔{day.year}〕{number}号",
            attendance=seats, revision=batch.revision, by=self.clerk,
        )  # fmt: skip
        return decisions.prepare_batch(batch, revision=batch.revision, by=self.clerk)

    def sign(self, batch: Batch) -> None:
        decisions.sign_batch(batch, revision=batch.revision, by=self.director)
        work()

    def object_to(self, item: NoticeItem, grounds: str) -> Objection:
        """A unit objects and confirms its e-mail address by the link in its letter."""
        objector = decisions.Objector(
            ObjectorKind.UNIT, "示例环保协会", "010-00000000", "objector@example.org"
        )
        objection = decisions.object_to(item, objector, grounds=grounds, evidence=None, client="demo")
        letter = Letter.objects.filter(address="objector@example.org").latest("pk")
        token = re.search(r"/objections/[^\s]*?([A-Za-z0-9_-]{40,})/", letter.body)
        assert token is not None, letter.body
        decisions.confirm_objection(token.group(1))
        return decisions.accept_objection(
            Objection.objects.get(pk=objection.pk),
            summary="对部分能耗数据来源提出异议，正在核实。",
            by=self.clerk,
        )

    def publish(self, call: Call, day: date, number: int) -> OfficialDocument:
        title, named = f"关于公布{call.topic_zh}名单的通知", f"示例火字〔{day.year}〕{number}号"
        statement = "公示期内收到的异议均已核实处理，无其他异议。"
        scan = paper(title, "示例印发单位", named, statement, f"{day.year}年{day.month}月{day.day}日")
        return decisions.enter_document(
            call, issuer="示例印发单位", number=named, day=day, title=title, statement=statement, scan=scan,
            by=self.clerk,
        )  # fmt: skip

    # papers

    def letterhead(self) -> None:
        """Drafted by the clerk, signed by the director, on every paper from then on."""
        words = {kind: f"示例{word}" for kind, word in paper_rules.DEFAULT_WORDS.items()}
        drafted = papers.draft_letterhead(
            heading="示例专项办公室", red=True, signature="示例专项办公室", issuer="示例印发单位", copy_to="示例司", words=words,
            by=self.clerk,
        )  # fmt: skip
        papers.sign_letterhead(drafted, by=self.director)

    def draft(self, kind: PaperKind, subject: object) -> Paper:
        return papers.draft_paper(kind, subject, by=self.clerk)

    def draft_letter(self, application: Application) -> Paper:
        """The body's letter, with one more case at the next free rank."""
        call, body = application.call, application.zone.recommending_body
        rank = max((given for given, _case in paper_rules.given(call, body)), default=0) + 1
        recommender = self.cast.recommender(application.zone)
        return papers.draft_recommendation_letter(call, body, ranks={application.pk: rank}, by=recommender)

    def archive(self, application: Application) -> None:
        papers.archive_case(application, by=self.clerk)


def later(day: date, days: int) -> date:
    """Calendar days later."""
    return day + timedelta(days=days)
