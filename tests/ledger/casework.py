"""What people do with the ledger, each thing by its verb."""

from datetime import date
from decimal import Decimal
from typing import Any

from program.ledger import actions
from program.ledger.models import Clause, Kind, LedgerEntry
from program.people.models import User
from program.zones.models import Zone
from tests import factories

DAY = date(2026, 3, 2)
"""When all of it was done."""


def values(**fields: Any) -> dict[str, Any]:
    """A forum: no evidence is needed."""
    known: dict[str, Any] = {
        "clause": Clause.PROMOTION, "kind": Kind.EVENT, "title": "绿色技术论坛", "description": "举办绿色技术论坛。",
        "year": DAY.year, "since": DAY, "until": None, "figure": Decimal(1),
        "owner_unit": "示例科技创新局", "owner_person": "示例甲", "partners": "示例大学",
    }  # fmt: skip
    return known | fields


def policy(**fields: Any) -> dict[str, Any]:
    """Evidence is needed, and there is no figure."""
    return values(clause=Clause.LEADERSHIP, kind=Kind.POLICY, title="绿色发展若干措施", figure=None, **fields)


def entered(zone: Zone | None, by: User, **fields: Any) -> LedgerEntry:
    return actions.enter(zone, values(**fields), by=by)


def submitted(zone: Zone | None, by: User, **fields: Any) -> LedgerEntry:
    return actions.submit(entered(zone, by, **fields), by=by)


def accepted(zone: Zone | None, by: User, clerk: User, **fields: Any) -> LedgerEntry:
    return actions.accept(submitted(zone, by, **fields), by=clerk)


def attached(entry: LedgerEntry, by: User, name: str = "evidence") -> Any:
    return actions.attach(entry, factories.pdf(name), by=by)
