"""What happens to an entry inside somebody's transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from program import clock
from program.ledger import rules
from program.ledger.models import Clause, Kind, LedgerEntry, State
from program.process.steps import next_number
from program.refusals import Invalid, SomebodyWasFaster

COLUMNS = (
    "clause", "kind", "title", "description", "year", "since", "until", "figure", "owner_unit", "owner_person", "partners",
)  # fmt: skip


def next_entry_number() -> str:
    series = f"TZ-{clock.today().year}"
    return f"{series}-{next_number(series):04d}"


def lock(entry: LedgerEntry) -> LedgerEntry:
    """The entry, locked and read again."""
    assert connection.in_atomic_block
    rows = LedgerEntry.objects.select_for_update(of=("self",)).select_related("zone")
    locked: LedgerEntry = rows.get(pk=entry.pk)
    return locked


def require_state(entry: LedgerEntry, *states: State, seen: int | None = None) -> None:
    """Whoever comes later than another, or with a page that is not the latest, is told so."""
    if entry.state not in states or (seen is not None and seen != entry.revision):
        raise SomebodyWasFaster


def write(entry: LedgerEntry, values: Mapping[str, Any], known: Mapping[rules.Key, str]) -> None:
    """What was typed, unsaved; each thing that cannot be is said at its field. `known`: the work that stands there already."""
    words = {"clause": Clause, "kind": Kind}
    if unknown := [name for name, enum in words.items() if values[name] not in enum.values]:
        raise Invalid(field=unknown[0])
    found = rules.faults(values, clock.today())
    if number := known.get(rules.key_of(values)):
        found.append(("title", rules.twin_sentence(number)))
    if found:
        raise Invalid(findings=found)
    for name in COLUMNS:
        value = values[name]
        setattr(entry, name, value.strip() if isinstance(value, str) else value)
    entry.unit = rules.KINDS[Kind(entry.kind)].unit or ""
