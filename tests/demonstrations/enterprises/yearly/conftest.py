"""An enterprise that was certified in June 2024, and its form for 2025 on 2 March 2026."""

import pytest

from demonstrations.enterprises.yearly.models import YearlyForm
from program.calls.models import Call
from program.decisions.models import Designation
from program.people.models import Organization, Role, User
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.enterprises.yearly import casework


@pytest.fixture
def held(certifying: Call, zone: Zone, clerk: User, firm: Organization) -> Designation:
    return casework.certified(certifying, zone, clerk, firm)


@pytest.fixture
def contact(firm: Organization) -> User:
    return factories.member(firm, Role.CONTACT, "contact")


@pytest.fixture
def form(held: Designation, firm: Organization, manager: User) -> YearlyForm:
    return casework.arisen(firm)
