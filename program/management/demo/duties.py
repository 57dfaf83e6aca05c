"""The duties of the demonstration: two years that were met, and one with everything that can become of a duty."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction

from program.management.demo.acts import later, on, paper, work
from program.management.demo.cast import Cast
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
            self.meet(year, date(year + 1, 2, 20), Duty.PROGRESS)
            self.meet(year, date(year + 1, 3, 20), Duty.LEDGER)
            sweep(date(year + 1, 4, 25))
            self.meet(year, date(year + 1, 6, 12), REPORT, but=self.zones[9:10] if year == 2024 else ())
            self.meet(year, date(year + 1, 7, 20), Duty.GREEN_REPORT)
        for days in (1, 8):
            sweep(later(date(2025, 6, 30), days))
        self.meet(2024, date(2025, 7, 12), REPORT)

    # ---------------------------------------------------------------- one with everything

    def tell(self, today: date) -> None:
        """2025, due in 2026: late and red, extended, returned, waived, to be checked, and a request that waits."""
        first, *_rest = self.zones
        extended, returned, waived, red, ended, sent = self.zones[3:9]
        sweep(date(2026, 1, 2))
        self.meet(2025, date(2026, 2, 18), Duty.PROGRESS)
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
        self.meet(2025, date(2026, 6, 18), REPORT, but=[first, extended, returned, red, ended, sent])
        self.corrected(first)
        self.look(date(2026, 6, 30), today)
        self.meet(2025, date(2026, 7, 22), Duty.GREEN_REPORT)
        self.lately(today, returned, red, sent)

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

    def hand_in(self, zone: Zone, day: date, note: str = "") -> None:
        with on(day):
            scan = paper(f"{zone.name_zh}-2025年度碳达峰报告")
            actions.hand_in_return(self.of(zone, REPORT), scan=scan, note=note, by=self.cast.manager(zone))

    def corrected(self, zone: Zone) -> None:
        """Handed in, returned item by item, handed in again, accepted."""
        self.hand_in(zone, date(2026, 6, 15))
        with on(date(2026, 6, 19)):
            remarks = [("三、碳排放核算", "外购电力排放因子与因子集不一致"), ("", "补充重点企业名单")]
            self.check(zone, lambda found: actions.send_return_back(found, remarks, by=self.clerk))
        self.hand_in(zone, date(2026, 6, 25), "已按退回意见逐项修改。")
        with on(date(2026, 6, 29)):
            self.check(zone, lambda found: actions.accept_return(found, by=self.clerk))

    def check(self, zone: Zone, verb: Callable[..., object]) -> None:
        verb(self.of(zone, REPORT).returns.waiting().get())

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
        self.hand_in(returned, later(today, -8))
        with on(later(today, -3)):
            remarks = [("五、达峰目标", "达峰年份与上年度报告不一致，请说明")]
            self.check(returned, lambda found: actions.send_return_back(found, remarks, by=self.clerk))
        self.hand_in(sent, later(today, -1), "因核查机构更换，报送迟延。")
        with on(later(today, -1)):
            actions.ask_extension(
                self.of(red, REPORT),
                until=later(today, 30),
                reason="正在补充重点企业数据。",
                by=self.cast.manager(red),
            )
        sweep(today - timedelta(days=1))
        work()
