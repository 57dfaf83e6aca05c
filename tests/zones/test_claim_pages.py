"""The pages of a claim: the zone that is refused is led to it; who knows which zone holds a site; lists cost the same."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program import clock
from program.claims.models import ClaimKind, Outcome, SiteClaim
from program.desk.actions import remind
from program.desk.work import waiting_for
from program.files.rules import can_view_file
from program.notify.models import Message, Text
from program.people.models import Organization, Role, User
from program.zones.models import Site, Zone
from tests import factories
from tests.conftest import SignIn
from tests.supervision import casework as duties
from tests.zones.claiming import CODE, agreed, claimed, contested, drafted, listed, seen, signed, stood

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    duties.calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture
def site(zone: Zone, applicant: User) -> Site:
    return listed(zone, applicant)


@pytest.fixture
def boss(site: Site) -> User:
    return factories.member(site.organization, Role.MANAGER, "boss")


@pytest.fixture
def claim(site: Site, other_zone: Zone, stranger: User) -> SiteClaim:
    return claimed(other_zone, stranger)


def page(signed_in: SignIn, user: User, claim: SiteClaim) -> str:
    return signed_in(user).get(claim.get_absolute_url()).content.decode()


def notes(user: User) -> list[str]:
    return [item.note for item in waiting_for(User.objects.get(pk=user.pk))]


# ---------------------------------------------------------------- where it begins
def test_the_zone_that_is_refused_is_led_to_a_claim(
    site: Site, zone: Zone, other_zone: Zone, stranger: User, signed_in: SignIn
) -> None:
    browser = signed_in(stranger)
    typed = {
        "credit_code": CODE,
        "name_zh": "示例迁移",
        "site": "主厂区",
        "industry": "39",
        "since_year": "2026",
    }
    refused = browser.post(reverse("indicators:list_site", args=[other_zone.code]), typed)
    said = refused.content.decode()
    assert refused.status_code == 409
    where = reverse("claims:begin", args=[other_zone.code])
    assert where in said
    begun = browser.get(f"{where}?credit_code={CODE}&site=主厂区&since_year=2026").content.decode()
    assert CODE in begun
    given = {
        "credit_code": CODE, "site": "主厂区", "since_year": "2026", "kind": "moved", "reason": "已迁入。",
        "evidence": factories.pdf("lease"),
    }  # fmt: skip
    for wrong in ({"kind": "other"}, {"since_year": "2999"}, {"reason": ""}, {"credit_code": "123"}):
        response = browser.post(where, {**given, "evidence": factories.pdf("lease"), **wrong})
        assert (response.status_code, SiteClaim.objects.count()) == (422, 0), wrong
    made = browser.post(where, {**given, "evidence": factories.pdf("lease")})
    claim = SiteClaim.objects.get()
    assert made.headers["Location"] == claim.get_absolute_url()
    for text in (said, begun, page(signed_in, stranger, claim)):
        for secret in (zone.name_zh, zone.name_en, zone.code, "2023"):
            assert secret not in text, (
                "nothing of the other zone but that the site stands in a zone's statistics"
            )


def test_the_claimant_reads_the_other_zone_once_that_has_answered(
    claim: SiteClaim, zone: Zone, applicant: User, stranger: User, boss: User, clerk: User, signed_in: SignIn
) -> None:
    for person in (applicant, boss, clerk):
        assert zone.name_en in page(signed_in, person, claim)
    assert zone.name_en not in page(signed_in, stranger, claim)
    assert zone.name_en not in signed_in(stranger).get(reverse("claims:list")).content.decode()
    contested(claim, applicant)
    assert zone.name_en in page(signed_in, stranger, claim)


def test_evidence_is_read_by_whom_it_concerns(
    claim: SiteClaim,
    applicant: User,
    stranger: User,
    boss: User,
    clerk: User,
    contact: User,
    signed_in: SignIn,
) -> None:
    made = contested(claim, applicant)
    assert made.answer_evidence is not None
    reads = {
        person.username: [can_view_file(person, file) for file in (claim.evidence, made.answer_evidence)]
        for person in (applicant, contact, stranger, boss, clerk)
    }
    assert reads == {
        "applicant": [True, True], "contact": [True, True], "stranger": [True, False], "boss": [False, False],
        "clerk": [True, True],
    }  # fmt: skip


def test_a_third_zone_sees_nothing(claim: SiteClaim, recommending_body: object, signed_in: SignIn) -> None:
    body = factories.organization()
    factories.zone(recommending_body, body, name_zh="示例第三高新技术产业开发区")  # type: ignore[arg-type]
    third = signed_in(factories.member(body, Role.MANAGER))
    assert third.get(claim.get_absolute_url()).status_code == 404
    assert claim.number not in third.get(reverse("claims:list")).content.decode()


# ---------------------------------------------------------------- answered, settled
def test_agreed_on_the_page_that_showed_what_it_does(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, signed_in: SignIn
) -> None:
    text = page(signed_in, applicant, claim)
    assert "up to 2025" in text
    assert "stay with the zone that they asked" in text
    shown = seen(claim)
    assert f'value="{shown}"' in text
    signed_in(applicant).post(reverse("claims:agree", args=[claim.pk]), {"effects": shown})
    assert stood(claim.site) == [(zone, 2023, 2025), (other_zone, 2026, None)]
    again = signed_in(applicant).post(reverse("claims:agree", args=[claim.pk]))
    assert again.status_code == 409


def test_contested_and_settled_on_pages(
    claim: SiteClaim, zone: Zone, applicant: User, boss: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    where = reverse("claims:contest", args=[claim.pk])
    bare = signed_in(applicant).post(where, {"reason": "仍在我区。"})
    assert bare.status_code == 422
    signed_in(applicant).post(where, {"reason": "仍在我区。", "evidence": factories.pdf("rent")})
    signed_in(boss).post(reverse("claims:view", args=[claim.pk]), {"text": "去年已搬迁。"})
    assert "去年已搬迁。" in page(signed_in, clerk, claim)
    given = {
        "result": "moves", "from_year": "", "reason": "依实际生产地。", "authority": "示例专项办公室",
        "document_number": "示例函〔2026〕61号", "document_date": "2026-03-02", "document": factories.pdf("paper"),
    }  # fmt: skip
    settle = reverse("claims:settle", args=[claim.pk])
    assert signed_in(clerk).post(settle, given).status_code == 422, "from which year?"
    signed_in(clerk).post(settle, given | {"result": "stays", "document": factories.pdf("paper")})
    text = page(signed_in, director, claim)
    assert "goes on in the statistics of" in text
    sign = reverse("claims:sign", args=[claim.pk])
    assert signed_in(director).post(sign, {"effects": "x"}).status_code == 409
    assert signed_in(clerk).post(sign, {"effects": seen(claim)}).status_code == 403
    signed_in(director).post(sign, {"effects": seen(claim)})
    claim.refresh_from_db()
    assert (claim.outcome, stood(claim.site)) == (Outcome.STAYS, [(zone, 2023, None)])


# ---------------------------------------------------------------- the desk, reminders, lists
def test_the_desks(
    claim: SiteClaim, applicant: User, stranger: User, boss: User, clerk: User, director: User
) -> None:
    assert notes(applicant) == ["GS-2026-0001 · another zone claims a site: to be answered"]
    assert notes(boss) == ["GS-2026-0001 · a zone claims your site: your view may be stated"]
    assert notes(stranger) == notes(clerk) == notes(director) == []
    contested(claim, applicant)
    assert notes(applicant) == []
    assert notes(stranger) == [
        "GS-2026-0001 · your claim was contested: the office settles it, or you withdraw it"
    ]
    assert notes(clerk) == ["GS-2026-0001 · claim to a site to be settled"]
    drafted(claim, clerk, None)
    assert notes(clerk) == notes(stranger) == []
    assert notes(director) == ["GS-2026-0001 · settlement of a claim to a site to sign"]
    signed(claim, director)
    assert [notes(person) for person in (applicant, stranger, boss, clerk, director)] == [[]] * 5


def test_left_unanswered_it_is_the_clerks(claim: SiteClaim, applicant: User, clerk: User) -> None:
    with clock.at(claim.answer_by + clock.minutes(1)):
        assert notes(applicant) == []
        assert notes(clerk) == ["GS-2026-0001 · claim to a site to be settled"]


def test_the_zone_is_reminded_before_the_limit(claim: SiteClaim, applicant: User) -> None:
    with clock.at(datetime(2026, 3, 11, 9, tzinfo=clock.BEIJING)):  # three working days before the 16th
        assert remind(applicant) == 1
    last = Message.objects.filter(recipient=applicant).latest("pk")
    assert last.text == Text.DUE_SOON


def test_lists_and_pages_cost_the_same_however_many(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, signed_in: SignIn
) -> None:  # fmt: skip
    browsers = [signed_in(person) for person in (clerk, applicant)]
    before = [counted(browser) for browser in browsers]
    for number in range(12):
        listed(zone, applicant, site=f"{number}厂")
        claimed(other_zone, stranger, site=f"{number}厂", kind=ClaimKind.ALWAYS)
    assert [counted(browser) for browser in browsers] == before


def counted(browser: Client) -> dict[str, int]:
    found = {}
    for name in ("claims:list", "desk:desk"):
        with CaptureQueriesContext(connection) as context:
            assert browser.get(reverse(name)).status_code == 200
        found[name] = len(context.captured_queries)
    return found


def test_the_list_is_narrowed(claim: SiteClaim, applicant: User, clerk: User, signed_in: SignIn) -> None:
    where = reverse("claims:list")
    browser = signed_in(clerk)

    def shown(query: str) -> bool:
        return claim.number in browser.get(f"{where}?{query}").content.decode()

    def states() -> list[str]:
        return [each for each in ("waiting", "to_settle", "to_sign", "closed") if shown(f"state={each}")]

    assert states() == ["waiting"]
    contested(claim, applicant)
    drafted(claim, clerk)
    assert states() == ["to_sign"]
    assert shown("q=主厂区")
    assert not shown("q=别处")


# ---------------------------------------------------------------- where it has stood
def test_the_office_reads_where_an_enterprise_has_stood(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, boss: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    agreed(claim, applicant)
    where = reverse("desk:firm", args=[CODE])
    text = signed_in(clerk).get(where).content.decode()
    for words in (zone.name_en, other_zone.name_en, "2023–2025", "since 2026", claim.number):
        assert words in text
    for person in (applicant, stranger, boss):
        assert signed_in(person).get(where).status_code == 404
    firm: Organization = claim.site.organization
    assert firm.designations.count() == 0
