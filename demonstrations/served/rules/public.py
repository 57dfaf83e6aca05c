"""What everybody may know: numbers by province and industry, none so small that it names a firm; names where the rules say so."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Subquery

from demonstrations.served.models import (
    Metric,
    RecordFigure,
    ServiceRecord,
    State,
    StrikeOut,
)
from program.indicators.rules import FEWEST_PEERS
from program.rulesets.models import Key
from program.rulesets.rules import in_force
from program.zones.models import Site

CHECKING, OTHERS = "checking", "not_counted"
COUNTED, STRUCK = State.COUNTED.value, State.STRUCK_OUT.value


def counts() -> dict[str, int]:
    """Records by what the board says of them; one query."""
    rows: Any = ServiceRecord.objects.order_by().values_list("state").annotate(Count("pk"))
    return told_apart(Counter(dict(rows)))


def told_apart(by_state: Mapping[str, int]) -> dict[str, int]:
    """Numbers by what everybody is told of a record's state."""
    return {
        CHECKING: by_state.get(State.SUBMITTED, 0) + by_state.get(State.RETURNED, 0),
        OTHERS: by_state.get(State.ACCEPTED, 0),
        COUNTED: by_state.get(State.COUNTED, 0),
        STRUCK: by_state.get(State.STRUCK_OUT, 0),
    }


def fingerprint() -> list[Any]:
    """Another one when any count may be; two queries."""
    states: Any = (
        ServiceRecord.objects.order_by("state").values_list("state", "zone__province").annotate(Count("pk"))
    )
    return [sorted(states), StrikeOut.objects.aggregate(Max("signed_at"), Count("signed_at"))]


def suppressed(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """Cells of one or two are not told; where the total would tell one of them, the next smallest is kept back with it."""
    small = {code for code, number in numbers.items() if 0 < number < FEWEST_PEERS}
    rest = sorted((number, code) for code, number in numbers.items() if number and code not in small)
    while small and rest and (len(small) < 2 or sum(numbers[code] for code in small) < FEWEST_PEERS):
        small.add(rest.pop(0)[1])
    return {code: None if code in small else number for code, number in numbers.items()}


def by_province() -> dict[str, int | None]:
    rows: Any = ServiceRecord.objects.counted().order_by().values_list("zone__province").annotate(Count("pk"))
    return suppressed(dict(rows))


def by_industry() -> dict[str, int | None]:
    """By the industry of the enterprise's first site: each counts once. Two queries."""
    counted = ServiceRecord.objects.counted().values("enterprise")
    first: Any = (
        Site.objects.filter(organization__in=counted)
        .order_by()
        .values_list("organization")
        .annotate(Min("pk"))
    )
    sites = Site.objects.filter(pk__in=[pk for _enterprise, pk in first])
    return suppressed(Counter(sites.values_list("industry", flat=True)))


def names_published() -> bool:
    return bool(in_force(Key.SERVED_PUBLISHED).value)


def sums(rows: Iterable[tuple[str, Decimal]]) -> dict[Metric, Decimal | None]:
    """What the counted records save, added in Python; a sum of one or two firms is not told."""
    values: dict[str, list[Decimal]] = {}
    for metric, saved in rows:
        values.setdefault(metric, []).append(saved)
    return {
        Metric(metric): sum(saved, Decimal(0)) if len(saved) >= FEWEST_PEERS else None
        for metric, saved in sorted(values.items(), key=lambda pair: list(Metric).index(Metric(pair[0])))
    }


def saved_rows(**of: Any) -> Any:
    """(metric, saved) of counted records: an enterprise counts once, so each row is another firm."""
    rows = RecordFigure.objects.filter(record__state=State.COUNTED, saved__isnull=False, **of)
    return rows.order_by("pk").values_list("metric", "saved")


# ---------------------------------------------------------------- open data
def rows() -> Iterator[tuple[Any, ...]]:
    """What the public page says, one number a line; one query."""
    industry = Site.objects.filter(organization=OuterRef("enterprise")).order_by("pk").values("industry")[:1]
    asked: Any = ServiceRecord.objects.order_by("pk").values_list(
        "pk", "state", "zone__province", Subquery(industry), "figures__metric", "figures__saved"
    )
    records: dict[int, tuple[str, str, str]] = {}
    saved = []
    for pk, state, province, first_industry, metric, value in asked:
        records[pk] = state, province, first_industry
        if state == State.COUNTED and value is not None:
            saved.append((metric, value))
    standing = told_apart(Counter(state for state, *_where in records.values()))
    for state, number in standing.items():
        told = number if state in (COUNTED, STRUCK) or not 0 < number < FEWEST_PEERS else None
        yield "state", state, told, None
    for group, place in (("province", 1), ("industry", 2)):
        counted = Counter(record[place] for record in records.values() if record[0] == State.COUNTED)
        for code, cell in sorted(suppressed(counted).items()):
            yield group, code, cell, None
    for one, total in sums(saved).items():
        yield "saved", one.value, total, one.unit
