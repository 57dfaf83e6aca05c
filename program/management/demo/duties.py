"""The duties of the demonstration: two years that were met, and one with everything that can become of a duty."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from program.management.demo.acts import later, on, work
from program.management.demo.cast import Cast
from program.management.demo.reports import Reports
from program.reports import actions as reports
from program.reports.models import Piece, Report
from program.supervision import actions, steps
from program.supervision.models import Alert, Duty, Obligation
from program.supervision.tasks import follow_figures, keep_alerts, keep_duties
from program.zones.models import Zone

RUNGS = (1, 7, 15, 30)
"""So many days after a due day the demonstration looks what has become of it."""
REPORT = Duty.CARBON_PEAK_REPORT


def sweep(day: date) -> None:
    """What the minute's sweep does that day."""
    with on(day, 9):
        for part in (keep_duties, follow_figures, keep_alerts):
            part()


class Duties:
    """Told forwards: what is asked for comes before its day, what is late after it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.clerk, self.director, self.supervisor = map(cast.user, ("clerk", "director", "supervisor"))
        self.zones = cast.zones()
        self.reports = Reports(cast)

    def of(self, zone: Zone, duty: Duty, year: int = 2025) -> Obligation:
        found: Obligation = Obligation.objects.get(zone=zone, duty=duty, year=year)
        return found

    def meet(self, year: int, day: date, duty: Duty, but: Iterable[Zone] = ()) -> None:
        """Everybody else hands in on that day, and is accepted five days later."""
        waiting = Obligation.objects.open().filter(year=year, duty=duty).exclude(zone__in=list(but))
        met = list(waiting.select_related("zone"))
        for moment, step in ((day, steps.hand_in), (later(day, 5), steps.accept)):
            with on(moment), transaction.atomic():
                for each in met:
                    step(each.zone, duty, year)

    # ---------------------------------------------------------------- two years that were met

    def tell_earlier(self) -> None:
        """2023 and 2024: all on time, but for one report that came twelve days late."""
        for year in (2023, 2024):
            sweep(date(year + 1, 1, 2))
            self.report_on_building(year, date(year + 1, 2, 20))
            self.meet(year, date(year + 1, 3, 20), Duty.LEDGER)
            sweep(date(year + 1, 4, 25))
            self.report(year, self.zones[:5] if year == 2024 else [])
            self.meet(year, date(year + 1, 6, 12), REPORT, but=self.zones[9:10] if year == 2024 else ())
        for days in (1, 8):
            sweep(later(date(2025, 6, 30), days))
        self.reports.accepted(self.zones[9], REPORT, 2024, date(2025, 7, 12))
        self.reports.correct(
            self.zones[1], REPORT, 2024, date(2025, 9, 3), "外购电力漏计一户企业，已补正能源分析和排放分析。",
            energy="2024年外购电力漏计一户企业，现已补正；结构判断不变，外购电力仍为主要能源。",
        )  # fmt: skip

    def report_on_building(self, year: int, day: date) -> None:
        """The zones that are being built, on each task of their plans."""
        for each in Obligation.objects.open().filter(year=year, duty=Duty.PROGRESS).select_related("zone"):
            self.reports.accepted(each.zone, Duty.PROGRESS, year, day)

    def report(self, year: int, zones: Iterable[Zone]) -> None:
        """Carbon-peak reports of some, green development reports of all that owe one."""
        for place, zone in enumerate(zones):
            self.reports.accepted(zone, REPORT, year, later(date(year + 1, 6, 3), place))
        for each in (
            Obligation.objects.open().filter(year=year, duty=Duty.GREEN_REPORT).select_related("zone")
        ):
            self.reports.accepted(each.zone, Duty.GREEN_REPORT, year, date(year + 1, 7, 8))

    # ---------------------------------------------------------------- one with everything

    def tell(self, today: date) -> None:
        """2025, due in 2026: late and red, extended, returned, waived, to be checked, and a request that waits."""
        first, *_rest = self.zones
        extended, returned, waived, red, ended, sent = self.zones[3:9]
        sweep(date(2026, 1, 2))
        self.report_on_building(2025, date(2026, 2, 18))
        with on(date(2026, 3, 12)):
            asked = actions.propose_waiver(
                self.of(waived, Duty.LEDGER), reason="园区2025年整体搬迁，全年未形成工作台账。", by=self.clerk
            )
        with on(date(2026, 3, 13)):
            actions.approve(asked, by=self.director)
        with on(date(2026, 3, 18)):
            kept = actions.hand_in_return(
                self.of(first, Duty.LEDGER),
                note="2025年度台账已录入完毕，共46条。",
                by=self.cast.user("zone"),
            )
        with on(date(2026, 3, 23)):
            actions.accept_return(kept, by=self.clerk)
        self.meet(2025, date(2026, 3, 24), Duty.LEDGER)
        self.look(date(2026, 3, 31), today)
        self.look(date(2026, 4, 30), today)
        self.acknowledge(self.of(first, Duty.DECLARATIONS), date(2026, 5, 4), today)
        self.extend(
            extended, min(later(today, 20), date(2027, 6, 30)), "核查机构排期延后，报告于所申请日期前完成。"
        )
        self.extend(ended, max(later(today, -3), date(2026, 7, 1)), "能源管理平台升级，数据导出推迟。")
        self.report(2025, self.zones[1:3])
        self.meet(2025, date(2026, 6, 18), REPORT, but=[first, extended, returned, red, ended, sent])
        self.corrected(first)
        self.look(date(2026, 6, 30), today)
        self.lately(today, returned, red, sent)
        with on(later(today, -2)):
            self.reports.write(self.reports.begin(self.of(extended, REPORT)), 3)

    def look(self, due: date, today: date) -> None:
        for days in RUNGS:
            if later(due, days) < today:
                sweep(later(due, days))

    def extend(self, zone: Zone, until: date, reason: str) -> None:
        with on(date(2026, 6, 16)):
            asked = actions.ask_extension(
                self.of(zone, REPORT), until=until, reason=reason, by=self.cast.manager(zone)
            )
        with on(date(2026, 6, 18)):
            actions.approve(asked, by=self.director)

    def corrected(self, zone: Zone) -> None:
        """Handed in, returned item by item, handed in again, accepted."""
        first = self.reports.waiting(zone, REPORT, 2025, date(2026, 6, 15))
        self.send_back(
            first,
            date(2026, 6, 19),
            (Piece.EMISSIONS, "请写明外购电力排放因子的取值。"),
            ("", "补充重点企业名单。"),
        )
        again = "2025年能源活动二氧化碳排放见历年情况表。外购电力按因子集所列当年因子和固定因子分别计算，重点企业名单已补充。"
        second = self.reports.waiting(zone, REPORT, 2025, date(2026, 6, 25), emissions=again)
        self.reports.accept(second, date(2026, 6, 29))

    def send_back(self, report: Report, day: date, *remarks: tuple[str, str]) -> None:
        with on(day):
            reports.send_back(report, remarks, by=self.clerk)

    def acknowledge(self, obligation: Obligation, day: date, today: date) -> None:
        alert = Alert.objects.open().filter(obligation=obligation).first()
        if alert is not None and day < today:
            with on(day):
                actions.take(alert, by=self.supervisor)
                actions.acknowledge(
                    alert, plan="已逐户催报，其余两家企业五月底前完成申报和审核。", by=self.cast.manager(obligation.zone)
                )  # fmt: skip

    def lately(self, today: date, returned: Zone, red: Zone, sent: Zone) -> None:
        """One returned a few days ago, one late for good that asks for more time, one that waits to be checked."""
        sent_in = self.reports.waiting(returned, REPORT, 2025, later(today, -8))
        self.send_back(
            sent_in, later(today, -3), (Piece.PEAK, "达峰年份与上年度报告的表述不一致，请说明。"),
            (Piece.MIX, "热力消费量请与供热企业结算数据核对。"),
        )  # fmt: skip
        self.reports.waiting(sent, REPORT, 2025, later(today, -1))
        with on(later(today, -1)):
            actions.ask_extension(
                self.of(red, REPORT),
                until=later(today, 30),
                reason="正在补充重点企业数据。",
                by=self.cast.manager(red),
            )
        sweep(today - timedelta(days=1))
        work()
