"""Results in rows: for a page, for one zone with every derivation, for a spreadsheet; targets against figures."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from openpyxl import Workbook

from program.files.spreadsheet import harmless, texts
from program.indicators.rules import Codes, unit_label
from program.indicators.rules.trajectories import Pace, Point, per_cent
from program.monitoring.models import MonitoringLine, MonitoringRun
from program.monitoring.rules import Course, Frame
from program.people.provinces import Province
from program.supervision.tables import tag

PACES = {
    Pace.DONE: "ok", Pace.ON_TRACK: "ok", Pace.WATCH: "info", Pace.OFF_TRACK: "wait", Pace.REVERSED: "bad", Pace.NO_DATA: "",
}  # fmt: skip


# ---------------------------------------------------------------- all zones
@dataclass(frozen=True)
class ResultRow:
    """A zone's line on the page of a run."""

    line: MonitoringLine
    rank: str
    points: list[str]
    tier: str
    final_tier: str
    link: bool


def rows_of(
    frame: Frame, lines: Iterable[MonitoringLine], *, ranks: bool, links: bool = True
) -> list[ResultRow]:
    """In the order in which the lines come."""
    return [
        ResultRow(
            line, str(line.rank) if ranks else "", points_in(frame, line), frame.tier(line.tier),
            frame.tier(line.final_tier), links,
        )
        for line in lines
    ]  # fmt: skip


def points_in(frame: Frame, line: MonitoringLine) -> list[str]:
    """Of each criterion, in the order of the scheme."""
    known: dict[str, str] = json.loads(line.points)
    return [known[row["code"]] for row in frame.criteria]


# ---------------------------------------------------------------- one zone
@dataclass(frozen=True)
class CriterionRow:
    """A criterion of one zone: value with its unit, how it came about, points, and what they count."""

    criterion: dict[str, Any]
    value: str
    unit: str
    how: list[str]
    points: str
    counted: Decimal


def criterion_rows(frame: Frame, line: MonitoringLine, known: Codes) -> list[CriterionRow]:
    given = {row["code"]: row for row in line.given["criteria"]}
    points: dict[str, str] = json.loads(line.points)
    return [
        CriterionRow(
            row, given[row["code"]]["value"] or "", unit_label(row["unit"]), list(how(given[row["code"]], known)),
            points[row["code"]],
            (Decimal(points[row["code"]]) * Decimal(row["weight"]) / 100).quantize(Decimal("0.01")),
        )
        for row in frame.criteria
    ]  # fmt: skip


def how(given: dict[str, Any], known: Codes) -> Iterator[str]:
    """The figures that went in, or why there is no value."""
    if given["why"] == "coverage":
        yield _("too few sites have declared")
    elif given["why"] == "nothing":
        yield _("nothing is due yet")
    for code, year in given["missing"]:
        yield _("no data: %(name)s (%(year)d)") % {"name": known.name(code), "year": year}
    for code, year, figure in given["terms"]:
        unit = unit_label(known.units.get(code, ""))
        yield _("%(name)s (%(year)d): %(figure)s") % {
            "name": known.name(code), "year": year, "figure": f"{Decimal(figure):,f} {unit}".strip(),
        }  # fmt: skip
    if given["counts"]:
        yield _("%(part)d of %(whole)d") % dict(zip(("part", "whole"), given["counts"], strict=True))
    if given["coverage"] and given["coverage"] != [1, 1]:
        yield _("%(part)d of %(whole)d sites declared") % dict(
            zip(("part", "whole"), given["coverage"], strict=True)
        )


# ---------------------------------------------------------------- targets
@dataclass(frozen=True)
class CourseRow:
    """A year of a target: expected, reached, progress and gap in per cent, and what that is called."""

    point: Point
    progress: Decimal | None
    gap: Decimal | None
    pace: SafeString


def course_rows(course: Course) -> list[CourseRow]:
    """The newest year first."""
    return [
        CourseRow(point, per_cent(point.progress), per_cent(point.gap), pace_tag(point.pace))
        for point in reversed(course.points)
    ]


def pace_tag(pace: Pace) -> SafeString:
    return tag(PACES[pace], pace.label)


# ---------------------------------------------------------------- the whole result
def table_of(run: MonitoringRun, lines: Iterable[MonitoringLine]) -> Iterator[list[Any]]:
    """Head, then a row each zone: every value and its points beside each other."""
    frame = Frame(run)
    criteria = [
        text for row in frame.criteria for text in (f"{row['name']} ({row['unit']})", _("points (of 100)"))
    ]
    yield [
        _("Rank"), _("Zone code"), _("Zone"), _("Province"), *criteria, _("Green part"), _("Score"), _("Points deducted"),
        _("Final score"), _("Tier"), _("Tiers lost"), _("Final tier"), _("Measures"),
    ]  # fmt: skip
    provinces = {province.value: str(province.label) for province in Province}
    for line in lines:
        given = {row["code"]: row["value"] for row in line.given["criteria"]}
        pairs = zip(frame.criteria, points_in(frame, line), strict=True)
        figures = [
            figure for row, points in pairs for figure in (number(given[row["code"]]), Decimal(points))
        ]
        measures = "; ".join(f"{row['measure']} {row['document']}" for row in line.given["deductions"])
        yield [
            line.rank, line.zone.code, line.zone.name, provinces[line.zone.province], *figures, line.green, line.score,
            line.deduction, line.final, frame.tier(line.tier), line.tiers_lost, frame.tier(line.final_tier), measures,
        ]  # fmt: skip


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def method_of(run: MonitoringRun) -> Iterator[list[Any]]:
    """What is needed to recount it by hand."""
    yield [_("Criterion"), _("Weight"), _("Floor"), _("Full mark at"), _("Points without data"), _("Unit")]
    for row in Frame(run).criteria:
        yield [
            row["name"],
            *(number(row[name]) for name in ("weight", "floor", "full", "no_data")),
            unit_label(row["unit"]),
        ]
    yield [_("Inputs (sha256)"), run.sha256]


def as_csv(run: MonitoringRun, lines: Iterable[MonitoringLine]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    written = StringIO()
    writer = csv.writer(written)
    for row in table_of(run, lines):
        writer.writerow(["" if value is None else harmless(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(run: MonitoringRun, lines: Iterable[MonitoringLine]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in ((str(run), table_of(run, lines)), (_("Method"), method_of(run))):
        sheet = book.create_sheet(title)
        for place, row in enumerate(rows):
            sheet.append(texts(sheet, row, bold=not place))
    target = BytesIO()
    book.save(target)
    return target.getvalue()
