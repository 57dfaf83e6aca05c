"""What machines read of the site: feed, map, robots, open data; nothing in it that the pages do not show to everybody."""

import csv
import json
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions
from program.decisions.models import Designation, NoticeItem, PublicNotice, Standing
from program.people.models import User
from program.portal.open_data import DATASETS
from tests.decisions import casework

pytestmark = pytest.mark.django_db
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def table(client: Client, name: str) -> list[dict[str, str]]:
    text = client.get(reverse("portal:dataset", args=[name, "csv"])).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_feed_has_the_notices_with_the_last_day_to_object(notice: PublicNotice, client: Client) -> None:
    feed = ElementTree.fromstring(client.get(reverse("portal:feed")).content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{notice.number} {notice.title}"
    assert f"{clock.beijing_date(notice.ends):%Y-%m-%d}" in (entry.findtext(f"{ATOM}summary") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(notice.get_absolute_url())
    assert client.get(reverse("portal:feed"), {"q": "x"}).status_code == 400


def test_the_map_leads_to_pages_that_everybody_reads(
    notice: PublicNotice, call: Call, client: Client
) -> None:
    found = ElementTree.fromstring(client.get(reverse("portal:sitemap")).content)
    places = [place.text or "" for place in found.iter(f"{MAP}loc")]
    assert any(place.endswith(notice.get_absolute_url()) for place in places)
    assert any(place.endswith(reverse("portal:call", args=[call.pk])) for place in places)
    for place in places:
        path = "/" + place.partition("//")[2].partition("/")[2]
        assert client.get(path).status_code == 200, path


def test_a_call_that_nobody_opened_is_not_on_the_map(call: Call, client: Client) -> None:
    Call.objects.update(opened_at=None, opened_by=None)
    assert (
        reverse("portal:call", args=[call.pk]) not in client.get(reverse("portal:sitemap")).content.decode()
    )


def test_robots_are_shown_the_map_and_kept_from_what_is_nobodys(client: Client) -> None:
    text = client.get(reverse("portal:robots")).content.decode()
    assert reverse("portal:sitemap") in text
    closed = [line.partition(" ")[2] for line in text.splitlines() if line.startswith("Disallow")]
    assert "/applications/" in closed
    assert not [path for path in closed if reverse("decisions:notices").startswith(path)]


def test_open_data_is_what_was_published(
    notice: PublicNotice, cases: list[Application], client: Client
) -> None:
    rows = table(client, "notices")
    assert [row["zone"] for row in rows] == [
        item.zone_name for item in NoticeItem.objects.order_by("position")
    ]
    assert {row["notice"] for row in rows} == {notice.number}
    assert table(client, "designations") == []  # nobody is listed before the document
    told = json.loads(client.get(reverse("portal:dataset", args=["notices", "json"])).content)
    assert [row["zone"] for row in told] == [row["zone"] for row in rows]


def test_a_formula_in_a_name_is_none_in_the_spreadsheet(notice: PublicNotice, client: Client) -> None:
    zone = notice.items.all()[0].application.zone
    type(zone).objects.filter(pk=zone.pk).update(name_zh="=HYPERLINK(1)")
    (row,) = [row for row in table(client, "zones") if row["code"] == zone.code]
    assert row["zone"] == "'=HYPERLINK(1)"


def test_the_columns_say_what_they_mean_and_there_is_no_other_table(client: Client) -> None:
    page = client.get(reverse("portal:open_data")).content.decode()
    for dataset in DATASETS.values():
        assert all(f"<code>{name}</code>" in page for name in dataset.head)
        assert all(meaning for _name, meaning in dataset.columns)
    for name, kind in (("users", "csv"), ("zones", "xml"), ("applications", "json")):
        assert client.get(f"/open-data/{name}.{kind}").status_code == 404


def test_every_table_is_one_question(
    notice: PublicNotice, call: Call, clerk: User, director: User, client: Client
) -> None:
    casework.after_notice(notice)
    with clock.at(notice.ends + timedelta(days=1)):
        actions.sign_document(casework.enter(call, clerk), by=director)
        casework.keep_all("publish_document")
    first, second, _third = Designation.objects.order_by("letter_number")
    Designation.objects.filter(pk=second.pk).update(succeeds=first, standing=Standing.NAMED)
    assert table(client, "designations")[1]["succeeds"] == first.letter_number
    for name in DATASETS:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("portal:dataset", args=[name, "csv"]))
        assert len(asked) == 1, name
