"""A realistic set of enterprises over five years: sizes and mixes differ by factors, years by some per cent; a few are odd."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from program.indicators.rules import Sheet

INDUSTRIES = ("14", "26", "27", "30", "34", "35", "36", "38", "39", "44")
PLACES = (
    "energy:electricity:production",
    "energy:natural_gas:production",
    "energy:diesel:production",
    "energy:heat:production",
    "item:industrial_value_added",
    "item:employees",
    "item:fresh_water",
    "item:wastewater",
)
CENTRES = (0.08, 0.002, 0.0008, 0.02, 1.0, 0.03, 9.0, 5.0)
"""Typical figure of each place for one unit of value added."""


@dataclass(frozen=True)
class Firm:
    """An enterprise: its industry and its sheets, year by year."""

    number: int
    industry: str
    years: dict[int, Sheet]


def firms(count: int, years: range, seed: int = 28) -> Iterator[Firm]:
    """`count` firms; one in fifty changes abruptly in one year, as firms do."""
    dice = random.Random(seed)
    centres = {
        industry: [centre * dice.lognormvariate(0, 0.5) for centre in CENTRES] for industry in INDUSTRIES
    }
    for number in range(count):
        industry = INDUSTRIES[number % len(INDUSTRIES)]
        size = dice.lognormvariate(10.5, 1.0)
        ratios = [centre * dice.lognormvariate(0, 0.45) for centre in centres[industry]]
        uses = [
            place < 1 or dice.random() < 0.8 or PLACES[place].startswith("item:industrial")
            for place in range(len(PLACES))
        ]
        abrupt = dice.choice(years) if dice.random() < 0.02 else None
        made = {}
        for year in years:
            size *= 1 + dice.gauss(0.05, 0.06)
            if year == abrupt:
                size *= 1.6
            ratios = [ratio * (1 + dice.gauss(-0.02, 0.05)) for ratio in ratios]
            ratios[4] = 1.0
            made[year] = Sheet(
                {
                    place: Decimal(str(round(size * ratio, 2)))
                    for place, ratio, used in zip(PLACES, ratios, uses, strict=True)
                    if used and size * ratio >= 0.01
                }
            )
        yield Firm(number, industry, made)
