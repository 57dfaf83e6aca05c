"""Two versions held against each other: who sees what became of what; what is new in a version is marked wherever it waits."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse

from program.applications import actions, rules
from program.applications.models import Application, Attachment, CorrectionItem
from program.applications.steps import freeze
from program.calls.models import Call
from program.files.models import File
from program.people.models import User
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.conftest import Asks, SignIn

pytestmark = pytest.mark.django_db
CHANGES = {
    "gdp": "420",
    "industries-TOTAL_FORMS": "3",
    "industries-1-output": "150.00",
    "industries-2-name": "示例新产业",
    "industries-2-output": "12.00",
    "industries-2-share": "5",
    "industries-2-enterprises": "8",
}
"""One figure, a row changed, a row more."""


def attach(case: Application, title: str, content: str, *, by: User, secret: bool = False) -> Attachment:
    return actions.attach(case, factories.pdf(content), title=title, trade_secret=secret, by=by)


@pytest.fixture
def corrected(case: Application, applicant: User, recommender: User, clerk: User) -> Application:
    """Version 2, handed in as a correction, waits for its formality check: one part and the attachments are new."""
    desk.write_all(case, by=applicant)
    attach(case, "规划图", "plan-old", by=applicant)
    attach(case, "台账", "ledger", by=applicant)
    secret = attach(case, "工艺说明", "process", by=applicant, secret=True)
    desk.submit(case, by=applicant)
    desk.seal(case, by=applicant)
    desk.recommend(case, by=recommender)
    actions.ask_correction(case, [("basics", "请核对"), ("attachments", "请更换")], by=clerk)
    desk.write(case, "basics", by=applicant, changes=CHANGES)
    for gone in [secret, *case.attachments.filter(title="规划图")]:
        actions.detach(gone, by=applicant)
    attach(case, "规划图", "plan-new", by=applicant)
    attach(case, "附表", "annex", by=applicant)
    answers = dict.fromkeys(CorrectionItem.objects.values_list("pk", flat=True), "已改")
    actions.answer_corrections(case, answers, by=applicant)
    desk.submit(case, by=applicant)
    return Application.objects.get(pk=case.pk)


@pytest.fixture
def unchanged(submitted: Application, applicant: User, recommender: User) -> Application:
    """Returned by its recommending body, and handed in again as it was."""
    actions.return_for_change(submitted, reason="请核对", by=recommender)
    desk.submit(submitted, by=applicant)
    return Application.objects.get(pk=submitted.pk)


def against(case: Application, one: int, other: int) -> str:
    return reverse("applications:comparison", args=[case.pk, one, other])


def squeezed(html: str) -> str:
    """A page without the spaces that only its template needs."""
    return re.sub(r">\s+|\s+<", lambda found: found.group().strip(), re.sub(r"\s+", " ", html))


def body(html: str) -> str:
    return squeezed(html.split('<div class="body">')[1].split('<div class="aside">')[0])


# ---------------------------------------------------------------- the page


def test_every_difference_is_named_with_what_was_and_what_is(
    corrected: Application, clerk: User, signed_in: SignIn
) -> None:
    html = body(signed_in(clerk).get(against(corrected, 1, 2)).content.decode())
    assert '<th scope="row">Gross product of the zone<small>100 million yuan</small></th>' in html
    assert '<td data-label="Version 1" class="num"><del>414.00</del></td>' in html
    assert '<td data-label="Version 2" class="num"><ins>420.00</ins></td>' in html
    assert "<del>198.00</del><br><ins>150.00</ins>" in html
    assert "<ins>示例新产业</ins>" in html
    rows = re.findall(r'<tr><td><span class="tag [a-z]*">(\w+)</span>', html)
    assert rows == ["unchanged", "changed", "added"]
    assert "19 answers of this part are the same" in html


def test_parts_that_did_not_change_are_folded(corrected: Application, clerk: User, signed_in: SignIn) -> None:
    html = body(signed_in(clerk).get(against(corrected, 1, 2)).content.decode())
    assert re.findall(r'<h2 class="section" id="(\w+)">', html) == ["basics", "attachments"]
    assert re.findall(r'<details class="fold" id="(\w+)">', html) == [
        "plan",
        "achievements",
        "honours",
        "commitment",
    ]


def test_files_are_added_gone_or_replaced(corrected: Application, clerk: User, signed_in: SignIn) -> None:
    html = body(signed_in(clerk).get(against(corrected, 1, 2)).content.decode())
    shown = html.split('id="attachments"')[1]
    found = dict(re.findall(r"<li><span>(\w+).*?<span class=\"tag [a-z]*\">([\w ]+)</span></li>", shown))
    assert found == {
        "规划图": "replaced by another file",
        "工艺说明": "taken out",
        "附表": "added",
        "台账": "unchanged",
    }
    links = re.findall(r'<a href="(/files/\d+/)">([\w-]+\.pdf)</a>', shown)
    assert sorted(name for _link, name in links) == [
        "annex.pdf",
        "ledger.pdf",
        "plan-new.pdf",
        "plan-old.pdf",
        "process.pdf",
    ]


def test_the_order_of_the_two_does_not_matter(corrected: Application, clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    there, back = (browser.get(against(corrected, *two)).content.decode() for two in ((1, 2), (2, 1)))
    assert body(there) == body(back)


def test_where_nothing_differs_the_page_says_so(
    unchanged: Application, recommender: User, signed_in: SignIn
) -> None:
    for two in ((1, 2), (2, 2)):
        html = signed_in(recommender).get(against(unchanged, *two)).content.decode()
        assert "Nothing differs: both versions say the same" in html
        assert not re.search('<h2 class="section" id=', html)


def test_a_trade_secret_is_not_even_named_to_a_recommending_body(
    corrected: Application, recommender: User, signed_in: SignIn
) -> None:
    html = signed_in(recommender).get(against(corrected, 1, 2)).content.decode()
    assert "工艺说明" not in html
    assert "process.pdf" not in html
    assert "1 attachment is a trade secret and not shown to you." in html
    assert "plan-old.pdf" in html
    File.objects.filter(name="annex.pdf").update(trade_secret=True)  # added since
    html = signed_in(recommender).get(against(corrected, 1, 2)).content.decode()
    assert "附表" not in html
    assert "2 attachments are trade secrets" in html
    File.objects.filter(name="ledger.pdf").update(trade_secret=True)  # and one that did not change
    html = signed_in(recommender).get(against(corrected, 1, 2)).content.decode()
    assert "台账" not in html
    assert "2 attachments are trade secrets" in html


# ---------------------------------------------------------------- who reaches it


def test_versions_of_others_and_versions_that_are_none_do_not_exist(
    corrected: Application,
    stranger: User,
    foreign_recommender: User,
    expert: User,
    supervisor: User,
    clerk: User,
    signed_in: SignIn,
) -> None:
    choose = reverse("applications:versions", args=[corrected.pk])
    for outsider in (stranger, foreign_recommender, expert, supervisor):
        for where in (
            against(corrected, 1, 2),
            against(corrected, 1, 1),
            f"{choose}?version=2&against=1",
            choose,
        ):
            assert signed_in(outsider).get(where).status_code == 404
    for two in ((1, 3), (0, 1), (2, 9**30)):
        assert signed_in(clerk).get(against(corrected, *two)).status_code == 404


def test_a_draft_is_held_against_nothing(
    submitted: Application, applicant: User, recommender: User, clerk: User, signed_in: SignIn
) -> None:
    """What is written after a return is its applicant's until it is handed in."""
    actions.return_for_change(submitted, reason="请核对", by=recommender)
    desk.write(submitted, "basics", by=applicant, changes={"gdp": "333.33"})
    for reader in (recommender, clerk):
        browser = signed_in(reader)
        assert browser.get(against(submitted, 1, 2)).status_code == 404
        for where in (against(submitted, 1, 1), submitted.get_absolute_url()):
            assert "333.33" not in browser.get(where).content.decode()


