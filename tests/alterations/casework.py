"""What the office does about renamings and mergers, each thing by its verb."""

from datetime import date
from typing import Any

from program import clock
from program.alterations import actions, rules
from program.alterations.models import Alteration, AlterationKind
from program.people.models import Organization, Role, User
from program.registers.actions import Given
from program.zones.models import RecommendingBody, Zone
from tests import factories


def given(number: str = "示例函〔2026〕1号", **fields: Any) -> Given:
    known: dict[str, Any] = {
        "authority": "示例批准机关", "number": number, "day": clock.today(), "scan": factories.pdf(number),
    }  # fmt: skip
    return Given(**known | fields)


def renaming(
    zone: Zone, by: User, day: date | None = None, name: str = "示例新名高新技术产业开发区", number: str = "示例函〔2026〕1号"
) -> Alteration:  # fmt: skip
    values = {"name_zh": name, "name_en": "New Name", "effective": day or clock.today()}
    return actions.draft(AlterationKind.RENAMING, zone, given(number), values, reason="依批复。", by=by)


def merger(
    zone: Zone, into: Zone, by: User, day: date | None = None, number: str = "示例函〔2026〕2号"
) -> Alteration:
    values = {"into": into, "effective": day or clock.today()}
    return actions.draft(AlterationKind.MERGER, zone, given(number), values, reason="依批复。", by=by)


def seen(made: Alteration) -> str:
    """What the page shows now, as its fingerprint."""
    return rules.fingerprint(rules.shown_effects(made))


def signed(made: Alteration, by: User) -> Alteration:
    made = Alteration.objects.select_related("zone", "into").get(pk=made.pk)
    return actions.sign(made, effects=seen(made), by=by)


def another(body: RecommendingBody, name: str = "示例乙高新技术产业开发区") -> tuple[Zone, User]:
    """A second zone, and its manager."""
    organization: Organization = factories.organization()
    zone = factories.zone(body, organization, name_zh=name, name_en="Other Zone")
    return zone, factories.member(organization, Role.MANAGER)
