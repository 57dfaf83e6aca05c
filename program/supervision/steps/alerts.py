"""Raising and closing alerts inside somebody else's transaction; whoever knows of something else that is wrong calls the same."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import translation

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with
from program.rulesets.models import Level
from program.supervision.models import Alert, AlertRule, Ending, Obligation
from program.supervision.rules import clerk_of, what_is_wrong
from program.zones.models import Zone, managing_organization


def raise_alert(
    zone: Zone, rule: AlertRule, year: int, subject: str, *,
    level: Level, words: str = "", title_zh: str = "", title_en: str = "", obligation: Obligation | None = None,
) -> Alert:  # fmt: skip
    """Open the alert for this cause, open it again, or let it rise; one that stands at this level or a higher one stays as it is.

    `subject`: a duty, or the code of an indicator, which then brings its titles and, in the office's language, what is wrong.
    """
    assert connection.in_atomic_block
    cause = {"zone": zone, "rule": rule, "year": year, "subject": str(subject)}
    alert, made = Alert.objects.get_or_create(
        **cause,
        defaults={
            "level": level, "words": words, "title_zh": title_zh, "title_en": title_en, "obligation": obligation,
            "opened_at": clock.now(), "risen_at": clock.now(), "owner": clerk_of(zone),
        },
    )  # fmt: skip
    if made:
        return told(alert, Verb.RAISE_ALERT)
    alert = lock(alert)
    if alert.closed_at is None:
        return told(risen(alert, level, words), Verb.LET_ALERT_RISE) if alert.level < level else alert
    alert.opened_at, alert.closed_at, alert.closed_by, alert.ending, alert.ending_words = (
        clock.now(),
        None,
        None,
        "",
        "",
    )
    alert.acknowledged_at, alert.acknowledged_by, alert.plan = None, None, ""
    return told(risen(alert, level, words), Verb.REOPEN_ALERT)


def close_alert(alert: Alert, ending: Ending, *, words: str = "", by: User | None = None) -> Alert:
    """Close the (locked) alert; without a person it closes by itself."""
    assert connection.in_atomic_block
    alert.closed_at, alert.closed_by, alert.ending, alert.ending_words = clock.now(), by, ending, words
    alert.save(update_fields=["closed_at", "closed_by", "ending", "ending_words"])
    journal.record(Verb.CLOSE_ALERT, by=by, subject=alert, ending=ending, reason=words or None)
    return alert


def close_of(obligation: Obligation, ending: Ending) -> None:
    """Close the alert for an obligation that is late no more."""
    alert = Alert.objects.open().filter(obligation=obligation).first()
    if alert is not None:
        close_alert(lock(alert), ending)


def lock(alert: Alert) -> Alert:
    """The alert, locked and read again."""
    locked: Alert = Alert.objects.select_for_update(of=("self",)).select_related("zone").get(pk=alert.pk)
    return locked


def risen(alert: Alert, level: Level, words: str) -> Alert:
    alert.level, alert.words, alert.risen_at = level, words, clock.now()
    alert.save()
    return alert


def told(alert: Alert, verb: Verb) -> Alert:
    """The line of the journal, and the messages."""
    journal.record(
        verb, by=None, subject=alert, level=Level(alert.level).name.lower(), reason=alert.words or None
    )
    with translation.override(settings.LANGUAGE_CODE):
        level, what = str(Level(alert.level).label), what_is_wrong(alert, clock.now())
    tell(
        whom(alert), Text.ZONE_ALERT, path=alert.get_absolute_url(),
        level=level, zone=alert.zone.name_zh, year=alert.year, what=what,
    )  # fmt: skip
    return alert


def whom(alert: Alert) -> list[User]:
    """The zone's manager; from orange also who recommends it and the supervisor, from red the director."""
    body, recommender = managing_organization(alert.zone), alert.zone.recommending_body.organization
    found: list[Any] = list(people_with(Role.MANAGER, body)) if body else []
    if alert.level >= Level.ORANGE:
        found += people_with(Role.RECOMMENDER, recommender) if recommender else []
        found += people_with(Role.SUPERVISOR)
    if alert.level >= Level.RED:
        found += people_with(Role.DIRECTOR)
    return found
