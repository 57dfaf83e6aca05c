"""Zones: reference data, names, and the pages that show them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from program.people.models import Organization, OrganizationKind, User
from program.zones import steps
from program.zones.models import RecommendingBody, Zone, managing_organization
from program.zones.steps import load_reference
from tests import factories
from tests.conftest import Asks, SignIn

ZONES = "/zones/"
BODIES = "/recommending-bodies/"


# ---------------------------------------------------------------- reference data
def load() -> tuple[int, int]:
    with transaction.atomic():
        return load_reference()


@pytest.mark.django_db
def test_the_reference_data_are_all_there_and_loading_again_changes_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assert load() == (179, 37)
    before = list(Zone.objects.values()), list(RecommendingBody.objects.values())
    with django_assert_max_num_queries(8):
        assert load() == (179, 37)
    assert (list(Zone.objects.values()), list(RecommendingBody.objects.values())) == before
    assert Zone.objects.real().count() == 179
    assert Counter(Zone.objects.values_list("certainty", flat=True)) == {"A": 85, "B": 92, "C": 2}


@pytest.mark.django_db
def test_plan_listed_cities_and_the_corps_recommend_their_own() -> None:
    load()
    own = ["2102", "3302", "3502", "3702", "4403", "6590"]
    assert {body.code: body.name_zh for body in RecommendingBody.objects.filter(code__in=own)} == {
        "2102": "大连市",
        "3302": "宁波市",
        "3502": "厦门市",
        "3702": "青岛市",
        "4403": "深圳市",
        "6590": "新疆生产建设兵团",
    }
    assert Zone.objects.get(name_zh__contains="石河子").recommending_body.code == "6590"
    assert RecommendingBody.objects.get(code="3200").name_en == "Jiangsu"
    assert RecommendingBody.objects.filter(code__endswith="00").count() == 31


def test_loading_again_keeps_a_name_that_was_changed_here(clerk: User) -> None:
    load()
    zone = Zone.objects.get(code="HTZ1301")
    rename(zone, name="示例新名")
    Zone.objects.filter(code="HTZ1302").update(name_zh="mistyped", city="mistyped")
    load()
    assert Zone.objects.get(code="HTZ1301").name_zh == "示例新名"
    assert Zone.objects.get(code="HTZ1302").name_zh == "保定高新技术产业开发区"


@pytest.mark.django_db
def test_the_command_loads_zones_and_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "179 zones, 37 recommending bodies" in capsys.readouterr().out


# ---------------------------------------------------------------- names
def rename(zone: Zone, until: date = date(2024, 6, 30), name: str = "示例新名高新区") -> Zone:
    """As an approval does (program/alterations)."""
    with transaction.atomic():
        return steps.rename(
            zone, name_zh=name, name_en="New Name", until=until, approval_number="示例函〔2024〕1号"
        )


def test_a_zone_keeps_its_former_names(zone: Zone) -> None:
    old = zone.name_zh
    rename(zone)
    rename(zone, date(2025, 6, 30), "示例更新名高新区")
    zone.refresh_from_db()
    assert zone.name_zh == "示例更新名高新区"
    assert [former.name_zh for former in zone.former_names.all()] == ["示例新名高新区", old]
    borne = [zone.name_on(day) for day in (date(2024, 6, 30), date(2024, 7, 1), date(2025, 7, 1))]
    assert borne == [old, "示例新名高新区", "示例更新名高新区"]


def test_a_zone_is_found_by_every_name_it_has_borne(zone: Zone, clerk: User, signed_in: SignIn) -> None:
    old = zone.name_zh
    rename(zone)
    browser = signed_in(clerk)
    for name in (old, "示例新名"):
        shown = browser.get(reverse("zones:list"), {"q": name}).content.decode()
        assert zone.code in shown


# ---------------------------------------------------------------- reach
ALL = {"SL3201", "SL3301"}
REACH = {
    "clerk": ALL,
    "director": ALL,
    "auditor": ALL,
    "supervisor": ALL,
    "applicant": {"SL3201"},
    "contact": {"SL3201"},
    "recommender": {"SL3201"},
    "stranger": {"SL3301"},
    "foreign_recommender": {"SL3301"},
    "admin": set(),
    "security": set(),
    "expert": set(),
    "inspector": set(),
}


@pytest.mark.parametrize("who", REACH)
def test_what_you_may_not_see_does_not_exist(
    who: str, zone: Zone, other_zone: Zone, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    listed = browser.get(ZONES).content.decode()
    for one in (zone, other_zone):
        within = one.code in REACH[who]
        assert (one.get_absolute_url() in listed) == within
        assert browser.get(one.get_absolute_url()).status_code == (200 if within else 404)
        invited = browser.get(reverse("zones:invite", args=[one.code])).status_code
        assert invited == ((200 if who in {"clerk", "director"} else 403) if within else 404)


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("clerk", {"X3200", "X3300"}),
        ("auditor", {"X3200", "X3300"}),
        ("recommender", {"X3200"}),
        ("applicant", set()),
        ("expert", set()),
    ],
)
def test_which_recommending_bodies_are_seen(
    who: str, codes: set[str], zone: Zone, other_zone: Zone, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    shown = signed_in(request.getfixturevalue(who)).get(BODIES).content.decode()
    assert {code for code in ("X3200", "X3300") if code in shown} == codes


def test_people_of_the_managing_body_are_for_the_office(
    zone: Zone, applicant: User, clerk: User, recommender: User, signed_in: SignIn
) -> None:
    assert applicant.email in signed_in(clerk).get(zone.get_absolute_url()).content.decode()
    assert applicant.email not in signed_in(recommender).get(zone.get_absolute_url()).content.decode()


# ---------------------------------------------------------------- the list
def codes(browser_answer: object) -> list[str]:
    table = browser_answer.context["table"]  # type: ignore[attr-defined]
    return [row.record.code for row in table.page]


def test_the_list_is_narrowed_down_by_its_address(
    zone: Zone, other_zone: Zone, clerk: User, signed_in: SignIn
) -> None:
    lone = factories.zone(other_zone.recommending_body, code="SL3399", city="独市", province="33")
    browser = signed_in(clerk)
    assert codes(browser.get(ZONES)) == ["SL3201", "SL3301", "SL3399"]
    assert codes(browser.get(ZONES, {"province": "33", "joined": "yes"})) == ["SL3301"]
    assert codes(browser.get(ZONES, {"joined": "no"})) == [lone.code]
    assert codes(browser.get(ZONES, {"recommending_body": zone.recommending_body_id})) == ["SL3201"]
    assert codes(browser.get(ZONES, {"q": "独市"})) == ["SL3399"]
    assert codes(browser.get(ZONES, {"q": "sl3201"})) == ["SL3201"]
    assert codes(browser.get(ZONES, {"sort": "-code"})) == ["SL3399", "SL3301", "SL3201"]
    assert "No zone fits" in browser.get(ZONES, {"q": "%"}).content.decode()


@pytest.mark.parametrize(
    "asked", [{"sort": "source"}, {"sort": "recommending_body__organization"}, {"order": "x"}]
)
def test_unknown_orders_and_parameters_are_400(
    asked: dict[str, str], zone: Zone, clerk: User, signed_in: SignIn
) -> None:
    assert signed_in(clerk).get(ZONES, asked).status_code == 400


@pytest.mark.parametrize(
    "asked", [{"province": "99"}, {"joined": "maybe"}, {"page": "x"}, {"page": "10" * 30}]
)
def test_bad_values_are_no_error(asked: dict[str, str], zone: Zone, clerk: User, signed_in: SignIn) -> None:
    assert signed_in(clerk).get(ZONES, asked).status_code == 200


def many(rows: int) -> None:
    for _number in range(rows):
        organization = factories.organization(OrganizationKind.RECOMMENDING_BODY)
        body = factories.recommending_body(organization=organization)
        factories.zone(body, factories.organization())


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("address", "queries"), [(ZONES, 8), (BODIES, 7)])
def test_the_lists_ask_the_same_number_of_queries_whatever_their_length(
    rows: int,
    address: str,
    queries: int,
    clerk: User,
    signed_in: SignIn,
    asks: Asks,
) -> None:
    many(rows)
    browser = signed_in(clerk)
    with asks(queries):
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_so_does_a_zone_whatever_it_has(
    rows: int,
    zone: Zone,
    managing_body: Organization,
    clerk: User,
    signed_in: SignIn,
    asks: Asks,
) -> None:
    for year in range(rows):
        factories.subzone(zone)
        rename(zone, date(1990 + year, 1, 1), f"示例{year}")
    browser = signed_in(clerk)
    with asks(12):
        assert browser.get(zone.get_absolute_url()).status_code == 200


def test_who_managed_the_zone_then(zone: Zone, managing_body: Organization) -> None:
    management = zone.managements.get()
    before = management.since - timedelta(microseconds=1)
    assert managing_organization(zone) == managing_body
    assert managing_organization(zone, before) is None
    assert managing_organization(zone, management.since) == managing_body
