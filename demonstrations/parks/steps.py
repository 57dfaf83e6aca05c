"""What happens to a park's own parts inside a transaction that somebody else opened, and what its plan aims at."""

from collections.abc import Iterable

from demonstrations.parks.models import Building, BuildingTask, Plan
from program.applications.models import Application
from program.decisions.models import Designation
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
