"""Questions about alerts: how grave lateness is, what is to be raised, who may do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import ngettext

from program import clock
from program.applications.models import Application
from program.people.models import Membership, Role, User, in_language
from program.people.rules import Standing as Held
from program.rulesets.models import Key, Level, RuleSet
from program.rulesets.rules import value
from program.supervision.models import Alert, AlertRule, Obligation
from program.supervision.rules.duties import hands_in_for
from program.zones.models import Zone

LADDER = (
    (Level.RED, Key.LATE_RED_DAYS),
    (Level.ORANGE, Key.LATE_ORANGE_DAYS),
    (Level.YELLOW, Key.LATE_YELLOW_DAYS),
)
CLOSERS = (Role.CLERK, Role.SUPERVISOR)
"""Who in the office looks after alerts."""


def days_late(obligation: Obligation, moment: datetime) -> int:
    """Calendar days by Beijing dates: 1 from the first moment after the day on which it was due."""
    return (clock.beijing_date(moment) - clock.beijing_date(obligation.expected)).days


def level_of(days: int, rule_set: RuleSet | None) -> Level:
    """How grave it is to be so many days late."""
    return next((level for level, key in LADDER if days >= value(rule_set, key)), Level.BLUE)


def to_raise(moment: datetime, rule_set: RuleSet | None) -> Iterator[int]:
    """Keys of late obligations whose alert is missing, closed, or of a lower level than it is to be. One query."""
    late = Obligation.objects.late(moment).filter(
        Q(alert=None) | Q(alert__closed_at__isnull=False) | Q(alert__level__lt=Level.RED)
    )
    rows = late.annotate(level=F("alert__level"), closed=F("alert__closed_at")).order_by("pk")
    for row in rows.only("due", "again_due"):
        if (
            row.level is None
            or row.closed is not None
            or row.level < level_of(days_late(row, moment), rule_set)
        ):
            yield row.pk


def what_is_wrong(alert: Alert, moment: datetime) -> str:
    """In a few words of the reader's language: what is late by how many days, or which indicator is off."""
    if alert.obligation is None:
        return f"{in_language(alert, 'title')}: {alert.words}" if alert.words else in_language(alert, "title")
    duty = alert.obligation.get_duty_display()
    if alert.closed_at is not None:
        return duty
    days = days_late(alert.obligation, moment)
    return ngettext("%(duty)s, %(days)d day late", "%(duty)s, %(days)d days late", days) % {
        "duty": duty,
        "days": days,
    }


def clerk_of(zone: Zone) -> User | None:
    """The clerk of the zone's newest case who is a clerk still: the first to look after its alerts."""
    clerks = Membership.objects.current().filter(role=Role.CLERK).values("user")
    case = (
        Application.objects.filter(zone=zone, clerk__in=clerks)
        .order_by("-pk")
        .select_related("clerk")
        .first()
    )
    return case.clerk if case is not None else None


def proposes_lead(alert: Alert, rule_set: RuleSet | None) -> bool:
    """Whether it is grave enough to become a lead for measures."""
    return alert.closed_at is None and alert.level >= value(rule_set, Key.LATE_MEASURE)


@dataclass(frozen=True)
class AlertMoves:
    """What a person may do with an alert now; the verbs ask again."""

    acknowledge: bool = False
    take: bool = False
    close: bool = False


def alert_moves(alert: Alert, held: Held) -> AlertMoves:
    """What is late closes by itself once it is handed in; for all else somebody of the office says why it is over."""
    if alert.closed_at is not None:
        return AlertMoves()
    looks_after = held.has(*CLOSERS)
    return AlertMoves(
        acknowledge=alert.acknowledged_at is None and hands_in_for(alert.zone, held),
        take=looks_after and alert.owner_id != held.user.pk,
        close=looks_after and alert.rule != AlertRule.LATE,
    )
