"""What people do with served enterprises, each thing by its verb."""

from decimal import Decimal
from typing import Any

from demonstrations.served import actions
from demonstrations.served.models import (
    Metric,
    OutputKind,
    Posting,
    Provider,
    Service,
    ServiceRecord,
    Side,
    Source,
    StrikeOut,
    Turn,
)
from program.indicators.models import PriceBase
from program.people.models import Organization, User
from program.registers.models import GreenField
from program.zones.models import Affiliation, Site, Zone
from tests import factories
from tests.indicators import casework as figures

BASE, RESULT = 2022, 2024
WHY = "经核实，基准年数据与发票不符。"
POWER = "energy:electricity:production"


def enterprise(zone: Zone, since: int = 2020, until: int | None = None, **fields: Any) -> Organization:
    """An enterprise with one site in the zone."""
    made = figures.site(zone, since, until)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def second_site(firm: Organization, zone: Zone, since: int = 2020) -> Site:
    made = Site.objects.create(organization=firm, name_zh="示例二厂", industry="39")
    Affiliation.objects.create(site=made, zone=zone, since_year=since)
    return made


def declare(firm: Organization, base: dict[str, str], result: dict[str, str]) -> None:
    """Accepted figures of both years."""
    figures.accept({(firm.credit_code, BASE): base, (firm.credit_code, RESULT): result})


def declare_saving(
    firm: Organization, power: tuple[str, str] = ("1000", "800"), **others: tuple[str, str]
) -> None:
    """Power falls by a fifth while value added grows; `others`: items of both years."""
    items = {"industrial_value_added": ("50000", "55000")} | others
    years = [
        {POWER: power[place]} | {f"item:{item}": pair[place] for item, pair in items.items()}
        for place in (0, 1)
    ]
    declare(firm, *years)


def values(firm: Organization, **fields: Any) -> dict[str, Any]:
    """A retrofit, energy from the declarations."""
    known: dict[str, Any] = {
        "enterprise": firm, "provider": None, "is_branch": False, "service": Service.RETROFIT,
        "description": "更换空压机并回收余热。", "baseline_year": BASE, "result_year": RESULT,
        "price_base": PriceBase.OF_2019, "output_kind": OutputKind.VALUE_ADDED, "output_source": Source.DECLARED,
        "output_base": None, "output_result": None, "metrics": {Metric.ENERGY: (Source.DECLARED, None, None)},
    }  # fmt: skip
    return known | fields


def entered(firm: Organization, base: str = "100", result: str = "80", **fields: Any) -> dict[str, Any]:
    """Energy and output entered, with evidence."""
    pair = (Source.ENTERED, Decimal(base), Decimal(result))
    known = {
        "metrics": {Metric.ENERGY: pair}, "output_source": Source.ENTERED, "output_base": Decimal(50000),
        "output_result": Decimal(55000),
    }  # fmt: skip
    return values(firm, **(known | fields))


def opened(zone: Zone, by: User, firm: Organization | None = None, **fields: Any) -> ServiceRecord:
    """With figures that are entered and shown by a file."""
    record = actions.open_record(zone, entered(firm or enterprise(zone), **fields), by=by)
    attached(record, by)
    return record


def attached(record: ServiceRecord, by: User, about: str = "") -> Any:
    return actions.attach(record, factories.pdf(f"evidence-{record.number}"), about=about, by=by)


def submitted(zone: Zone, by: User, firm: Organization | None = None, **fields: Any) -> ServiceRecord:
    record = opened(zone, by, firm, **fields)
    return actions.submit(record, by=by, seen=record.revision)


def counted(
    zone: Zone, by: User, other: User, firm: Organization | None = None, **fields: Any
) -> ServiceRecord:
    """Checked by somebody else of the zone."""
    record = submitted(zone, by, firm, **fields)
    return actions.accept(record, by=other, seen=record.revision)


def struck(record: ServiceRecord, clerk: User, director: User) -> StrikeOut:
    decision = actions.propose(record, turn=Turn.STRIKE, reason=WHY, by=clerk)
    return actions.sign(decision, by=director)


# ---------------------------------------------------------------- providers, needs, offers
def provider_values(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "introduction": "为企业提供节能改造服务。", "contact_name": "示例联系人", "contact_phone": "010-00000000",
        "fields": [GreenField.ENERGY_SAVING], "services": [Service.RETROFIT], "regions": ["32"],
    }  # fmt: skip
    return known | fields


def provider(organization: Organization, by: User, clerk: User | None, **fields: Any) -> Provider:
    """In the directory; released where there is a clerk."""
    made = actions.enter_provider(organization, provider_values(**fields), by=by)
    return actions.release(made, by=clerk, seen=made.revision) if clerk else made


def posting_values(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "title": "示例空压站改造", "text": "需要改造空压站。", "field": GreenField.ENERGY_SAVING,
        "service": Service.RETROFIT, "province": "32", "contact_name": "示例甲", "contact_phone": "010-11112222",
    }  # fmt: skip
    return known | fields


def posted(organization: Organization, side: Side, by: User, clerk: User | None, **fields: Any) -> Posting:
    made = actions.post(organization, side, posting_values(**fields), by=by)
    return actions.release(made, by=clerk, seen=made.revision) if clerk else made
