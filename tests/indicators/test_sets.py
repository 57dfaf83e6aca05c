"""Indicator sets: drafted from a version, changed, signed by another, frozen by their first use; what may decide."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program.indicators import actions, rules, steps
from program.indicators.models import (
    Certainty,
    Comparison,
    DataItem,
    Formula,
    Indicator,
    IndicatorSet,
    Requirement,
    Scope,
)
from program.journal.models import Audience, Line, Verb
from program.people.models import Organization, Role, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets.models import State
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.indicators import casework

STRICTER = {"energy_intensity": {"threshold": Decimal("0.38"), "authority_zh": "专项办第3次办公会"}}
WATER: dict[str, Any] = {
    "code": "water_intensity", "name_zh": "单位工业增加值新鲜水耗", "name_en": "Fresh water", "kind": Formula.RATIO,
    "operands": "fresh_water", "per": "industrial_value_added", "unit": "m³/万元", "years": 0, "scope": Scope.ZONE,
    "comparison": Comparison.AT_MOST, "threshold": Decimal(8), "requirement": Requirement.MANDATORY,
    "authority_zh": "专项办规则",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


@pytest.fixture
def draft(clerk: User) -> IndicatorSet:
    return casework.draft_of_office(clerk)


def indicator(chosen: IndicatorSet, code: str) -> Indicator:
    found: Indicator = chosen.indicators.get(code=code)
    return found


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- what the platform brings along
@pytest.mark.parametrize("code", ["office_default.1", "notice_2021.1", "hj274_2015.1"])
def test_supplied_sets_are_sound(code: str) -> None:
    supplied = IndicatorSet.objects.get(code=code)
    assert rules.version_findings(supplied) == []
    assert (supplied.state, supplied.is_supplied) == (State.SIGNED, True)


def test_formulas_in_words() -> None:
    known = rules.codes()
    words = {
        one.code: rules.formula_words(one, 2019, known)
        for chosen in IndicatorSet.objects.all()
        for one in chosen.indicators.all()
    }
    added = "Industrial value added"
    assert {code: words[code] for code in (
        "energy_intensity", "share_below_0_3", "co2_intensity_annual_cut", "value_added_growth_3y", "energy_elasticity",
        "forest_cover", "key_sources_compliant", "serious_incidents",
    )} == {
        "energy_intensity": f"Comprehensive energy ÷ {added}",
        "share_below_0_3": f"zones with (Comprehensive energy ÷ {added}) below 0.3 ÷ zones that reported × 100%",
        "co2_intensity_annual_cut": f"1 − (x_t ÷ x_0)^(1/n), x = Energy-related CO2 ÷ {added}, since 2019",
        "value_added_growth_3y": f"(x_t ÷ x_0)^(1/3) − 1, x = {added}, over 3 years",
        "energy_elasticity": f"rate of growth of Comprehensive energy ÷ rate of growth of {added}",
        "forest_cover": "Forest area ÷ Area of the zone × 100%",
        "key_sources_compliant": "Key polluters keep their limits: yes or no",
        "serious_incidents": "Major or especially serious pollution accidents, 3 years together",
    }  # fmt: skip


# ---------------------------------------------------------------- draft, change, sign
def test_a_clerk_drafts_from_a_version(draft: IndicatorSet, clerk: User) -> None:
    base = IndicatorSet.objects.get(code="office_default.1")
    assert (draft.state, draft.drafted_by, draft.cloned_from) == (State.DRAFT, clerk, base)
    assert rules.next_code(base) == "office_default.3"
    assert [str(change.what) for change in rules.changes(draft, base)] == ["title", "English title"]
    line = Line.objects.get(verb=Verb.DRAFT_INDICATORS)
    assert (line.actor, line.subject, line.audience, line.facts) == (
        clerk, "office_default.2", Audience.OFFICE, {"cloned_from": "office_default.1"},
    )  # fmt: skip


def test_a_version_number_is_taken_once(draft: IndicatorSet, second_clerk: User) -> None:
    with pytest.raises(Refused, match="exists already") as refused:
        casework.draft_of_office(second_clerk)
    assert refused.value.field == "code"
    assert IndicatorSet.objects.filter(code="office_default.2").get() == draft


def test_a_change_is_counted_and_told(draft: IndicatorSet, second_clerk: User) -> None:
    changed = actions.change_set(draft, {"base_year": 2020}, STRICTER, by=second_clerk, seen=1)
    assert changed.revision == 2
    assert indicator(draft, "energy_intensity").threshold == Decimal("0.38")
    line = Line.objects.latest("pk")
    assert (line.verb, line.version) == (Verb.CHANGE_INDICATORS, 2)
    assert line.facts == {"changes": [
        "base_year: 2019 → 2020",
        "energy_intensity/threshold: 0.4 → 0.38",
        "energy_intensity/authority_zh: 专项办规则（参照总体目标） → 专项办第3次办公会",
    ]}  # fmt: skip
    assert "threshold 0.4 → 0.38" in rules.history(changed)[0].note


def test_the_same_again_leaves_no_line(draft: IndicatorSet, clerk: User) -> None:
    assert actions.change_set(draft, {}, {}, by=clerk, seen=1).revision == 1
    assert verbs() == [Verb.DRAFT_INDICATORS]


def test_a_second_tab_does_not_overwrite_the_first(draft: IndicatorSet, clerk: User) -> None:
    actions.change_set(draft, {}, STRICTER, by=clerk, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.change_set(draft, {"base_year": 2020}, {}, by=clerk, seen=1)
    draft.refresh_from_db()
    assert draft.base_year == 2019


def test_a_director_signs_and_it_stays(draft: IndicatorSet, clerk: User, director: User) -> None:
    actions.sign(draft, by=director, seen=1)
    draft.refresh_from_db()
    assert (draft.state, draft.signed_by) == (State.SIGNED, director)
    with pytest.raises(Refused, match="is signed"):
        actions.change_set(draft, {}, STRICTER, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.indicators.update(threshold=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.indicators.all().delete()
    with transaction.atomic():
        steps.freeze(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorSet.objects.filter(pk=draft.pk).update(may_veto=False)
    draft.refresh_from_db()
    assert draft.state == State.IN_USE


@pytest.mark.parametrize("who", ["director", "auditor", "supervisor", "expert", "applicant", "admin"])
def test_only_a_clerk_drafts_and_changes(
    draft: IndicatorSet, who: str, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    attempts: list[Callable[[], object]] = [
        lambda: casework.draft_of_office(person, "office_default.3"),
        lambda: actions.change_set(draft, {}, STRICTER, by=person),
        lambda: actions.add_indicator(draft, WATER, by=person),
        lambda: actions.remove_indicator(draft, "serious_incidents", by=person),
    ]
    for attempt in attempts:
        with pytest.raises(NotYours):
            attempt()
    assert verbs() == [Verb.DRAFT_INDICATORS]


def test_whoever_had_a_hand_in_it_does_not_sign(
    draft: IndicatorSet, clerk: User, second_clerk: User, auditor: User, office: Organization
) -> None:
    actions.change_set(draft, {}, STRICTER, by=second_clerk)
    for person in (clerk, second_clerk):
        factories.grant(person, office, Role.DIRECTOR)
        with pytest.raises(NotYours, match="does not sign it"):
            actions.sign(draft, by=person)
    with pytest.raises(NotYours):
        actions.sign(draft, by=auditor)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


# ---------------------------------------------------------------- one more, one less
def test_an_indicator_is_added_and_taken_out(draft: IndicatorSet, clerk: User) -> None:
    actions.add_indicator(draft, WATER, by=clerk, seen=1)
    assert [one.code for one in draft.indicators.all()][-1] == "water_intensity"
    actions.remove_indicator(draft, "serious_incidents", by=clerk, seen=2)
    assert {one.code for one in draft.indicators.all()} == {
        "energy_intensity", "co2_intensity_annual_cut", "water_intensity",
    }  # fmt: skip
    changes = rules.changes(IndicatorSet.objects.get(pk=draft.pk), draft.cloned_from)
    came = next(change for change in changes if change.where == "Fresh water")
    assert (came.what, came.before) == ("", "")
    assert "threshold 8" in came.now
    gone = next(change for change in changes if change.where.startswith("Major"))
    assert (gone.what, gone.now) == ("", "")
    with pytest.raises(SomebodyWasFaster):
        actions.remove_indicator(draft, "serious_incidents", by=clerk)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"operands": "peat"}, "operands", "There is no data item “peat”."),
        ({"operands": ""}, "operands", "Name the data item that is read."),
        ({"operands": "fresh_water wastewater"}, "operands", "Only an elasticity reads several data items."),
        ({"per": ""}, "per", "Say what it is divided by, or held against."),
        ({"unit": "t/万元"}, "unit", "m³ divided by 万元 does not give t/万元."),
        ({"kind": Formula.SHARE, "unit": "%"}, "per", "A share needs one unit: m³ and 万元 differ."),
        ({"kind": Formula.DIRECT, "per": ""}, "unit", "This formula gives the data item's own unit: m³."),
        ({"kind": Formula.DIRECT}, "per", "This formula divides by nothing."),
        ({"kind": Formula.AVERAGE_ANNUAL_CUT}, "unit", "This formula gives per cent."),
        ({"kind": Formula.ELASTICITY}, "unit", "An elasticity has no unit."),
        ({"kind": Formula.YES_NO, "per": "", "unit": ""}, "operands", "This data item is not answered by yes or no."),
        ({"years": 3}, "years", "This formula looks at one year only: 0."),
        ({"sign_rule": True}, "sign_rule", "Only an elasticity turns its comparison round."),
        ({"fixed_factor": True}, "fixed_factor", "Only CO2 is counted with the fixed grid factor."),
        ({"requirement": Requirement.GROUP}, "group", "Name the group."),
        ({"requirement": Requirement.TARGET}, "requirement", "A target for all zones together is measured over all zones."),
        ({"scope": Scope.ALL_ZONES}, "requirement", "What all zones reach together is no condition for one of them."),
        ({"group": "A"}, "group", "Only one of a group has a group."),
        ({"authority_zh": " "}, "authority_zh", "Name what this number rests on."),
        ({"words_zh": "不超过9立方米"}, "words_zh", "The words speak of another figure than the threshold."),
        ({"code": "energy_intensity"}, "code", "This indicator is in the set already."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(
    draft: IndicatorSet, clerk: User, changed: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_indicator(draft, WATER | changed, by=clerk)
    assert (field, sentence) in refused.value.findings
    assert draft.indicators.count() == 3
    assert verbs() == [Verb.DRAFT_INDICATORS]


def test_a_group_asks_not_more_than_it_has(draft: IndicatorSet, clerk: User) -> None:
    grouped = {"requirement": Requirement.GROUP, "group": "A", "group_minimum": 2}
    with pytest.raises(Invalid) as refused:
        actions.change_set(draft, {}, {"serious_incidents": grouped}, by=clerk)
    assert refused.value.findings == (
        ("serious_incidents-group_minimum", "The group has only 1 indicators."),
    )
    both = {"serious_incidents": grouped, "energy_intensity": grouped | {"group_minimum": 1}}
    with pytest.raises(Invalid) as refused:
        actions.change_set(draft, {}, both, by=clerk)
    assert (
        refused.value.field == "energy_intensity-group_minimum"
        or refused.value.field == "serious_incidents-group_minimum"
    )
    actions.change_set(draft, {}, dict.fromkeys(both, grouped), by=clerk)


# ---------------------------------------------------------------- conditions from memory decide nothing
def test_what_is_from_memory_decides_only_when_it_was_checked(clerk: User, director: User) -> None:
    base = IndicatorSet.objects.get(code="hj274_2015.1")
    draft = actions.draft_set(
        code="hj274_2015.2", title_zh="国家生态工业示范园区标准", title_en="", base=base, by=clerk
    )
    with pytest.raises(Invalid, match="from memory") as refused:
        actions.change_set(draft, {"may_veto": True}, {}, by=clerk)
    assert refused.value.field == "may_veto"
    checked = {one.code: {"certainty": Certainty.SEEN} for one in draft.indicators.all()}
    actions.change_set(draft, {"may_veto": True}, checked, by=clerk)
    actions.sign(draft, by=director)
    draft.refresh_from_db()
    assert (draft.may_veto, draft.state) == (True, State.SIGNED)
    base.refresh_from_db()
    assert not base.may_veto


def test_a_draft_that_decides_from_memory_is_not_signed(draft: IndicatorSet, director: User) -> None:
    draft.indicators.filter(code="energy_intensity").update(certainty=Certainty.MEMORY)
    with pytest.raises(Invalid, match="from memory"):
        actions.sign(draft, by=director)


# ---------------------------------------------------------------- data items
ITEM = {
    "code": "rainwater",
    "name_zh": "雨水利用量",
    "name_en": "Rainwater",
    "unit": "m³",
    "kind": "flow",
    "level": "zone",
}


def test_a_clerk_enters_and_renames_an_item(clerk: User) -> None:
    item = actions.add_item(ITEM, by=clerk)
    actions.change_item(item, {"name_zh": "雨水收集利用量", "unit": "t"}, by=clerk)
    assert (DataItem.objects.get(code="rainwater").name_zh, verbs()) == (
        "雨水收集利用量",
        [Verb.CHANGE_ITEM] * 2,
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "employees"}, "code"), ({"code": "co2"}, "code"), ({"unit": ""}, "unit"), ({"unit": "立方米"}, "unit"),
        ({"kind": "yes_no"}, "unit"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be(clerk: User, changed: dict[str, str], field: str) -> None:
    with pytest.raises((Invalid, SomebodyWasFaster)) as refused:
        actions.add_item(ITEM | changed, by=clerk)
    assert refused.value.field == field
    assert not DataItem.objects.filter(name_zh="雨水利用量").exists()


@pytest.mark.parametrize("changed", [{"unit": "立方米"}, {"unit": ""}, {"kind": "yes_no"}])
def test_an_item_does_not_become_what_cannot_be(clerk: User, changed: dict[str, str]) -> None:
    item = actions.add_item(ITEM, by=clerk)
    with pytest.raises(Invalid) as refused:
        actions.change_item(item, changed, by=clerk)
    assert refused.value.field == "unit"
    item.refresh_from_db()
    assert (item.unit, item.kind, verbs()) == ("m³", "flow", [Verb.CHANGE_ITEM])


def test_a_unit_stays_once_something_was_declared(clerk: User, zone: Zone) -> None:
    casework.accept({(zone.code, 2025): {"item:employees": "12"}})
    item = DataItem.objects.get(code="employees")
    with pytest.raises(Invalid) as refused:
        actions.change_item(item, {"unit": "万人", "kind": "flow"}, by=clerk)
    assert [field for field, _said in refused.value.findings] == ["unit", "kind"]
    assert actions.change_item(item, {"name_zh": "期末从业人员"}, by=clerk).name_zh == "期末从业人员"


@pytest.mark.parametrize("who", ["director", "applicant"])
def test_nobody_but_a_clerk_touches_items(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        actions.add_item(ITEM, by=request.getfixturevalue(who))


# ---------------------------------------------------------------- pages
def test_all_numbers_of_a_draft_on_one_page(draft: IndicatorSet, clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    where = f"/indicators/sets/{draft.code}/change/"
    page = browser.get(where).content.decode()
    posted = {
        "revision": "1", "title_zh": "示例", "title_en": "", "base_year": "2019", "may_veto": "on",
        **{f"{code}-{name}": text for code, more in (
            ("energy_intensity", {"comparison": "<=", "threshold": "0.38"}),
            ("co2_intensity_annual_cut", {"comparison": ">=", "threshold": "4", "years": "", "fixed_factor": "on"}),
            ("serious_incidents", {"comparison": "=", "threshold": "0", "years": "3"}),
        ) for name, text in (more | {"requirement": "mandatory", "authority_zh": "专项办规则"}).items()},
    }  # fmt: skip
    assert all(f'name="{name}"' in page for name in posted)
    assert browser.post(where, posted).headers["Location"] == f"/indicators/sets/{draft.code}/"
    assert indicator(draft, "energy_intensity").threshold == Decimal("0.38")
    refused = browser.post(
        where, posted | {"revision": "2", "energy_intensity-threshold": "0.3.1"}
    ).content.decode()
    assert 'href="#id_energy_intensity-threshold"' in refused


def test_a_reader_outside_sees_what_is_signed_only(
    draft: IndicatorSet, applicant: User, auditor: User, signed_in: SignIn
) -> None:
    outside, inside = signed_in(applicant), signed_in(auditor)
    assert "office_default.2" not in outside.get("/indicators/").content.decode()
    assert "office_default.2" in inside.get("/indicators/").content.decode()
    assert outside.get("/indicators/sets/office_default.2/").status_code == 404
    assert "from memory" in outside.get("/indicators/sets/hj274_2015.1/").content.decode()
