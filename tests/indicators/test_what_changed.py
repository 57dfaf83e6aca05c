"""What is handed in after a return is held against what was returned, item by item; a reopened one against its version."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from program.figures import plain
from program.indicators import actions
from program.indicators.models import Declaration, Explanation, PriceBase
from program.indicators.rules import Rule
from program.people.models import User
from program.zones.models import Site, Zone
from tests import factories
from tests.conftest import SignIn
from tests.indicators.conftest import GOOD, YEAR, cells

POWER, GAS = "energy:electricity:production", "energy:natural_gas:production"
Told = list[tuple[str, str, str]]


@pytest.fixture
def returned(submitted: Declaration, applicant: User) -> Declaration:
    return actions.return_(submitted, [(POWER, "与对账单不符。")], by=applicant)[0].declaration


def put(declaration: Declaration, figures: dict[str, str], by: User, **settings: Any) -> Declaration:
    revision = Declaration.objects.get(pk=declaration.pk).revision
    return actions.enter(declaration, cells(figures), revision=revision, by=by, **settings)


def told(browser: Any, declaration: Declaration) -> Told | None:
    """Name, before, after of each change that the page tells; none: it compares nothing."""
    sheet = browser.get(declaration.get_absolute_url()).context["sheet"]
    if sheet.changed is None:
        return None
    return [(one.name, plainly(one.before), plainly(one.after)) for one in sheet.changed.changes]


def plainly(value: Decimal | str | None) -> str:
    return plain(value) if isinstance(value, Decimal) else value or "–"


# ---------------------------------------------------------------- between a return and the next handing-in
def test_the_checker_reads_before_and_after(
    returned: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    checker = signed_in(applicant)
    assert told(checker, returned) is None, "it was only just sent back"
    put(returned, {POWER: "1190.5", GAS: "", "item:employees": "未统计"}, firm)
    assert told(checker, returned) is None, "what is being changed is nobody else's yet"
    actions.submit(returned, by=firm)
    assert told(checker, returned) == [
        ("Natural gas", "88", "–"),
        ("Electricity (calorific)", "1180.5", "1190.5"),
        ("Employees at the end of the year", "612", "not counted"),
    ]
    page = checker.get(returned.get_absolute_url()).content.decode()
    assert "3 changes since it was sent back" in page
    assert '<details class="changed" open>' in page
    assert "<del>1,180.5</del>" in page
    assert "<ins>1,190.5</ins>" in page
    assert "+0.8%" in page


def test_who_declares_sees_it_while_writing_and_after(
    returned: Declaration, firm: User, signed_in: SignIn
) -> None:
    browser = signed_in(firm)
    assert told(browser, returned) == []
    assert "Everything is said as it was before." in browser.get(returned.get_absolute_url()).content.decode()
    saved = browser.post(
        returned.get_absolute_url(),
        {"revision": "1", POWER: "1190.5"},
        headers={"accept": "application/json"},
    ).json()
    assert "1 change since it was sent back" in saved["panels"]["changed"]
    actions.submit(returned, by=firm)
    assert told(browser, returned) == [("Electricity (calorific)", "1180.5", "1190.5")]


def test_handed_in_unchanged_says_so(
    returned: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    actions.submit(returned, by=firm)
    assert told(signed_in(applicant), returned) == []


def test_twice_returned_is_held_against_the_second(
    returned: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    put(returned, {POWER: "1190.5"}, firm)
    actions.return_(actions.submit(returned, by=firm), [("", "再改")], by=applicant)
    put(returned, {POWER: "1200.5"}, firm)
    actions.submit(returned, by=firm)
    assert told(signed_in(applicant), returned) == [("Electricity (calorific)", "1190.5", "1200.5")]


def test_taken_back_in_between_still_against_what_was_returned(
    returned: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    put(returned, {POWER: "1190.5"}, firm)
    actions.recall(actions.submit(returned, by=firm), by=firm)
    assert told(signed_in(applicant), returned) is None, "a draft is nobody else's"
    put(returned, {POWER: "1200.5"}, firm)
    actions.submit(returned, by=firm)
    assert told(signed_in(applicant), returned) == [("Electricity (calorific)", "1180.5", "1200.5")]


def test_never_returned_compares_nothing(
    submitted: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    for person in (firm, applicant):
        assert told(signed_in(person), submitted) is None
        page = signed_in(person).get(submitted.get_absolute_url()).content.decode()
        assert "since it was sent back" not in page


# ---------------------------------------------------------------- what stands beside the figures
def test_files_settings_and_the_torch_statistics_too(
    returned: Declaration,
    firm: User,
    applicant: User,
    signed_in: SignIn,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.FILES_DIR = tmp_path
    catalogue = cells({POWER: "1180.5"})[0]
    beside = [type(catalogue)(POWER, catalogue.value, torch=catalogue.value, note="口径不同")]
    actions.enter(returned, beside, revision=1, price_base=PriceBase.OF_2020, value_added_final=True, by=firm)
    actions.attach_evidence(returned, "employees", factories.pdf("roll"), by=firm)
    actions.submit(returned, by=firm)
    assert told(signed_in(applicant), returned) == [
        ("Price base of value added", "prices of 2019", "prices of 2020"),
        ("Value added is", "preliminary", "final"),
        ("Electricity (calorific) · in the Torch statistics", "–", "1180.5"),
        ("Electricity (calorific) · why they differ", "–", "口径不同"),
        ("Employees at the end of the year · evidence", "–", "roll.pdf"),
    ]


def test_an_explanation_is_a_change(
    site: Site, zone: Zone, firm: User, applicant: User, signed_in: SignIn
) -> None:
    before = actions.begin(zone, site, YEAR - 1, by=firm)
    actions.accept(actions.submit(put(before, GOOD, firm), by=firm), by=applicant)
    draft = put(actions.begin(zone, site, YEAR, by=firm), GOOD | {POWER: "2400"}, firm)
    actions.explain(draft, Rule.CHANGE, POWER, "扩产", by=firm)
    actions.return_(actions.submit(draft, by=firm), [(POWER, "请说明")], by=applicant)
    actions.explain(draft, Rule.CHANGE, POWER, "新增两条产线", by=firm)
    assert Explanation.objects.count() == 1
    actions.submit(draft, by=firm)
    assert told(signed_in(applicant), draft) == [
        ("Electricity (calorific) · explanation", "扩产", "新增两条产线")
    ]


def test_months_are_held_against_months(
    draft: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    """Two months swapped add up to the same year, and are a change all the same."""
    actions.count_by(draft, by_month=True, revision=0, by=firm)
    january, february = (cells({POWER: text}, month=month) for month, text in ((1, "100"), (2, "90")))
    added = cells({"item:industrial_value_added": "44321"})
    actions.enter(draft, [*january, *february, *added], revision=1, by=firm)
    actions.return_(actions.submit(draft, by=firm), [("", "请核对月份")], by=applicant)
    swapped = [*cells({POWER: "90"}, month=1), *cells({POWER: "100"}, month=2)]
    actions.enter(draft, swapped, revision=2, by=firm)
    actions.submit(draft, by=firm)
    assert told(signed_in(applicant), draft) == [
        ("Electricity (calorific) · month 1", "100", "90"),
        ("Electricity (calorific) · month 2", "90", "100"),
    ]
    actions.return_(draft, [("", "按年填报")], by=applicant)
    actions.count_by(draft, by_month=False, revision=3, by=firm)
    actions.submit(draft, by=firm)
    assert told(signed_in(applicant), draft) == [], "the year says what its months said"


# ---------------------------------------------------------------- a reopened one
def test_a_reopened_one_against_the_version_in_force(
    accepted: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    fresh = actions.reopen(actions.ask_reopening(accepted, reason="数据有误", by=firm), by=applicant)
    put(fresh, {POWER: "1190.5"}, firm)
    assert told(signed_in(firm), fresh) == [("Electricity (calorific)", "1180.5", "1190.5")]
    actions.submit(fresh, by=firm)
    checker = signed_in(applicant)
    assert told(checker, fresh) == [("Electricity (calorific)", "1180.5", "1190.5")]
    assert "1 change against version 1" in checker.get(fresh.get_absolute_url()).content.decode()
    page = checker.get(reverse("indicators:versions", args=[fresh.pk])).content.decode()
    assert "<ins>1,190.5</ins>" in page
    assert told(checker, accepted) is None
