"""Records written, locked, frozen, counted. The enterprise is locked before its records: each credit code counts once."""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from demonstrations.served import rules
from demonstrations.served.models import (
    Baseline,
    Calculation,
    Metric,
    RecordFigure,
    ServiceRecord,
    Source,
    State,
)
from program import clock
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import people_with
from program.process.steps import next_number
from program.refusals import Invalid, SomebodyWasFaster
from program.zones.models import REVIEWING_ROLES, managing_organization

PLACES, HUNDREDTH = Decimal("0.0001"), Decimal("0.01")
COLUMNS = (
    "service", "description", "baseline_year", "result_year", "price_base", "output_kind", "output_source", "output_base",
    "output_result", "provider",
)  # fmt: skip
Row = TypeVar("Row", bound=Model)


def next_in(prefix: str) -> str:
    """The next number of a series of the year."""
    series = f"{prefix}-{clock.today().year}"
    return f"{series}-{next_number(series):04d}"


def lock(record: ServiceRecord) -> ServiceRecord:
    """The record, locked and read again."""
    assert connection.in_atomic_block
    rows = ServiceRecord.objects.select_for_update(of=("self",)).select_related(
        "zone", "enterprise", "provider"
    )
    locked: ServiceRecord = rows.get(pk=record.pk)
    return locked


def lock_enterprise(record: ServiceRecord) -> ServiceRecord:
    """The enterprise first, then the record: whoever decides whether one of its records counts waits here."""
    assert connection.in_atomic_block
    Organization.objects.select_for_update().get(pk=record.enterprise_id)
    return lock(record)


def require_state(record: ServiceRecord, *states: State, seen: int | None = None) -> None:
    """Whoever comes later than another, or with a page that is not the latest, is told so."""
    if record.state not in states or (seen is not None and seen != record.revision):
        raise SomebodyWasFaster


def write(record: ServiceRecord, values: Mapping[str, Any]) -> list[RecordFigure]:
    """What was typed, unsaved, with its figures; each thing that cannot be is said at its field."""
    found = rules.year_faults(values["baseline_year"], values["result_year"], clock.today().year)
    found += rules.figure_faults(values)
    if values["provider"] is not None and values["provider"].pk == record.enterprise_id:
        found.append(("provider_code", rules.OWN_PROVIDER))
    if found:
        raise Invalid(findings=found)
    for name in COLUMNS:
        value = values[name]
        setattr(record, name, value.strip() if isinstance(value, str) else value)
    if record.output_source == Source.DECLARED:
        record.output_base = record.output_result = None
    return [
        RecordFigure(
            record=record, metric=metric, source=source,
            base=base if source == Source.ENTERED else None, result=result if source == Source.ENTERED else None,
        )
        for metric, (source, base, result) in values["metrics"].items()
    ]  # fmt: skip


def state_baselines(rows: Iterable[tuple[ServiceRecord, RecordFigure]], *, by: User) -> None:
    """Keep what was entered of a baseline year for the first time; what was stated before stays as it was."""
    Baseline.objects.bulk_create(
        [
            Baseline(
                enterprise=record.enterprise, zone=record.zone, year=record.baseline_year, metric=figure.metric,
                value=figure.base, stated_by=by, stated_at=clock.now(),
            )
            for record, figure in rows
            if figure.base is not None
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def stored(row: Row, field: str | None = None, sentence: Any = None) -> Row:
    """Saved; what the database refuses because somebody else was there first is said so."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SomebodyWasFaster(sentence, field=field) from error
    return row


def freeze(record: ServiceRecord) -> Calculation:
    """Compute the (locked) record once and for all: its figures are kept, its calculation is never changed."""
    rows = list(record.figures.all())
    found = rules.compute(record, rows)
    savings = {each.metric: each for each in found.savings}
    for row in rows:
        one = savings[Metric(row.metric)]
        row.base, row.result = one.pair.base, one.pair.result
        row.saved = one.saved if one.reaches else None  # whether the record counts, its state says
        for name in ("base", "result", "saved"):
            value = getattr(row, name)
            setattr(row, name, None if value is None else value.quantize(PLACES))
    RecordFigure.objects.bulk_update(rows, ["base", "result", "saved"])
    if found.output is not None and found.output.base and found.output.result:
        record.output_base = found.output.base.quantize(PLACES)
        record.output_result = found.output.result.quantize(PLACES)
    text, best = rules.content(record, found), found.best
    rate = best.judged(found.limits) if best is not None else None
    return Calculation.objects.create(
        record=record, factor_set=found.factor_set, reaches=found.reaches, content=text,
        best_metric=best.metric if best is not None else "",
        best_rate=rate.quantize(HUNDREDTH) if rate is not None else None,
        sha256=hashlib.sha256(text.encode()).hexdigest(), made_at=clock.now(),
    )  # fmt: skip


def settle(enterprise: Organization) -> ServiceRecord | None:
    """Which record of the (locked) enterprise counts: the one that does, else the first checked that reaches the threshold."""
    records = ServiceRecord.objects.filter(enterprise=enterprise)
    counting: ServiceRecord | None = records.filter(state=State.COUNTED).first()
    if counting is not None:
        return counting
    waiting = records.filter(state=State.ACCEPTED, calculation__reaches=True)
    heir: ServiceRecord | None = waiting.order_by("checked_at", "pk").first()
    if heir is not None:
        heir.state = State.COUNTED
        heir.save(update_fields=["state"])
    return heir


def tell_about(record: ServiceRecord, text: Text, **facts: object) -> None:
    """Whoever opened it: the provider's people, or the zone's reviewers and managers."""
    body = record.provider if record.by_provider else managing_organization(record.zone)
    roles: Iterable[Role] = APPLICANT_ROLES if record.by_provider else REVIEWING_ROLES
    people: list[User] = [person for role in roles for person in people_with(role, body)] if body else []
    tell(people, text, path=record.get_absolute_url(), number=record.number, **facts)
