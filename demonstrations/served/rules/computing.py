"""A record computed: its figures gathered, its savings judged, and all of it as canonical data that can be frozen and read."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from demonstrations.served.models import (
    Baseline,
    Metric,
    OutputKind,
    RecordFigure,
    ServiceRecord,
    Source,
    State,
)
from demonstrations.served.rules.declared import OUTPUT, Figures, declared
from demonstrations.served.rules.saving import Limits, Pair, Saving, best, savings
from program.figures import plain
from program.indicators.models import FactorSet
from program.indicators.rules import current_factors
from program.rulesets.models import Key, SavingBasis
from program.rulesets.rules import all_in_force

SCHEMA = 1


@dataclass(frozen=True)
class Computed:
    """What a record comes to now, by the factor set and the rules signed last."""

    factor_set: FactorSet
    limits: Limits
    authority: str
    figures: Figures
    output: Pair | None
    savings: list[Saving]

    @property
    def best(self) -> Saving | None:
        return best(self.savings, self.limits)

    @property
    def reaches(self) -> bool:
        return self.best is not None


def limits_in_force() -> tuple[Limits, str]:
    """The threshold, by what it is judged, and what that rests on; one query."""
    said = all_in_force(Key.SERVED_THRESHOLD, Key.SERVED_BASIS)
    threshold, basis = said[Key.SERVED_THRESHOLD], said[Key.SERVED_BASIS]
    return Limits(threshold.value, SavingBasis(int(basis.value))), threshold.authority


def compute(record: ServiceRecord, rows: list[RecordFigure]) -> Computed:
    """The declared figures are read now; about a dozen queries, whatever the record holds."""
    factor_set, (limits, authority) = current_factors(), limits_in_force()
    years = (record.baseline_year, record.result_year)
    figures = declared(record.enterprise, record.zone, years, factor_set)
    first = dict(
        Baseline.objects.filter(enterprise=record.enterprise, zone=record.zone, year=years[0]).values_list(
            "metric", "value"
        )
    )
    pairs = {Metric(row.metric): pair_of(row, figures, years, first) for row in rows}
    output = output_of(record, figures, years)
    return Computed(
        factor_set,
        limits,
        authority,
        figures,
        output,
        savings(pairs, output, limits, claimed=claimed(record)),
    )


def pair_of(row: RecordFigure, figures: Figures, years: tuple[int, int], first: dict[str, Decimal]) -> Pair:
    if row.source == Source.ENTERED:
        return Pair(Source.ENTERED, row.base, row.result, first.get(row.metric))
    base, result = (figures.sums.get((row.metric, year)) for year in years)
    known = [each for each in (figures.first.get(row.metric), first.get(row.metric)) if each is not None]
    return Pair(Source.DECLARED, base, result, min(known, default=None))


def output_of(record: ServiceRecord, figures: Figures, years: tuple[int, int]) -> Pair | None:
    """Declared value added counts where all of it stands on the record's price base."""
    if record.output_source == Source.ENTERED:
        return Pair(Source.ENTERED, record.output_base, record.output_result) if record.output_base else None
    if record.output_kind != OutputKind.VALUE_ADDED or figures.bases != {record.price_base}:
        return None
    base, result = (figures.sums.get((OUTPUT, year)) for year in years)
    return Pair(Source.DECLARED, base, result) if base and result else None


def claimed(record: ServiceRecord) -> set[str]:
    """Metrics that another counted record of the enterprise claims for years that overlap."""
    others = ServiceRecord.objects.filter(
        enterprise=record.enterprise, state=State.COUNTED,
        baseline_year__lt=record.result_year, result_year__gt=record.baseline_year,
    ).exclude(pk=record.pk)  # fmt: skip
    rows = RecordFigure.objects.filter(record__in=others, saved__isnull=False)
    return set(rows.values_list("metric", flat=True))


# ---------------------------------------------------------------- as data
def content(record: ServiceRecord, found: Computed) -> str:
    """Canonical JSON: sorted keys, no blanks, decimals as strings."""
    return json.dumps(data(record, found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def data(record: ServiceRecord, found: Computed) -> dict[str, Any]:
    years, figures = (record.baseline_year, record.result_year), found.figures
    return {
        "schema": SCHEMA,
        "record": record.number,
        "enterprise": record.enterprise.credit_code,
        "zone": record.zone.code,
        "years": list(years),
        "factor_set": found.factor_set.code,
        "fixed_grid": plain(found.factor_set.fixed_grid),
        "threshold": plain(found.limits.threshold),
        "basis": found.limits.basis.value,
        "authority": found.authority,
        "sites": figures.sites,
        "lacking": [list(each) for each in figures.lacking],
        "output": None
        if found.output is None
        else written_pair(found.output, OUTPUT, figures, years)
        | {"kind": record.output_kind, "price_base": record.price_base},
        "metrics": [written(each, figures, years) for each in found.savings],
        "reaches": found.reaches,
    }


def written(one: Saving, figures: Figures, years: tuple[int, int]) -> dict[str, Any]:
    by_year = [optional(figures.by_year.get(year)) for year in years]
    declared_co2 = one.metric == Metric.CO2 and one.pair.source == Source.DECLARED
    return written_pair(one.pair, one.metric, figures, years) | {
        "metric": one.metric.value,
        "unit": one.metric.unit,
        "by_year": by_year if declared_co2 else None,
        "saved": optional(one.saved),
        "rate": optional(one.rate),
        "intensity": [plain(each) for each in one.intensity] if one.intensity else None,
        "intensity_rate": optional(one.intensity_rate),
        "flags": [flag.value for flag in one.flags],
        "counts": one.reaches and not one.flags,
    }


def written_pair(pair: Pair, code: str, figures: Figures, years: tuple[int, int]) -> dict[str, Any]:
    """Two figures, where they come from, and the lines that they are the sum of."""
    parts = (
        [figures.parts.get((code, year), []) for year in years]
        if pair.source == Source.DECLARED
        else [[], []]
    )
    return {
        "source": pair.source.value, "base": optional(pair.base), "result": optional(pair.result),
        "first": optional(pair.first), "parts": parts,
    }  # fmt: skip


def optional(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)
