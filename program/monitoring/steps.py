"""What happens to schemes and runs inside somebody else's transaction: the supplied one, locking, computing."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

import program
from program import clock
from program.indicators.models import Indicator
from program.indicators.steps import freeze
from program.monitoring import rules
from program.monitoring.models import MonitoringLine, MonitoringRun, Scheme, SchemeCriterion, SchemeTier
from program.refusals import SomebodyWasFaster

CRITERIA = Path(program.__file__).parent / "assets" / "data" / "monitoring_criteria.csv"
SUPPLIED = "evaluation.1"
TIERS = (
    ("优秀", "excellent", 85),
    ("良好", "good", 70),
    ("合格", "sufficient", 60),
    ("不合格", "insufficient", 0),
)
OFFICE = ("专项办规则", "the office's own rule")


# ---------------------------------------------------------------- what the platform brings along
def load_schemes() -> None:
    """The supplied scheme, after the supplied indicators; what is there already is left as it is."""
    assert connection.in_atomic_block
    if Scheme.objects.filter(code=SUPPLIED).exists():
        return
    made = Scheme.objects.create(
        code=SUPPLIED, title_zh="国家高新区绿色发展监测评价方案（专项办缺省）",
        title_en="Monitoring of green development (the office's default)", signed_at=clock.now(),
    )  # fmt: skip
    SchemeCriterion.objects.bulk_create(SchemeCriterion(scheme=made, **row) for row in supplied_criteria())
    SchemeTier.objects.bulk_create(
        SchemeTier(
            scheme=made, position=place, name_zh=zh, name_en=en, minimum=minimum,
            authority_zh=OFFICE[0], authority_en=OFFICE[1],
        )
        for place, (zh, en, minimum) in enumerate(TIERS, 1)
    )  # fmt: skip


def supplied_criteria() -> Iterator[dict[str, Any]]:
    with CRITERIA.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            read: dict[str, Any] = {name: text for name, text in row.items() if name != "scheme"}
            read |= {name: Decimal(row[name]) if row[name] else None for name in ("floor", "red_line")}
            set_code, _slash, code = row["indicator"].partition("/")
            found = Indicator.objects.get(set__code=set_code, code=code) if code else None
            yield read | {"is_green": row["is_green"] == "yes", "indicator": found}


# ---------------------------------------------------------------- locking
def lock_scheme(scheme: Scheme) -> Scheme:
    """The scheme, locked and read again."""
    assert connection.in_atomic_block
    locked: Scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    return locked


def lock_run(run: MonitoringRun) -> MonitoringRun:
    """The run, locked and read again; one that was discarded is gone."""
    assert connection.in_atomic_block
    rows = MonitoringRun.objects.select_for_update(of=("self",)).select_related("scheme", "rule_set")
    locked: MonitoringRun | None = rows.filter(pk=run.pk).first()
    if locked is None or locked.signed_at is not None:
        raise SomebodyWasFaster
    return locked


def use(scheme: Scheme) -> None:
    """From now on nobody changes it: a year is evaluated by it."""
    freeze(scheme)


# ---------------------------------------------------------------- one run
def compute(run: MonitoringRun) -> int:
    """Read every value, freeze it with its derivation, and work the results out; answers of how many zones."""
    assert connection.in_atomic_block
    criteria = list(run.scheme.criteria.select_related("indicator__set"))
    moment = clock.now()
    there, zones = rules.ground(criteria, run.year, moment), list(rules.evaluated_zones(run.year))
    inputs = {zone.code: rules.inputs_text(there, criteria, zone) for zone in zones}
    run.basis = rules.basis_text(run.scheme, criteria, run.year)
    run.sha256, run.computed_at = rules.fingerprint(run.basis, inputs), moment
    run.save(update_fields=["basis", "sha256", "computed_at"])
    made = rules.results(
        rules.read_basis(run.basis), {code: rules.read_given(text) for code, text in inputs.items()}
    )
    MonitoringLine.objects.bulk_create(
        MonitoringLine(
            run=run, zone=zone, inputs=inputs[zone.code],
            **rules.columns(made[zone.code]) | {"points": json.dumps(rules.columns(made[zone.code])["points"])},
        )
        for zone in zones
    )  # fmt: skip
    return len(zones)
