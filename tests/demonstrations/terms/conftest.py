"""A zone whose name has sixty days left, and a call for re-examination."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from demonstrations.parks.models import Building, BuildingTask
from program import clock
from program.applications import actions
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Designation
from program.people.models import User
from program.rulesets.steps import load_calendar
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.parks.test_acceptance import designated
from tests.demonstrations.terms import casework as terms


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    """A Monday in a year whose calendar is published."""
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def named(case: Application, zone: Zone, applicant: User, clerk: User, director: User) -> Designation:
    """Built, accepted, named: sixty days are left of the name."""
    designated(case, clerk)
    accepting = factories.call(clerk, director, track="acceptance", recommendation_quota=None)
    report = actions.start(accepting, zone, by=applicant)
    Building.objects.filter(application=report).update(
        energy_intensity_reached="0.2480", co2_annual_cut_target="4.50"
    )
    built = Building.objects.get(application=report)
    for state in ("done", "partly"):
        BuildingTask.objects.create(part=built, title=state, target="示例", year=2026, state=state)
    return terms.ending(designated(report, clerk), 60)


@pytest.fixture
def renewals(clerk: User, director: User) -> Call:
    return factories.call(
        clerk, director, track="reexamination", title_zh="示例期满复核", recommendation_quota=None
    )


@pytest.fixture
def report(named: Designation, renewals: Call, zone: Zone, applicant: User) -> Application:
    return actions.start(renewals, zone, by=applicant)
