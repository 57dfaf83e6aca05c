"""Loading the data items, sets and factors that the platform brings along."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

import program
from program import clock
from program.indicators.models import (
    CarrierFactor,
    DataItem,
    FactorSet,
    GridFactor,
    Indicator,
    IndicatorSet,
    PublishedGridFactor,
)

DATA = Path(program.__file__).parent / "assets" / "data"
FACTORS = "factors.1"
TITLES = {
    "office_default": ("专项办缺省指标集", "The office's default", True),
    "notice_2021": ("《实施方案》总体目标与监测指标", "The circular's targets and monitored figures", False),
    "hj274_2015": ("国家生态工业示范园区标准 HJ 274—2015（凭记忆录入）", "HJ 274-2015 (from memory)", False),
}
"""Supplied set → its titles, and whether its conditions decide."""


def rows(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)


def load_indicators() -> None:
    """The data items, sets and factors that the platform brings along; what is there already is left as it is."""
    assert connection.in_atomic_block
    DataItem.objects.bulk_create(
        [
            DataItem(position=place, **row | {"evidence": row["evidence"] == "yes"})
            for place, row in enumerate(rows("data_items.csv"), 1)
        ],
        ignore_conflicts=True,
    )
    PublishedGridFactor.objects.bulk_create(
        [
            PublishedGridFactor(**row | {"data_year": row["data_year"] or None})
            for row in rows("grid_factors.csv")
        ],
        ignore_conflicts=True,
    )
    load_factors()
    for family in TITLES:
        load_set(family)


def load_factors() -> None:
    if FactorSet.objects.filter(code=FACTORS).exists():
        return
    made = FactorSet.objects.create(
        code=FACTORS, title_zh="折标准煤系数与二氧化碳排放因子", title_en="Factors of coal equivalent and CO2",
        signed_at=clock.now(),
        fixed_grid=Decimal("0.5703"), fixed_grid_document="环办气候函〔2023〕43号",
    )  # fmt: skip
    GridFactor.objects.bulk_create(GridFactor(factor_set=made, **row) for row in rows("grid_applied.csv"))
    yes, figures = ("renewable", "by_grid"), ("ncv", "carbon_content", "oxidation", "co2")
    CarrierFactor.objects.bulk_create(
        CarrierFactor(
            factor_set=made, position=place,
            **row | {name: row[name] == "yes" for name in yes} | {name: row[name] or None for name in figures},
        )
        for place, row in enumerate(rows("energy_carriers.csv"), 1)
    )  # fmt: skip


def load_set(family: str) -> None:
    code = f"{family}.1"
    if IndicatorSet.objects.filter(code=code).exists():
        return
    title_zh, title_en, may_veto = TITLES[family]
    made = IndicatorSet.objects.create(
        code=code, title_zh=title_zh, title_en=title_en, may_veto=may_veto, signed_at=clock.now()
    )
    Indicator.objects.bulk_create(
        Indicator(
            set=made,
            **{name: value for name, value in row.items() if name != "set"}
            | {name: row[name] or None for name in ("bound", "group_minimum")}
            | {name: row[name] == "yes" for name in ("fixed_factor", "sign_rule")},
        )
        for row in rows("indicators.csv")
        if row["set"] == family
    )
