"""What happens to a park's own parts inside a transaction that somebody else opened, and what its plan aims at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from demonstrations.parks.models import Building, BuildingTask, Done, Plan, Term, TermTask
from program import clock
from program.applications.models import Application
from program.decisions.models import Designation
from program.decisions.rules import decided
from program.measures.models import Ground, Lead, LeadState, Measure, MeasureState
from program.measures.steps import open_rectification, tell_owner
from program.notify.models import Text
from program.rulesets.models import Key
from program.rulesets.rules import limit
from program.supervision.models import Obligation
from program.tracks import Aim


def begin_acceptance(application: Application) -> None:
    """The report begins with the goals and tasks of the plan by which the zone was admitted; one handed in before stays."""
    report = Building.objects.get(application=application)
    admitted = application.zone.designations.filter(track="park", standing="building").first()
    if admitted is None or report.tasks.exists():
        return
    plan = Plan.objects.get(application=admitted.application)
    report.period_start, report.period_end = admitted.since.year, admitted.until.year
    report.energy_intensity_target = plan.energy_intensity_target
    report.co2_annual_cut_target = plan.co2_annual_cut_target
    report.save()
    BuildingTask.objects.bulk_create(
        BuildingTask(
            part=report, position=task.position, title=task.title, target=task.target, year=task.year
        )
        for task in plan.tasks.all()
    )


def begin_reexamination(application: Application) -> None:
    """The report begins with what the platform knows of the term: duties, accidents, measures, and the targets that were set."""
    report = Term.objects.get(application=application)
    held = application.zone.designations.filter(track="park", standing="named").first()
    if held is None:
        return
    years = held.since.year, held.until.year
    if not (report.summary and (report.period_start, report.period_end) == years):
        report.summary = report.remedies = report.shortfalls = report.experience = report.next_steps = ""
        report.energy_intensity_reached = report.co2_annual_cut_reached = None
        report.period_start, report.period_end = years
        continue_from(held.application, report)
    count(
        report, held
    )  # a second report on the same term keeps its prose, and says what has happened meanwhile
    report.save()


def count(report: Term, held: Designation) -> None:
    """Duties, accidents and measures, from the moment up to which the report before has told of them."""
    since = told_until(held)
    owed = Obligation.objects.owed().filter(zone=held.zone_id, due__gte=since, due__lte=clock.now())
    report.reports_owed = owed.count()
    report.reports_on_time = owed.filter(handed_in_at__isnull=False, was_late=False).count()
    leads = Lead.objects.filter(zone=held.zone_id, ground=Ground.INCIDENT, state=LeadState.VERIFIED)
    report.accidents = leads.filter(happened_on__gte=clock.beijing_date(since)).count()
    signed = Measure.objects.filter(
        zone=held.zone_id, state__in=[MeasureState.IN_FORCE, MeasureState.CLOSED], decision__signed_at__gte=since
    )  # fmt: skip
    report.measures = signed.count()


def told_until(held: Designation) -> datetime:
    """An early renewal is decided before its term begins: what happens in between belongs to it, from the last report on."""
    last: datetime | None = held.application.first_submitted_at
    if last is None or not Term.objects.filter(application=held.application_id).exists():
        last = clock.start_of(held.document.date)  # named for the first time
    return min(last, clock.start_of(held.since))


def continue_from(earlier: Application, report: Term) -> None:
    """The targets of the last report go on; what was left open then is a task of this term."""
    kept = Term.objects.filter(application=earlier).exclude(application=report.application_id).first()
    built = Building.objects.filter(application=earlier).first()
    last = kept or built
    if last is None:
        return
    report.energy_intensity_target, report.co2_annual_cut_target = (
        last.energy_intensity_reached,
        last.co2_annual_cut_target,
    )
    report.tasks.all().delete()
    left: Any = last.tasks.filter(state__in=[Done.PARTLY, Done.NOT_DONE])
    TermTask.objects.bulk_create(
        TermTask(part=report, position=position, title=task.title, target=task.target, year=task.year)
        for position, task in enumerate(left)
    )


def ask_for_rectification(designation: Designation) -> None:
    """限期整改: what the deliberation asked for of a zone that was renewed with it, within the days of the rules."""
    item = decided(designation.application)
    if item is None or not item.rectify:
        return
    due = limit(designation.application.rule_set, Key.RECTIFICATION_DAYS, clock.today())
    opened = open_rectification(item.required, due, designation=designation)
    tell_owner(opened, Text.RECTIFICATION_OPENED, due=due.fact)


def aims(designations: Iterable[Designation]) -> dict[int, list[Aim]]:
    """Designation → the targets of the plan by which its zone was admitted, as far as the plan names them. One query."""
    by_case = {designation.application_id: designation.pk for designation in designations}
    return {
        by_case[plan.application_id]: list(of_plan(plan))
        for plan in Plan.objects.filter(application__in=by_case)
        if plan.base_year and plan.period_end and plan.base_year < plan.period_end
    }


def of_plan(plan: Plan) -> Iterable[Aim]:
    assert plan.base_year is not None  # asked before
    assert plan.period_end is not None
    if plan.energy_intensity_base is not None and plan.energy_intensity_target is not None:
        yield Aim(
            "energy_intensity", "tce/万元", plan.base_year, plan.energy_intensity_base,
            plan.period_end, plan.energy_intensity_target,
        )  # fmt: skip
    if plan.co2_annual_cut_target:
        yield Aim(
            "co2_intensity",
            "t/万元",
            plan.base_year,
            None,
            plan.period_end,
            annual_cut=plan.co2_annual_cut_target,
        )
