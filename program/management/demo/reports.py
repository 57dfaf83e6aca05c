"""The reports of the demonstration: two years of both public kinds, one corrected, and the progress of the zones that build."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import program
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast
from program.reports import actions, rules
from program.reports.models import Piece, Report, TaskState
from program.supervision.models import Duty, Obligation
from program.zones.models import Zone

TEXTS = Path(program.__file__).parent / "assets" / "data" / "demo_reports.csv"
RESULTS = (
    (TaskState.DONE, "已建成投运，达到任务目标。", "0.95"),
    (TaskState.ON_COURSE, "按计划推进，完成年度节点。", "0.60"),
    (TaskState.BEHIND, "设备招标流标一次，进度落后约四个月。", "0.25"),
)
"""What became of the first, the second, and every further task; of the money planned so much is spent."""


class Reports:
    """Written, handed in and accepted, each on its day."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.clerk = cast, cast.user("clerk")
        with TEXTS.open(encoding="utf-8", newline="") as file:
            self.texts = {row["piece"]: row["text"] for row in csv.DictReader(file)}

    def of(self, zone: Zone, duty: Duty, year: int) -> Obligation:
        found: Obligation = Obligation.objects.get(zone=zone, duty=duty, year=year)
        return found

    def begin(self, duty: Obligation, reason: str = "") -> Report:
        return actions.begin(duty, reason=reason, by=self.cast.manager(duty.zone))

    def write(self, report: Report, last: int | None = None, /, **other: str) -> Report:
        """All chapters, or the first so many; `other` texts by chapter."""
        by, duty = self.cast.manager(report.obligation.zone), report.obligation
        for section in list(report.sections.all())[:last]:
            if section.piece == Piece.TASKS:
                actions.write_tasks(report, dict(self.told(report)), revision=section.revision, by=by)
                continue
            text = other.get(section.piece) or section.text
            if not text or section.from_year is not None:
                text = self.texts[section.piece].format(zone=duty.zone.name_zh, year=duty.year)
            actions.write(report, Piece(section.piece), text=text, revision=section.revision, by=by)
        return report

    def told(self, report: Report) -> list[tuple[int, actions.Told]]:
        found = []
        for place, task in enumerate(report.tasks.all()):
            state, result, share = RESULTS[min(place, 2)]
            spent = round(task.planned * Decimal(share), 2) if task.planned else None
            found.append((task.position, actions.Told(state, result, spent)))
        return found

    def hand_in(self, report: Report) -> Report:
        report = Report.objects.select_related("obligation__zone", "obligation__rule_set").get(pk=report.pk)
        seen = rules.frozen(report)[1]
        return actions.hand_in(report, seen=seen, by=self.cast.manager(report.obligation.zone))

    def waiting(self, zone: Zone, duty: Duty, year: int, day: date, **other: str) -> Report:
        with on(day):
            return self.hand_in(self.write(self.begin(self.of(zone, duty, year)), **other))

    def accept(self, report: Report, day: date) -> None:
        with on(day):
            actions.accept(report, by=self.clerk)

    def accepted(self, zone: Zone, duty: Duty, year: int, day: date, **other: str) -> None:
        self.accept(self.waiting(zone, duty, year, day, **other), later(day, 5))

    def correct(self, zone: Zone, duty: Duty, year: int, day: date, reason: str, **other: str) -> None:
        """A second version beside the first."""
        with on(day):
            report = self.hand_in(self.write(self.begin(self.of(zone, duty, year), reason), **other))
        self.accept(report, later(day, 6))
