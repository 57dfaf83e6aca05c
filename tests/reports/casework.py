"""What zones and clerks do about reports, each thing by its verb."""

from datetime import date
from typing import Any

from program import clock
from program.people.models import User
from program.reports import actions, rules
from program.reports.models import CHAPTERS, Piece, Report, Section
from program.reports.rules.drafts import is_required
from program.rulesets.models import Scope
from program.supervision.models import Duty, Obligation
from program.zones.models import Zone
from tests.indicators.casework import VALUE_ADDED, accept, site
from tests.supervision.casework import on

__all__ = ["on"]
YEAR = 2025
POWER, COAL, GAS = (f"energy:{carrier}:production" for carrier in ("electricity", "raw_coal", "natural_gas"))


def owed(zone: Zone, duty: Duty = Duty.CARBON_PEAK_REPORT, year: int = YEAR) -> Obligation:
    """Due on 30 June of the next year."""
    made: Obligation = Obligation.objects.create(
        zone=zone, duty=duty, year=year, due=clock.end_of(date(year + 1, 6, 30)), authority="专项办规则",
        scope=Scope.EVERY_ZONE,
    )  # fmt: skip
    return made


def again(report: Report) -> Any:
    return Report.objects.select_related("obligation__zone", "handed_in").get(pk=report.pk)


def section(report: Report, piece: Piece) -> Section:
    found: Section = report.sections.get(piece=piece)
    return found


def write(report: Report, piece: Piece, text: str, by: User, **more: Any) -> Section:
    revision = more.pop("revision", section(report, piece).revision)
    return actions.write(report, piece, text=text, revision=revision, by=by, **more)


def filled(report: Report, by: User, text: str = "已完成。") -> Report:
    """Every chapter that must be written, and whatever was carried over, in a few words; every task under way."""
    for row in report.sections.all():
        piece = Piece(row.piece)
        if piece == Piece.TASKS:
            told = {
                task.position: actions.Told("on_course", "进展顺利。", None) for task in report.tasks.all()
            }
            actions.write_tasks(report, told, revision=row.revision, by=by)
        elif is_required(piece, []) or row.text:
            write(
                report,
                piece,
                row.text if row.from_year is None and row.text else f"{CHAPTERS[piece].length}{text}",
                by,
            )
    return report


def begun(duty: Obligation, by: User, reason: str = "") -> Report:
    return actions.begin(duty, by=by, reason=reason)


def handed_in(report: Report, by: User) -> Report:
    return actions.hand_in(report, seen=rules.frozen(again(report))[1], by=by)


def waiting(duty: Obligation, by: User, text: str = "已完成。", reason: str = "") -> Report:
    """Begun, written and handed in."""
    return handed_in(filled(begun(duty, by, reason), by, text), by)


def accepted(duty: Obligation, by: User, clerk: User, text: str = "已完成。", reason: str = "") -> Report:
    return actions.accept(waiting(duty, by, text, reason), by=clerk)


# ---------------------------------------------------------------- figures of enterprises
def firms(zone: Zone, count: int, **more: str) -> list[str]:
    """So many enterprises with power and value added; `more` of the first alone."""
    codes = [site(zone).credit_code for _ in range(count)]
    for place, code in enumerate(codes):
        own = {VALUE_ADDED: "1000", POWER: "100"} | (more if place == 0 else {})
        accept({(code, YEAR): own})
    return codes


def told(zone: Zone, contact: User, duty: Duty = Duty.CARBON_PEAK_REPORT) -> dict[str, Any]:
    """The content of a report that has just been begun."""
    return rules.content(begun(owed(zone, duty), contact))
