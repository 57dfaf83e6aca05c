"""Verbs on alerts: the clock lets them rise, the zone acknowledges, the office looks after and closes them."""

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets.models import RuleSet
from program.supervision import rules, steps
from program.supervision.models import Alert, AlertRule, Ending, Obligation


@transaction.atomic(durable=True)
def warn(obligation: Obligation, rule_set: RuleSet | None) -> Alert | None:
    """The clock: open the alert for what is late, or let it rise; nothing where it was handed in meanwhile."""
    obligation, moment = steps.lock(obligation), clock.now()
    if not Obligation.objects.late(moment).filter(pk=obligation.pk).exists():
        return None
    return steps.raise_alert(
        obligation.zone, AlertRule.LATE, obligation.year, obligation.duty,
        level=rules.level_of(rules.days_late(obligation, moment), rule_set), obligation=obligation,
    )  # fmt: skip


@transaction.atomic(durable=True)
def acknowledge(alert: Alert, *, plan: str, by: User) -> Alert:
    """The zone has read it, and says what it will do."""
    alert = open_alert(alert)
    if not rules.hands_in_for(alert.zone, fresh_standing(by)):
        raise NotYours
    if alert.acknowledged_at is not None:
        raise SomebodyWasFaster
    if not plan.strip():
        raise Invalid(_("Say what will be done, and by when."), field="plan")
    alert.acknowledged_by, alert.acknowledged_at, alert.plan = by, clock.now(), plan.strip()
    alert.save(update_fields=["acknowledged_by", "acknowledged_at", "plan"])
    journal.record(
        Verb.ACKNOWLEDGE_ALERT, by=by, subject=alert, on_behalf=alert.zone.name_zh, reason=alert.plan
    )
    return alert


@transaction.atomic(durable=True)
def take(alert: Alert, *, by: User) -> Alert:
    """A clerk or the supervisor looks after it from now on."""
    alert = open_alert(alert)
    if not fresh_standing(by).has(*rules.CLOSERS):
        raise NotYours
    if alert.owner_id == by.pk:
        raise SomebodyWasFaster(_("You look after this alert already."))
    alert.owner = by
    alert.save(update_fields=["owner"])
    journal.record(Verb.TAKE_ALERT, by=by, subject=alert)
    return alert


@transaction.atomic(durable=True)
def close(alert: Alert, *, words: str, by: User) -> Alert:
    """Somebody of the office says why it is over. What is late is over only when it is handed in, extended or waived."""
    alert = open_alert(alert)
    if not fresh_standing(by).has(*rules.CLOSERS):
        raise NotYours
    if alert.rule == AlertRule.LATE:
        raise Refused(_("An alert for lateness closes by itself: when it is handed in, extended or waived."))
    if not words.strip():
        raise Invalid(_("Say why."), field="words")
    return steps.close_alert(alert, Ending.SETTLED, words=words.strip()[:500], by=by)


def open_alert(alert: Alert) -> Alert:
    """Locked and read again."""
    alert = steps.alerts.lock(alert)
    if alert.closed_at is not None:
        raise SomebodyWasFaster(_("This alert is closed already."))
    return alert
