"""What the office does to evaluate zones, each thing by its verb; what the background does, at once."""

from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from program import clock
from program.background.models import Promise
from program.background.steps import keep
from program.indicators.steps import load_indicators
from program.measures.models import Effect, Measure
from program.monitoring import actions, tasks
from program.monitoring.models import MonitoringLine, MonitoringRun, Scheme
from program.monitoring.steps import load_schemes
from program.people.models import User
from program.zones.models import Zone
from tests import factories
from tests.measures import measuring

YEAR = 2025


def supplied() -> Scheme:
    """The scheme that the platform brings along."""
    with transaction.atomic():
        load_indicators()
        load_schemes()
    found: Scheme = Scheme.objects.get(code="evaluation.1")
    return found


def declared(zone: Zone, **figures: str) -> None:
    """Figures of 2019 to 2025: energy the same, value added growing by 8 % a year; clean air, much of it forest."""
    beside: dict[str, Any] = {"pm25_days_below_50": "330", "forest_area": "32", "zone_area": "80"}
    factories.declared(zone, range(2019, YEAR + 1), **beside | figures)


def work() -> None:
    """What the worker would do now."""
    for made in Promise.objects.open().order_by("pk"):
        keep.func(made.pk)
    assert not Promise.objects.exclude(error="").exists(), Promise.objects.exclude(error="").values("error")


def computed(by: User, scheme: Scheme | None = None, year: int = YEAR, **given: Any) -> MonitoringRun:
    run = actions.draft_run(scheme or supplied(), year, by=by, **given)
    tasks.compute(run.pk)
    return again(run)


def signed(by: User, director: User, **given: Any) -> MonitoringRun:
    return actions.sign_run(computed(by, **given), by=director)


def again(run: MonitoringRun) -> MonitoringRun:
    found: MonitoringRun = MonitoringRun.objects.get(pk=run.pk)
    return found


def line(run: MonitoringRun, zone: Zone) -> MonitoringLine:
    found: MonitoringLine = run.lines.get(zone=zone)
    return found


def deducted(
    zone: Zone,
    supervisor: User,
    manager: User,
    director: User,
    number: str = "1",
    points: int = 10,
    tiers: int = 1,
) -> Measure:
    """A signed measure by which the zone loses points and tiers in the evaluation of 2025."""
    lead = measuring.verified(zone, supervisor, number=f"示例环〔2026〕{number}号")
    wanted = measuring.terms(points=Decimal(points), tiers=tiers, evaluated_year=YEAR)
    measure = measuring.signed(lead, supervisor, manager, director, wanted, f"示例决〔2026〕{number}号")
    assert Effect.objects.lasting().filter(measure=measure, kind="deduction", year=YEAR).exists()
    return measure


def drafted(by: User, code: str = "evaluation.2") -> Scheme:
    """A draft from the supplied scheme."""
    base = supplied()
    return actions.draft_scheme(code=code, title_zh="修订稿", title_en="", base=base, by=by)


def shifted(scheme: Scheme, by: User, **weights: int) -> Scheme:
    """Other weights."""
    rows = {code: {"weight": Decimal(weight)} for code, weight in weights.items()}
    return actions.change_scheme(scheme, {}, rows, {}, by=by)


def an_hour_later(hours: int = 1) -> AbstractContextManager[None]:
    return clock.at(clock.now() + timedelta(hours=hours))
