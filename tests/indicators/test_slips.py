"""A figure typed in the wrong unit does not get by, and honest figures are left alone."""

import random
from collections.abc import Mapping
from decimal import Decimal

from program.indicators.rules import Rule, Sheet
from program.indicators.rules.checks import findings, peers_of
from tests.indicators.firms import Firm, firms

YEARS = range(2021, 2026)


def flagged(firm: Firm, year: int, sheet: Sheet, peers: Mapping[str, list[float]]) -> set[str]:
    """Places that must be explained."""
    found = findings(sheet, firm.years.get(year - 1), peers)
    return {one.place for one in found if one.rule.asks or one.rule.stops}


def measured(count: int, *, seed: int = 28) -> tuple[float, float, float]:
    """Shares: slips flagged with a year before, slips flagged in the first year, honest figures flagged."""
    dice = random.Random(seed)
    everybody = list(firms(count, YEARS))
    caught: dict[bool, list[bool]] = {True: [], False: []}
    false, honest = 0, 0
    for year in YEARS:
        by_industry: dict[str, list[Sheet]] = {}
        for firm in everybody:
            by_industry.setdefault(firm.industry, []).append(firm.years[year])
        peers = {industry: peers_of(sheets) for industry, sheets in by_industry.items()}
        for firm in everybody:
            sheet = firm.years[year]
            false += len(flagged(firm, year, sheet, peers[firm.industry]))
            honest += len(sheet.figures)
            place = dice.choice([one for one in sheet.figures if one != "item:industrial_value_added"])
            factor = dice.choice([Decimal(1000), Decimal("0.001")])
            slipped = Sheet({**sheet.figures, place: sheet.figures[place] * factor})
            caught[year > YEARS[0]].append(place in flagged(firm, year, slipped, peers[firm.industry]))
    rates = [sum(caught[known]) / len(caught[known]) for known in (True, False)]
    return rates[0], rates[1], false / honest


def test_slips_by_a_thousand_are_flagged_and_honest_figures_are_not() -> None:
    later, first, false_alarms = measured(300)
    assert later >= 0.99
    assert first >= 0.95  # only comparable enterprises can tell
    assert false_alarms <= 0.05


def test_a_slip_is_named_as_one() -> None:
    before = Sheet(
        {"energy:electricity:production": Decimal(5210), "item:industrial_value_added": Decimal(8000)}
    )
    now = Sheet(
        {"energy:electricity:production": Decimal(5_433_000), "item:industrial_value_added": Decimal(8200)}
    )
    assert [(one.rule, one.place) for one in findings(now, before) if one.rule.asks] == [
        (Rule.SLIP, "energy:electricity:production")
    ]
