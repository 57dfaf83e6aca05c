"""Everything within reach is found, nothing beyond it; views are one's own and lead nowhere else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import User
from program.process.models import StageName
from program.refusals import Invalid, Refused, SomebodyWasFaster
from program.search import actions, rules
from program.search.models import SavedView
from program.zones.models import FormerName, Zone
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def found(browser: Client, text: str, **more: str) -> list[str]:
    """The titles that are found."""
    answer = browser.get(SEARCH, {"q": text, **more})
    assert answer.status_code == 200, answer.content.decode()
    listed = "".join(re.findall(r'<ul class="steps">.*?</ul>', answer.content.decode(), re.DOTALL))
    return re.findall(r'<a href="[^"]+">([^<]+)</a>', listed)


def test_each_finds_what_is_within_reach_and_no_more(
    case: Application, applicant: User, clerk: User, director: User, stranger: User, signed_in: SignIn
) -> None:
    for person in (applicant, clerk, director):
        assert [title for title in found(signed_in(person), case.number) if case.number in title], person
    assert found(signed_in(stranger), case.number) == []
    assert found(signed_in(stranger), case.zone.code) == []


def test_all_words_must_be_found_and_initials_name_a_zone(
    case: Application, clerk: User, signed_in: SignIn
) -> None:
    Zone.objects.filter(pk=case.zone_id).update(name_zh="示例中关村高新区")
    office = signed_in(clerk)
    hit = f"{case.number} {Zone.objects.get(pk=case.zone_id)}"
    assert hit in found(office, "zgc")
    assert hit in found(office, f"中关村 {case.number}")
    assert found(office, f"中关村 {case.number} nowhere") == []


def test_a_name_that_a_zone_bears_no_more_finds_it(case: Application, clerk: User, signed_in: SignIn) -> None:
    FormerName.objects.create(
        zone=case.zone, name_zh="示例旧称高新区", until=clock.today(), approval_number="示例函〔2026〕1号"
    )
    assert f"{case.number} {case.zone}" in found(signed_in(clerk), "旧称")


def test_every_hit_leads_to_a_page_of_whoever_found_it(
    case: Application, clerk: User, applicant: User, call: Call, signed_in: SignIn
) -> None:
    """Also a call that nobody has opened, which is the office's."""
    Call.objects.filter(pk=call.pk).update(opened_at=None, opened_by=None)
    for person in (clerk, applicant):
        browser = signed_in(person)
        page = browser.get(SEARCH, {"q": "示例"}).content.decode()
        listed = "".join(re.findall(r'<ul class="steps">.*?</ul>', page, re.DOTALL))
        for address in re.findall(r'href="([^"]+)"', listed):
            assert browser.get(address).status_code == 200, address


