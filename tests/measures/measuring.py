"""What people do about leads, measures and rectification, each thing by its verb."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from program import clock
from program.applications.models import Application
from program.decisions.models import Designation
from program.decisions.steps import designate
from program.measures import actions
from program.measures.models import Grade, Ground, Lead, LeadSource, Measure, Rectification
from program.people.models import User
from program.process.models import StageName
from program.registers.actions import Given
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.decisions import casework as decided

FIRM = factories.credit_code(70_002, prefix="91")
"""Of a firm that nobody has registered."""


def given(number: str = "示例决〔2026〕1号", **fields: Any) -> Given:
    known: dict[str, Any] = {
        "authority": "示例专项办", "number": number, "day": clock.today(), "scan": factories.pdf(number),
    }  # fmt: skip
    return Given(**known | fields)


def said(zone: Zone | None = None, ground: Ground = Ground.INCIDENT, **fields: Any) -> actions.Said:
    known: dict[str, Any] = {"source": LeadSource.ECOLOGY, "happened_on": clock.today(), "text": "废水泄漏。"}
    return actions.Said(ground, zone=zone, **known | fields)


def accident(grade: Grade = Grade.SERIOUS, number: str = "示例环〔2026〕7号") -> actions.Accident:
    return actions.Accident(given(number, authority="示例省生态环境厅"), grade, "示例公司")


def verified(zone: Zone, by: User, grade: Grade = Grade.SERIOUS, number: str = "示例环〔2026〕7号") -> Lead:
    """An accident in the zone, by the ecology authority's document."""
    lead = actions.record(said(zone), by=by)
    return actions.verify(lead, verdict="属实。", by=by, accident=accident(grade, number))


def breach(zone: Zone, by: User, ground: Ground = Ground.OTHER) -> Lead:
    """Anything else, verified."""
    return actions.verify(actions.record(said(zone, ground), by=by), verdict="属实。", by=by)


def terms(kind: MeasureKind = MeasureKind.SUSPEND, **fields: Any) -> actions.Terms:
    """What the rules name after an accident of grade II; fields say otherwise, with a reason."""
    known: dict[str, Any] = {
        "facts": "2026年11月1日发生重大环境污染事故。", "points": Decimal(10), "tiers": 1, "evaluated_year": 2026,
        "rectify_by": clock.today() + timedelta(days=60), "requirements": "修复管网\n开展应急演练", "departure": "情节特殊。",
    }  # fmt: skip
    return actions.Terms(kind, **known | fields)


def plain(kind: MeasureKind, **fields: Any) -> actions.Terms:
    """Without points, years or rectification, but where they belong to the measure."""
    known: dict[str, Any] = {"points": None, "tiers": None, "evaluated_year": None}
    if kind not in {MeasureKind.RECTIFY, MeasureKind.SUSPEND}:
        known |= {"rectify_by": None, "requirements": ""}
    if kind == MeasureKind.REVOKE:
        known["restriction_years"] = 3
    return terms(kind, **known | fields)


def drafted(lead: Lead, by: User, wanted: actions.Terms | None = None) -> Measure:
    assert lead.zone is not None
    return actions.draft(lead, actions.against_zone(lead.zone), wanted or terms(), by=by)


def announced(lead: Lead, by: User, wanted: actions.Terms | None = None) -> Measure:
    return actions.announce(drafted(lead, by, wanted), by=by)


def to_sign(
    lead: Lead,
    by: User,
    manager: User,
    wanted: actions.Terms | None = None,
    number: str = "示例决〔2026〕1号",
) -> Measure:
    measure = announced(lead, by, wanted)
    actions.defend(measure, text="已经整改。", by=manager)
    return actions.decide(measure, given(number), reason="申辩理由不成立。", by=by)


def signed(
    lead: Lead, by: User, manager: User, director: User, wanted: actions.Terms | None = None, number: str = "示例决〔2026〕1号"
) -> Measure:  # fmt: skip
    return actions.sign(to_sign(lead, by, manager, wanted, number), by=director)


def reversed_(measure: Measure, by: User, director: User, number: str = "示例决〔2026〕9号") -> Measure:
    actions.draft_reversal(measure, given(number), reason="申诉成立。", by=by)
    return actions.sign_reversal(measure, by=director)


def rectified(measure: Measure, manager: User) -> Rectification:
    """Every item done, shown, handed in."""
    shown = Rectification.objects.get(measure=measure)
    items = {
        item.pk: actions.Written("年内完成", "已完成", factories.pdf(f"{shown.turn}-{item.pk}"))
        for item in shown.items.exclude(passed=True)
    }
    actions.write(shown, items, by=manager)
    return actions.hand_in(shown, by=manager)


def findings(shown: Rectification, **failed: str) -> dict[int, actions.Finding]:
    """All passed, but for those of the positions `_1`, `_2` … with their remark."""
    return {
        item.pk: actions.Finding(not (remark := failed.get(f"_{item.position}", "")), remark)
        for item in shown.items.exclude(passed=True)
    }


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def listed(case: Application, clerk: User) -> Designation:
    """A zone in its building period."""
    factories.rest_at(case, StageName.PUBLICATION)
    document = decided.enter(case.call, clerk, f"示例文〔2026〕{case.pk}号")
    factories.rest_at(case, StageName.LISTED)
    with transaction.atomic():
        return designate(case, document)
