"""The values of a scheme's criteria for all zones of a year, each with its derivation; queries do not grow with the zones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from program.figures import plain
from program.indicators.models import Indicator
from program.indicators.rules import Asked, Codes, Gathered, codes, evaluate
from program.indicators.rules.formulas import needed
from program.indicators.rules.together import Everywhere, everywhere, ways_of
from program.ledger.rules import CLAUSES, coverage
from program.measures.models import Effect, EffectKind
from program.monitoring.models import Scheme, SchemeCriterion, Source
from program.monitoring.rules.scoring import SCHEMA, canonical
from program.supervision.models import Duty, Obligation
from program.supervision.rules import Tally, counts
from program.zones.models import Zone

EXACT = Decimal("0.000001")
"""Values are kept, and scored, to six decimals."""
MISSING, COVERAGE, NOTHING = "missing", "coverage", "nothing"
"""Why there is no value: figures are missing, too few sites have declared, nothing is due yet."""
OWN_CLAUSES = tuple(clause for clause, asked in CLAUSES.items() if asked.of_zones)


@dataclass(frozen=True)
class Value:
    """A value with what it was made of: terms (item, year, figure), counts (part, whole), coverage (reported, expected)."""

    value: Decimal | None
    why: str = ""
    terms: Sequence[tuple[str, int, Decimal]] = ()
    missing: Sequence[tuple[str, int]] = ()
    coverage: tuple[int, int] | None = None
    counts: tuple[int, int] | None = None

    def written(self, code: str) -> dict[str, Any]:
        """As the inputs of a run keep it."""
        return {
            "code": code,
            "value": None if self.value is None else plain(self.value),
            "why": self.why,
            "terms": [[item, year, plain(figure)] for item, year, figure in self.terms],
            "missing": [list(one) for one in self.missing],
            "coverage": self.coverage and list(self.coverage),
            "counts": self.counts and list(self.counts),
        }


@dataclass
class Ground:
    """What is read once for all zones and criteria."""

    year: int
    known: Codes
    figures: Everywhere
    duties: Mapping[tuple[Any, str], Tally]
    ledger: Mapping[int | None, Mapping[str, int]]
    deductions: Mapping[int, list[dict[str, Any]]] = field(default_factory=dict)

    def value(self, criterion: SchemeCriterion, zone: Zone) -> Value:
        match criterion.source:
            case Source.INDICATOR:
                return self._indicator(criterion, zone)
            case Source.LEDGER:
                there = self.ledger.get(zone.pk, {})
                return share(sum(1 for clause in OWN_CLAUSES if there.get(clause)), len(OWN_CLAUSES))
            case _:
                return self._duties(criterion, zone)

    def _indicator(self, criterion: SchemeCriterion, zone: Zone) -> Value:
        assert criterion.indicator is not None  # by constraint
        asked, pairs = self._asked(criterion.indicator)
        found = self.figures.zones.get(zone.pk)
        if found is None:
            return Value(None, MISSING, missing=pairs)
        least = _least_covered(found, {self.year, *(year for _code, year in pairs)})
        if least is not None and 100 * least[0] < criterion.coverage * least[1]:
            return Value(None, COVERAGE, coverage=least)
        made = evaluate(asked, found.comparable(self.year), self.year)
        terms = [(term.code, term.year, term.value) for term in made.terms]
        if made.figure is None:
            return Value(None, MISSING, terms, made.missing, least)
        return Value(made.figure.quantize(EXACT, ROUND_HALF_UP), "", terms, coverage=least)

    def _asked(self, indicator: Indicator) -> tuple[Asked, list[tuple[str, int]]]:
        asked = ways_of(indicator, indicator.set.base_year, self.known.units)[0]
        return asked, needed(asked, self.year)

    def _duties(self, criterion: SchemeCriterion, zone: Zone) -> Value:
        asked = [Duty(criterion.duty)] if criterion.duty else list(Duty)
        found = [self.duties.get((zone.pk, duty), Tally()) for duty in asked]
        if criterion.source == Source.PUNCTUALITY:
            return share(sum(one.on_time for one in found), sum(one.due for one in found))
        return share(sum(one.handed_in for one in found), sum(one.owed for one in found))


def share(part: int, whole: int) -> Value:
    if not whole:
        return Value(None, NOTHING, counts=(part, whole))
    return Value((Decimal(100 * part) / whole).quantize(EXACT, ROUND_HALF_UP), counts=(part, whole))


def _least_covered(found: Gathered, years: Iterable[int]) -> tuple[int, int] | None:
    """(reported, expected) of the year in which the smallest part of the sites has declared; a zone without sites: (1, 1)."""
    there = [found.coverage[year] for year in sorted(years) if year in found.coverage]
    pairs = [(one.reported, one.expected) if one.expected else (1, 1) for one in there]
    return min(pairs, key=lambda pair: Decimal(pair[0]) / pair[1], default=None)


def ground(criteria: Iterable[SchemeCriterion], year: int, moment: datetime) -> Ground:
    """Read everything: items, figures, duties as they stand at the moment, ledger, deductions."""
    known, read = codes(), set()
    for one in criteria:
        if one.indicator is not None:
            asked = ways_of(one.indicator, one.indicator.set.base_year, known.units)[0]
            read |= set(needed(asked, year))
    years = {at for _code, at in read} | {year}
    figures = everywhere({code for code, _at in read}, years, minimum=0, kinds=known.kinds)
    duties = counts(Obligation.objects.filter(year=year), "zone", moment)
    return Ground(year, known, figures, duties, coverage(year).counts, deductions(year))


def deductions(year: int) -> dict[int, list[dict[str, Any]]]:
    """Zone → what lasting measures deduct in the evaluation of that year. One query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Effect.objects.lasting().filter(kind=EffectKind.DEDUCTION, year=year).order_by("pk")
    kept: Any = rows.values_list(
        "pk", "zone", "measure__number", "measure__decision__document_number", "points", "tiers"
    )
    for pk, zone, number, document, points, tiers in kept:
        found[zone].append(
            {"effect": pk, "measure": number, "document": document, "points": plain(points), "tiers": tiers}
        )
    return dict(found)


# ---------------------------------------------------------------- the two texts
def basis_text(scheme: Scheme, criteria: Iterable[SchemeCriterion], year: int) -> str:
    """The year and everything of the scheme that counts, as canonical JSON."""
    return canonical(
        {
            "schema": SCHEMA,
            "scheme": scheme.code,
            "year": year,
            "criteria": [written_criterion(one) for one in criteria],
            "tiers": [
                {"zh": tier.name_zh, "en": tier.name_en, "minimum": plain(tier.minimum)}
                for tier in scheme.tiers.all()
            ],
        }
    )


def written_criterion(one: SchemeCriterion) -> dict[str, Any]:
    return {
        "code": one.code, "zh": one.name_zh, "en": one.name_en, "weight": plain(one.weight), "green": one.is_green,
        "source": one.source, "indicator": f"{one.indicator.set.code}/{one.indicator.code}" if one.indicator else "",
        "duty": one.duty, "direction": one.direction, "method": one.method, "unit": one.unit,
        "floor": None if one.floor is None else plain(one.floor), "full": plain(one.full),
        "no_data": plain(one.no_data), "coverage": one.coverage,
    }  # fmt: skip


def inputs_text(there: Ground, criteria: Iterable[SchemeCriterion], zone: Zone) -> str:
    """A zone's values and deductions, as canonical JSON."""
    return canonical(
        {
            "zone": zone.code,
            "criteria": [there.value(one, zone).written(one.code) for one in criteria],
            "deductions": there.deductions.get(zone.pk, []),
        }
    )
