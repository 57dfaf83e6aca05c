"""In the background: a run is computed, zones are told; figures are held against targets, once a day and when one is accepted."""

from collections.abc import Sequence
from functools import partial

from program import clock
from program.background.steps import one_by_one, promise_once
from program.monitoring import actions, rules
from program.monitoring.models import MonitoringLine, MonitoringRun
from program.rulesets.rules import newest
from program.supervision.models import AlertRule, Ending
from program.zones.models import Zone


def compute(pk: int) -> None:
    run = MonitoringRun.objects.filter(pk=pk).first()
    if run is not None:
        actions.compute_run(run)


def tell_zones(pk: int) -> None:
    lines = MonitoringLine.objects.filter(run=pk).select_related("zone", "run").order_by("pk")
    one_by_one(lines, actions.tell_zone)


# ---------------------------------------------------------------- figures against targets
def keep_targets() -> None:
    """Part of each sweep: promise to look at all zones, once a day."""
    promise_once("program.monitoring.tasks.look_at_all", clock.today().isoformat())


def look_at_all(_day: str) -> None:
    look(list(rules.watched_zones()))
    one_by_one(rules.of_merged_zones(), partial(actions.settle, why=Ending.MERGED))


def look_at(pk: int) -> None:
    """One zone, of which a declaration was accepted."""
    look(list(rules.watched_zones().filter(pk=pk)))


def look(zones: Sequence[Zone]) -> None:
    """Raise what is lacking, close what is over; each alert in a transaction of its own."""
    found = rules.seen(zones, clock.today().year - 1, newest())
    lacking = rules.to_do(found, zones)
    by_key = {zone.pk: zone for zone in zones}
    one_by_one(
        lacking.raising.items(),
        lambda each: actions.warn(by_key[each[0][0]], AlertRule(each[0][1]), *each[0][2:], each[1]),
    )
    one_by_one(lacking.closing, lambda each: actions.settle(*each))
