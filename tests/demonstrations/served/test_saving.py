"""The arithmetic: absolute and per unit of output, one factor set for both years, and what keeps a metric from counting."""

from decimal import Decimal

import pytest

from demonstrations.served import actions, rules
from demonstrations.served.models import Flag, Metric, Source, State
from demonstrations.served.rules import Limits, Pair, saving
from demonstrations.served.rules.wording import per_cent
from program.indicators.actions import Row, import_figures
from program.indicators.models import FactorSet, PriceBase
from program.people.models import Organization, User
from program.rulesets.models import SavingBasis
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.served import casework
from tests.demonstrations.served.casework import BASE, POWER, RESULT
from tests.indicators import casework as figures

ABSOLUTE = Limits(Decimal(15), SavingBasis.ABSOLUTE)
PER_OUTPUT = Limits(Decimal(15), SavingBasis.PER_OUTPUT)
GROWN = Pair(Source.ENTERED, Decimal(1000), Decimal(1100))
SHRUNK = Pair(Source.ENTERED, Decimal(1000), Decimal(700))


def pair(base: str | None, result: str | None, first: str | None = None) -> Pair:
    def figure(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return Pair(Source.ENTERED, figure(base), figure(result), figure(first))


@pytest.mark.parametrize(
    ("figures", "output", "limits", "flags"),
    [
        (pair("100", "80"), GROWN, ABSOLUTE, []),
        (pair("100", "85"), GROWN, ABSOLUTE, []),  # the threshold itself counts
        (pair("100", "85.0001"), GROWN, ABSOLUTE, [Flag.BELOW]),
        (pair("100", "110"), GROWN, ABSOLUTE, [Flag.BELOW]),
        (pair("100", "80"), SHRUNK, ABSOLUTE, [Flag.SHRUNK]),  # output fell by 30 per cent, energy by 20
        (pair("100", "80"), None, ABSOLUTE, [Flag.NO_OUTPUT]),
        (pair("100", "80", first="90"), GROWN, ABSOLUTE, [Flag.RAISED]),
        (pair("90", "70", first="100"), GROWN, ABSOLUTE, []),  # corrected downwards: to its disadvantage
        (pair("100000", "100"), GROWN, ABSOLUTE, [Flag.SLIP]),
        (pair("1000000", "100"), GROWN, ABSOLUTE, [Flag.SLIP]),
        (pair("100", "0"), GROWN, ABSOLUTE, []),  # near zero is no slip
        (pair(None, "80"), GROWN, ABSOLUTE, [Flag.MISSING]),
        (pair("100", None), GROWN, ABSOLUTE, [Flag.MISSING]),
        (pair("0", "0"), GROWN, ABSOLUTE, [Flag.MISSING]),
        (pair("100", "105"), Pair(Source.ENTERED, Decimal(1000), Decimal(1500)), PER_OUTPUT, []),
        (pair("100", "100"), GROWN, PER_OUTPUT, [Flag.BELOW]),
        (pair("100", "80"), SHRUNK, PER_OUTPUT, [Flag.SHRUNK, Flag.BELOW]),
    ],
)  # fmt: skip
def test_what_counts_and_what_does_not(
    figures: Pair, output: Pair | None, limits: Limits, flags: list[Flag]
) -> None:
    found = saving(Metric.ENERGY, figures, output, limits)
    assert (found.flags, found.reaches) == (flags, not flags)


def test_absolute_and_per_unit_of_output() -> None:
    found = saving(Metric.ENERGY, pair("100", "80"), GROWN, ABSOLUTE)
    assert (found.saved, found.rate) == (Decimal(20), Decimal(20))
    assert found.intensity == (Decimal("0.1"), Decimal(80) / Decimal(1100))
    assert round(found.intensity_rate or 0, 4) == Decimal("27.2727")


def test_another_record_that_claims_the_same_is_said_and_leaves_the_threshold_alone() -> None:
    found = saving(Metric.ENERGY, pair("100", "80"), GROWN, ABSOLUTE, overlaps=True)
    assert (found.flags, found.reaches) == ([Flag.OVERLAP], True)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        ("20", "20%"),
        ("14.999", "14.999%"),
        ("15.00001", "15.00001%"),
        ("15", "15%"),
        ("-3.337", "-3.34%"),
        (None, "–"),
    ],
)
def test_what_is_printed_says_the_same_as_what_is_judged(rate: str | None, shown: str) -> None:
    assert per_cent(rate, Decimal(15)) == shown


