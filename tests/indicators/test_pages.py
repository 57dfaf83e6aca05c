"""The page of a declaration: what it shows to whom, how it saves itself, and what it costs."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program.indicators import actions, rules
from program.indicators.models import Declaration, EnergyLine, Explanation, ItemValue, State
from program.people.models import User
from program.zones.models import Site, Zone
from tests.conftest import SignIn
from tests.indicators.conftest import GOOD, YEAR, cells, figures_of
from tests.indicators.test_declaring import a_year_before

pytestmark = pytest.mark.django_db
PLACE = "energy:electricity:production"
JSON = {"accept": "application/json"}


# ---------------------------------------------------------------- reach
def test_who_reaches_it(
    filled: Declaration, firm: User, assistant: User, applicant: User, stranger: User, signed_in: SignIn
) -> None:
    answers = {
        person.username: signed_in(person).get(filled.get_absolute_url()).status_code
        for person in (firm, assistant, applicant, stranger)
    }
    assert answers == {"firm": 200, "assistant": 200, "applicant": 200, "stranger": 404}


def test_the_way_there(site: Site, zone: Zone, firm: User, signed_in: SignIn) -> None:
    """One button for every year: begin, then go on."""
    browser = signed_in(firm)
    page = browser.get(reverse("indicators:declarations"))
    assert [year.year for year in page.context["sites"][0].years] == [2026, 2025, 2024, 2023]
    posted = {"zone": zone.code, "site": str(site.pk), "year": str(YEAR)}
    begun = browser.post(reverse("indicators:begin"), posted)
    declaration = Declaration.objects.get()
    assert begun.headers["Location"] == declaration.get_absolute_url()
    again = browser.post(reverse("indicators:begin"), posted)
    assert (again.headers["Location"], Declaration.objects.count()) == (declaration.get_absolute_url(), 1)
    row = browser.get(reverse("indicators:declarations")).context["sites"][0].years[1]
    assert (row.declaration, row.has_energy, row.has_value_added) == (declaration, False, False)


def test_others_begin_nothing(
    site: Site, zone: Zone, stranger: User, applicant: User, signed_in: SignIn
) -> None:
    posted = {"zone": zone.code, "site": str(site.pk), "year": str(YEAR)}
    for person in (stranger, applicant):
        assert signed_in(person).post(reverse("indicators:begin"), posted).status_code == 404
    assert signed_in(stranger).post(reverse("indicators:begin"), {**posted, "site": ""}).status_code == 404
    assert not Declaration.objects.exists()


# ---------------------------------------------------------------- saving itself
def test_it_saves_itself_and_counts(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    said = browser.post(draft.get_absolute_url(), {"revision": "0", **GOOD}, headers=JSON).json()
    assert (said["revision"], said["errors"]) == (1, {})
    assert "2,621.23" in said["panels"]["totals"]
    assert "1,450.8345" in said["panels"]["steps"]
    assert figures_of(draft) == GOOD
    again = browser.post(
        draft.get_absolute_url(), {"revision": "1", **GOOD, "item:employees": ""}, headers=JSON
    )
    assert again.json()["revision"] == 2
    assert figures_of(draft) == {place: text for place, text in GOOD.items() if place != "item:employees"}


def test_a_stale_page_keeps_both(filled: Declaration, firm: User, assistant: User, signed_in: SignIn) -> None:
    stale = {"revision": "0", **GOOD, "item:employees": "999"}
    browser = signed_in(assistant)
    answer = browser.post(filled.get_absolute_url(), stale, headers=JSON)
    assert answer.status_code == 409
    assert "999" in answer.json()["box"]
    assert "612" in answer.json()["box"]
    page = browser.post(filled.get_absolute_url(), stale)
    assert (page.status_code, 'value="999"' in page.content.decode()) == (409, True)
    assert figures_of(filled) == GOOD
    assert browser.post(filled.get_absolute_url(), {**stale, "over": "1"}).status_code == 302
    assert figures_of(filled)["item:employees"] == "999"


def test_handed_in_meanwhile_nothing_typed_is_lost(
    submitted: Declaration, assistant: User, signed_in: SignIn
) -> None:
    page = signed_in(assistant).post(submitted.get_absolute_url(), {"revision": "1", "item:employees": "999"})
    text = page.content.decode()
    assert (page.status_code, 'value="999"' in text, "data-autosave\n" in text) == (409, True, False)
    assert figures_of(submitted) == GOOD


def test_who_only_reads_saves_nothing(filled: Declaration, applicant: User, signed_in: SignIn) -> None:
    response = signed_in(applicant).post(filled.get_absolute_url(), {"revision": "1", "item:employees": "1"})
    assert response.status_code == 403
    assert figures_of(filled) == GOOD


def test_an_explanation_is_written_beside_its_cell(
    filled: Declaration, firm: User, signed_in: SignIn
) -> None:
    a_year_before(filled, {PLACE: "700"})
    browser = signed_in(firm)
    name = f"explain:W1.change:{PLACE}"
    assert f'name="{name}"' in browser.get(filled.get_absolute_url()).content.decode()
    posted = {"revision": "1", **GOOD, name: "新线投产", "explain:W1.change:item:employees": "没有"}
    said = browser.post(filled.get_absolute_url(), posted, headers=JSON).json()
    assert said["errors"] == {
        "explain:W1.change:item:employees": ["This finding is settled: the figure was changed."]
    }
    assert list(Explanation.objects.values_list("place", "figure", "text")) == [(PLACE, "1180.5", "新线投产")]
    changed = {"revision": "2", **GOOD, PLACE: "1190", name: "新线投产"}
    said = browser.post(filled.get_absolute_url(), changed, headers=JSON).json()
    assert 'value=""' in said["findings"][PLACE]
    browser.post(filled.get_absolute_url(), {**changed, "revision": "3"}, headers=JSON)
    assert list(Explanation.objects.values_list("figure", flat=True)) == ["1190"]


def test_a_row_that_is_not_offered(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    added = browser.post(
        draft.get_absolute_url(),
        {"revision": "0", "add": "1", "carrier": "coke", "use": "feedstock", PLACE: "5"},
    )
    assert added.headers["Location"].startswith(f"{draft.get_absolute_url()}?row=energy%3Acoke%3Afeedstock")
    page = browser.get(added.headers["Location"].partition("#")[0]).content.decode()
    assert 'name="energy:coke:feedstock"' in page
    for rubbish in ("energy:nothing:sold", "energy:coke:burnt", "item:x:y", "x"):
        assert (
            f'name="{rubbish}"'
            not in browser.get(f"{draft.get_absolute_url()}?row={rubbish}").content.decode()
        )
    assert figures_of(draft) == {PLACE: "5"}


def test_month_by_month(draft: Declaration, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    switched = browser.post(
        reverse("indicators:count_by", args=[draft.pk]), {"by_month": "1", "revision": "0"}
    )
    assert switched.status_code == 302
    for month, figure in ((1, "100.5"), (2, "200")):
        where = f"{draft.get_absolute_url()}?month={month}"
        said = browser.post(where, {"revision": str(month), PLACE: figure}, headers=JSON).json()
        assert said["errors"] == {}
    assert list(draft.lines.values_list("month", "quantity")) == [(1, Decimal("100.5")), (2, Decimal(200))]
    page = browser.get(f"{draft.get_absolute_url()}?month=2").content.decode()
    assert ('value="200"' in page, "300.5" in page) == (True, True)


# ---------------------------------------------------------------- handing in and afterwards
def test_what_stops_it_stands_above_the_page(filled: Declaration, firm: User, signed_in: SignIn) -> None:
    actions.enter(filled, cells({"item:industrial_output": "5"}), revision=1, by=firm)
    page = signed_in(firm).post(reverse("indicators:submit", args=[filled.pk]))
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_item:industrial_value_added"' in text
    assert 'id="id_item:industrial_value_added"' in text
    filled.refresh_from_db()
    assert filled.state == State.DRAFT


def test_what_was_handed_in_is_read_from_what_was_frozen(
    submitted: Declaration, firm: User, signed_in: SignIn
) -> None:
    EnergyLine.objects.update(quantity=1)
    ItemValue.objects.update(value=1)
    for person in (firm,):
        page = signed_in(person).get(submitted.get_absolute_url()).content.decode()
        assert "1,180.5" in page
        assert "2,621.23" in page
        assert "factors.1" in page


def test_every_move_by_its_button(
    filled: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    """Submit, take back, submit, pass, ask, decline, ask, reopen: from the first page to the second version."""
    enterprise, zone = signed_in(firm), signed_in(applicant)
    way: list[tuple[Any, str, dict[str, str]]] = [
        (enterprise, "submit", {}), (enterprise, "recall", {}), (enterprise, "submit", {}), (zone, "accept", {}),
        (enterprise, "ask_reopening", {"reason": "漏报"}), (zone, "decline_reopening", {"reason": "请先核对"}),
        (enterprise, "ask_reopening", {"reason": "已核对"}), (zone, "reopen", {}),
    ]  # fmt: skip
    for browser, name, data in way:
        if data:
            empty = browser.post(reverse(f"indicators:{name}", args=[filled.pk]), {"reason": " "})
            assert empty.status_code == 422, name
        done = browser.post(reverse(f"indicators:{name}", args=[filled.pk]), data)
        assert done.status_code == 302, name
    fresh = Declaration.objects.get(version=2)
    actions.enter(fresh, cells({"item:employees": "600"}), revision=0, by=firm)
    compared = enterprise.get(reverse("indicators:versions", args=[fresh.pk]))
    changes = [(change.name, change.before, change.after) for change in compared.context["changes"]]
    assert changes == [("Employees at the end of the year", Decimal(612), Decimal(600))]
    again = zone.post(reverse("indicators:reopen", args=[filled.pk]))
    assert (again.status_code, Declaration.objects.count()) == (409, 2)


# ---------------------------------------------------------------- what it costs
def test_a_page_costs_the_same_with_one_line_and_with_sixty(
    filled: Declaration, firm: User, applicant: User, signed_in: SignIn
) -> None:
    a_year_before(filled, {PLACE: "1180", "energy:natural_gas:production": "87"})
    assert queries(signed_in(firm), filled) <= 20
    codes = list(rules.current_factors().carriers.values_list("code", flat=True))[:30]
    EnergyLine.objects.bulk_create(
        EnergyLine(declaration=filled, carrier=code, use=use, quantity=Decimal("1.5"))
        for code in codes
        for use in ("auxiliary", "sold")
    )
    assert queries(signed_in(firm), filled) <= 20
    Declaration.objects.filter(year=YEAR - 1).delete()
    actions.enter(filled, cells({"energy:producer_gas:auxiliary": ""}), revision=1, by=firm)
    EnergyLine.objects.filter(carrier__in=["producer_gas", "water_gas"]).delete()
    actions.submit(filled, by=firm)
    assert queries(signed_in(applicant), filled) <= 20


def queries(browser: Any, declaration: Declaration) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(declaration.get_absolute_url()).status_code == 200
    return len(asked)
