"""The program in mid-life: a call told to its end, one about to be published, one that still takes applications.

The first call has twenty cases: twelve listed, three reserves of whom one moves up, the rest not. An expert finds a
conflict late, and an objection is upheld. Together the three calls show a case at every stage.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from program import clock, tracks
from program.applications import actions as applications
from program.applications.models import Application
from program.calls import actions as calls
from program.calls.models import Call, Rubric
from program.decisions import actions as decisions
from program.decisions.models import Batch, NoticeItem, Proposal
from program.indicators.models import IndicatorSet
from program.management.demo.acceptance import accept, admit
from program.management.demo.acts import Acts, later, on, sweep, work
from program.management.demo.cast import Cast
from program.management.demo.claims import Claims
from program.management.demo.declarations import declare
from program.management.demo.duties import Duties
from program.management.demo.enterprises import Enterprises
from program.management.demo.goals import aim
from program.management.demo.ledger import Ledger
from program.management.demo.measures import Measures
from program.management.demo.monitoring import Monitoring
from program.management.demo.news import News
from program.management.demo.registers import Registers
from program.management.demo.scans import paper
from program.management.demo.terms import Terms
from program.papers.models import PaperKind
from program.progress.actions import count_medians
from program.progress.tasks import count
from program.reviews import actions as reviews
from program.reviews.models import Assignment
from program.rulesets import actions as rulesets
from program.rulesets.models import CalendarYear, RuleSet
from program.rulesets.rules import Day
from program.zones.models import Zone

Criteria = tuple[str, str, int, str]
"""A criterion: its name in both languages, its weight, what it looks at."""
CRITERIA: tuple[Criteria, ...] = (
    ("绿色发展成效", "Green results", 30, "能耗、碳排放、污染物排放水平及下降幅度，数据可核查"),
    ("实施方案", "Implementation plan", 30, "目标量化、任务落实到年度和责任单位、资金有保障"),
    ("绿色技术创新", "Green technology", 20, "研发投入、领先企业、专利与标准"),
    ("产业与服务体系", "Industry and services", 10, "主导产业绿色化、孵化与服务机构、绿色金融"),
    ("组织保障", "Organisation", 10, "领导机制、政策体系、能源申报平台"),
)
SUMMARY = "遴选一批国家高新区，围绕节能减排、绿色技术和绿色产业开展示范园区建设，建设期三年，验收合格后命名。"
SUMMARY_EN = "Zones that set out to save energy and cut discharge are selected to build demonstration parks for three years."
DOCUMENTS = (
    ("绿色发展规划文本", "Text of the green development plan"),
    ("数据来源说明", "Where the figures come from"),
)


FIXED_HOLIDAYS = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)
"""全国年节及纪念日放假办法; the moon's feasts and 调休 are left to the State Council's notice."""


class Story(Acts):
    """Told in order; each scene at its day."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        zones = cast.zones()
        self.elder, self.zones = zones[20:], zones[:20]

    def tell(self, today: date) -> None:
        """The calls, one after the other."""
        self.calendar(today)
        admit(self)
        declare(self.cast)
        aim(self.cast)
        rules = self.rules()
        first = self.call(
            "2026-1", "2026年度第一批", rules, date(2026, 3, 2), apply=32, recommend=53, places=(12, 3)
        )
        self.first_call(first)
        free = [zone for zone in self.zones if not zone.designations.exists()]
        begun = today - timedelta(days=75)
        late = self.call("2026-2", "2026年度补充批次", rules, begun, apply=14, recommend=24, places=(4, 1))
        self.late_call(late, free[:4], today)
        begun = today - timedelta(days=45)
        early = self.call("2026-3", "2026年度第二批", rules, begun, apply=60, recommend=80, places=(6, 2))
        self.early_call(early, free, today)
        accept(self, rules, today)
        Registers(self.cast, today).tell()
        Ledger(self.cast, today).tell()
        Duties(self.cast).tell(today)
        measured = Measures(self.cast, today)
        measured.tell()
        Monitoring(measured).tell()
        Terms(self, rules, today).tell()
        Enterprises(self, rules, today).tell()
        Claims(self, today).tell()
        for yearly in tracks.yearly():
            yearly.ask("seed")(self.cast, today)
        News(self.cast, today).tell()
        for tally in tracks.tallies():
            tally.ask("seed")(self.cast, today)
        count_medians()
        count()

    # ground

    def calendar(self, today: date) -> None:
        """Years that the reference data does not know yet: the days that are law, for what the demonstration lives through."""
        known = CalendarYear.objects.latest("year").year
        for year in range(known + 1, today.year + 1):
            dates = [(date(year, month, day), name) for month, day, name in FIXED_HOLIDAYS]
            days = [Day(day, False, name) for day, name in dates if day.weekday() < 5]
            with on(date(year - 1, 12, 1)):
                rulesets.publish_year(
                    year, f"{year}年演示日历（仅列日期固定的法定节日）", days, by=self.clerk
                )

    def rules(self) -> RuleSet:
        with on(date(2026, 2, 9)):
            self.letterhead()
        return self.rule_set("2026.1", date(2026, 2, 9))

    def rule_set(self, code: str, day: date) -> RuleSet:
        with on(day):
            drafted = rulesets.draft(code=code, title="示范园区评选规则", by=self.clerk)
        with on(later(day, 2)):
            return rulesets.sign(drafted, by=self.director)

    def call(
        self,
        code: str,
        name: str,
        rules: RuleSet,
        day: date,
        *,
        apply: int,
        recommend: int,
        places: tuple[int, int],
        **other: Any,
    ) -> Call:
        """Drafted a week before, opened on the day; `apply` and `recommend` in days from then; `other` facts in their place."""
        with on(later(day, -7)):
            facts: dict[str, Any] = {
                "code": code, "track": "park", "title_zh": f"{name}国家高新区绿色发展示范园区申报",
                "title_en": f"Demonstration parks, call {code}",
                "summary_zh": SUMMARY, "summary_en": SUMMARY_EN, "rule_set": rules,
                "indicator_set": IndicatorSet.objects.get(code="office_default.1"), "indicator_year": 2025,
                "opens_at": clock.start_of(day), "apply_until": clock.end_of(later(day, apply)),
                "recommend_until": clock.end_of(later(day, recommend)), "paper_until": clock.end_of(later(day, recommend)),
                "quota": places[0], "reserves": places[1], "recommendation_quota": 8, "contact_name": "示例专项办公室综合处",
                "contact_phone": "010-00000000", "contact_email": "office@example.org", "contact_address": "示例市示例路1号",
                "supervision_phone": "010-00000001", **other,
            }  # fmt: skip
            facts.setdefault("rubric", self.rubric())
            documents = [
                {"title_zh": zh, "title_en": en, "note_zh": "", "required": True} for zh, en in DOCUMENTS
            ]
            call = calls.draft(fields=facts, documents=documents, by=self.clerk)
        with on(day, 9):
            return calls.open_call(call, by=self.director)

    def rubric(self, title: str = "示范园区评分表", rows: Iterable[Criteria] = CRITERIA) -> Rubric:
        criteria = [
            {"name_zh": zh, "name_en": en, "weight": weight, "guidance_zh": note}
            for zh, en, weight, note in rows
        ]
        known = Rubric.objects.filter(title=title).first()
        return known or calls.draft_rubric(title, criteria, by=self.clerk)

    # the call told to its end

    def first_call(self, call: Call) -> None:
        cases = self.first_applications(call)
        run = self.first_review(call, cases)
        for number, case in enumerate(cases):
            with on(date(2026, 6, 8 + number), 15):
                self.visit(case, date(2026, 6, 8 + number))
        with on(date(2026, 7, 6)):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            self.draft(PaperKind.MEETING, batch)
        with on(date(2026, 7, 7)):
            batch = self.meet(batch, date(2026, 7, 6), 7)
        with on(date(2026, 7, 8)):
            self.sign(batch)
        self.first_objections(call, batch)
        with on(date(2026, 8, 21)):
            self.draft(PaperKind.STATEMENT, call)
            self.draft(PaperKind.LIST, call)
        with on(date(2026, 8, 25)):
            document = self.publish(call, date(2026, 8, 24), 101)
        with on(date(2026, 8, 26)):
            decisions.sign_document(document, by=self.director)
            work()
        with on(date(2026, 8, 28)):
            self.archive(cases[2])

    def first_applications(self, call: Call) -> list[Application]:
        """Twenty zones apply. One is returned by its province and hands in again, one is asked for corrections."""
        cases = []
        for number, zone in enumerate(self.zones):
            with on(date(2026, 3, 9), 9, number):
                cases.append(self.start(call, zone))
            with on(date(2026, 3, 23), 9, number):
                self.submit(cases[-1])
        with on(date(2026, 3, 27)):
            returned = cases[6]
            applications.return_for_change(
                returned, reason="实施方案的资金来源请写明到年度。", by=self.cast.recommender(returned.zone)
            )
        with on(date(2026, 3, 31)):
            self.submit(returned)
        for number, case in enumerate(cases):
            with on(date(2026, 4, 3), 9, number):
                self.recommend(case, date(2026, 4, 2))
        self.check(cases)
        return cases

    def check(self, cases: list[Application]) -> None:
        corrected = cases[2]
        for number, case in enumerate(cases):
            with on(date(2026, 4, 9), 10, number):
                if case is not corrected:
                    self.accept(case)
        with on(date(2026, 4, 9), 11):
            items = [
                ("basics", "工业增加值与统计年报不一致，请核对。"),
                ("attachments", "数据来源说明缺少附表，请补充。"),
            ]
            check = applications.ask_correction(corrected, items, by=self.clerk)
            self.draft(PaperKind.CORRECTION, check)
        with on(date(2026, 4, 16)):
            self.correct(corrected)
        with on(date(2026, 4, 20)):
            self.accept(corrected)

    def correct(self, case: Application) -> None:
        """The figure is mended, the file added, each item answered, and a second version handed in."""
        manager = self.cast.manager(case.zone)
        self.write(case, "basics", self.pages(case)["basics"] | {"industrial_value_added": "301.20"})
        applications.attach(case, paper("数据来源说明-附表"), title="数据来源说明附表", by=manager)
        check = case.proceedings.get(closed_at=None).formalitychecks.latest("pk")
        answers = {item.pk: "已核对修改。" for item in check.items.all()}
        applications.answer_corrections(case, answers, by=manager)
        self.submit(case)

    def first_review(self, call: Call, cases: list[Application]) -> Any:
        with on(date(2026, 4, 27)):
            round_ = reviews.open_round(call, due=clock.end_of(date(2026, 5, 22)), by=self.clerk)
            panel = self.draw(round_, "综合评审组", cases)
        totals = {case.pk: 93 - number for number, case in enumerate(cases)}
        with on(date(2026, 5, 18)):
            self.score_all(panel, totals)
        with on(date(2026, 5, 20)):
            late = Assignment.objects.get(application=cases[4], expert__user__username="expert3")
            reviews.declare(late, no_conflict=False, reason="近期受聘为该园区一企业顾问", by=late.expert.user)
        with on(date(2026, 5, 25)):
            return self.rank(panel)

    def first_objections(self, call: Call, batch: Batch) -> None:
        """One objection is upheld and its zone struck out; one is dismissed; the first reserve moves up."""
        items = list(NoticeItem.objects.filter(notice__batch=batch).order_by("position", "pk"))
        with on(date(2026, 7, 15)):
            upheld = self.object_to(
                items[10], "该园区公示材料中的污水回用数据与生态环境部门公开数据不一致，请核实。"
            )
        with on(date(2026, 7, 16)):
            dismissed = self.object_to(items[3], "该园区主导产业占比的口径与统计年报不同，请核实其真实性。")
        with on(date(2026, 7, 24)):
            sweep()
            decisions.dismiss_objection(
                dismissed, finding="经核实，口径差异已在材料中说明，数据属实。", by=self.director
            )
        with on(date(2026, 7, 29)):
            decisions.uphold_objection(
                upheld, finding="经核实，污水回用数据无台账支撑，不予采信。", by=self.director
            )
        with on(date(2026, 7, 31)):
            again = decisions.draft_reconsideration(items[10].application, by=self.clerk)
            again = self.decide(
                again, items[10].application, Proposal.NOT_LISTED, "异议经核实成立，不再列入。"
            )
            again = self.meet(again, date(2026, 7, 31), 8)
        with on(date(2026, 8, 3)):
            self.sign(again)
        with on(date(2026, 8, 4)):
            promoted = decisions.promote_reserve(call, by=self.clerk)
            moved_up = promoted.items.get().application
            promoted = self.decide(promoted, moved_up, Proposal.LIST, "名额空出，备选第1名依次递补。")
            promoted = self.meet(promoted, date(2026, 8, 4), 9)
        with on(date(2026, 8, 5)):
            self.sign(promoted)
        with on(date(2026, 8, 20)):
            sweep()

    # the call about to be published

    def late_call(self, call: Call, zones: list[Zone], today: date) -> None:
        """Publication, an open objection, somebody not chosen who does not know it yet, and a notice that still runs."""
        begun = today - timedelta(days=75)
        cases = self.accepted(call, zones, later(begun, 3))
        with on(later(begun, 22)):
            round_ = reviews.open_round(call, due=clock.end_of(later(begun, 40)), by=self.clerk)
            panel = self.draw(round_, "评审组", cases)
        with on(later(begun, 30)):
            self.score_all(panel, {case.pk: 90 - 4 * number for number, case in enumerate(cases)})
            run = self.rank(panel)
        for case in cases[:3]:
            with on(later(begun, 36), 15):
                self.visit(case, later(begun, 36))
        with on(later(begun, 40)):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            batch = self.decide(
                batch, cases[2], Proposal.NOT_LISTED, "现场核查反映能源管理平台尚未运行，会议决定本批不列入。"
            )
            batch = self.meet(batch, later(begun, 40), 12)
        with on(later(begun, 41)):
            self.sign(batch)
        with on(later(begun, 50)):
            self.object_to(
                NoticeItem.objects.get(notice__batch=batch, application=cases[1]),
                "该园区绿色产业产值的统计范围存疑，请核实后再予公布。",
            )
        with on(later(begun, 62)):
            sweep()
            self.visit(cases[3], later(begun, 62))
        with on(later(begun, 68)):
            second = self.meet(decisions.draft_batch(call, run, by=self.clerk), later(begun, 68), 13)
        with on(later(begun, 71)):
            self.sign(second)
        with on(later(begun, 73)):
            self.publish(call, later(begun, 72), 131)

    def accepted(self, call: Call, zones: list[Zone], day: date) -> list[Application]:
        """Applied, recommended and accepted, within two weeks."""
        cases = []
        for number, zone in enumerate(zones):
            with on(day, 9, number):
                case = self.start(call, zone)
                self.submit(case)
            with on(later(day, 4), 9, number):
                self.recommend(case, later(day, 3))
            with on(later(day, 7), 9, number):
                self.accept(case)
            cases.append(case)
        return cases

    # the call that still takes applications

    def early_call(self, call: Call, zones: list[Zone], today: date) -> None:
        """From the draft to deliberation, one case at each stage."""
        begun = today - timedelta(days=45)
        done = self.accepted(call, zones[4:8], later(begun, 3))
        reviewed, visiting, reviewing, correcting = done[0], done[1], done[2], done[3]
        with on(later(begun, 12)):
            round_ = reviews.open_round(call, due=clock.end_of(later(today, 10)), by=self.clerk)
            first = self.draw(round_, "第一评审组", [reviewed, visiting])
            second = self.draw(round_, "第二评审组", [reviewing, correcting])
        with on(later(begun, 24)):
            self.score_all(first, {reviewed.pk: 88, visiting.pk: 84})
            self.score_all(second, {reviewing.pk: 82, correcting.pk: 80}, leave=4)
            run = self.rank(first)
        with on(later(begun, 34), 15):
            self.visit(reviewed, later(begun, 34))
        with on(later(begun, 38)):
            decisions.draft_batch(call, run, by=self.clerk)
            self.plan_visit(visiting, later(today, 5))
        self.beginnings(call, zones, today)

    def beginnings(self, call: Call, zones: list[Zone], today: date) -> None:
        """A correction under way, a check that waits, a recommendation that waits, a draft half written."""
        with on(later(today, -12)):
            correcting = self.start(call, zones[3])
            self.submit(correcting)
        with on(later(today, -8)):
            self.recommend(correcting, later(today, -9))
        with on(later(today, -6)):
            items = [
                ("plan", "任务“统一能源申报管理平台”缺少年度目标，请补充。"),
                ("sealed_page", "盖章页日期不清晰。"),
            ]
            self.draft(PaperKind.CORRECTION, applications.ask_correction(correcting, items, by=self.clerk))
        with on(later(today, -5)):
            checking = self.start(call, zones[2])
            self.submit(checking)
        with on(later(today, -3)):
            self.recommend(checking, later(today, -3))
        with on(later(today, -2)):
            recommending = self.start(call, zones[1])
            self.submit(recommending, seal=False)
        with on(later(today, -1)):
            self.draft_letter(recommending)
            self.start(call, zones[0], parts=("basics", "achievements"))
