"""Energy carriers come into a drafted factor set and leave it; what was ever declared stays, in the unit it was declared in."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from program.indicators import actions, rules
from program.indicators.models import FactorSet
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.indicators import casework

BIOMASS: dict[str, Any] = {
    "code": "biomass", "name_zh": "生物质成型燃料", "name_en": "Biomass pellets", "unit": "t", "by_grid": False,
    "renewable": True, "tce": Decimal("0.5"), "tce_source": "示例标准",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


@pytest.fixture
def draft(clerk: User) -> FactorSet:
    return casework.draft_of_factors(clerk)


def codes(draft: FactorSet) -> list[str]:
    return list(draft.carriers.values_list("code", flat=True))


def add_page(draft: FactorSet) -> str:
    return reverse("indicators:carrier_add", args=[draft.code])


def out(draft: FactorSet, code: str) -> str:
    return reverse("indicators:carrier_remove", args=[draft.code, code])


# ---------------------------------------------------------------- one more
def test_added_behind_the_others_and_told(draft: FactorSet, clerk: User) -> None:
    before = codes(draft)
    changed = actions.add_carrier(draft, BIOMASS, by=clerk, seen=1)
    assert codes(draft) == [*before, "biomass"]
    assert changed.revision == 2
    line = Line.objects.latest("pk")
    assert (line.verb, line.subject, line.actor) == (Verb.CHANGE_FACTORS, "factors.2", clerk)
    assert "biomass/unit:  → t" in line.facts["changes"]
    (came,) = [change for change in rules.changes(changed, changed.cloned_from) if not change.what]
    assert came.where == "Biomass pellets"
    assert "unit t" in came.now
    assert "renewable yes" in came.now


def test_what_is_added_can_be_declared_once_it_is_signed(
    draft: FactorSet, clerk: User, director: User, zone: Zone
) -> None:
    actions.add_carrier(draft, BIOMASS, by=clerk)
    actions.sign(draft, by=director)
    casework.accept({(zone.code, 2025): {"energy:biomass:production": "100", casework.VALUE_ADDED: "5000"}})
    assert rules.of_zone(zone, [2025]).figures["comprehensive_energy"][2025] == Decimal(50)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"code": "raw_coal"}, "code", "This energy carrier is in the factor set already."),
        ({"code": "employees"}, "code", "This code belongs to a data item or a derived figure."),
        ({"code": "co2"}, "code", "This code belongs to a data item or a derived figure."),
        ({"code": "Bio mass"}, "code", "A code is written in small letters, digits and underscores."),
        ({"name_zh": "原煤"}, "name_zh", "Another carrier or data item has this name."),
        ({"name_en": "Biogas"}, "name_en", "Another carrier or data item has this name."),
        ({"unit": "公顷"}, "unit", "Quantities are declared in one of these units:"),
        ({"unit": "barrel"}, "unit", "Quantities are declared in one of these units:"),
        ({"by_grid": True}, "unit", "Power is declared in 10⁴ kWh."),
        ({"tce": Decimal(0)}, "tce", "A tce factor is greater than zero."),
        ({"tce_source": " "}, "tce_source", "Name the source."),
        (
            {"ncv": Decimal(20), "carbon_content": Decimal("0.026"), "oxidation": Decimal("0.9"), "co2": Decimal(1)},
            "co2", "The three factors give 1.7160",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(
    draft: FactorSet, clerk: User, changed: dict[str, Any], field: str, sentence: str
) -> None:
    before = codes(draft)
    with pytest.raises(Invalid) as refused:
        actions.add_carrier(draft, BIOMASS | changed, by=clerk)
    assert [name for name, said in refused.value.findings if str(said).startswith(sentence)] == [field]
    assert codes(draft) == before


def test_a_carrier_keeps_its_unit_in_every_set(draft: FactorSet, clerk: User) -> None:
    """Quantities are kept in it: 5 t would become 5 GJ."""
    actions.remove_carrier(draft, "steam", by=clerk)
    steam = BIOMASS | {"code": "steam", "name_zh": "蒸汽", "name_en": "Steam"}
    with pytest.raises(Invalid, match=r"In factors\.1 this carrier is declared in t") as refused:
        actions.add_carrier(draft, steam | {"unit": "GJ"}, by=clerk)
    assert refused.value.field == "unit"
    actions.add_carrier(draft, steam, by=clerk)


def test_a_data_item_does_not_take_a_carriers_code(clerk: User) -> None:
    item = {"code": "steam", "name_zh": "示例", "name_en": "", "unit": "t", "kind": "flow", "level": "zone"}
    with pytest.raises(Invalid, match="belongs to an energy carrier"):
        actions.add_item(item, by=clerk)


def test_added_on_a_page_of_its_own(draft: FactorSet, clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    change = reverse("indicators:factors_change", args=[draft.code])
    assert add_page(draft) in browser.get(change).content.decode()
    posted = {
        "revision": "1", "code": "biomass", "name_zh": "生物质成型燃料", "name_en": "Biomass pellets", "unit": "吨",
        "renewable": "on", "tce": "0.5", "tce_source": "示例标准", "ncv": "15", "carbon_content": "0.03",
        "oxidation": "0.95",
    }  # fmt: skip
    refused = browser.post(add_page(draft), posted | {"tce": "half", "code": "raw_coal"})
    assert refused.context["form"].has_error("tce")
    refused = browser.post(add_page(draft), posted | {"code": "raw_coal"})
    assert 'href="#id_code"' in refused.content.decode()
    done = browser.post(add_page(draft), posted)
    assert done.headers["Location"] == change
    made = draft.carriers.get(code="biomass")
    assert (made.unit, made.renewable, made.co2) == ("t", True, Decimal("1.5675")), "left empty: the product"
    twice = browser.post(add_page(draft), posted)
    assert (twice.status_code, draft.carriers.filter(code="biomass").count()) == (409, 1)


# ---------------------------------------------------------------- one less
def test_taken_out_once(draft: FactorSet, clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    assert (
        out(draft, "water_gas") in browser.get(f"/indicators/factors/{draft.code}/change/").content.decode()
    )
    assert browser.post(out(draft, "water_gas"), {"revision": "x"}).status_code == 409
    assert browser.post(out(draft, "water_gas"), {"revision": "1"}).status_code == 302
    assert "water_gas" not in codes(draft)
    assert "water_gas" in codes(FactorSet.objects.get(code="factors.1"))
    changed = FactorSet.objects.get(pk=draft.pk)
    (gone,) = [change for change in rules.changes(changed, changed.cloned_from) if not change.what]
    assert (gone.where, gone.now) == ("Water gas", "")
    with pytest.raises(SomebodyWasFaster):
        actions.remove_carrier(draft, "water_gas", by=clerk)
    assert browser.post(out(draft, "biogas"), {"revision": "1"}).status_code == 409, "an older page"


def test_what_was_ever_declared_stays(
    draft: FactorSet, clerk: User, director: User, zone: Zone, signed_in: SignIn
) -> None:
    casework.accept({(zone.code, 2025): {casework.COAL: "1"}})
    with pytest.raises(Refused, match="were declared"):
        actions.remove_carrier(draft, "raw_coal", by=clerk)
    browser = signed_in(clerk)
    assert (
        out(draft, "raw_coal")
        not in browser.get(f"/indicators/factors/{draft.code}/change/").content.decode()
    )
    assert browser.post(out(draft, "raw_coal"), {"revision": "1"}).status_code == 409
    assert "raw_coal" in codes(draft)


def test_what_was_declared_meanwhile_is_missing_at_the_signature(
    draft: FactorSet, clerk: User, director: User, zone: Zone
) -> None:
    """Taken out while nobody had declared any of it; then somebody did, by the set that still has it."""
    actions.remove_carrier(draft, "raw_coal", by=clerk)
    casework.accept({(zone.code, 2025): {casework.COAL: "1"}})
    with pytest.raises(Invalid, match="Quantities of Raw coal were declared"):
        actions.sign(draft, by=director)
    with pytest.raises(Invalid, match="Quantities of Raw coal were declared"):
        actions.change_factors(draft, {"title_zh": "示例"}, {}, {}, by=clerk)
    draft.refresh_from_db()
    assert draft.signed_at is None


# ---------------------------------------------------------------- by whom, and when
def test_only_a_clerk_and_only_in_a_draft(
    draft: FactorSet, clerk: User, director: User, auditor: User, applicant: User, signed_in: SignIn
) -> None:
    for person, answer in ((director, 403), (auditor, 403), (applicant, 404)):
        with pytest.raises(NotYours):
            actions.add_carrier(draft, BIOMASS, by=person)
        with pytest.raises(NotYours):
            actions.remove_carrier(draft, "peat", by=person)
        browser = signed_in(person)
        assert browser.get(add_page(draft)).status_code == answer
        assert browser.post(out(draft, "biogas"), {"revision": "1"}).status_code == answer
    before = codes(draft)
    actions.sign(draft, by=director)
    with pytest.raises(Refused, match="is signed"):
        actions.add_carrier(draft, BIOMASS, by=clerk)
    with pytest.raises(Refused, match="is signed"):
        actions.remove_carrier(draft, "biogas", by=clerk)
    browser = signed_in(clerk)
    assert browser.get(add_page(draft)).status_code == 409
    assert browser.post(out(draft, "biogas"), {"revision": "1"}).status_code == 409
    assert codes(draft) == before
