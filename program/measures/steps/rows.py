"""Locking leads, measures and rectifications, and telling whom they concern."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from program.measures.models import (
    Lead,
    LeadState,
    Measure,
    MeasureState,
    Rectification,
    RectificationState,
)
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role
from program.people.rules import people_with
from program.refusals import SomebodyWasFaster


def lock_lead(lead: Lead, state: LeadState) -> Lead:
    """The lead, locked and read again, in the state that the verb needs."""
    assert connection.in_atomic_block
    rows = Lead.objects.select_for_update(of=("self",)).select_related("zone", "finding")
    locked: Lead | None = rows.filter(pk=lead.pk, state=state).first()
    if locked is None:
        raise SomebodyWasFaster
    return locked


def lock_measure(measure: Measure, *states: MeasureState, seen: int | None = None) -> Measure:
    """The measure, locked and read again, in one of the states; as it was `seen`."""
    assert connection.in_atomic_block
    rows = Measure.objects.select_for_update(of=("self",)).select_related(
        "lead__finding", "zone", "organization", "rule_set"
    )
    locked: Measure | None = rows.filter(pk=measure.pk, state__in=states).first()
    if locked is None:
        raise SomebodyWasFaster
    require_seen(locked, seen)
    return locked


def lock_rectification(
    shown: Rectification, state: RectificationState, *, seen: int | None = None
) -> Rectification:
    """The measure's row first, if there is one, as every verb on it does; then the rectification, read again."""
    assert connection.in_atomic_block
    rows = Measure.objects.select_for_update(of=("self",)).select_related("organization", "zone")
    measure = rows.get(pk=shown.measure_id) if shown.measure_id is not None else None
    locked: Rectification | None = (
        Rectification.objects.select_for_update(of=("self",))
        .select_related("designation__organization", "designation__zone")
        .filter(pk=shown.pk, state=state)
        .first()
    )
    if locked is None:
        raise SomebodyWasFaster
    locked.measure = measure
    require_seen(locked, seen)
    return locked


def require_seen(row: Any, seen: int | None) -> None:
    if seen is not None and seen != row.revision:
        raise SomebodyWasFaster(
            _("This was changed since you opened the page. Reload it to see it as it is.")
        )


def stored(row: Any, sentence: str, field: str | None = None) -> Any:
    """Saved; what is there already is refused by the database, and said at its field."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(sentence, field=field) from error
    return row


def tell_owner(about: Measure | Rectification, text: Text, *, path: str = "", **facts: object) -> None:
    """The managers of the organisation that answers now, if it is on the platform; whoever is not is told on paper."""
    if (body := about.answering) is not None:
        people = people_with(Role.MANAGER, body)
        tell(people, text, path=path or about.get_absolute_url(), number=about.number, **facts)


def tell_office(role: Role, row: Any, text: Text, **facts: object) -> None:
    tell(people_with(role), text, path=row.get_absolute_url(), number=str(row), **facts)
