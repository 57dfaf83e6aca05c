"""Zones and sites with accepted figures, for tests of what judges them."""

from collections.abc import Mapping

from django.db import transaction

from program.indicators import actions
from program.indicators.actions import Import, Row
from program.indicators.models import FactorSet, IndicatorSet, PriceBase
from program.indicators.steps import load_indicators
from program.people.models import Organization, OrganizationKind, User
from program.zones.models import Affiliation, Site, Zone
from tests import factories

VALUE_ADDED = "item:industrial_value_added"
POWER, COAL = "energy:electricity:production", "energy:raw_coal:production"
Figures = Mapping[tuple[str, int], Mapping[str, str]]
"""(zone code or credit code, year) → place → what was typed."""


def load() -> None:
    """The items, sets and factors that the platform brings along."""
    with transaction.atomic():
        load_indicators()


def accept(figures: Figures, price_base: PriceBase = PriceBase.OF_2019) -> Import:
    """Take figures over as accepted elsewhere."""
    rows = [
        Row("figures", number, organization, str(year), place, text, "")
        for number, ((organization, year), cells) in enumerate(figures.items())
        for place, text in cells.items()
    ]
    found = actions.import_figures(rows, price_base=price_base)
    assert found.errors == []
    return found


def site(zone: Zone, since: int = 2019, until: int | None = None) -> Organization:
    """An enterprise with one site in the zone."""
    enterprise = factories.organization(
        OrganizationKind.ENTERPRISE, credit_code=factories.credit_code(prefix="91")
    )
    made = Site.objects.create(organization=enterprise, name_zh="示例厂区", industry="39")
    Affiliation.objects.create(site=made, zone=zone, since_year=since, until_year=until)
    return enterprise


def draft_of_office(clerk: User, code: str = "office_default.2") -> IndicatorSet:
    base = IndicatorSet.objects.get(code="office_default.1")
    return actions.draft_set(code=code, title_zh="示例指标集", title_en="Example set", base=base, by=clerk)


def draft_of_factors(clerk: User, code: str = "factors.2") -> FactorSet:
    base = FactorSet.objects.get(code="factors.1")
    return actions.draft_factors(
        code=code, title_zh="示例因子集", title_en="Example factors", base=base, by=clerk
    )
