"""What happens to a park's own parts inside a transaction that somebody else opened."""

from demonstrations.parks.models import Building, BuildingTask, Plan
from program.applications.models import Application


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
