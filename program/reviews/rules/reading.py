"""Where reading and scoring stand: what an expert may do with a file, how far a panel is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from program.applications.models import Application
from program.calls.models import Call
from program.people.models import Role
from program.people.rules import people_with
from program.process.models import StageName
from program.reviews.models import (
    Assignment,
    Declaration,
    Expert,
    Panel,
    PanelCase,
    PanelMember,
    ReviewConclusion,
    ScoreSheet,
)
from program.reviews.rules.conflicts import Conflicts
from program.rulesets.models import Key, Parameter, RuleSet

READING_STAGES = frozenset({StageName.EXPERT_REVIEW, StageName.SITE_VISIT, StageName.DELIBERATION})
"""Until a decision is carried out a sheet may be replaced; after the panel has closed only by somebody assigned since."""


class State(models.TextChoices):
    """Where an assignment stands; read from its rows, stored nowhere."""

    CONFIDENTIALITY = "confidentiality", _("confidentiality not signed")
    DECLARATION = "declaration", _("not declared yet")
    NOT_BEGUN = "not_begun", _("not begun")
    DRAFT = "draft", _("being scored")
    SUBMITTED = "submitted", _("scored")
    CLOSED = "closed", _("closed without a sheet")
    CONFLICT = "conflict", _("conflict of interest")
    VOID = "void", _("voided")


TAGS = {
    State.SUBMITTED: "ok",
    State.DRAFT: "info",
    State.CONFIDENTIALITY: "wait",
    State.DECLARATION: "wait",
    State.NOT_BEGUN: "wait",
    State.CONFLICT: "bad",
    State.VOID: "bad",
    State.CLOSED: "",
}
"""Which colour helps each word."""


def awaited() -> QuerySet[Assignment]:
    """Assignments whose sheet is still to come: `takes_sheets`, and none stands submitted."""
    given = ScoreSheet.objects.counted().filter(assignment=OuterRef("pk"))
    scoring = Q(case__closed_at=None) | Q(open_since__gt=F("case__closed_at"))
    # The stage is looked up, not joined: read are the newest cases, and a join finds them after all the others.
    stage = Application.objects.filter(pk=OuterRef("application")).values("stage")
    rows: QuerySet[Any] = Assignment.objects.standing().alias(stage=Subquery(stage))
    return rows.filter(scoring, ~Exists(given), stage__in=READING_STAGES, proceeding__closed_at=None)


def takes_sheets(assignment: Assignment) -> bool:
    """Whether scores may still come: the case is being read, and its scoring open, or opened again for this expert."""
    case = assignment.case
    if assignment.voided_at or assignment.application.stage not in READING_STAGES:
        return False
    return case.closed_at is None or assignment.open_since > case.closed_at


def state(assignment: Assignment, sheet: ScoreSheet | None) -> State:
    """Where an assignment with that standing sheet is; needs its case, member and application."""
    if assignment.voided_at:
        return State.CONFLICT if assignment.conflict else State.VOID
    if sheet is not None and sheet.submitted_at:
        return State.SUBMITTED
    if not takes_sheets(assignment):
        return State.CLOSED
    if assignment.member.confidentiality_signed_at is None:
        return State.CONFIDENTIALITY
    if assignment.declaration == Declaration.PENDING:
        return State.DECLARATION
    return State.DRAFT if sheet is not None else State.NOT_BEGUN


def standing_sheet(assignment: Assignment) -> ScoreSheet | None:
    """The sheet that is not withdrawn, draft or submitted; at most one."""
    sheet: ScoreSheet | None = ScoreSheet.objects.filter(assignment=assignment, withdrawal=None).first()
    return sheet


@dataclass(frozen=True)
class Reading:
    """An assignment with its standing sheet, as pages show it."""

    assignment: Assignment
    sheet: ScoreSheet | None

    @property
    def state(self) -> State:
        return state(self.assignment, self.sheet)

    @property
    def tag(self) -> str:
        return TAGS[self.state]


def readings(assignments: QuerySet[Assignment]) -> list[Reading]:
    """Assignments of a queryset with their sheets: two queries."""
    found = list(
        assignments.select_related(
            "application__zone",
            "application__applicant",
            "application__call",
            "case",
            "member__panel__round",
            "expert__user",
        )
    )
    sheets = {
        sheet.assignment_id: sheet
        for sheet in ScoreSheet.objects.filter(assignment__in=found, withdrawal=None)
    }
    return [Reading(assignment, sheets.get(assignment.pk)) for assignment in found]


@dataclass(frozen=True)
class MatrixRow:
    """A case with a cell for each member of its panel; none where nothing was assigned."""

    case: PanelCase
    cells: list[Reading | None]
    conclusion: ReviewConclusion | None

    @property
    def submitted(self) -> int:
        return sum(cell is not None and cell.state == State.SUBMITTED for cell in self.cells)

    @property
    def assigned(self) -> int:
        return sum(cell is not None and cell.assignment.voided_at is None for cell in self.cells)

    @property
    def progress(self) -> str:
        return f"{self.submitted} / {self.assigned}"

    @property
    def is_open(self) -> bool:
        return self.conclusion is None and in_review(self.case)


@dataclass(frozen=True)
class Matrix:
    """A panel's members × cases."""

    panel: Panel
    members: list[PanelMember]
    rows: list[MatrixRow]

    @property
    def concluded(self) -> int:
        return sum(row.conclusion is not None for row in self.rows)

    @property
    def to_finish(self) -> int:
        """Cases concluded and still to conclude; those given up are neither."""
        return self.concluded + sum(row.is_open for row in self.rows)

    @property
    def held_up(self) -> list[MatrixRow]:
        """Closed, but something keeps them from being concluded."""
        return [row for row in self.rows if row.is_open and row.case.obstacle]

    @property
    def is_finished(self) -> bool:
        """Nothing is left for the background to do."""
        return all(row.case.obstacle for row in self.rows if row.is_open)


