"""What people do with the registers, each thing by its verb."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from program import clock
from program.people.models import User
from program.registers import actions, steps
from program.registers.actions import Finance, Given
from program.registers.models import (
    CreditCheck,
    FinanceKind,
    FinanceOutcome,
    Finding,
    GreenField,
    PoolProject,
    RestrictedProject,
    Restriction,
    Source,
)
from program.zones.models import Zone, managing_organization
from tests import factories

CODE = factories.credit_code(70_001, prefix="91")
"""Of a firm that nobody has registered."""
PROJECT: dict[str, Any] = {
    "title": "余热回收改造", "field": GreenField.ENERGY_SAVING, "content": "回收余热。",
    "investment": Decimal(1800), "financing": Decimal("1200.50"), "saving_tce": Decimal(1320), "saving_co2": None,
    "starts": date(2026, 5, 1), "ends": date(2027, 6, 1),
}  # fmt: skip


def given(number: str = "示例决〔2026〕1号", **fields: Any) -> Given:
    known: dict[str, Any] = {
        "authority": "示例专项办", "number": number, "day": clock.today(), "scan": factories.pdf(number),
    }  # fmt: skip
    return Given(**known | fields)


def values(code: str = CODE, years: int = 3, **fields: Any) -> dict[str, Any]:
    since = clock.today()
    until = since + timedelta(days=365 * years)
    return {
        "credit_code": code, "owner": "示例公司", "reason": "数据造假。", "since": since, "until": until,
    } | fields  # fmt: skip


def term(begins: int, ends: int) -> dict[str, date]:
    """In so many days from today."""
    today = clock.today()
    return {"since": today + timedelta(days=begins), "until": today + timedelta(days=ends)}


def drafted(by: User, code: str = CODE, number: str = "示例决〔2026〕1号", **fields: Any) -> Restriction:
    made: Restriction = actions.draft(Restriction, given(number), values(code, **fields), by=by)
    return made


def listed(by: User, code: str = CODE, title: str = "余热回收改造", **fields: Any) -> RestrictedProject:
    made: RestrictedProject = actions.draft(
        RestrictedProject, given(), values(code, title=title, **fields), by=by
    )
    return made


def restricted(code: str, clerk: User, director: User, number: str = "示例决〔2026〕1号") -> Restriction:
    """In force from today."""
    signed: Restriction = actions.sign(drafted(clerk, code, number), by=director)
    return signed


def lifted(entry: Any, clerk: User, director: User) -> None:
    actions.draft_lifting(entry, given("示例决〔2026〕9号"), reason="申诉成立。", by=clerk)
    actions.sign_lifting(entry, by=director)


def basis(by: User, number: str = "示例决〔2026〕1号") -> steps.Basis:
    return given(number).stored(by)


def checked(by: User, code: str = CODE, words: str = "", **fields: Any) -> CreditCheck:
    """Looked up today, clear unless there are words."""
    facts: dict[str, Any] = {
        "owner": "示例公司", "day": clock.today(), "source": Source.CREDIT_CHINA, "words": words,
        "finding": Finding.ADVERSE if words else Finding.CLEAR, "screenshot": factories.pdf("screen"),
    }  # fmt: skip
    return actions.record_check(code, **facts | fields, by=by)


def code_of(zone: Zone) -> str:
    body = managing_organization(zone)
    assert body is not None
    return body.credit_code


def entered(zone: Zone, by: User, **fields: Any) -> PoolProject:
    return actions.enter_project(zone, PROJECT | fields, credit_code=code_of(zone), by=by)


def under_review(zone: Zone, by: User, **fields: Any) -> PoolProject:
    return actions.put_forward(entered(zone, by, **fields), by=by)


def admitted(zone: Zone, by: User, clerk: User) -> PoolProject:
    checked(clerk, code_of(zone))
    return actions.admit(under_review(zone, by), by=clerk)


def finance(**fields: Any) -> Finance:
    known: dict[str, Any] = {
        "day": clock.today(), "institution": "示例银行", "kind": FinanceKind.LOAN,
        "applied": Decimal(900), "outcome": FinanceOutcome.GRANTED, "granted": Decimal(850),
    }  # fmt: skip
    return Finance(**known | fields)
