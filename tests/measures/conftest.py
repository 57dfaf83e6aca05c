"""A zone that is being built, and those who deal with what happens there."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from program.applications.models import Application
from program.decisions.models import Designation
from program.people.models import Organization, Role, User
from program.rulesets.steps import load_calendar
from tests import factories
from tests.measures import measuring


@pytest.fixture(autouse=True)
def _calendar(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    with transaction.atomic():
        load_calendar()


@pytest.fixture
def building(case: Application, clerk: User) -> Designation:
    return measuring.listed(case, clerk)


@pytest.fixture
def second_director(office: Organization) -> User:
    return factories.member(office, Role.DIRECTOR, "second_director")
