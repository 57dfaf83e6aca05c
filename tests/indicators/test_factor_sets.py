"""Factor sets: versions by which figures are derived; a new one never touches what was derived before."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program.indicators import actions, rules
from program.indicators.models import CarrierFactor, Declaration, FactorSet, PublishedGridFactor
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Invalid, NotYours, Refused
from program.rulesets.models import State
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.indicators import casework

NEXT_YEAR = {
    2026: {"value": Decimal("0.52"), "equivalent": Decimal(3), "document": "示例公告", "certainty": ""}
}


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


@pytest.fixture
def supplied() -> FactorSet:
    found: FactorSet = FactorSet.objects.get(code="factors.1")
    return found


@pytest.fixture
def draft(clerk: User) -> FactorSet:
    return casework.draft_of_factors(clerk)


# ---------------------------------------------------------------- what the platform brings along
def test_supplied_factors_are_the_products_they_print(supplied: FactorSet) -> None:
    assert rules.version_findings(supplied) == []
    carriers = list(supplied.carriers.all())
    assert len(carriers) == 32
    assert [one.code for one in carriers if one.product not in (None, one.co2)] == []
    assert sum(one.product is not None for one in carriers) == 23


def test_carriers_whose_two_measures_disagree_are_marked(supplied: FactorSet) -> None:
    marked = [one.code for one in supplied.carriers.all() if rules.disagrees(one)]
    assert marked == ["bituminous", "naphtha", "coke_oven_gas", "bf_gas", "bof_gas"]


@pytest.mark.parametrize(("tce", "marked"), [("1", False), ("1.03", False), ("0.9", True), ("1.1", True)])
def test_three_per_cent_is_the_bound(tce: str, marked: bool) -> None:
    assert rules.disagrees(CarrierFactor(ncv=Decimal("29.3076"), tce=Decimal(tce))) is marked


def test_the_factors_of_the_notice(supplied: FactorSet) -> None:
    by_year = dict(supplied.grid.values_list("year", "value"))
    assert [str(by_year[year]) for year in range(2019, 2026)] == [
        "0.6101", "0.6101", "0.5568", "0.5366", "0.5306", "0.5306", "0.5306",
    ]  # fmt: skip
    assert supplied.fixed_grid == Decimal("0.5703")
    assert PublishedGridFactor.objects.count() == 56
    assert not PublishedGridFactor.objects.filter(value="0.5839").exists(), "a draft only"


# ---------------------------------------------------------------- draft, change, sign
def test_a_further_year_and_another_factor(draft: FactorSet, clerk: User) -> None:
    coal = {"raw_coal": {"ncv": Decimal(21), "co2": Decimal("1.9087"), "note_zh": "实测"}}
    changed = actions.change_factors(draft, {}, coal, {**NEXT_YEAR, 2019: None}, by=clerk, seen=1)
    assert changed.revision == 2
    assert list(draft.grid.values_list("year", flat=True)) == [*range(2020, 2027)]
    line = Line.objects.latest("pk")
    assert (line.verb, line.subject) == (Verb.CHANGE_FACTORS, "factors.2")
    assert "raw_coal/co2: 1.9003 → 1.9087" in line.facts["changes"]
    whole = [change for change in rules.changes(changed, changed.cloned_from) if not change.what]
    assert [change.where for change in whole] == ["2026 grid factor", "2019 grid factor"]
    assert "grid factor 0.52" in whole[0].now


@pytest.mark.parametrize(
    ("carriers", "grid", "field", "sentence"),
    [
        ({"raw_coal": {"ncv": Decimal(21)}}, {}, "raw_coal-co2", "The three factors give 1.9087: this is what is applied."),
        ({"raw_coal": {"tce": Decimal(0)}}, {}, "raw_coal-tce", "A tce factor is greater than zero."),
        (
            {"raw_coal": {"oxidation": Decimal("1.1"), "co2": Decimal("2.2238")}}, {}, "raw_coal-oxidation",
            "No more burns than there is: at most 1.",
        ),
        ({"electricity": {"co2": Decimal(5)}}, {}, "electricity-co2", "Power takes the grid factor of its year."),
        ({}, {2025: {"value": Decimal("5.3")}}, "2025-value", "A grid factor lies between 0 and 2 tCO2/MWh."),
        ({}, {2025: {"document": ""}}, "2025-document", "Name the document."),
        ({}, dict.fromkeys(range(2019, 2026)), "fixed_grid", "At least one year has a grid factor."),
    ],
)  # fmt: skip
def test_what_cannot_be_changes_nothing(
    draft: FactorSet, clerk: User, carriers: Any, grid: Any, field: str, sentence: str
) -> None:
    before = rules.contents(draft)
    with pytest.raises(Invalid) as refused:
        actions.change_factors(draft, {}, carriers, grid, by=clerk)
    assert (field, sentence) in refused.value.findings
    assert rules.contents(FactorSet.objects.get(pk=draft.pk)) == before


def test_only_a_clerk_changes_and_only_a_director_signs(
    draft: FactorSet, clerk: User, director: User
) -> None:
    with pytest.raises(NotYours):
        actions.change_factors(draft, {}, {}, NEXT_YEAR, by=director)
    with pytest.raises(NotYours):
        actions.sign(draft, by=clerk)
    actions.sign(draft, by=director)
    assert FactorSet.objects.get(pk=draft.pk).state == State.SIGNED
    with pytest.raises(Refused, match="is signed"):
        actions.change_factors(draft, {}, {}, NEXT_YEAR, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.carriers.update(tce=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.grid.all().delete()


# ---------------------------------------------------------------- what was derived before stays
def test_a_new_version_changes_nothing_that_was_derived(
    draft: FactorSet, clerk: User, director: User, zone: Zone
) -> None:
    coal = {casework.COAL: "1000", casework.POWER: "100", casework.VALUE_ADDED: "5000"}
    casework.accept({(zone.code, 2024): coal})
    old = Declaration.objects.get()
    derived, statement = dict(old.derived.values_list("code", "value")), (old.sha256, old.statement)
    actions.change_factors(
        draft, {}, {"raw_coal": {"tce": Decimal("0.8")}}, {2025: {"value": Decimal("0.5")}}, by=clerk
    )
    actions.sign(draft, by=director)
    assert rules.current_factors() == draft
    casework.accept({(zone.code, 2025): coal})
    new = Declaration.objects.get(year=2025)
    old.refresh_from_db()
    assert (old.sha256, old.statement) == statement
    assert dict(old.derived.values_list("code", "value")) == derived
    assert (old.data["factor_set"], new.data["factor_set"]) == ("factors.1", "factors.2")
    assert old.data["derived"]["comprehensive_energy"] == "837.2"
    assert new.data["derived"]["comprehensive_energy"] == "922.9"
    found = rules.of_zone(zone, [2024, 2025])
    assert found.factor_sets == {2024: {"factors.1"}, 2025: {"factors.2"}}
    draft.refresh_from_db()
    assert draft.state == State.IN_USE


# ---------------------------------------------------------------- pages
def test_the_page_marks_what_disagrees_and_shows_what_is_published(
    supplied: FactorSet, applicant: User, signed_in: SignIn
) -> None:
    page = signed_in(applicant).get("/indicators/factors/factors.1/").content.decode()
    assert page.count('<tr class="edge">') == 5
    assert "by heating value 1.1260" in page
    assert "CO<sub>2</sub>" in page
    assert "重庆" in page


def test_all_factors_of_a_draft_on_one_page(draft: FactorSet, clerk: User, signed_in: SignIn) -> None:
    browser, where = signed_in(clerk), "/indicators/factors/factors.2/change/"
    form = browser.get(where).context["form"]
    posted = {
        name: "" if (value := form[name].value()) is None or value is False else str(value) for name in form.fields
    }  # fmt: skip
    posted |= {
        "revision": "1",
        "raw_coal-ncv": "21",
        "raw_coal-co2": "",
        "new-year": "2026",
        "new-value": "0.52",
    }
    refused = browser.post(where, posted)
    assert refused.status_code == 200
    assert 'href="#id_new-document"' in refused.content.decode()
    done = browser.post(where, posted | {"new-equivalent": "3", "new-document": "示例公告"})
    assert done.headers["Location"] == "/indicators/factors/factors.2/"
    assert draft.carriers.get(code="raw_coal").co2 == Decimal("1.9087"), "left empty: the product"
    assert draft.grid.get(year=2026).value == Decimal("0.52")
