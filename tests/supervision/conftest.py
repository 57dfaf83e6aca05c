"""A zone that owes its ledger and its carbon-peak report for 2025; the calendar as published."""

import pytest

from program.people.models import Organization, Role, User
from program.supervision.models import Duty, Obligation
from program.zones.models import Zone
from tests import factories
from tests.supervision import casework


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    casework.calendar()


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


@pytest.fixture
def report(zone: Zone, applicant: User) -> Obligation:
    """Due on 30 June 2026, a Tuesday."""
    return casework.owed(zone, Duty.CARBON_PEAK_REPORT)


@pytest.fixture
def june(report: Obligation) -> Obligation:
    """The ledger, which is handed in here, as if it were due on 30 June 2026, a Tuesday."""
    rows = Obligation.objects.filter(zone=report.zone, duty=Duty.LEDGER)
    rows.update(due=report.due)
    found: Obligation = rows.get()
    return found


@pytest.fixture
def ledger(report: Obligation) -> Obligation:
    """Due on 31 March 2026, a Tuesday."""
    found: Obligation = Obligation.objects.get(zone=report.zone, duty=Duty.LEDGER)
    return found
