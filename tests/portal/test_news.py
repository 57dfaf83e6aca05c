"""News: filed by zones and the office, public from its release until it is withdrawn, and not a moment longer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program.desk.work import waiting_for
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.notify.models import Text
from program.people.models import Organization, Role, User
from program.portal import actions
from program.portal.models import News, NewsKind, NewsState
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.portal import casework

pytestmark = pytest.mark.django_db
LIST = reverse("portal:news_list")


def verbs(news: News) -> list[str]:
    return list(Line.objects.filter(subject=news.number).order_by("pk").values_list("verb", flat=True))


def at(name: str, news: News) -> str:
    return reverse(f"portal:{name}", args=[news.pk])


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


# ---------------------------------------------------------------- its life
def test_from_the_draft_to_the_public_and_back(
    zone: Zone, applicant: User, reviewer: User, clerk: User, client: Client
) -> None:
    """A reviewer writes, the office returns it, releases it the second time, and withdraws it."""
    news = actions.enter(zone, casework.values(), by=reviewer)
    assert news.number == "XW-2026-0001"
    actions.submit(news, by=reviewer, seen=1)
    with pytest.raises(Invalid, match="Say why"):
        actions.send_back(news, reason=" ", by=clerk)
    actions.send_back(news, reason="请核对日期。", by=clerk, seen=1)
    assert {message.text for message in reviewer.inbox.all()} == {Text.NEWS_RETURNED}
    actions.change(news, casework.values(title="绿色技术论坛举行"), by=applicant, seen=1)
    actions.submit(news, by=applicant, seen=2)
    assert client.get(news.public_url).status_code == 404
    news = actions.release(news, by=clerk, seen=2)
    assert (news.state, news.checked_by, news.return_reason) == (NewsState.RELEASED, clerk, "")
    assert "绿色技术论坛举行" in client.get(news.public_url).content.decode()
    actions.withdraw(news, reason="活动取消。", by=clerk)
    assert client.get(news.public_url).status_code == 404
    assert reviewer.inbox.filter(text=Text.NEWS_WITHDRAWN).get().facts["reason"] == "活动取消。"
    assert verbs(news) == [
        Verb.ENTER_NEWS, Verb.SUBMIT_NEWS, Verb.RETURN_NEWS, Verb.CHANGE_NEWS, Verb.SUBMIT_NEWS, Verb.RELEASE_NEWS,
        Verb.WITHDRAW_NEWS,
    ]  # fmt: skip
    assert set(Line.objects.filter(subject=news.number, actor=clerk).values_list("on_behalf", flat=True)) == {
        ""
    }


def test_the_office_releases_what_another_of_it_wrote(
    clerk: User, second_clerk: User, director: User
) -> None:
    """Nobody releases the own words, nor those that one has only changed."""
    news = casework.entered(None, clerk)
    actions.change(news, casework.values(), by=second_clerk)
    actions.submit(news, by=clerk)
    for person in (clerk, second_clerk):
        with pytest.raises(NotYours):
            actions.release(news, by=person)
    assert News.objects.get().state == NewsState.SUBMITTED
    assert actions.release(news, by=director).state == NewsState.RELEASED
    assert [message.text for message in clerk.inbox.all()] == [Text.NEWS_RELEASED]


def test_each_step_belongs_to_somebody(
    zone: Zone, applicant: User, contact: User, stranger: User, clerk: User, supervisor: User, auditor: User
) -> None:
    draft, sent = casework.entered(zone, applicant), casework.submitted(zone, applicant)
    public = casework.released(zone, applicant, clerk)
    tried: tuple[Callable[[User], object], ...] = (
        lambda by: casework.entered(zone, by),
        lambda by: actions.change(draft, casework.values(), by=by),
        lambda by: actions.submit(draft, by=by),
        lambda by: actions.withdraw(draft, reason="x", by=by),
        lambda by: actions.release(sent, by=by),
        lambda by: actions.send_back(sent, reason="x", by=by),
        lambda by: actions.withdraw(public, reason="x", by=by),
        lambda by: casework.entered(None, by),
    )
    before = Line.objects.count()
    refused = {
        contact: range(8), stranger: range(8), supervisor: range(8), auditor: range(8), applicant: (4, 5, 7), clerk: (0, 1, 2, 3),
    }  # fmt: skip
    for person, places in refused.items():
        for place in places:
            with pytest.raises(NotYours):
                tried[place](person)
    assert (Line.objects.count(), News.objects.count()) == (before, 3)


def test_twice_too_late_and_stale(zone: Zone, applicant: User, clerk: User) -> None:
    news = casework.entered(zone, applicant)
    actions.change(news, casework.values(), by=applicant, seen=1)
    stale: tuple[Callable[[], object], ...] = (
        lambda: actions.change(news, casework.values(), by=applicant, seen=1),
        lambda: actions.submit(news, by=applicant, seen=1),
        lambda: actions.release(news, by=clerk),
        lambda: actions.withdraw(news, reason="x", by=applicant, seen=1),
    )
    for verb in stale:
        with pytest.raises(SomebodyWasFaster):
            verb()
    actions.submit(news, by=applicant, seen=2)
    late: tuple[Callable[[], object], ...] = (
        lambda: actions.change(news, casework.values(), by=applicant),
        lambda: actions.withdraw(news, reason="x", by=applicant),
        lambda: actions.release(news, by=clerk, seen=1),
    )
    for verb in late:
        with pytest.raises(SomebodyWasFaster):
            verb()
    actions.withdraw(actions.release(news, by=clerk), reason="x", by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw(news, reason="y", by=applicant)


# ---------------------------------------------------------------- who reads it
def states(zone: Zone | None, by: User, clerk: User) -> dict[NewsState, News]:
    """One in each state."""
    made = {state: casework.entered(zone, by, title=f"news-{state.value}") for state in NewsState}
    for state, news in made.items():
        if state != NewsState.DRAFT:
            actions.submit(news, by=by)
    actions.send_back(made[NewsState.RETURNED], reason="x", by=clerk)
    actions.release(made[NewsState.RELEASED], by=clerk)
    actions.withdraw(actions.release(made[NewsState.WITHDRAWN], by=clerk), reason="x", by=clerk)
    return made


def test_only_what_is_released_is_public(
    zone: Zone, applicant: User, contact: User, stranger: User, clerk: User, auditor: User, signed_in: SignIn, client: Client
) -> None:  # fmt: skip
    made = states(zone, applicant, clerk)
    strangers = [client, signed_in(stranger)]
    for state, news in made.items():
        expected = 200 if state == NewsState.RELEASED else 404
        for browser in [*strangers, signed_in(applicant), signed_in(clerk)]:
            assert browser.get(news.public_url).status_code == expected, state
        assert strangers[1].get(news.get_absolute_url()).status_code == 404
        assert signed_in(contact).get(news.get_absolute_url()).status_code == 200
        assert signed_in(auditor).get(news.get_absolute_url()).status_code == 200
    hidden = [news.title for state, news in made.items() if state != NewsState.RELEASED]
    for name in ("news_list", "home", "news_feed", "sitemap"):
        text = client.get(reverse(f"portal:{name}")).content.decode()
        assert not [title for title in hidden if title in text], name
    for page in (
        zone.public_url,
        f"{reverse('portal:find')}?q=news",
        f"{LIST}?q=news",
        f"{LIST}?zone={zone.code}",
    ):
        text = client.get(page).content.decode()
        assert made[NewsState.RELEASED].title in text, page
        assert not [title for title in hidden if title in text], page


def test_a_picture_is_as_public_as_its_news(
    zone: Zone, applicant: User, stranger: User, clerk: User, client: Client
) -> None:
    news = actions.enter(zone, casework.pictured(), by=applicant)
    picture = news.picture
    assert picture is not None

    def opened() -> list[bool]:
        return [can_view_file(user, picture) for user in (AnonymousUser(), stranger, applicant, clerk)]

    assert opened() == [False, False, True, True]
    assert client.get(picture.get_absolute_url()).status_code == 404
    actions.release(actions.submit(news, by=applicant), by=clerk)
    assert opened() == [True] * 4
    assert picture.get_absolute_url() in client.get(news.public_url).content.decode()
    actions.withdraw(news, reason="x", by=clerk)
    assert opened() == [False, False, True, True]


def test_another_picture_or_none(zone: Zone, applicant: User) -> None:
    news = actions.enter(zone, casework.pictured(), by=applicant)
    first = news.picture_id
    news = actions.change(news, casework.values(picture_words="会场全景"), by=applicant)
    assert (news.picture_id, news.picture_words) == (first, "会场全景"), "the one there was stays"
    with pytest.raises(Invalid) as refusal:
        actions.change(news, casework.values(), by=applicant)
    assert refusal.value.field == "picture_words"
    news = actions.change(news, casework.values(drop_picture=True), by=applicant)
    assert (news.picture, news.picture_words) == (None, "")
    with pytest.raises(Invalid):
        actions.change(news, casework.values(picture=factories.pdf(), picture_words="x"), by=applicant)


# ---------------------------------------------------------------- rubbish
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"clause": "9.9"}, "clause"),
        ({"title": "  "}, "title"),
        ({"text": "\n"}, "text"),
        ({"until": casework.DAY}, "until"),
        ({"until": casework.DAY - timedelta(days=1)}, "until"),
        ({"kind": NewsKind.NEWS}, "until"),
        ({"kind": NewsKind.NEWS, "until": None}, "place"),
    ],
)
def test_rubbish(zone: Zone, applicant: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        casework.entered(zone, applicant, **wrong)
    assert refusal.value.field == field
    assert not News.objects.exists()
    assert not Line.objects.filter(verb=Verb.ENTER_NEWS).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "x"}, {"kind": NewsKind.NEWS}, {"until": casework.DAY}, {"clause": "9.9"}, {"picture_words": "x"},
        {"state": NewsState.SUBMITTED}, {"state": NewsState.RELEASED}, {"state": NewsState.WITHDRAWN}, {"state": "x"},
        {"return_reason": "", "state": NewsState.RETURNED}, {"submitted_at": "2026-03-02T00:00Z"}, {"withdrawal_reason": "x"},
    ],
)  # fmt: skip
def test_the_database_keeps_what_news_is(zone: Zone, applicant: User, wrong: dict[str, Any]) -> None:
    news = casework.entered(zone, applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        News.objects.filter(pk=news.pk).update(**wrong)


def test_nobody_releases_the_own_news_behind_the_verb(zone: Zone, applicant: User, clerk: User) -> None:
    news = casework.submitted(zone, applicant)
    with pytest.raises(IntegrityError), transaction.atomic():
        News.objects.filter(pk=news.pk).update(
            state=NewsState.RELEASED, checked_by=applicant, checked_at=news.submitted_at
        )


# ---------------------------------------------------------------- pages
def test_by_its_pages(zone: Zone, applicant: User, clerk: User, signed_in: SignIn) -> None:
    park, office = signed_in(applicant), signed_in(clerk)
    given = {
        "kind": "news", "title": "园区印发方案", "day": "2026-03-02", "text": "**要点**\n- 一\n- 二", "clause": "6.1",
    }  # fmt: skip
    assert park.post(reverse("portal:news_new"), given | {"place": "x"}).status_code == 422
    assert park.post(reverse("portal:news_new"), given).status_code == 302
    news = News.objects.get()
    stale = park.post(at("news_change", news), given | {"revision": 7})
    assert (stale.status_code, stale.context["form"].errors.keys()) == (409, {"__all__"})
    assert park.post(at("news_change", news), given | {"revision": 1}).status_code == 302
    assert park.post(at("news_submit", news), {"revision": 2}).status_code == 302
    page = office.get(news.get_absolute_url()).content.decode()
    assert "<b>要点</b>" in page
    assert "<ul><li>一</li><li>二</li></ul>" in page
    assert (
        office.post(at("news_return", news), {"return-revision": 2, "return-reason": ""}).status_code == 422
    )
    assert office.post(at("news_release", news), {"revision": 2}).status_code == 302
    gone = park.post(at("news_withdraw", news), {"withdraw-revision": 2, "withdraw-reason": "重复。"})
    assert gone.status_code == 302
    assert "重复。" in park.get(news.get_absolute_url()).content.decode()


def test_the_desk_has_one_line(zone: Zone, applicant: User, clerk: User, second_clerk: User) -> None:
    """However many wait; what somebody wrote does not wait for them."""
    casework.submitted(zone, applicant)
    casework.submitted(None, clerk)

    def line(user: User) -> list[tuple[str, str, str]]:
        return [(each.title, each.note, each.url) for each in waiting_for(User.objects.get(pk=user.pk))]

    where = f"{reverse('portal:newsroom')}?state=submitted"
    assert line(clerk) == [("News", "news to release: 1", where)]
    assert line(second_clerk) == [("News", "news to release: 2", where)]


def test_the_feed_and_the_filters(zone: Zone, applicant: User, clerk: User, client: Client) -> None:
    news = casework.released(zone, applicant, clerk, text="[报名](https://example.org/a?b=1&c=2) <script>")
    own = casework.released(None, clerk, factories.member(clerk.memberships.get().organization, Role.CLERK), title="通知",
                            kind=NewsKind.NEWS, until=None, place="")  # fmt: skip
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(client.get(reverse("portal:news_feed")).content)
    entries = {
        entry.findtext(f"{atom}title"): entry.findtext(f"{atom}summary")
        for entry in feed.iter(f"{atom}entry")
    }
    assert set(entries) == {news.title, own.title}
    assert "&lt;script&gt;" in (entries[news.title] or "")

    def found(query: str) -> set[str]:
        return {row.title for row in client.get(f"{LIST}?{query}").context["page"]}

    assert found("kind=forum") == found(f"zone={zone.code}") == found("province=32") == {news.title}
    assert found("kind=news") == found("q=通知") == {own.title}
    assert client.get(f"{LIST}?state=draft").status_code == 400
