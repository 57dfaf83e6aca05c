"""Verbs on a report that is written: begun, chapter by chapter saved, discarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.documents import require_printable
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster
from program.reports import rules, steps
from program.reports.models import CHAPTERS, Piece, Report, Section, TaskState
from program.supervision import steps as duties
from program.supervision.models import Obligation


@transaction.atomic(durable=True)
def begin(obligation: Obligation, *, by: User, reason: str = "") -> Report:
    """The next version of a duty's report, filled with what is known. What was accepted is corrected, for a reason."""
    obligation = duties.lock(obligation)
    if not rules.writes_for(obligation.zone, fresh_standing(by)):
        raise NotYours
    require_open(obligation)
    corrected = rules.accepted_last(obligation)
    if corrected is not None and not reason.strip():
        raise Incomplete(_("Say what was wrong: readers of the older version are told."), field="reason")
    reason = reason.strip()[:300] if corrected is not None else ""
    require_printed(reason, "reason")
    made: Report = Report.objects.create(
        obligation=obligation, corrects=corrected, reason=reason,
        begun_by=by, begun_at=clock.now(),
    )  # fmt: skip
    steps.fill(made)
    journal.record(
        Verb.BEGIN_REPORT,
        by=by,
        subject=obligation,
        on_behalf=obligation.zone.name_zh,
        reason=made.reason or None,
    )
    return made


@transaction.atomic(durable=True)
def discard(report: Report, *, seen: int, by: User) -> None:
    """Throw away a version that was never handed in, as it was `seen`; what was handed in before stays as it is."""
    report = steps.lock(report)
    obligation = report.obligation
    if not rules.submits_for(obligation.zone, fresh_standing(by)):
        raise NotYours
    if rules.saves(report) != seen:
        raise SomebodyWasFaster(_("Somebody has written in this version since you opened the page."))
    journal.record(
        Verb.DISCARD_REPORT, by=by, subject=obligation, on_behalf=obligation.zone.name_zh,
        reason=report.reason or None,
    )  # fmt: skip
    report.sections.all().delete()
    report.tasks.all().delete()
    report.delete()


def require_open(obligation: Obligation) -> None:
    """Whether a (further) version can be begun now."""
    if not obligation.is_reported:
        raise Refused(_("This duty is not met by a report."))
    if obligation.release:
        raise Refused(_("This duty is owed no more."))
    if obligation.returns.waiting().exists():
        raise SomebodyWasFaster(_("What was handed in last waits to be checked."))
    if obligation.reports.open().exists():
        raise SomebodyWasFaster(_("Somebody has begun this report already: open it again."))


@transaction.atomic(durable=True)
def write(
    report: Report, piece: Piece, *, text: str, revision: int, by: User, trade_secret: bool = False
) -> Section:
    """Save a chapter as it is now, on top of the revision that was read; with that it is this year's own."""
    report = locked(report, by)
    section = unread(report, piece, revision)
    text = text.replace("\r\n", "\n").strip()  # as a browser sends it
    if len(text) > CHAPTERS[piece].length:
        raise Invalid(_("At most %(count)d characters.") % {"count": CHAPTERS[piece].length}, field="text")
    require_printed(text, "text")
    section.text, section.trade_secret = text, trade_secret
    return saved(report, section, by)


def require_printed(text: str, field: str) -> None:
    """What is frozen has to be printed, or the version would never have its print."""
    try:
        require_printable(text)
    except Invalid as refusal:
        raise Invalid(str(refusal), field=field) from refusal


@dataclass(frozen=True)
class Told:
    """What became of a task. `money`: spent since the beginning, 10⁴ yuan."""

    state: TaskState | str
    result: str
    money: Decimal | None


@transaction.atomic(durable=True)
def write_tasks(report: Report, told: Mapping[int, Told], *, revision: int, by: User) -> Section:
    """Save the whole table of tasks (position → what became of it)."""
    report = locked(report, by)
    section = unread(report, Piece.TASKS, revision)
    rows = list(report.tasks.select_for_update())
    require_printable("".join(each.result for each in told.values()))
    for row in rows:
        if row.position in told:
            one = told[row.position]
            row.state, row.result, row.money = one.state, one.result.strip()[:300], one.money
    type(rows[0]).objects.bulk_update(rows, ["state", "result", "money"]) if rows else None
    return saved(report, section, by)


def locked(report: Report, by: User) -> Report:
    report = steps.lock(report)
    if not rules.writes_for(report.obligation.zone, fresh_standing(by)):
        raise NotYours
    return report


def unread(report: Report, piece: Piece, revision: int) -> Section:
    """The chapter, if nobody saved it since the person read it."""
    section = steps.lock_section(report, piece)
    if section is None:
        raise Refused(_("This kind of report has no such chapter."))
    if section.revision != revision:
        raise Overtaken(_("This chapter was saved elsewhere since you opened the page."))
    return section


def saved(report: Report, section: Section, by: User) -> Section:
    section.from_year, section.revision = None, section.revision + 1
    section.edited_by, section.edited_at = by, clock.now()
    section.save()
    journal.record(
        Verb.WRITE_REPORT,
        by=by,
        subject=report.obligation,
        on_behalf=report.obligation.zone.name_zh,
        chapter=section.piece,
    )
    return section
