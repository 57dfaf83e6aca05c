"""A zone in figures: who reads them, how each number came about, what waits for more declarations; all zones together."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from program.files.spreadsheet import escaped
from program.indicators import rules
from program.indicators.models import IndicatorSet, PriceBase
from program.indicators.rules import Coverage, Finding
from program.people.models import User
from program.rulesets.models import Key
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.indicators import casework
from tests.indicators.casework import COAL, POWER, VALUE_ADDED

NOUGHT = {"item:serious_incidents": "0"}


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


@pytest.fixture
def declared(zone: Zone) -> Zone:
    """Two years of the zone itself: 10 000 t of coal and 2 000 000 kWh, then less of both, value added doubled."""
    casework.accept({
        (zone.code, 2023): NOUGHT,
        (zone.code, 2024): {COAL: "10000", POWER: "200", VALUE_ADDED: "50000"} | NOUGHT,
        (zone.code, 2025): {
            COAL: "8000", POWER: "100", VALUE_ADDED: "100000",
            "item:cod_generated": "870", "item:cod_discharged": "285.5",
        } | NOUGHT,
    })  # fmt: skip
    return zone


def where(zone: Zone, query: str = "") -> str:
    return f"/indicators/zones/{zone.code}/{query}"


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def table(browser: Client, zone: Zone, query: str = "") -> list[list[str]]:
    response = browser.get(f"/indicators/zones/{zone.code}/figures.csv{query}")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


# ---------------------------------------------------------------- who reads
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("director", 200), ("auditor", 200), ("supervisor", 200), ("applicant", 200), ("contact", 200),
     ("recommender", 200), ("stranger", 404), ("foreign_recommender", 404), ("expert", 404), ("admin", 404)],
)  # fmt: skip
def test_who_reads_a_zones_figures(
    declared: Zone, who: str, status: int, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(where(declared)).status_code == status
    assert browser.get(f"/indicators/zones/{declared.code}/figures.csv").status_code == status


def test_a_page_asks_nineteen_questions_however_many_declare(
    declared: Zone, applicant: User, asks: Asks, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    with asks(19):
        browser.get(where(declared))
    for _number in range(6):
        enterprise = casework.site(declared, 2024)
        casework.accept({(enterprise.credit_code, 2025): {COAL: "1", POWER: "2", VALUE_ADDED: "3"}})
    with asks(19):
        browser.get(where(declared))


def test_a_zone_that_declared_nothing_says_what_will_appear(
    zone: Zone, applicant: User, signed_in: SignIn
) -> None:
    assert "will stand here" in text(signed_in(applicant), where(zone))
    assert table(signed_in(applicant), zone) == []


# ---------------------------------------------------------------- the figures
def test_both_ways_side_by_side(declared: Zone, applicant: User, signed_in: SignIn) -> None:
    row = signed_in(applicant).get(where(declared)).context["now"]
    # 8 000 × 0.7143 + 100 × 1.229; power at 3.0 instead; 8 000 × 1.9003 + 1 000 MWh × 0.5306 or 0.5703
    assert (row.energy, row.equivalent) == (Decimal("5837.3"), Decimal("6014.4"))
    assert (row.co2, row.co2_fixed) == (Decimal(15733), Decimal("15772.7"))
    assert row.energy_intensity == Decimal("0.058373")
    assert (row.co2_intensity, row.co2_intensity_fixed) == (Decimal("0.15733"), Decimal("0.157727"))
    assert row.cut is None, "2019 was not declared"


def test_every_step_is_shown(declared: Zone, applicant: User, signed_in: SignIn) -> None:
    shown = {row.indicator.code: row for row in signed_in(applicant).get(where(declared)).context["shown"]}
    intensity = shown["energy_intensity"]
    assert (intensity.value, intensity.judged.finding) == ("0.0584", Finding.MET)
    assert intensity.steps == "5,837.3 ÷ 100,000 = 0.0584 tce/10⁴ yuan"
    assert [(term.name, term.year, term.value, term.unit) for term in intensity.terms] == [
        ("Comprehensive energy", 2025, "5,837.3", "tce"),
        ("Industrial value added", 2025, "100,000", "10⁴ yuan"),
    ]
    cut = shown["co2_intensity_annual_cut"]
    assert (cut.value, cut.judged.finding, cut.steps) == ("", Finding.NO_DATA, "")
    assert cut.missing == "Energy-related CO2 (fixed grid factor) (2019), Industrial value added (2019)"
    assert shown["serious_incidents"].steps == "0 + 0 + 0 = 0"


def test_a_cut_step_by_step(zone: Zone, clerk: User, signed_in: SignIn) -> None:
    casework.accept({
        (zone.code, 2019): {COAL: "8000", VALUE_ADDED: "1000"},
        (zone.code, 2022): {COAL: "1000", VALUE_ADDED: "1000"},
    })  # fmt: skip
    shown = {row.indicator.code: row for row in signed_in(clerk).get(where(zone)).context["shown"]}
    assert (
        shown["co2_intensity_annual_cut"].steps
        == "(1 − ((1,900.3 ÷ 1,000) ÷ (15,202.4 ÷ 1,000))^(1/3)) × 100 = 50.00%"
    )
    page = text(signed_in(clerk), where(zone, "?year=2019"))
    assert "the year is the base year itself" in page


def test_what_is_printed_says_the_same_as_the_verdict(zone: Zone, clerk: User, signed_in: SignIn) -> None:
    """0.40001 is not “0.4000, not met”: it is printed with so many decimals that one sees why."""
    casework.accept({(zone.code, 2025): {"energy:heat:production": "1000", VALUE_ADDED: "85.2979"}})
    row = next(
        row
        for row in signed_in(clerk).get(where(zone)).context["shown"]
        if row.indicator.code == "energy_intensity"
    )
    assert (row.value, row.judged.finding) == ("0.40001", Finding.NOT_MET)


def test_any_set_and_any_year_can_be_chosen(declared: Zone, applicant: User, signed_in: SignIn) -> None:
    browser = signed_in(applicant)
    page = browser.get(where(declared, "?set=hj274_2015.1&year=2024"))
    assert (page.context["page"].chosen.code, page.context["page"].year) == ("hj274_2015.1", 2024)
    assert len(page.context["shown"]) == 32
    assert "at least 1 of 4 of group A" in page.content.decode()
    for query in ("?year=x", "?year=1999", "?set=none", "?year=2031&set=%27"):
        assert browser.get(where(declared, query)).context["page"].year == 2025


def test_pollutants_and_the_energy_mix(declared: Zone, applicant: User, signed_in: SignIn) -> None:
    context = signed_in(applicant).get(where(declared)).context
    assert [(row.name, row.cells[-1]) for row in context["pollutants"]] == [
        ("chemical oxygen demand", (Decimal(870), Decimal("285.5"))),
    ]  # fmt: skip
    assert context["mix"].names == ["Raw coal", "Electricity (calorific)"]
    assert context["mix"].years == {
        2024: [Decimal(7143), Decimal("245.8")], 2025: [Decimal("5714.4"), Decimal("122.9")],
    }  # fmt: skip


# ---------------------------------------------------------------- how it was counted
def test_prices_that_differ_are_not_compared(zone: Zone, clerk: User, signed_in: SignIn) -> None:
    casework.accept({(zone.code, 2019): {COAL: "8000", VALUE_ADDED: "1000"}})
    casework.accept({(zone.code, 2025): {COAL: "1000", VALUE_ADDED: "1000"}}, price_base=PriceBase.OF_2020)
    page = signed_in(clerk).get(where(zone))
    assert page.context["now"].cut is None
    assert page.context["now"].energy_intensity == Decimal("0.7143")
    assert page.context["basis"].prices == "prices of 2020"


def test_two_price_bases_in_one_year_are_said(zone: Zone, clerk: User, signed_in: SignIn) -> None:
    for base in (PriceBase.OF_2019, PriceBase.OF_2020):
        casework.accept(
            {(casework.site(zone).credit_code, 2025): {COAL: "1", VALUE_ADDED: "5"}}, price_base=base
        )
    page = signed_in(clerk).get(where(zone))
    assert page.context["now"].energy_intensity is None
    assert "several price bases" in page.content.decode()


# ---------------------------------------------------------------- coverage
@pytest.fixture
def half(zone: Zone) -> Zone:
    """Two sites are listed, one has declared."""
    first, _second = casework.site(zone), casework.site(zone)
    casework.accept({(first.credit_code, 2025): {COAL: "1000", VALUE_ADDED: "5000"}})
    return zone


@pytest.mark.parametrize(
    ("who", "shows"), [("clerk", True), ("supervisor", True), ("applicant", True), ("recommender", False)]
)
def test_below_the_coverage_others_wait(
    half: Zone, who: str, shows: bool, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    page = browser.get(where(half))
    assert page.context["coverage"] == Coverage(1, 2)
    assert "Fewer than 90% of the sites have declared" in page.content.decode()
    assert ("714.3" in page.content.decode()) is shows
    assert bool(table(browser, half)) is shows


def test_the_rules_say_from_which_coverage_on(
    half: Zone, clerk: User, director: User, recommender: User, signed_in: SignIn
) -> None:
    factories.rule_set(clerk, director, **{Key.COVERAGE_MINIMUM.value: 50})
    assert rules.coverage_minimum() == 50
    page = text(signed_in(recommender), where(half))
    assert "of the sites have declared" not in page
    assert "714.3" in page


# ---------------------------------------------------------------- to take away
def test_the_table_has_every_indicator_and_every_year(
    declared: Zone, applicant: User, signed_in: SignIn
) -> None:
    rows = table(signed_in(applicant), declared, "?year=2025")
    assert rows[0][:5] == ["zone", "year", "indicator", "value", "unit"]
    assert rows[1][:8] == [
        declared.code, "2025", "Comprehensive energy per unit of industrial value added", "0.058373", "tce/10⁴ yuan",
        "≤ 0.4", "basic condition", "met",
    ]  # fmt: skip
    assert rows[4] == []
    assert [row[1] for row in rows[6:]] == ["2023", "2024", "2025"]
    assert rows[8][2:7] == ["100000", "5837.3", "6014.4", "15733", "15772.7"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("-0.5", "-0.5"),
        ("= 0", "'= 0"), (7, "7"), ("≤ 0.4", "≤ 0.4"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: object, written: str) -> None:
    assert escaped(cell) == written


# ---------------------------------------------------------------- all zones together
@pytest.fixture
def four(recommending_body: RecommendingBody) -> list[Zone]:
    """Intensities of 0.7143 · 1 000 t coal over value added: 0.1, 0.2, 0.4 and one without value added."""
    zones = [factories.zone(recommending_body, code=f"SLZ{number}") for number in range(4)]
    added = ["7143", "3571.5", "1785.75", ""]
    casework.accept({
        (zone.code, 2025): {COAL: "1000"} | ({VALUE_ADDED: text_} if text_ else {})
        for zone, text_ in zip(zones, added, strict=True)
    })  # fmt: skip
    return zones


def together(year: int = 2025) -> dict[str, tuple[Decimal | None, Finding, Coverage]]:
    chosen = IndicatorSet.objects.get(code="notice_2021.1")
    found = rules.together(chosen, chosen.indicators.all(), rules.codes(), year, rules.coverage_minimum())
    return {
        one.judged.indicator.code: (one.judged.value.figure, one.judged.finding, one.coverage)
        for one in found
    }


def test_a_ratio_of_sums_over_the_zones_that_can_be_added(four: list[Zone]) -> None:
    found = together()
    figure, finding, coverage = found["energy_intensity"]
    assert figure is not None
    assert round(figure, 12) == round(3 * Decimal("714.3") / Decimal("12500.25"), 12)
    assert (finding, coverage) == (Finding.MET, Coverage(3, 4))
    share, finding, coverage = found["share_below_0_3"]
    assert share is not None
    assert (round(share, 6), finding, coverage) == (Decimal("66.666667"), Finding.MET, Coverage(3, 4))
    assert found["co2_intensity_annual_cut"] == (None, Finding.NO_DATA, Coverage(0, 4))


def test_all_zones_cost_the_same_however_many(four: list[Zone], asks: Asks) -> None:
    chosen = IndicatorSet.objects.prefetch_related("indicators").get(code="notice_2021.1")
    known, indicators = rules.codes(), list(chosen.indicators.all())
    with asks(5):
        rules.together(chosen, indicators, known, 2025, 90)
    casework.accept({(factories.zone().code, 2025): {COAL: "1", VALUE_ADDED: "5"} for _number in range(12)})
    with asks(5):
        assert len(rules.together(chosen, indicators, known, 2025, 90)) == 3


def test_a_zone_on_other_prices_or_half_declared_is_left_out(four: list[Zone]) -> None:
    casework.accept({(four[0].code, 2025): {VALUE_ADDED: "7143"}}, price_base=PriceBase.OF_2020)
    casework.site(four[1])
    figure, _finding, coverage = together()["energy_intensity"]
    assert (figure, coverage) == (Decimal("0.4"), Coverage(1, 4))


def test_too_few_zones_are_shown_to_the_office_only(
    four: list[Zone], clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address = "/indicators/sets/notice_2021.1/"
    inside, outside = text(signed_in(clerk), address), text(signed_in(applicant), address)
    assert "0.1714" in inside
    assert "0.1714" not in outside
    assert "below 90%, not published" in outside


def test_peers_are_zones_that_declared_enough_and_nobody_is_named(
    four: list[Zone], clerk: User, signed_in: SignIn
) -> None:
    assert rules.energy_intensities_of_others(four[3], 2025, 90) == [
        Decimal("0.1"),
        Decimal("0.2"),
        Decimal("0.4"),
    ]
    assert rules.energy_intensities_of_others(four[0], 2025, 90) == [], "two others only"
    casework.site(four[1])
    assert rules.energy_intensities_of_others(four[3], 2025, 90) == []
    page = text(signed_in(clerk), where(four[0]))
    assert "Fewer than three others" in page
    assert four[2].name_en not in page
