"""A case that is visited, by a team of three, in the morning of the day."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from program import clock
from program.applications.models import Application
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.visits import actions
from program.visits.models import Visit
from tests import factories

DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    """The morning of the visit."""
    with clock.at(datetime(2026, 12, 1, 10, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture
def team(office: Organization, inspector: User) -> list[User]:
    return [inspector, *(factories.member(office, Role.INSPECTOR, f"inspector{number}") for number in (2, 3))]


@pytest.fixture
def at_visit(case: Application, clerk: User) -> Application:
    return factories.move(case, StageName.SITE_VISIT, by=clerk)


@pytest.fixture
def visit(at_visit: Application, team: list[User], clerk: User) -> Visit:
    return actions.plan(at_visit, day=DAY, team=team, lead=team[0], by=clerk)
