"""Monitoring in the demonstration: three years evaluated, one of them twice after a reversal, and a scheme being drafted."""

from datetime import date
from decimal import Decimal

from program.indicators import actions as declaring
from program.indicators.models import Declaration
from program.indicators.rules import Cell, item_place
from program.management.demo.acts import on, work
from program.management.demo.measures import REPAIRS, Measures
from program.management.demo.scans import paper
from program.measures import actions as measures
from program.measures.models import Grade, Measure
from program.monitoring import actions
from program.monitoring.models import MonitoringRun, Scheme
from program.monitoring.tasks import look_at_all
from program.zones.models import Zone

YEAR = 2025


class Monitoring:
    """After two accidents of 2025; one measure is reversed when the year has been evaluated."""

    def __init__(self, measured: Measures) -> None:
        self.measured, self.before = measured, measured.before
        self.clerk, self.director, self.second = measured.clerk, measured.director, measured.second

    def tell(self) -> None:
        spilt, acquitted = self.measured.evaluated
        lasting = self.measure(spilt, 75, "61", "2025年底园区一化工企业储罐泄漏，污染物经雨水口进入示例河。")
        with self.before(60):
            measures.draft_letter(lasting, by=self.clerk)
        reversed_ = self.measure(acquitted, 74, "62", "2025年底园区污水处理厂超标排放，下游断面水质异常。")
        self.evaluated(YEAR - 1, 58)
        self.evaluated(YEAR, 52)
        self.reversed(reversed_)
        self.evaluated(YEAR, 30, "一项处理措施经复核撤销，其扣分降档事由消失，重新测算。")
        self.watch()
        self.corrected(spilt)
        self.begun(YEAR - 2, 4)
        self.redrafted()

    def measure(self, zone: Zone, days: int, number: str, text: str) -> Measure:
        """An accident of grade II that counts in the evaluation of 2025."""
        lead = self.measured.accident(zone, days, Grade.SERIOUS, text, date(YEAR, 12, 18))
        drafted = self.measured.drafted(lead, days - 5, REPAIRS, evaluated=YEAR)
        return self.measured.signed(drafted, days - 12, number, "事故发生在2025年，扣分降档计入当年评价。")

    def begun(self, year: int, days: int, reason: str = "") -> MonitoringRun:
        with self.before(days):
            run = actions.draft_run(Scheme.objects.get(), year, reason=reason, by=self.clerk)
            work()
            return run

    def evaluated(self, year: int, days: int, reason: str = "") -> None:
        """Signed the day after."""
        run = self.begun(year, days, reason)
        with self.before(days - 1):
            actions.sign_run(run, by=self.director)
            work()

    def reversed(self, measure: Measure) -> None:
        """The ecology authority has corrected the grade."""
        with self.before(44):
            text = "省级监测复核认定超标系上游来水所致，请求撤销。"
            by = self.measured.cast.manager(measure.zone)  # type: ignore[arg-type]
            measures.appeal(measure, text=text, by=by, file=paper("监测复核意见"))
        with self.before(38):
            reason = "经复核，水质异常系上游来水所致，原认定有误，予以撤销。"
            given = self.measured.given("66")
            measures.draft_reversal(measure, given, reason=reason, by=self.measured.supervisor)
        with self.before(36):
            measures.sign_reversal(measure, by=self.second)

    def watch(self) -> None:
        """Figures against targets and red lines, as the clock looked at them a year ago and does now."""
        with on(self.measured.today.replace(year=YEAR, month=9, day=1)):
            look_at_all("")
        with self.before(20):
            look_at_all("")

    def corrected(self, zone: Zone) -> None:
        """The zone declares the accident that it had left out: beyond the red line once that is accepted."""
        by = self.measured.cast.manager(zone)
        declared = Declaration.objects.in_force().get(zone=zone, site=None, year=YEAR)
        with self.before(18):
            asked = declaring.ask_reopening(declared, reason="补报2025年重大环境污染事故数。", by=by)
        with self.before(17):
            opened = declaring.reopen(asked, by=self.clerk)
        with self.before(16):
            cells = [Cell(item_place("serious_incidents"), Decimal(1))]
            declaring.submit(declaring.enter(opened, cells, revision=opened.revision, by=by), by=by)
        with self.before(14):
            declaring.accept(Declaration.objects.get(pk=opened.pk), by=self.clerk)
            work()

    def redrafted(self) -> None:
        """The next version waits for a director."""
        with self.before(9):
            draft = actions.draft_scheme(
                code="evaluation.2", title_zh="国家高新区绿色发展监测评价方案（修订稿）",
                title_en="Monitoring of green development (being revised)", base=Scheme.objects.get(), by=self.clerk,
            )  # fmt: skip
        with self.before(8):
            actions.change_scheme(draft, {}, {"energy_intensity": {"weight": Decimal(30)}}, {}, by=self.clerk)
            actions.remove_criterion(draft, "ledger_coverage", by=self.clerk)