# ---------------------------------------------------------------- from the declarations
def computed(zone: Zone, by: User, firm: Organization, **fields: object) -> rules.Computed:
    record = actions.open_record(zone, casework.values(firm, **fields), by=by)
    return rules.compute(record, list(record.figures.all()))


def test_energy_and_co2_by_one_factor_set_for_both_years(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    casework.declare_saving(firm)
    both = dict.fromkeys((Metric.ENERGY, Metric.CO2), (Source.DECLARED, None, None))
    found = computed(zone, applicant, firm, metrics=both)
    energy, co2 = found.savings
    factors = FactorSet.objects.get(code="factors.1")
    tce = factors.carriers.get(code="electricity").tce
    assert (energy.pair.base, energy.pair.result) == (1000 * tce, 800 * tce)
    assert (energy.rate, co2.rate) == (Decimal(20), Decimal(20))  # the falling grid factor adds nothing
    assert co2.pair.base == 1000 * 10 * factors.fixed_grid
    by_year = found.figures.by_year
    assert by_year[RESULT] * 1000 < by_year[BASE] * 800  # by each year's own factor it would be more


def test_the_sites_of_the_zone_in_both_years_are_added(
    zone: Zone, other_zone: Zone, applicant: User, firm: Organization
) -> None:
    casework.declare_saving(firm)
    casework.second_site(firm, other_zone)  # elsewhere: not asked
    found = computed(zone, applicant, firm)
    assert (found.figures.sites, found.savings[0].rate) == (1, Decimal(20))


def test_a_site_that_has_not_declared_leaves_nothing_to_compare(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    casework.declare_saving(firm)
    casework.second_site(firm, zone)
    found = computed(zone, applicant, firm)
    assert found.savings[0].flags == [Flag.MISSING]
    assert found.figures.lacking == [("示例二厂", BASE), ("示例二厂", RESULT)]


def test_a_baseline_corrected_upwards_is_flagged(zone: Zone, applicant: User, firm: Organization) -> None:
    casework.declare_saving(firm)
    assert computed(zone, applicant, firm).savings[0].flags == []
    found = import_figures([Row("again", 1, firm.credit_code, str(BASE), POWER, "1200", "")])
    assert found.errors == []
    again = computed(zone, applicant, firm, service="diagnosis")
    assert again.savings[0].pair.first == again.savings[0].pair.base * 1000 / 1200  # type: ignore[operator]
    assert Flag.RAISED in again.savings[0].flags


def test_value_added_on_two_price_bases_is_not_compared(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    added = "item:industrial_value_added"
    figures.accept({(firm.credit_code, BASE): {POWER: "1000", added: "50000"}}, PriceBase.OF_2019)
    figures.accept({(firm.credit_code, RESULT): {POWER: "800", added: "55000"}}, PriceBase.OF_2020)
    assert computed(zone, applicant, firm).savings[0].flags == [Flag.NO_OUTPUT]


def test_pollutants_are_read_as_they_were_declared(zone: Zone, applicant: User, firm: Organization) -> None:
    casework.declare_saving(firm, cod_discharged=("12.5", "10"))
    found = computed(zone, applicant, firm, metrics={Metric.COD: (Source.DECLARED, None, None)})
    assert (found.savings[0].saved, found.savings[0].rate) == (Decimal("2.5"), Decimal(20))


def test_an_entered_baseline_is_remembered_over_all_records(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    """Withdrawing a record and opening another does not make the past larger."""
    first = actions.open_record(zone, casework.entered(firm, "100", "95"), by=applicant)
    actions.withdraw(first, by=applicant, seen=1)
    again = actions.open_record(zone, casework.entered(firm, "130", "95"), by=applicant)
    found = rules.compute(again, list(again.figures.all()))
    assert found.savings[0].flags == [Flag.RAISED]


def test_the_rules_say_by_how_much_and_by_what(
    zone: Zone, applicant: User, reviewer: User, clerk: User, director: User, firm: Organization
) -> None:
    factories.rule_set(clerk, director, served_threshold=25)
    assert casework.counted(zone, applicant, reviewer, firm).state == State.ACCEPTED
    other = casework.enterprise(zone)
    factories.rule_set(clerk, director, served_threshold=25, served_basis=SavingBasis.PER_OUTPUT)
    assert casework.counted(zone, applicant, reviewer, other).state == State.COUNTED  # 27 per cent per output
