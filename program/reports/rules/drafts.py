"""Questions about reports that are written: where they stand, what is missing, what they begin with, who may do what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing as Held
from program.reports.models import CHAPTERS, PIECES, Asked, Piece, Report, ReportTask, Section, TaskState
from program.reports.rules.opening import opened
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.supervision.models import Obligation
from program.zones.models import Zone, managing_organization

WRITING_ROLES = (*APPLICANT_ROLES, Role.ZONE_REVIEWER)
TO_EXPLAIN = (TaskState.BEHIND, TaskState.GIVEN_UP)


class ReportState(models.TextChoices):
    """Where a version stands; read from its return, stored nowhere."""

    WRITTEN = "written", gettext_lazy("being written")
    HANDED_IN = "handed_in", gettext_lazy("handed in, to be checked")
    RETURNED = "returned", gettext_lazy("returned for change")
    ACCEPTED = "accepted", gettext_lazy("report accepted")
    PUBLISHED = "published", gettext_lazy("accepted and published")


def state_of(report: Report) -> ReportState:
    handed_in = report.handed_in
    if handed_in is None:
        return ReportState.WRITTEN
    if report.published_at is not None:
        return ReportState.PUBLISHED
    if handed_in.accepted_at is not None:
        return ReportState.ACCEPTED
    return ReportState.HANDED_IN if handed_in.returned_at is None else ReportState.RETURNED


def is_published(obligation: Obligation) -> bool:
    """Whether an accepted report of the kind is public, by the rules under which the duty arose."""
    return bool(value(obligation.rule_set, Key(f"{obligation.duty}_published")))


# ---------------------------------------------------------------- who may do what
def writes_for(zone: Zone, held: Held) -> bool:
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*WRITING_ROLES)


def submits_for(zone: Zone, held: Held) -> bool:
    """The manager alone: it is the zone's word to the office, and to the public."""
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(Role.MANAGER)


@dataclass(frozen=True)
class ReportMoves:
    """What a person may do with the reports of a duty now; the verbs ask again."""

    begin: bool = False
    correct: bool = False  # begin, with a reason, beside the accepted one
    write: bool = False
    hand_in: bool = False
    check: bool = False

    def __bool__(self) -> bool:
        return any((self.begin, self.correct, self.write, self.hand_in, self.check))


def report_moves(obligation: Obligation, held: Held) -> ReportMoves:
    """A constant number of queries."""
    writes = writes_for(obligation.zone, held)
    waiting = obligation.returns.waiting().exists()
    written = obligation.reports.open().exists()
    begins = writes and not waiting and not written and not obligation.release
    return ReportMoves(
        begin=begins and obligation.accepted_at is None,
        correct=begins and obligation.accepted_at is not None,
        write=writes and written,
        hand_in=written and not obligation.release and submits_for(obligation.zone, held),
        check=waiting and held.has(Role.CLERK),
    )


# ---------------------------------------------------------------- what is missing
def is_required(piece: Piece, tasks: list[ReportTask]) -> bool:
    """What is behind is explained."""
    if piece == Piece.DEVIATIONS:
        return any(row.state in TO_EXPLAIN for row in tasks)
    return CHAPTERS[piece].required


@dataclass(frozen=True)
class ToDo:
    """A page of a report that is being written."""

    piece: Piece
    section: Section
    required: bool
    missing: str  # a sentence, or nothing
    remarks: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        return not self.missing and bool(self.section.text or self.piece == Piece.TASKS)

    @property
    def asked(self) -> Asked | None:
        return CHAPTERS.get(self.piece)


def to_do(report: Report, remarks: list[tuple[str, str]] | None = None) -> list[ToDo]:
    """The chapters, and the tasks where there are some, in their order. Two queries."""
    tasks = list(report.tasks.all())
    sections = {row.piece: row for row in report.sections.all()}
    found = []
    for piece in PIECES[report.obligation.duty]:
        section = sections.get(piece)
        if section is None:
            continue
        required = bool(tasks) if piece == Piece.TASKS else is_required(piece, tasks)
        said = tuple(text for place, text in remarks or () if place == piece)
        found.append(ToDo(piece, section, required, missing(piece, section, tasks, required), said))
    return found


def saves(report: Report) -> int:
    """How often a version has been saved: of two looks at it, whether somebody wrote in between."""
    total: int | None = report.sections.aggregate(saves=Sum("revision"))["saves"]
    return total or 0


def missing(piece: Piece, section: Section, tasks: list[ReportTask], required: bool) -> str:
    words = {"chapter": piece.label}
    if section.from_year is not None and (section.text or piece == Piece.TASKS):
        return (
            _("“%(chapter)s” was carried over from last year: read it, bring it up to date and save it.")
            % words
        )
    if piece == Piece.TASKS:
        open_ones = [row for row in tasks if not row.state or not row.result.strip()]
        return _("“%(chapter)s”: state and result of each task are missing.") % words if open_ones else ""
    if required and not section.text.strip():
        return _("“%(chapter)s” is not written yet.") % words
    return ""


# ---------------------------------------------------------------- what came before
def accepted_last(obligation: Obligation) -> Report | None:
    """The version that stands: what a correction replaces."""
    found: Report | None = obligation.reports.accepted().order_by("-handed_in__number").first()
    return found


def version_before(report: Report) -> Report | None:
    """The version of the same duty that was handed in before this one."""
    earlier = Report.objects.filter(obligation=report.obligation_id, handed_in__isnull=False).exclude(
        pk=report.pk
    )
    if report.handed_in is not None:
        earlier = earlier.filter(handed_in__number__lt=report.handed_in.number)
    found: Report | None = earlier.select_related("handed_in").order_by("-handed_in__number").first()
    return found


def returned_before(report: Report) -> Report | None:
    """The version to which this one is the answer, if that was returned."""
    before = version_before(report)
    handed_in = before.handed_in if before is not None else None
    return before if handed_in is not None and handed_in.returned_at is not None else None


def remarks_on(report: Report | None) -> list[tuple[str, str]]:
    """(piece, what is to be changed)."""
    if report is None or report.handed_in is None:
        return []
    return list(report.handed_in.remarks.values_list("field", "remark"))


def last_year(obligation: Obligation) -> Report | None:
    """The accepted report of the kind that is nearest before this year."""
    rows = Report.objects.accepted().filter(
        obligation__zone=obligation.zone_id,
        obligation__duty=obligation.duty,
        obligation__year__lt=obligation.year,
    )
    found: Report | None = (
        rows.select_related("obligation").order_by("-obligation__year", "-handed_in__number").first()
    )
    return found


def public_part(
    report: Report, *, replaced: bool = False, published: Iterable[Report] | None = None
) -> dict[str, Any]:
    """What everybody reads of a published report, which other reports of the zone were published before it. `published`: all
    that is published of the zone, where it is at hand; one query where it is not."""
    if published is None:
        published = Report.objects.published().filter(obligation__zone=report.obligation.zone_id)
    before = [
        each.data
        for each in published
        if each.obligation_id != report.obligation_id and moment(each) < moment(report)
    ]
    return opened(report.data, replaced=replaced, before=before)


def moment(published: Report) -> datetime:
    assert published.published_at is not None
    return published.published_at


def texts(report: Report | None) -> Mapping[str, Any]:
    return report.data["chapters"] if report is not None else {}


def task_results(report: Report | None) -> dict[str, tuple[str, str, Decimal | None]]:
    """Title → state, result, money."""
    rows = report.data.get("tasks", ()) if report is not None else ()
    return {
        row["title"]: (row["state"], row["result"], Decimal(row["money"]) if row["money"] else None)
        for row in rows
    }