def test_two_versions_are_chosen_on_the_page_of_the_case_and_of_a_version(
    corrected: Application, applicant: User, signed_in: SignIn
) -> None:
    browser, choose = signed_in(applicant), reverse("applications:versions", args=[corrected.pk])
    version = reverse("applications:version", args=[corrected.pk, 2])
    for where in (corrected.get_absolute_url(), version, against(corrected, 1, 2)):
        html = browser.get(where).content.decode()
        assert f'action="{choose}"' in html
        chosen = re.findall(r'<select name="(\w+)".*?<option value="(\d+)" selected>', html, re.DOTALL)
        assert chosen == [("version", "2"), ("against", "1")]
    assert browser.get(choose, {"version": "1", "against": "2"}).headers["Location"] == against(
        corrected, 1, 2
    )
    assert browser.get(choose).headers["Location"] == corrected.get_absolute_url()
    for wrong in ({"version": "2"}, {"version": "2", "against": "7"}, {"version": "x", "against": "1"}):
        assert browser.get(choose, wrong).status_code == 404


def test_with_one_version_there_is_nothing_to_choose(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    choose = reverse("applications:versions", args=[submitted.pk])
    for where in (submitted.get_absolute_url(), reverse("applications:version", args=[submitted.pk, 1])):
        html = signed_in(applicant).get(where).content.decode()
        assert f'action="{choose}"' not in html
        assert "changed in this version" not in html


# ---------------------------------------------------------------- what is new is marked


def test_a_corrected_version_is_marked_with_the_count_of_changed_parts(
    corrected: Application, applicant: User, clerk: User, recommender: User, signed_in: SignIn
) -> None:
    for reader in (applicant, clerk, recommender):
        html = squeezed(signed_in(reader).get(corrected.get_absolute_url()).content.decode())
        assert (
            f'<a href="{against(corrected, 1, 2)}"><span class="tag info">changed in this version: 2 parts</span></a>'
            in html
        )
        assert "handed in as a correction" in html
    work = signed_in(clerk).get(reverse("desk:desk")).content.decode()
    assert "changed in this version: 2 parts" in work


def test_a_returned_version_is_marked_for_its_recommending_body(
    submitted: Application, applicant: User, recommender: User, signed_in: SignIn
) -> None:
    browser, work = signed_in(recommender), reverse("desk:desk")
    assert "changed in this version" not in browser.get(work).content.decode()
    actions.return_for_change(submitted, reason="请核对", by=recommender)
    desk.write(submitted, "plan", by=applicant, changes={"investment_total": "13.5"})
    desk.submit(submitted, by=applicant)
    assert "changed in this version: 1 part<" in browser.get(work).content.decode()


def test_what_came_back_as_it_was_is_said_to_be_the_same(
    unchanged: Application, recommender: User, signed_in: SignIn
) -> None:
    for where in (unchanged.get_absolute_url(), reverse("desk:desk")):
        html = signed_in(recommender).get(where).content.decode()
        assert "same as the version before" in html
        assert "changed in this version" not in html


def test_what_is_new_stands_first_in_the_formality_check(
    corrected: Application, clerk: User, signed_in: SignIn
) -> None:
    later = reverse("applications:version", args=[corrected.pk, 2])
    html = squeezed(signed_in(clerk).get(reverse("applications:check", args=[corrected.pk])).content.decode())
    assert '<span class="tag info">changed in this version: 2 parts</span>' in html
    links = re.findall(r'<li><a href="([^"]+)#(\w+)">', html)
    assert links == [
        (against(corrected, 1, 2), "basics"),
        *((later, code) for code in ("plan", "achievements", "honours", "commitment")),
    ]
    further = re.findall(r'<li><span><a href="/files/\d+/">(\w+)</a>.*?<span class="tag ?(\w*)">', html)
    assert further == [("规划图", "info"), ("附表", "info"), ("台账", "")]


# ---------------------------------------------------------------- what it costs


@pytest.fixture
def further(corrected: Application, applicant: User) -> Callable[[], None]:
    """Three versions more, without the verbs."""

    def make() -> None:
        for _number in range(3):
            with transaction.atomic():
                freeze(corrected, by=applicant, corrects=True)

    return make


def test_the_pages_cost_the_same_however_many_versions(
    corrected: Application, clerk: User, signed_in: SignIn, further: Callable[[], None], asks: Asks
) -> None:
    browser = signed_in(clerk)
    pages = {
        against(corrected, 1, 2): 8,
        reverse("applications:version", args=[corrected.pk, 2]): 10,
        reverse("applications:check", args=[corrected.pk]): 19,
        corrected.get_absolute_url(): 18,
        reverse("desk:desk"): 13,
    }
    for many in (False, True):
        if many:
            further()
        for where, queries in pages.items():
            with asks(queries):
                assert browser.get(where).status_code == 200


def test_the_changes_of_many_cases_are_one_question(
    corrected: Application, call: Call, other_zone: Zone, stranger: User, asks: Asks
) -> None:
    """A first version has no changes; a second that is as the first has none of them changed."""
    other = factories.case(call, other_zone, stranger)
    for expected in ({corrected.pk: 2}, {corrected.pk: 2, other.pk: 0}):
        with transaction.atomic():
            freeze(other, by=stranger, corrects=False)
        with asks(1):
            assert rules.latest_changes([corrected, other]) == expected
