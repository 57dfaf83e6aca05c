"""A summer's day after the year that is evaluated, in a year whose calendar is published; one zone that has declared."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from program import clock
from program.people.models import Organization, Role, User
from program.rulesets.steps import load_calendar
from program.zones.models import Zone
from tests import factories
from tests.monitoring import casework


@pytest.fixture(autouse=True)
def _june(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 6, 24, 10, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture
def second_director(office: Organization) -> User:
    return factories.member(office, Role.DIRECTOR, "second_director")


@pytest.fixture
def monitored(zone: Zone, applicant: User) -> Zone:
    """With figures; its manager is the applicant."""
    casework.supplied()
    casework.declared(zone)
    return zone


@pytest.fixture
def stranger_zone(monitored: Zone) -> Zone:
    """Another managing body's, under another recommending body."""
    made = factories.zone(managed_by=factories.organization(name_zh="示例外区管委会"))
    casework.declared(made)
    return made