def test_a_stage_that_is_not_told_cannot_be_searched_for(
    case: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    """Whether a case was chosen is nobody's business before the list is published."""
    own, office = signed_in(applicant), signed_in(clerk)
    for stage in (StageName.DELIBERATION, StageName.UNLISTED):
        Application.objects.filter(pk=case.pk).update(stage=stage)
        assert len(found(own, "stage:deliberation")) == 1
    assert found(office, "stage:deliberation") == []
    assert len(found(office, "stage:unlisted")) == 1
    assert own.get(SEARCH, {"q": "stage:unlisted"}).status_code == 422


def test_due_dates_are_searched_by_the_office_alone(
    case: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    moment = clock.now()
    Application.objects.filter(pk=case.pk).update(due=moment)
    day = clock.beijing_date(moment)
    office = signed_in(clerk)
    assert len(found(office, f"due:<{day + timedelta(days=1)}")) == 1
    assert found(office, f"due:<{day}") == []
    assert found(office, f"due:>{day}") == []
    refused = signed_in(applicant).get(SEARCH, {"q": f"due:<{day}"})
    assert refused.status_code == 422
    assert "Only the special office searches by due date or clerk." in refused.content.decode()


def test_what_is_not_understood_is_said_at_the_field_and_stays_there(clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).get(SEARCH, {"q": "stage:nothing"})
    assert answer.status_code == 422
    assert "stage:nothing" in answer.content.decode()
    assert "is not understood" in answer.content.decode()


@pytest.mark.parametrize("asked", [{"kind": "users"}, {"order": "x"}, {"q": "x", "zone": "1"}])
def test_unknown_parameters_and_kinds_are_400(asked: dict[str, str], clerk: User, signed_in: SignIn) -> None:
    assert signed_in(clerk).get(SEARCH, asked).status_code == 400


def test_of_one_kind_all_by_pages(clerk: User, signed_in: SignIn, case: Application) -> None:
    for number in range(35):
        factories.zone(case.zone.recommending_body, code=f"Q{number:02}", name_zh=f"示例查找{number}区")
    office = signed_in(clerk)
    assert len(found(office, "查找")) == rules.MOST
    assert "kind=zones" in office.get(SEARCH, {"q": "查找"}).content.decode()
    assert len(found(office, "查找", kind="zones")) == 30
    assert len(found(office, "查找", kind="zones", page="2")) == 5
    assert found(office, "stage:draft", kind="zones") == []


def test_a_search_costs_the_same_however_much_is_found(
    clerk: User, signed_in: SignIn, case: Application
) -> None:
    office = signed_in(clerk)
    counts = []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            factories.zone(case.zone.recommending_body, code=f"Q{number:02}", name_zh=f"示例查找{number}区")
        with CaptureQueriesContext(connection) as asked:
            office.get(SEARCH, {"q": "示例"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


# ---------------------------------------------------------------- views
def keep(browser: Client, address: str, name: str = "待审江苏") -> int:
    return browser.post(reverse("search:save_view"), {"name": name, "address": address}).status_code


def test_a_list_is_kept_and_forgotten_by_its_owner_alone(
    clerk: User, director: User, signed_in: SignIn
) -> None:
    office, address = signed_in(clerk), "/applications/?province=32&stage=formality_check"
    assert keep(office, address) == 302
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.address) == (clerk, "待审江苏", address)
    assert "待审江苏" in office.get(SEARCH).content.decode()
    other, forget = signed_in(director), reverse("search:forget_view", args=[view.pk])
    assert "待审江苏" not in other.get(SEARCH).content.decode()
    assert other.post(forget).status_code == 404
    with pytest.raises(SomebodyWasFaster):
        actions.forget_view(view, by=director)
    assert office.post(forget).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/", "//example.org/applications/", "javascript:alert(1)", "/applications/1/", "/sign-in/",
        "/nowhere/", "//[", "//℀.com/",         "applications/", "/applications/?q=" + "x" * 500,
    ],
)  # fmt: skip
def test_only_lists_of_our_own_are_kept(address: str, clerk: User, signed_in: SignIn) -> None:
    with pytest.raises(Refused):
        actions.save_view(name="x", address=address, by=clerk)
    assert keep(signed_in(clerk), address) in {409, 422}
    assert not SavedView.objects.exists()


def test_what_could_not_be_kept_comes_back_with_what_was_typed(clerk: User, signed_in: SignIn) -> None:
    office, address = signed_in(clerk), "/applications/?province=32"
    assert keep(office, address) == 302
    answer = office.post(reverse("search:save_view"), {"name": "待审江苏", "address": address})
    page = answer.content.decode()
    assert answer.status_code == 422
    for part in (
        'href="#id_name"',
        'value="待审江苏"',
        f'value="{address}"',
        "You have a view of this name already.",
    ):
        assert part in page, part
    assert SavedView.objects.count() == 1


def test_a_name_once_and_not_too_many(clerk: User, director: User) -> None:
    actions.save_view(name="a", address="/search/?q=a", by=clerk)
    actions.save_view(name="a", address="/search/?q=a", by=director)
    with pytest.raises(Invalid) as refusal:
        actions.save_view(name="a", address="/search/?q=b", by=clerk)
    assert refusal.value.field == "name"
    for number in range(rules.MOST_VIEWS - 1):
        actions.save_view(name=f"v{number}", address="/search/", by=clerk)
    with pytest.raises(Refused, match="forget one first"):
        actions.save_view(name="one more", address="/search/", by=clerk)
