"""Leads and measures of the demonstration: one at every stop of their way, told backwards from today."""

from contextlib import AbstractContextManager
from datetime import date

from program import clock
from program.decisions.models import Standing
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast
from program.management.demo.scans import paper
from program.measures import actions, rules
from program.measures.actions import Accident, Said, Terms, Written
from program.measures.models import Grade, Ground, Lead, LeadSource, Measure, Rectification
from program.registers.actions import Given
from program.zones.models import Zone

ECOLOGY, OFFICE = "示例省生态环境厅", "示例专项办公室"
REPAIRS = "修复雨污水管网和事故应急池，完成渗漏检测\n修订突发环境事件应急预案并组织演练"
REPORT = "补报2024年度碳达峰报告缺失的核算附表\n建立报送责任制度，明确责任人和时限"
FIGURES = "按统计口径更正申报数据并说明原因"


class Measures:
    """About five zones that are being built and of which the rest of the story asks nothing more."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today = cast, today
        names = ("clerk", "director", "director2", "supervisor")
        self.clerk, self.director, self.second, self.supervisor = map(cast.user, names)
        building = [
            zone
            for zone in cast.zones()[:20]
            if zone.designations.filter(standing=Standing.BUILDING).exists()
        ]
        self.zones, self.evaluated = building[-5:], building[-7:-5]

    def tell(self) -> None:
        spilt, named, acquitted, late, waiting = self.zones
        self.suspended(spilt)
        self.reversed(acquitted)
        self.rectified(late)
        self.announced(named)
        self.to_sign(waiting)
        self.heard(named, spilt)

    def before(self, days: int, hour: int = 10) -> AbstractContextManager[None]:
        return on(later(self.today, -days), hour)

    # ---------------------------------------------------------------- each at its stop

    def suspended(self, zone: Zone) -> None:
        """An accident of grade II: suspended, points and a tier proposed for deduction, rectification half done."""
        lead = self.accident(
            zone, 58, Grade.SERIOUS, "暴雨期间园区污水管网破裂，部分工业废水经雨水口外排，下游饮用水源地应急停止取水。"
        )  # fmt: skip
        measure = self.signed(
            self.drafted(lead, 50, REPAIRS), 44, "31", "事故发生属实，应急处置及时不影响责任认定。"
        )
        with self.before(38):
            actions.draft_letter(measure, by=self.clerk)
        shown = Rectification.objects.get(measure=measure)
        first, second = shown.items.all()
        written = {
            first.pk: Written(
                "两个月内完成管网修复", "已修复管网三处，渗漏检测完成。", paper("渗漏检测报告")
            ),
            second.pk: Written("本季度修订预案，随后组织演练", "", None),
        }
        with self.before(15):
            actions.write(shown, written, by=self.cast.manager(zone))

    def reversed(self, zone: Zone) -> None:
        """Appealed against; the office finds that it was wrong: the designation stands as before."""
        lead = self.breach(
            zone,
            56,
            Ground.FALSE_FIGURES,
            LeadSource.INSPECTION,
            "抽查发现单位工业增加值能耗与能源平台数据不一致。",
        )
        measure = self.signed(self.drafted(lead, 52, FIGURES), 46, "33", "申辩未附证明材料，不予采纳。")
        with self.before(40):
            text = "差异系能源平台重复计入余热回收所致，附统计部门核定文件，请求撤销。"
            actions.appeal(measure, text=text, by=self.cast.manager(zone), file=paper("统计部门核定文件"))
        with self.before(34):
            reason = "经复核，申报数据与统计部门核定数据一致，原认定有误，予以撤销。"
            actions.draft_reversal(measure, self.given("39"), reason=reason, by=self.supervisor)
        with self.before(33):
            actions.sign_reversal(measure, by=self.second)

    def rectified(self, zone: Zone) -> None:
        """A late report: rectified, handed in, to be checked."""
        lead = self.breach(
            zone,
            49,
            Ground.LATE,
            LeadSource.ALERT,
            "2024年度碳达峰报告逾期报送，经两次催报后补交，核算附表缺失。",
        )
        measure = self.signed(self.drafted(lead, 45, REPORT), 39, "35", "逾期属实，申辩理由不成立。")
        shown, by = Rectification.objects.get(measure=measure), self.cast.manager(zone)
        written = {
            item.pk: Written("一个月内完成", "已完成，详见所附材料。", paper(f"整改材料{item.position}"))
            for item in shown.items.all()
        }
        with self.before(4):
            actions.hand_in(actions.write(shown, written, by=by), by=by)

    def announced(self, zone: Zone) -> None:
        """Figures found false: announced yesterday, may be answered."""
        lead = self.breach(
            zone,
            12,
            Ground.FALSE_FIGURES,
            LeadSource.REPORT,
            "反映该园区绿色产业产值重复统计，涉及企业三家。",
        )
        measure = self.drafted(lead, 5, FIGURES)
        with self.before(1, 9):
            actions.announce(measure, by=self.supervisor)

    def to_sign(self, zone: Zone) -> None:
        """An accident of grade III: answered, decided on; a director signs next."""
        lead = self.accident(zone, 30, Grade.LARGER, "园区一危险废物暂存库起火，产生消防废水，已截留处置。")
        self.decided(self.drafted(lead, 22, REPAIRS), 16, "42", "起火原因已查明，管理责任成立。")

    def heard(self, named: Zone, spilt: Zone) -> None:
        """One dismissed, one to be verified, one accident that waits for the ecology authority's document."""
        lead = self.record(
            named, 26, Ground.OTHER, LeadSource.REPORT, "反映园区夜间有异味，疑似来自污水处理厂。"
        )
        with self.before(21):
            verdict = "经现场监测，厂界臭气浓度达标，反映情况不属实。"
            actions.dismiss(lead, verdict=verdict, by=self.supervisor)
        self.record(spilt, 3, Ground.OTHER, LeadSource.PRESS, "媒体报道园区内一企业厂区扬尘管控不到位。")
        self.record(
            named, 2, Ground.INCIDENT, LeadSource.SELF, "一企业储罐泄漏，园区已启动应急响应，等级待认定。"
        )

    # ---------------------------------------------------------------- the way of each

    def record(
        self,
        zone: Zone,
        days: int,
        ground: Ground,
        source: LeadSource,
        text: str,
        happened: date | None = None,
    ) -> Lead:
        """Written down the day after it happened, where nothing else is said."""
        said = Said(ground, source, happened or later(self.today, -days - 1), text, zone=zone)
        with self.before(days):
            return actions.record(said, by=self.clerk)

    def breach(self, zone: Zone, days: int, ground: Ground, source: LeadSource, text: str) -> Lead:
        lead = self.record(zone, days, ground, source, text)
        with self.before(days, 16):
            return actions.verify(lead, verdict=f"经核实，情况属实：{text}", by=self.supervisor)

    def accident(self, zone: Zone, days: int, grade: Grade, text: str, happened: date | None = None) -> Lead:
        """Verified two days later by the ecology authority's document."""
        lead = self.record(zone, days, Ground.INCIDENT, LeadSource.ECOLOGY, text, happened)
        with self.before(days - 2):
            day = clock.today()
            given = Given(ECOLOGY, f"示例环函〔{day.year}〕{days}号", day, paper(f"事故认定-{zone.code}"))
            finding = Accident(given, grade, "示例化工有限公司，园区管理机构负监管责任")
            return actions.verify(
                lead, verdict=f"{text}等级和责任以认定文件为准。", by=self.supervisor, accident=finding
            )

    def drafted(self, lead: Lead, days: int, requirements: str, *, evaluated: int = 0) -> Measure:
        """What the rules name; points count in the evaluation of that year, or of this one."""
        assert lead.zone is not None
        with self.before(days):
            wanted = rules.proposed(lead, rules.rules_in_force(), clock.today(), against_zone=True)
            terms = Terms(
                wanted.kind, lead.verdict, wanted.restriction_years, wanted.points, wanted.tiers,
                (evaluated or clock.today().year) if wanted.points is not None else None, wanted.rectify_by, requirements,
            )  # fmt: skip
            return actions.draft(lead, actions.against_zone(lead.zone), terms, by=self.supervisor)

    def decided(self, measure: Measure, days: int, number: str, reason: str) -> Measure:
        """Announced, answered three days later, decided on the next day."""
        assert measure.zone is not None
        with self.before(days + 4):
            actions.announce(measure, by=self.supervisor)
        with self.before(days + 1):
            by = self.cast.manager(measure.zone)
            actions.defend(measure, text="我园区已采取措施，恳请从轻处理。", by=by)
        with self.before(days):
            return actions.decide(measure, self.given(number), reason=reason, by=self.supervisor)

    def signed(self, measure: Measure, days: int, number: str, reason: str) -> Measure:
        measure = self.decided(measure, days, number, reason)
        with self.before(days, 16):
            return actions.sign(measure, by=self.director)

    def given(self, number: str) -> Given:
        day = clock.today()
        return Given(OFFICE, f"示例专项办决〔{day.year}〕{number}号", day, paper(f"处理决定-{number}"))
