"""A zone with accepted figures of several years, which owes its carbon-peak report for 2025."""

import pytest

from program.people.models import Organization, Role, User
from program.reports.models import Report
from program.supervision.models import Obligation
from program.zones.models import Zone
from tests import factories
from tests.indicators.casework import load
from tests.reports import casework
from tests.supervision.casework import calendar


@pytest.fixture(autouse=True)
def _known(db: None) -> None:
    calendar()
    load()


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


@pytest.fixture
def figures(zone: Zone) -> None:
    factories.declared(zone, range(2019, 2026))


@pytest.fixture
def duty(zone: Zone) -> Obligation:
    return casework.owed(zone)


@pytest.fixture
def draft(duty: Obligation, figures: None, contact: User) -> Report:
    """Begun by the contact, nothing written in it."""
    return casework.begun(duty, contact)


@pytest.fixture
def waiting(draft: Report, contact: User, applicant: User) -> Report:
    """Written and handed in."""
    return casework.handed_in(casework.filled(draft, contact), applicant)
