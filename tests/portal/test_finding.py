"""The public search: everything that is public by all its names, and no trace of anything else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Designation, PublicNotice
from program.people.models import User
from program.reports.tasks import make_publication
from program.rulesets.models import MeasureKind
from program.zones.models import FormerName, Zone
from tests import factories
from tests.alterations import casework as altering
from tests.conftest import Asks
from tests.indicators.casework import load
from tests.ledger import casework as ledger
from tests.measures import measuring
from tests.portal import casework
from tests.reports import casework as reports

pytestmark = pytest.mark.django_db
FIND = reverse("portal:find")


def found(client: Client, text: str, **more: str) -> list[str]:
    """The addresses that are found."""
    answer = client.get(FIND, {"q": text, **more})
    assert answer.status_code == 200
    listed = "".join(re.findall(r'<ul class="steps">.*?</ul>', answer.content.decode(), re.DOTALL))
    return re.findall(r'<a href="([^"]+)"', listed)


@pytest.fixture
def building(case: Application, clerk: User) -> Designation:
    return measuring.listed(case, clerk)


def test_everything_public_is_found(
    building: Designation, zone: Zone, call: Call, applicant: User, clerk: User, client: Client
) -> None:
    load()
    factories.declared(zone, range(2019, 2026))
    report = reports.accepted(reports.owed(zone), applicant, clerk)
    make_publication(report.pk)
    news = casework.released(zone, applicant, clerk)
    report.refresh_from_db()
    of_zone = {zone.public_url, building.get_absolute_url(), report.public_url, news.public_url}
    FormerName.objects.create(zone=zone, name_zh="旧称开发区", until="2020-01-01", approval_number="函1号")
    for text in ("示例高新技术", "slgxjs", "旧称", "jckfq", zone.code):
        assert set(found(client, text)) == of_zone, text
    assert found(client, building.letter_number) == [building.get_absolute_url()]
    assert found(client, str(report.number)) == [report.public_url]
    assert found(client, call.title_zh) == [call.get_absolute_url()]
    assert found(client, "示例高新 绿色技术论坛") == [news.public_url]
    assert found(client, "示例高新 没有") == []


def test_a_notice_is_found_by_the_zones_on_it(
    notice: PublicNotice, cases: list[Application], client: Client
) -> None:
    zone = cases[0].zone
    assert notice.get_absolute_url() in found(client, zone.name_zh)
    assert found(client, notice.number, kind="notices") == [notice.get_absolute_url()], (
        "once, whatever stands on it"
    )
    assert notice.get_absolute_url() not in found(client, cases[5].zone.code), (
        "who was not chosen is not on it"
    )


def test_a_merged_zone_leads_to_what_it_is_part_of(
    building: Designation, zone: Zone, other_zone: Zone, clerk: User, director: User, client: Client
) -> None:
    altering.signed(altering.merger(other_zone, zone, clerk), director)
    assert {zone.public_url, other_zone.public_url, building.get_absolute_url()} <= set(
        found(client, "示例邻区高新")
    )


PLANTED = "planted-zorilla"


def test_nothing_unpublished_is_found(
    zone: Zone,
    other_zone: Zone,
    applicant: User,
    clerk: User,
    director: User,
    supervisor: User,
    client: Client,
) -> None:
    """A draft of everything that could be searched for, each with the same word in it."""
    factories.call(clerk, director, code="D", title_zh=PLANTED, opened_at=None, opened_by=None)
    casework.entered(zone, applicant, title=PLANTED, text=PLANTED, place=PLANTED)
    casework.submitted(zone, applicant, title=PLANTED)
    casework.submitted(None, clerk, text=PLANTED)
    ledger.accepted(zone, applicant, clerk, title=PLANTED)
    altering.renaming(zone, clerk, name=PLANTED)
    measuring.drafted(
        measuring.breach(zone, supervisor),
        supervisor,
        measuring.plain(MeasureKind.RECTIFY, facts=PLANTED),
    )
    load()
    factories.declared(zone, range(2019, 2026))
    reports.waiting(reports.owed(zone), applicant, PLANTED)
    assert found(client, PLANTED) == []
    text = client.get(FIND, {"q": PLANTED}).content.decode()
    assert text.count(PLANTED) == 2, "in the box, and where the language switch leads back to"
    case = factories.case(factories.call(clerk, director), zone, applicant)
    assert found(client, case.number) == []


def test_words_for_what_a_result_shows_find_it(building: Designation, zone: Zone, client: Client) -> None:
    """The province in full, in either language; a standing, a title; with a name beside it."""
    letter = building.get_absolute_url()
    for text in (
        "江苏",
        "jiangsu",
        "建设中",
        "building",
        "示范园区",
        "江苏 建设中",
        f"建设中 {zone.name_zh}",
    ):
        assert f'href="{letter}"' in client.get(FIND, {"q": text}).content.decode(), text
    for text in ("江", "浙江", "已命名", "建", "江苏 已命名"):
        assert f'href="{letter}"' not in client.get(FIND, {"q": text}).content.decode(), text


def test_it_costs_the_same_whatever_is_typed(
    building: Designation, zone: Zone, clerk: User, client: Client, asks: Asks
) -> None:
    with asks(8):
        client.get(FIND, {"q": "示例高新"})
    for text in ("a b c d e f", "nothing"):  # no zone is called so: zones need not be asked for
        with asks(7):
            client.get(FIND, {"q": text})
    for _ in range(30):
        factories.zone(zone.recommending_body)
    with asks(8):
        client.get(FIND, {"q": "示例"})
    with asks(4):
        client.get(FIND, {"q": "示例", "kind": "zones"})
    with asks(0):
        client.get(FIND)


def test_more_of_a_kind_by_pages(zone: Zone, client: Client) -> None:
    for _ in range(40):
        factories.zone(zone.recommending_body)
    assert len(found(client, "高新技术产业开发区")) == 10
    assert len(found(client, "高新技术产业开发区", kind="zones")) == 30
    assert len(found(client, "高新技术产业开发区", kind="zones", page="2")) == 11


def test_nothing_typed_says_what_can_be_found(client: Client) -> None:
    text = client.get(FIND).content.decode()
    for label in ("Zones", "Public notices", "Calls", "News"):
        assert f"<li>{label}</li>" in text


def test_what_nobody_means(client: Client) -> None:
    assert client.get(FIND, {"q": "长" * 81}).status_code == 422
    assert client.get(FIND, {"q": "a " * 7}).status_code == 422
    assert client.get(FIND, {"q": "a\0b"}).status_code in {400, 422}
    assert client.get(FIND, {"q": "x", "kind": "cases"}).status_code == 400
    assert client.get(FIND, {"q": "x", "sort": "pk"}).status_code == 400
    assert client.get(FIND, {"score": "1"}).status_code == 400


def test_every_page_of_the_public_has_the_box_and_nobody_else(client: Client, clerk: User) -> None:
    assert f'action="{FIND}"' in client.get("/").content.decode()
    client.force_login(clerk)
    assert f'action="{FIND}"' not in client.get("/").content.decode()
