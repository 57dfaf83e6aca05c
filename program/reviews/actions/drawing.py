"""Rounds, panels, assignments: who reads what."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import Proceeding, StageName
from program.process.steps import turn
from program.refusals import Invalid, Refused, SomebodyWasFaster
from program.reviews import rules, steps
from program.reviews.models import Assignment, ConflictKind, Expert, Panel, PanelCase, PanelMember, Round


@transaction.atomic(durable=True)
def open_round(call: Call, *, due: datetime, by: User) -> Round:
    """Open the next round of reviews under a call."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require_role(by, Role.CLERK)
    if call.opened_at is None:
        raise Refused(_("This call is not open yet."))
    if due <= clock.now():
        raise Invalid(_("Score sheets are due on a day that is still to come."), field="due")
    number = call.rounds.count() + 1
    made = Round.objects.create(call=call, number=number, due=due, opened_by=by, opened_at=clock.now())
    journal.record(
        Verb.OPEN_ROUND,
        by=by,
        subject=made,
        audience=Audience.OFFICE,
        due=clock.beijing_date(due).isoformat(),
    )
    return made


@transaction.atomic(durable=True)
def draw_panel(
    round_: Round,
    *,
    name: str,
    experts: Sequence[Expert],
    applications: Sequence[Application],
    leader: Expert | None = None,
    by: User,
) -> tuple[Panel, list[rules.Skipped]]:
    """Draw a panel by hand: every expert reads every case, but for conflicts; answers what was left out."""
    cases = unique(applications)
    proceedings = {case.pk: turn(case, StageName.EXPERT_REVIEW).proceeding for case in cases}  # in key order
    require_role(by, Role.CLERK)
    chosen = available(experts)
    check_cases(round_, cases)
    found = rules.draw(chosen, cases, round_.call.rule_set, clock.today())
    if findings := found.findings():
        raise Refused(" ".join(findings))
    if leader is not None and leader not in chosen:
        raise Invalid(_("The leader is one of the panel's experts."), field="leader")
    panel = make_panel(round_, name.strip(), leader, by=by)
    members = {expert.pk: PanelMember.objects.create(panel=panel, expert=expert) for expert in chosen}
    pairs = []
    for case in cases:
        panel_case = make_case(panel, case, proceedings[case.pk])
        pairs += [(members[expert.pk], panel_case) for expert in found.free[case.pk]]
    steps.assign(pairs, by=by)
    counts = {case: len(found.free[case.pk]) for case in cases}
    steps.journal_per_case(Verb.DRAW_PANEL, counts, by=by, panel=panel.name, round_=round_)
    return panel, found.skipped


def unique(applications: Iterable[Application]) -> list[Application]:
    """Each once, in key order: so are cases locked."""
    return [case for _pk, case in sorted({case.pk: case for case in applications}.items())]


def available(experts: Iterable[Expert]) -> list[Expert]:
    """The experts as the pool has them now; all must still hold the role."""
    wanted = {expert.pk for expert in experts}
    found = list(rules.available_experts().filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise Invalid(
            _("Somebody chosen is no longer an expert of the office. Reload the page."), field="experts"
        )
    return found


def check_cases(round_: Round, cases: Iterable[Application]) -> None:
    """All of the round's own call, none before a panel already."""
    for case in cases:
        if case.call_id != round_.call_id:
            raise Invalid(_("%(case)s belongs to another call.") % {"case": case}, field="applications")
    taken = PanelCase.objects.filter(application__in=cases, proceeding__closed_at=None).select_related(
        "application__zone", "application__applicant"
    )
    if taken:
        names = _(", ").join(str(row.application) for row in taken)
        raise SomebodyWasFaster(_("These cases have a panel already: %(cases)s.") % {"cases": names})


def make_panel(round_: Round, name: str, leader: Expert | None, *, by: User) -> Panel:
    if not name:
        raise Invalid(_("Give the panel a name."), field="name")
    try:
        with transaction.atomic():
            return Panel.objects.create(
                round=round_, name=name, leader=leader, drawn_by=by, drawn_at=clock.now()
            )
    except IntegrityError as error:
        raise SomebodyWasFaster(_("A panel of this round has this name already."), field="name") from error


def make_case(panel: Panel, application: Application, proceeding: Proceeding) -> PanelCase:
    """The constraint speaks where a case was locked at its stage and yet has a panel: it cannot, but for a bug."""
    return PanelCase.objects.create(panel=panel, application=application, proceeding=proceeding)


@transaction.atomic(durable=True)
def add_member(panel: Panel, expert: Expert, *, by: User) -> list[Assignment]:
    """One more expert for all cases of a panel that are still being scored, but for conflicts."""
    panel_cases = panel.cases.filter(closed_at=None, application__stage=StageName.EXPERT_REVIEW).order_by(
        "application_id"
    )
    for case in panel_cases:
        turn(case.application, StageName.EXPERT_REVIEW)
    require_role(by, Role.CLERK)
    (expert,) = available([expert])
    cases = list(
        PanelCase.objects.filter(pk__in=panel_cases).select_related(
            "application__zone", "application__applicant"
        )
    )
    known = rules.Conflicts(
        [expert], [case.application for case in cases], panel.round.call.rule_set, clock.today()
    )
    member, _made = PanelMember.objects.get_or_create(panel=panel, expert=expert)
    here = set(
        Assignment.objects.standing().filter(expert=expert, case__in=cases).values_list("case_id", flat=True)
    )
    free = [case for case in cases if not known.of(expert, case.application) and case.pk not in here]
    if not free:
        sentence = _(
            "There is no case of this panel that this expert could take: conflicts, or assigned already."
        )
        raise (SomebodyWasFaster if here else Refused)(sentence)
    made = steps.assign([(member, case) for case in free], by=by)
    counts = dict.fromkeys((case.application for case in free), 1)
    steps.journal_per_case(Verb.ASSIGN_EXPERT, counts, by=by, panel=panel.name, round_=panel.round)
    return made


@transaction.atomic(durable=True)
def assign_further(case: PanelCase, expert: Expert, *, by: User) -> Assignment:
    """A replacement for one case: while it is reviewed, and after that until the decision."""
    held = turn(case.application, *rules.READING_STAGES)
    case = PanelCase.objects.select_related(
        "application__zone", "application__applicant", "panel__round__call"
    ).get(pk=case.pk, proceeding=held.proceeding)
    require_role(by, Role.CLERK)
    (expert,) = available([expert])
    kind = rules.conflict(expert, case.application, clock.today())
    if kind:
        facts = {"expert": expert, "case": case.application, "kind": kind.label}
        raise Invalid(_("%(expert)s cannot review %(case)s: %(kind)s.") % facts, field="expert")
    member, _made = PanelMember.objects.get_or_create(panel=case.panel, expert=expert)
    (made,) = steps.assign([(member, case)], by=by)
    steps.journal_per_case(
        Verb.ASSIGN_EXPERT, {case.application: 1}, by=by, panel=case.panel.name, round_=case.panel.round
    )
    return made


@transaction.atomic(durable=True)
def void_assignment(assignment: Assignment, *, reason: str, by: User) -> Assignment:
    """Take a case away from an expert, for a reason that is no conflict (illness, no answer); a sheet no longer counts."""
    held = steps.hold(assignment)
    require_role(by, Role.CLERK)
    if held.voided_at:
        raise SomebodyWasFaster
    if not reason.strip():
        raise Invalid(_("Say why the assignment is voided."), field="reason")
    steps.set_aside(held, by=by, reason=reason.strip(), conflict=ConflictKind.NONE)
    return held
