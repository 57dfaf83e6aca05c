"""The pages: who reads them, who may do what on them, that a list costs the same however long it is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program import clock
from program.people.models import Organization, Role, User
from program.rulesets import actions, rules
from program.rulesets.models import CalendarYear, Key, RuleSet, State
from tests import factories
from tests.conftest import SignIn
from tests.rulesets.test_actions import SEVEN_DAYS
from tests.rulesets.test_forms import LINES, typed

READERS = ["clerk", "director", "auditor"]
OTHERS = ["supervisor", "admin", "security", "expert", "inspector", "applicant", "recommender"]
PAGES = ["list", "calendar", "detail"]
CLERKS_PAGES = ["draft", "publish", "change"]


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def who() -> str:
    """Whose browser it is, unless the test names others."""
    return "clerk"


@pytest.fixture
def browser(request: pytest.FixtureRequest, who: str, signed_in: SignIn) -> Client:
    return signed_in(request.getfixturevalue(who))


def address(page: str, rule_set: RuleSet) -> str:
    return reverse(
        f"rulesets:{page}", args=[] if page in {"list", "calendar", "draft", "publish"} else [rule_set.pk]
    )


# ---------------------------------------------------------------- who reads, who writes
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", READERS)
def test_the_office_and_the_auditor_read(browser: Client, draft: RuleSet, page: str) -> None:
    assert browser.get(address(page, draft)).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, *CLERKS_PAGES, "sign"])
@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_there_is_no_such_page(browser: Client, draft: RuleSet, page: str) -> None:
    assert browser.get(address(page, draft)).status_code == 404
    assert browser.post(address(page, draft)).status_code in ({405} if page in PAGES else {404})


@pytest.mark.parametrize("page", [*PAGES, *CLERKS_PAGES, "sign"])
def test_the_public_is_asked_to_sign_in(client: Client, draft: RuleSet, page: str) -> None:
    answer = client.get(address(page, draft))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("people:sign_in"))


@pytest.mark.parametrize("page", CLERKS_PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("second_clerk", 200), ("director", 403), ("auditor", 403)]
)
def test_only_clerks_write(browser: Client, draft: RuleSet, page: str, status: int) -> None:
    assert browser.get(address(page, draft)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("clerk", 403), ("auditor", 403), ("director", 200)])
def test_only_a_director_is_asked_to_sign(browser: Client, draft: RuleSet, status: int) -> None:
    assert browser.get(address("sign", draft)).status_code == status


@pytest.mark.parametrize(
    ("who", "moves"), [("clerk", {"draft", "change"}), ("director", {"sign"}), ("auditor", set[str]())]
)
def test_a_page_offers_the_moves_of_its_reader(browser: Client, draft: RuleSet, moves: set[str]) -> None:
    page = browser.get(address("detail", draft)).content.decode()
    assert {move for move in ("draft", "change", "sign") if f'href="{address(move, draft)}' in page} == moves


def test_a_rule_set_that_does_not_exist(browser: Client) -> None:
    assert browser.get("/rulesets/99/").status_code == 404
    assert browser.get("/rulesets/99999999999999999999/change/").status_code == 404


# ---------------------------------------------------------------- the way of a rule set
def test_a_rule_set_from_its_draft_to_its_signature(signed_in: SignIn, clerk: User, director: User) -> None:
    desk = signed_in(clerk)
    drafting = desk.get(reverse("rulesets:draft"))
    assert drafting.context["form"]["code"].value() == "2026.1"
    assert (
        desk.post(reverse("rulesets:draft"), {"code": "2026.1", "title": "工作规则", "base": ""}).status_code
        == 302
    )
    rule_set = RuleSet.objects.get()

    data = typed(rule_set, public_notice_days="7")
    assert desk.post(address("change", rule_set), data).status_code == 302
    assert "public notice 10 → 7" in desk.get(address("detail", rule_set)).content.decode()

    chair = signed_in(director)
    page = chair.get(address("sign", rule_set))
    assert "every number is new" in page.content.decode()
    assert (
        chair.post(
            address("sign", rule_set), {"revision": page.context["form"]["revision"].value()}
        ).status_code
        == 302
    )
    rule_set.refresh_from_db()
    assert (rule_set.state, rule_set.signed_by) == (State.SIGNED, director)


def test_a_clone_shows_what_differs_and_the_signature_what_it_changes(
    signed_in: SignIn, signed: RuleSet, clerk: User, director: User
) -> None:
    desk = signed_in(clerk)
    assert desk.get(f"{reverse('rulesets:draft')}?base={signed.pk}").context["form"]["base"].value() == str(
        signed.pk
    )
    assert (
        desk.post(
            reverse("rulesets:draft"), {"code": "2026.2", "title": "规则", "base": signed.pk}
        ).status_code
        == 302
    )
    clone = RuleSet.objects.get(code="2026.2")
    assert not any(row.changed for row in desk.get(address("detail", clone)).context["differences"])
    actions.change(clone, SEVEN_DAYS, by=clerk)
    assert [row.key for row in desk.get(address("detail", clone)).context["differences"] if row.changed] == [
        Key.PUBLIC_NOTICE_DAYS
    ]
    page = signed_in(director).get(address("sign", clone))
    assert [(row.key, row.before.value, row.now.value) for row in page.context["changed"]] == [
        (Key.PUBLIC_NOTICE_DAYS, 10, 7)
    ]
    assert page.context["before"] == signed


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("2026.1", "There is a rule set of this version already."),
        ("2026", "Write the version as year and number: 2026.1"),
        ("２０２６.2", "Write the version as year and number: 2026.1"),
        ("2026.02", "Write the version as year and number: 2026.1"),
        ("", "This field is required."),
    ],
)
def test_a_bad_version_number_is_answered_at_its_field(
    browser: Client, draft: RuleSet, code: str, sentence: str
) -> None:
    answer = browser.post(reverse("rulesets:draft"), {"code": code, "title": "规则"})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"code": [sentence]})
    assert RuleSet.objects.get() == draft


def test_a_bad_number_is_answered_at_its_cell_and_nothing_is_saved(browser: Client, draft: RuleSet) -> None:
    answer = browser.post(
        address("change", draft), typed(draft, public_notice_days="１２", panel_minimum="6")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_public_notice_days"' in page
    assert page.count("Write the digits in half width") == 2  # in the summary and at the cell
    assert rules.ruled(draft) == rules.defaults()


def test_a_second_tab_is_told(browser: Client, draft: RuleSet, second_clerk: User) -> None:
    stale = typed(draft, public_notice_days="5")
    actions.change(draft, SEVEN_DAYS, by=second_clerk)
    answer = browser.post(address("change", draft), stale)
    assert answer.status_code == 409
    assert "changed since you opened the page" in answer.content.decode()
    assert rules.value(RuleSet.objects.get(), Key.PUBLIC_NOTICE_DAYS) == 7


def test_a_signed_set_offers_no_form(signed_in: SignIn, signed: RuleSet, clerk: User, director: User) -> None:
    for person, page in ((clerk, "change"), (director, "sign")):
        answer = signed_in(person).get(address(page, signed))
        assert answer.status_code == 409
        assert "Clone it to change a number" in answer.content.decode()
        assert (
            signed_in(person).post(address(page, signed), typed(signed, public_notice_days="5")).status_code
            == 409
        )
    assert rules.ruled(signed) == rules.defaults()


def test_the_drafter_is_not_asked_to_sign(
    signed_in: SignIn, draft: RuleSet, clerk: User, office: Organization
) -> None:
    factories.grant(clerk, office, Role.DIRECTOR)
    assert signed_in(clerk).get(address("sign", draft)).status_code == 403
    assert signed_in(clerk).post(address("sign", draft), {"revision": 1}).status_code == 403
    assert (
        f'href="{address("sign", draft)}"'
        not in signed_in(clerk).get(address("detail", draft)).content.decode()
    )


@pytest.mark.parametrize("who", ["director"])
def test_what_was_changed_after_reading_is_not_signed(browser: Client, draft: RuleSet, clerk: User) -> None:
    actions.change(draft, SEVEN_DAYS, by=clerk)
    assert browser.post(address("sign", draft), {"revision": 1}).status_code == 409
    assert browser.post(address("sign", draft), {}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


# ---------------------------------------------------------------- the calendar
@pytest.mark.usefixtures("years")
def test_a_year_is_published_on_its_page(browser: Client) -> None:
    calendar = f"{reverse('rulesets:calendar')}?year=2027"
    page = browser.get(calendar).content.decode()
    assert "not published yet" in page
    assert f'href="{reverse("rulesets:publish")}?year=2027"' in page
    answer = browser.post(
        reverse("rulesets:publish"), {"year": "2027", "document": "国办发明电〔2026〕1号", "pasted": LINES}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, calendar)
    page = browser.get(calendar).content.decode()
    assert "not published yet" not in page
    assert "国办发明电〔2026〕1号" in page
    assert "国庆节调休上班" in page


@pytest.mark.usefixtures("years")
def test_a_year_that_is_published_is_not_published_again(browser: Client) -> None:
    data = {"year": "2026", "document": "国办发明电〔2026〕1号", "pasted": LINES}
    answer = browser.post(reverse("rulesets:publish"), data)
    assert answer.context["form"].errors["year"] == ["The calendar of this year is published already."]
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize("asked", ["", "abc", "99999", "２０２６", "-1", "2026"])
@pytest.mark.parametrize("who", ["auditor"])
def test_an_address_with_a_year_that_cannot_be_shows_this_year(browser: Client, asked: str) -> None:
    assert browser.get(reverse("rulesets:calendar"), {"year": asked}).context["year"] == 2026


# ---------------------------------------------------------------- what a page costs
def test_pages_cost_the_same_however_many_versions_there_are(
    signed_in: SignIn, signed: RuleSet, clerk: User, director: User, years: None
) -> None:
    browser = signed_in(clerk)

    def cost(page: str, rule_set: RuleSet = signed) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address(page, rule_set)).status_code == 200
        return len(queries)

    once = {page: cost(page) for page in PAGES}
    base = signed
    for number in range(2, 31):
        base = actions.draft(code=f"2026.{number}", title="规则", by=clerk, base=base)
        notice = rules.ruled(base)[Key.PUBLIC_NOTICE_DAYS]
        actions.change(base, {Key.PUBLIC_NOTICE_DAYS: notice._replace(value=notice.value + 1)}, by=clerk)
        actions.sign(base, by=director)
    assert {page: cost(page) for page in PAGES} == once
    assert cost("list") <= 8
    assert cost("detail", base) <= 10
    assert cost("calendar") <= 8
