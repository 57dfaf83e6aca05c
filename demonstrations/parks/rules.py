"""Pure questions about a park's own parts."""

from collections.abc import Collection
from typing import Any

from demonstrations.parks.models import Basics, Plan
from program import tracks
from program.applications.models import Application


def plan_of(application: Application) -> tracks.Plan | None:
    """The implementation plan by which the zone was admitted: its target figures and tasks. Two queries."""
    plan = Plan.objects.filter(application=application).first()
    if plan is None or plan.period_start is None or plan.period_end is None:
        return None
    tasks = (
        tracks.PlannedTask(row.title, row.target, row.year or plan.period_end, row.owner, row.money)
        for row in plan.tasks.all()
    )
    return tracks.Plan(plan.period_start, plan.period_end, targets(plan), list(tasks))


def targets(plan: Plan) -> list[tracks.Target]:
    """Those that were given; the investment is held against the money spent on the tasks."""
    label = {field.name: field.verbose_name for field in Plan._meta.fields}
    found = []
    if plan.energy_intensity_target is not None:
        found.append(
            tracks.Target(
                label["energy_intensity_target"], "tce/万元", plan.energy_intensity_target,
                plan.energy_intensity_base, "energy_intensity", most=True,
            )
        )  # fmt: skip
    if plan.co2_annual_cut_target is not None:
        found.append(
            tracks.Target(
                label["co2_annual_cut_target"], "%", plan.co2_annual_cut_target, measured_by="cut_fixed"
            )
        )
    if plan.investment_total is not None:
        found.append(
            tracks.Target(label["investment_total"], "亿元", plan.investment_total, measured_by=tracks.MONEY)
        )
    return found


def profile(applications: Collection[int]) -> dict[int, list[tuple[Any, str]]]:
    """What everybody reads of listed parks: one zone, one leading industry. One query."""
    label = {field.name: field.verbose_name for field in Basics._meta.fields}
    return {
        basics.application_id: [
            (label["leading_industry"], basics.leading_industry),
            (label["green_field"], basics.get_green_field_display()),
        ]
        for basics in Basics.objects.filter(application__in=applications)
    }
