"""What the clock does about figures: alerts rise, and close when a later figure is fine again or their cause is gone."""

from django.db import transaction

from program.monitoring.rules import Wanted
from program.supervision import steps
from program.supervision.models import Alert, AlertRule, Ending
from program.zones.models import Zone


@transaction.atomic(durable=True)
def warn(zone: Zone, rule: AlertRule, year: int, subject: str, wanted: Wanted) -> Alert | None:
    """Open the alert for a figure, or let it rise; nothing where the office has settled it meanwhile."""
    Zone.objects.select_for_update().get(pk=zone.pk)
    cause = Alert.objects.filter(zone=zone, rule=rule, year=year, subject=subject)
    if cause.filter(closed_by__isnull=False).exists():
        return None
    return steps.raise_alert(
        zone, rule, year, subject, level=wanted.level, words=wanted.words, title_zh=wanted.title_zh, title_en=wanted.title_en
    )  # fmt: skip


@transaction.atomic(durable=True)
def settle(alert: Alert, why: Ending) -> None:
    """A later accepted figure is fine, or what it was held against is gone."""
    alert = steps.alerts.lock(alert)
    if alert.closed_at is None:
        steps.close_alert(alert, why)
