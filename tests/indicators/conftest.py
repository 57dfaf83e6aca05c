"""An enterprise with a site in the zone, the factors by which it is judged, and figures that are in order."""

from collections.abc import Callable

import pytest
from django.db import transaction

from program.indicators import actions, rules
from program.indicators.models import Declaration
from program.indicators.rules import Cell
from program.indicators.steps import load_indicators
from program.people.models import Organization, OrganizationKind, Role, User
from program.zones.actions import Listing, list_site
from program.zones.models import Site, Zone
from tests import factories

YEAR = 2025
GOOD = {
    "energy:electricity:production": "1180.5",
    "energy:natural_gas:production": "88",
    "item:industrial_value_added": "44321",
    "item:employees": "612",
}
"""Figures against which nothing can be said: 2,621.2… tce."""


@pytest.fixture
def factors(db: None) -> None:
    """The items, sets and factors that the platform brings along."""
    with transaction.atomic():
        load_indicators()


@pytest.fixture
def enterprise(factors: None) -> Organization:
    return factories.organization(
        OrganizationKind.ENTERPRISE,
        credit_code=factories.credit_code(prefix="91"),
        name_zh="示例精密机械有限公司",
        name_en="Example Machines",
    )


@pytest.fixture
def site(enterprise: Organization, zone: Zone, applicant: User) -> Site:
    """Its site, listed by the zone since 2023."""
    listing = Listing(enterprise.credit_code, enterprise.name_zh, "示例总厂", "39", 2023)
    return list_site(zone, listing, by=applicant)


@pytest.fixture
def firm(enterprise: Organization, site: Site) -> User:
    """Manager of the enterprise: the one who hands in."""
    return factories.member(enterprise, Role.MANAGER, "firm")


@pytest.fixture
def assistant(enterprise: Organization, site: Site) -> User:
    """Contact of the enterprise: writes, does not hand in."""
    return factories.member(enterprise, Role.CONTACT, "assistant")


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


def cells(figures: dict[str, str], *, month: int = 0, of_zone: bool = False) -> list[Cell]:
    known = rules.catalogue(rules.current_factors(), of_zone=of_zone)
    return [rules.read_cell(known, place, text, month=month) for place, text in figures.items()]


@pytest.fixture
def draft(site: Site, zone: Zone, firm: User) -> Declaration:
    """Begun, and nothing in it."""
    return actions.begin(zone, site, YEAR, by=firm)


@pytest.fixture
def filled(draft: Declaration, firm: User) -> Declaration:
    """With figures that are in order."""
    return actions.enter(draft, cells(GOOD), revision=0, by=firm)


@pytest.fixture
def submitted(filled: Declaration, firm: User) -> Declaration:
    return actions.submit(filled, by=firm)


@pytest.fixture
def accepted(submitted: Declaration, applicant: User) -> Declaration:
    return actions.accept(submitted, by=applicant)


Reads = Callable[[Declaration], dict[str, str]]


def figures_of(declaration: Declaration) -> dict[str, str]:
    """Place → what is stored there, months added up; and why there is none."""
    fresh = Declaration.objects.get(pk=declaration.pk)
    found = {
        place: f"{value.normalize():f}" for place, value in rules.totals_of(rules.cells_of(fresh)).items()
    }
    return found | {row.place: row.missing for row in rules.cells_of(fresh).values() if row.missing}
