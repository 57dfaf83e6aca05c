"""Name, unit, formula and direction of an indicator are changed where it stands, while the set is a draft."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from program.indicators import actions, rules
from program.indicators.models import Comparison, Formula, Indicator, IndicatorSet
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from tests.conftest import SignIn
from tests.indicators import casework

CODE = "energy_intensity"
PER_WATER = {"name_en": "Energy a cubic metre", "per": "fresh_water", "unit": "tce/m³"}


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    casework.load()


@pytest.fixture
def draft(clerk: User) -> IndicatorSet:
    return casework.draft_of_office(clerk)


def there(draft: IndicatorSet) -> Indicator:
    found: Indicator = draft.indicators.get(code=CODE)
    return found


def page_of(draft: IndicatorSet, code: str = CODE) -> str:
    return reverse("indicators:indicator_change", args=[draft.code, code])


def typed(page: Any) -> dict[str, Any]:
    """What the page sends if nobody changes anything."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


# ---------------------------------------------------------------- what can be changed
def test_another_unit_and_divisor_in_its_place(draft: IndicatorSet, clerk: User) -> None:
    places = list(draft.indicators.values_list("code", "position"))
    changed = actions.change_indicator(draft, CODE, PER_WATER, by=clerk, seen=1)
    one = there(draft)
    assert (one.name_en, one.per, one.unit, one.threshold) == (*PER_WATER.values(), Decimal("0.4"))
    assert list(draft.indicators.values_list("code", "position")) == places
    line = Line.objects.latest("pk")
    assert (line.verb, line.version, changed.revision) == (Verb.CHANGE_INDICATORS, 2, 2)
    assert f"{CODE}/per: industrial_value_added → fresh_water" in line.facts["changes"]
    assert there(IndicatorSet.objects.get(code="office_default.1")).per == "industrial_value_added"


def test_another_kind_of_formula_and_the_other_direction(draft: IndicatorSet, clerk: User) -> None:
    growth = {
        "kind": Formula.AVERAGE_ANNUAL_GROWTH, "operands": "industrial_value_added", "per": "", "unit": "%", "years": 3,
        "comparison": Comparison.AT_LEAST, "threshold": Decimal(6), "words_zh": "", "words_en": "",
    }  # fmt: skip
    actions.change_indicator(draft, CODE, growth, by=clerk)
    assert rules.formula_words(there(draft), 2019, rules.codes()) == (
        "(x_t ÷ x_0)^(1/3) − 1, x = Industrial value added, over 3 years"
    )
    assert there(draft).words == "≥ 6"
    assert rules.version_findings(draft) == []


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"operands": "peat"}, "operands", "There is no data item “peat”."),
        ({"per": ""}, "per", "Say what it is divided by, or held against."),
        ({"unit": "m³/万元"}, "unit", "tce divided by 万元 does not give m³/万元."),
        ({"kind": Formula.YES_NO}, "per", "This formula divides by nothing."),
        ({"kind": Formula.ELASTICITY}, "unit", "An elasticity has no unit."),
        ({"kind": Formula.AVERAGE_ANNUAL_CUT}, "unit", "This formula gives per cent."),
        ({"years": 3}, "years", "This formula looks at one year only: 0."),
        ({"words_zh": "不超过0.5吨"}, "words_zh", "The words speak of another figure than the threshold."),
        ({"authority_zh": " "}, "authority_zh", "Name what this number rests on."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(
    draft: IndicatorSet, clerk: User, changed: dict[str, Any], field: str, sentence: str
) -> None:
    before = rules.contents(draft)
    with pytest.raises(Invalid) as refused:
        actions.change_indicator(draft, CODE, changed, by=clerk)
    assert (field, sentence) in refused.value.findings
    assert rules.contents(IndicatorSet.objects.get(pk=draft.pk)) == before


# ---------------------------------------------------------------- the page
def test_from_the_page_of_the_set(draft: IndicatorSet, clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    back = reverse("indicators:set_change", args=[draft.code])
    assert page_of(draft) in browser.get(back).content.decode()
    page = browser.get(page_of(draft))
    assert "code" not in page.context["form"].fields
    same = typed(page)
    assert (same["kind"], same["operands"], same["per"]) == (
        "ratio", ["comprehensive_energy"], "industrial_value_added",
    )  # fmt: skip
    assert browser.post(page_of(draft), same).headers["Location"] == back
    assert IndicatorSet.objects.get(pk=draft.pk).revision == 1, "the same again is no change"
    refused = browser.post(page_of(draft), same | {"unit": "吨/万元"})
    assert 'href="#id_unit"' in refused.content.decode()
    assert (
        browser.post(page_of(draft), same | {"name_en": "Energy", "unit": "吨标准煤/万元"}).status_code == 302
    )
    assert (there(draft).name_en, there(draft).unit) == ("Energy", "tce/万元")
    late = browser.post(page_of(draft), same | {"name_en": "Too late"})
    assert (late.status_code, there(draft).name_en) == (409, "Energy")
    assert browser.get(page_of(draft, "no_such")).status_code == 404


# ---------------------------------------------------------------- by whom, and when
def test_only_a_clerk_and_only_what_is_there(
    draft: IndicatorSet, clerk: User, director: User, auditor: User, applicant: User, signed_in: SignIn
) -> None:
    for person, answer in ((director, 403), (auditor, 403), (applicant, 404)):
        with pytest.raises(NotYours):
            actions.change_indicator(draft, CODE, PER_WATER, by=person)
        assert signed_in(person).get(page_of(draft)).status_code == answer
        assert signed_in(person).post(page_of(draft), {}).status_code == answer
    with pytest.raises(SomebodyWasFaster):
        actions.change_indicator(draft, "no_such", PER_WATER, by=clerk)
    assert there(draft).per == "industrial_value_added"


def test_not_once_it_is_signed(draft: IndicatorSet, clerk: User, director: User, signed_in: SignIn) -> None:
    actions.sign(draft, by=director)
    with pytest.raises(Refused, match="is signed"):
        actions.change_indicator(draft, CODE, PER_WATER, by=clerk)
    browser = signed_in(clerk)
    assert browser.get(page_of(draft)).status_code == 409
    assert browser.post(page_of(draft), PER_WATER).status_code == 409
    assert there(draft).per == "industrial_value_added"


def test_whoever_changed_it_does_not_sign(draft: IndicatorSet, second_clerk: User) -> None:
    actions.change_indicator(draft, CODE, PER_WATER, by=second_clerk)
    with pytest.raises(NotYours, match="does not sign it"):
        rules.require_no_hand_in(draft, second_clerk)