def in_review(case: PanelCase) -> bool:
    return bool(case.application.stage == StageName.EXPERT_REVIEW)


def matrices(panels: Iterable[Panel]) -> list[Matrix]:
    """Every panel with members, cases, assignments, sheets and conclusions: five queries however many there are."""
    known = list(panels)
    members: dict[int, list[PanelMember]] = {panel.pk: [] for panel in known}
    for member in PanelMember.objects.filter(panel__in=known).select_related("expert__user"):
        members[member.panel_id].append(member)
    cells: dict[tuple[int, int], Reading] = {}
    for reading in readings(
        Assignment.objects.filter(member__panel__in=known).order_by("pk")
    ):  # the latest of a pair wins
        cells[reading.assignment.case_id, reading.assignment.member_id] = reading
    related = ("application__zone", "application__applicant", "application__call", "application__applicant")
    cases = PanelCase.objects.filter(panel__in=known).select_related(*related)
    rows: dict[int, list[MatrixRow]] = {panel.pk: [] for panel in known}
    conclusions = {
        row.proceeding_id: row
        for row in ReviewConclusion.objects.filter(proceeding__panel_case__panel__in=known)
    }
    for case in cases:
        row = [cells.get((case.pk, member.pk)) for member in members[case.panel_id]]
        rows[case.panel_id].append(MatrixRow(case, row, conclusions.get(case.proceeding_id)))
    return [Matrix(panel, members[panel.pk], rows[panel.pk]) for panel in known]


def waiting_cases(call: Call) -> QuerySet[Application]:
    """Cases of a call that wait for a panel."""
    empanelled = PanelCase.objects.filter(proceeding__closed_at=None).values("application")
    here = Application.objects.filter(call=call, stage=StageName.EXPERT_REVIEW).exclude(pk__in=empanelled)
    return here.select_related("zone", "applicant", "call")


def available_experts() -> QuerySet[Expert]:
    """The pool, as far as its people hold the role now."""
    return Expert.objects.filter(user__in=people_with(Role.EXPERT)).select_related("user")


def panels_to_close() -> QuerySet[Panel]:
    """Panels that wait for no score sheet any more: those of every case still in review are in, and are enough."""
    return _to_close().all()


@cache
def _to_close() -> QuerySet[Panel]:
    """The question, the same for everybody at any time, put together once."""
    here = PanelCase.objects.filter(panel=OuterRef("pk"), application__stage=StageName.EXPERT_REVIEW)
    missing = awaited().filter(case__panel=OuterRef("pk"), application__stage=StageName.EXPERT_REVIEW)
    counted = ScoreSheet.objects.counted().filter(assignment__case=OuterRef("pk")).order_by()
    quorum = Parameter.objects.filter(
        rule_set=OuterRef("application__call__rule_set"), key=Key.REVIEW_QUORUM
    ).values("value")
    enough = Subquery(counted.values("assignment__case").annotate(number=Count("pk")).values("number"))
    short = here.annotate(sheets=Coalesce(enough, 0)).filter(sheets__lt=Subquery(quorum))
    panels: QuerySet[Panel] = Panel.objects.filter(closed_at=None)
    return panels.filter(Exists(here), ~Exists(missing), ~Exists(short)).select_related("round__call")


def could_join(matrix: Matrix, experts: Iterable[Expert], rule_set: RuleSet, on: date) -> list[Expert]:
    """Who is not on a panel and could take one of its cases that are still being scored; three queries."""
    pool = list(experts)
    scored = [row.case.application for row in matrix.rows if row.is_open and row.case.closed_at is None]
    conflicts, on_it = Conflicts(pool, scored, rule_set, on), {member.expert_id for member in matrix.members}
    return [
        expert
        for expert in pool
        if expert.pk not in on_it and any(not conflicts.of(expert, case) for case in scored)
    ]
