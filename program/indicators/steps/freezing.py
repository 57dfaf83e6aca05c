"""What is used is frozen: a version of rules by which something is judged, a declaration that is handed in."""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from program import clock
from program.figures import plain
from program.indicators.models import (
    Declaration,
    DerivedFigure,
    EnergyLine,
    Evidence,
    FactorSet,
    ItemValue,
    Versioned,
)
from program.indicators.rules import (
    LARGEST,
    Energy,
    Factors,
    Found,
    Step,
    derive,
    factors_of,
    judged_findings,
    quantities,
)
from program.refusals import Refused

SCHEMA = 1
DERIVED_PLACES = Decimal("0.0001")


def freeze(version: Versioned) -> None:
    """From now on nobody changes it: something was judged by it."""
    assert connection.in_atomic_block
    kind = type(version)
    held = kind._default_manager.select_for_update().get(pk=version.pk)
    if held.signed_at is None:
        raise Refused(_("%(version)s must be signed before it is used.") % {"version": held})
    if held.frozen_at is None:
        held.frozen_at = clock.now()
        held.save(update_fields=["frozen_at"])


class Declared(NamedTuple):
    """All that stands in a declaration."""

    lines: Sequence[EnergyLine]
    items: Sequence[ItemValue]
    evidence: Sequence[Evidence] = ()


Judged = Sequence[tuple[Found, str]]
"""Findings with their explanations."""


def hand_in(declaration: Declaration, factor_set: FactorSet) -> None:
    """Derive a declaration by a factor set and freeze both: the statement, its hash, and what others add up."""
    assert connection.in_atomic_block
    freeze(factor_set)
    factors = factors_of(factor_set)
    evidence = declaration.evidence.attached().select_related("file")
    declared = Declared(list(declaration.lines.all()), list(declaration.items.all()), list(evidence))
    energy = state(declaration, factor_set, factors, declared, judged_findings(declaration, factors))
    evidence.update(handed_in=True)
    declaration.derived.all().delete()
    DerivedFigure.objects.bulk_create(derived(declaration, energy))


def state(
    declaration: Declaration,
    factor_set: FactorSet,
    factors: Factors,
    declared: Declared,
    judged: Judged,
) -> Energy:
    """Write the statement of what is declared on the declaration, unsaved; answers what was derived."""
    energy = derive(quantities(declared.lines), declaration.year, factors)
    text = written(statement(declaration, factors, declared, energy, judged))
    declaration.factor_set = factor_set
    declaration.statement, declaration.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
    return energy


def derived(declaration: Declaration, energy: Energy) -> list[DerivedFigure]:
    """The figures that zones and boards add up; unsaved."""
    if any(abs(value) >= LARGEST for value in energy.figures.values()):
        raise Refused(
            _("These quantities are too large: what is derived of them cannot be kept. Are the units right?")
        )
    return [
        DerivedFigure(declaration=declaration, code=code, value=value.quantize(DERIVED_PLACES))
        for code, value in energy.figures.items()
    ]


def written(data: dict[str, Any]) -> str:
    """Canonical JSON: sorted keys, no blanks, decimals as strings."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def statement(
    declaration: Declaration,
    factors: Factors,
    declared: Declared,
    energy: Energy,
    judged: Judged,
) -> dict[str, Any]:
    """All that was declared, how it was derived, what did not fit and what was said of it."""
    grid = factors.grid_of(declaration.year)
    return {
        "schema": SCHEMA,
        "subject": declaration.subject_code,
        "zone": declaration.zone.code,
        "year": declaration.year,
        "version": declaration.version,
        "price_base": declaration.price_base,
        "value_added_final": declaration.value_added_final,
        "factor_set": factors.code,
        "grid": optional(grid.value if grid else None),
        "fixed_grid": plain(factors.fixed_grid),
        "lines": [written_line(line) for line in declared.lines],
        "items": [written_item(item) for item in declared.items],
        "evidence": [written_evidence(row) for row in declared.evidence],
        "steps": [written_step(step) for step in energy.steps],
        "derived": {code: plain(value) for code, value in energy.figures.items()},
        "findings": [written_finding(found, said) for found, said in judged],
    }


def optional(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def written_line(line: EnergyLine) -> dict[str, Any]:
    return {
        "carrier": line.carrier, "use": line.use, "month": line.month, "quantity": plain(line.quantity),
        "torch": optional(line.torch_quantity), "note": line.difference_note,
    }  # fmt: skip


def written_item(item: ItemValue) -> dict[str, Any]:
    return {
        "item": item.item, "value": optional(item.value), "missing": item.missing,
        "torch": optional(item.torch_value), "note": item.difference_note,
    }  # fmt: skip


def written_evidence(row: Evidence) -> dict[str, Any]:
    return {"item": row.item, "name": row.file.name, "sha256": row.file.sha256}


def written_step(step: Step) -> dict[str, Any]:
    return {
        "carrier": step.carrier, "use": step.use, "quantity": plain(step.quantity), "unit": step.unit,
        "tce_factor": plain(step.tce_factor), "tce": plain(step.tce), "co2_factor": optional(step.co2_factor),
        "co2": plain(step.co2), "co2_fixed": plain(step.co2_fixed),
    }  # fmt: skip


def written_finding(found: Found, said: str) -> dict[str, Any]:
    return {
        "rule": found.rule.value,
        "place": found.place,
        "figure": plain(found.figure),
        "against": optional(found.against),
        "times": optional(found.times),
        "explanation": said,
    }
