"""Switch something on for a rush, and off again."""

from django.db import IntegrityError, transaction

from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import SomebodyWasFaster
from program.switches.models import Name, Switch


@transaction.atomic(durable=True)
def turn_on(name: Name, *, reason: str, text_zh: str = "", text_en: str = "", by: User) -> Switch:
    """It holds from the commit on, in every process. The texts are the banner of a read-only platform."""
    require_role(by, Role.ADMIN)
    try:
        with transaction.atomic():
            made = Switch.objects.create(
                name=name, reason=reason, text_zh=text_zh, text_en=text_en, on_by=by, on_at=clock.now()
            )
    except IntegrityError as error:
        if Switch.objects.on().filter(name=name).exists():
            raise SomebodyWasFaster from error
        raise
    journal.record(Verb.SWITCH_ON, by=by, subject=name.value, audience=Audience.OFFICE, reason=reason)
    return made


@transaction.atomic(durable=True)
def turn_off(switch: Switch, *, reason: str, by: User) -> Switch:
    """What waited goes on: printing with the next sweep."""
    require_role(by, Role.ADMIN)
    held: Switch | None = Switch.objects.select_for_update().on().filter(pk=switch.pk).first()
    if held is None:
        raise SomebodyWasFaster
    held.off_by, held.off_at, held.off_reason = by, clock.now(), reason
    held.save(update_fields=["off_by", "off_at", "off_reason"])
    journal.record(Verb.SWITCH_OFF, by=by, subject=held.name, audience=Audience.OFFICE, reason=reason)
    return held
