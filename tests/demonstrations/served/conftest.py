"""A zone with two who open and check, an enterprise and a provider with people of their own."""

import pytest

from demonstrations.served import actions
from demonstrations.served.models import Provider, ServiceRecord
from program.people.models import Organization, OrganizationKind, Role, User
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.served import casework
from tests.indicators import casework as figures


@pytest.fixture(autouse=True)
def _factors(db: None) -> None:
    figures.load()


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    """The second person of the zone."""
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


@pytest.fixture
def firm(zone: Zone) -> Organization:
    return casework.enterprise(zone, name_zh="示例精密制造有限公司", name_en="Example Works")


@pytest.fixture
def firm_manager(firm: Organization) -> User:
    return factories.member(firm, Role.MANAGER, "firm_manager")


@pytest.fixture
def provider_organization(db: None) -> Organization:
    return factories.organization(
        OrganizationKind.INSTITUTE, name_zh="示例节能服务院", credit_code=factories.credit_code(prefix="91")
    )


@pytest.fixture
def server(provider_organization: Organization) -> User:
    """Contact of the provider."""
    return factories.member(provider_organization, Role.CONTACT, "server")


@pytest.fixture
def provider(provider_organization: Organization, server: User, clerk: User) -> Provider:
    return casework.provider(provider_organization, server, clerk)


@pytest.fixture
def sent(zone: Zone, applicant: User, firm: Organization) -> ServiceRecord:
    return casework.submitted(zone, applicant, firm)


@pytest.fixture
def counted(sent: ServiceRecord, reviewer: User) -> ServiceRecord:
    return actions.accept(sent, by=reviewer, seen=sent.revision)
