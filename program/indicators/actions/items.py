"""Verbs on data items: what is declared."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from program.indicators import rules
from program.indicators.models import DataItem
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Invalid, SomebodyWasFaster

FIXED_ONCE_DECLARED = ("unit", "kind", "level")


@transaction.atomic(durable=True)
def add_item(values: Mapping[str, Any], *, by: User) -> DataItem:
    """One more data item, behind the others."""
    require_role(by, Role.CLERK)
    last = DataItem.objects.aggregate(last=Max("position"))["last"] or 0
    item = DataItem(position=last + 1, **values)
    require_plausible(item)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        taken = _("There is a data item of this code already.")
        raise SomebodyWasFaster(taken, field="code") from error
    journal.record(Verb.CHANGE_ITEM, by=by, subject=item.code, audience=Audience.OFFICE, after=item.name_zh)
    return item


@transaction.atomic(durable=True)
def change_item(item: DataItem, values: Mapping[str, Any], *, by: User) -> DataItem:
    """Other names; another unit, kind or level only while no figure was declared."""
    item = DataItem.objects.select_for_update().get(pk=item.pk)
    require_role(by, Role.CLERK)
    before = {name: getattr(item, name) for name in values}
    changed = [name for name, value in values.items() if value != before[name]]
    stuck = [name for name in changed if name in FIXED_ONCE_DECLARED]
    if stuck and rules.is_declared(item):
        sentence = _("Figures were declared in it: this stays as it is. Add another data item instead.")
        raise Invalid(findings=[(name, sentence) for name in stuck])
    for name in changed:
        setattr(item, name, values[name])
    require_plausible(item)
    if changed:
        item.save(update_fields=changed)
        told = [f"{name}: {before[name]} → {values[name]}" for name in changed]
        journal.record(Verb.CHANGE_ITEM, by=by, subject=item.code, audience=Audience.OFFICE, changes=told)
    return item


def require_plausible(item: DataItem) -> None:
    """Its code is not that of a derived figure; its unit fits its kind, and is one that the platform can convert."""
    found = rules.item_findings(item)
    if found:
        raise Invalid(findings=found)
