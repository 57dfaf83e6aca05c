"""The board: counted from the rows, told the same on the page, as PDF, CSV and JSON; nothing in it that is not public."""

import csv
import hashlib
import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.files.models import File
from program.indicators.models import ItemValue
from program.indicators.rules.gathering import Coverage, Gathered
from program.people.models import OrganizationKind, User
from program.people.provinces import Province
from program.process.models import StageName
from program.progress import actions, rules, tasks
from program.progress.models import Board, GoalSet, Tier
from program.progress.rules.counting import STEP_OF, Step, tiers, told
from program.progress.rules.tiles import TILES
from program.progress.rules.zones import counted, has_peaked, is_near_zero
from program.progress.tables import lines
from program.zones.models import Affiliation, Management, Site, Zone
from tests import factories
from tests.conftest import SignIn
from tests.files.test_documents import needs_pango
from tests.progress.conftest import YEARS, target

pytestmark = pytest.mark.django_db


def ten(board: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in board["tiers"] if row["tier"] == Tier.TEN)
    return found


def test_cases_are_counted_by_their_public_step(case: Application, circular: GoalSet) -> None:
    assert ten(tasks.count().data)["steps"] == {"examined": 0, "reviewed": 0, "noticed": 0}  # a draft
    for stage in StageName:
        Application.objects.update(stage=stage)
        steps = tiers()[0]["steps"]
        step = STEP_OF.get(stage)
        assert steps == {each.value: None if each == step else 0 for each in Step}, stage


def test_a_case_not_chosen_reads_like_one_that_is_deliberated() -> None:
    assert STEP_OF[StageName.UNLISTED] == STEP_OF[StageName.DELIBERATION]
    assert not {StageName.DRAFT, StageName.REFUSED, StageName.ABANDONED} & set(STEP_OF)


def test_figures_are_those_of_all_zones_together(zones: list[Zone]) -> None:
    board = tasks.count().data
    found = target(board, "energy_intensity")
    first, last = found["years"][0], found["years"][-1]
    assert (first["year"], last["year"], last["reported"], last["zones"]) == (2019, 2025, 4, 4)
    assert Decimal(last["value"]) < Decimal(first["value"])
    assert board["zones"]["reported"] == 4
    assert found["standing"] in {"met", "not_met"}


def test_below_the_coverage_or_of_two_zones_nothing_is_in_the_text(zones: list[Zone]) -> None:
    board = tasks.count()
    public = target(board.data, "energy_intensity")["years"][-1]["value"]
    assert public
    factories.zone(zones[0].recommending_body, code="Z9", name_zh="示例未报送区")
    board = tasks.count()  # four of five: 80 per cent
    assert public not in board.content
    told = [
        row for row in lines(board.data) if row["subject"] == "energy_intensity" and row.get("year") == 2025
    ]
    assert [row["state"] for row in told if row["measure"] == "value"] == ["withheld"]
    row = target(board.data, "energy_intensity")["years"][-1]
    assert (row["value"], row["withheld"], row["reported"], row["zones"]) == ("", True, 4, 5)
    assert target(board.data, "energy_intensity")["standing"] == "no_data"
    Zone.objects.filter(code="Z9").delete()
    assert public in tasks.count().content


def test_of_two_zones_nothing_is_public(zones: list[Zone]) -> None:
    for zone in zones[2:]:
        zone.declarations.all().delete()
        zone.delete()
    row = target(tasks.count().data, "energy_intensity")["years"][-1]
    assert (row["value"], row["reported"], row["zones"]) == ("", 2, 2)


@pytest.mark.parametrize(("number", "said"), [(0, 0), (1, None), (2, None), (3, 3)])
def test_one_case_or_two_are_fewer_than_three(number: int, said: int | None) -> None:
    """Between two counts they would tell what became of them."""
    assert told(number) == said


@pytest.mark.parametrize(
    ("answers", "zones", "of"),
    [([], None, 0), ([True, None], None, 1), ([True, False], None, 2), ([True, False, True], 2, 3)],
)
def test_of_fewer_than_three_zones_nothing_is_counted(
    answers: list[bool | None], zones: int | None, of: int
) -> None:
    assert counted(answers) == {"zones": zones, "of": of}


def test_a_zone_merged_into_another_is_not_waited_for(zones: list[Zone]) -> None:
    """Through the end of a year it was there: for that one it is; afterwards its province has one zone less."""
    public = target(tasks.count().data, "energy_intensity")["years"][-1]["value"]
    gone = factories.zone(zones[0].recommending_body, code="Z9", name_zh="示例并入区")
    Zone.objects.filter(pk=gone.pk).update(
        closed_on=date(2026, 1, 1), merged_into=zones[0], goes_on_as=zones[0]
    )
    row = target(tasks.count().data, "energy_intensity")["years"][-1]
    assert (row["zones"], row["value"]) == (5, "")
    Zone.objects.filter(pk=gone.pk).update(closed_on=date(2025, 12, 31))
    board = tasks.count().data
    row = target(board, "energy_intensity")["years"][-1]
    assert (row["zones"], row["value"]) == (4, public)
    (there,) = [each for each in board["provinces"] if each["province"] == zones[0].province]
    assert there["zones"] == 4


def test_in_a_demonstration_the_real_zones_are_counted_nowhere(zones: list[Zone]) -> None:
    """They stand in the register and carry no figures."""
    before = tasks.count().data
    factories.zone(zones[0].recommending_body, code="REAL", name_zh="真实高新区", is_demo=False)
    after = tasks.count().data
    for each in ("zones", "provinces", "periods"):
        assert after[each] == before[each], each


def test_what_a_zone_declared_of_the_year_in_which_it_was_merged_is_counted_nowhere(
    zones: list[Zone],
) -> None:
    """It is part of the other zone's figures: neither are there more zones than are waited for, nor is anything added twice."""
    counted = target(tasks.count().data, "energy_intensity")["years"]
    gone = factories.zone(zones[0].recommending_body, code="Z9", name_zh="示例并入区")
    factories.declared(gone, YEARS, growth=99)
    Zone.objects.filter(pk=gone.pk).update(
        closed_on=date(2025, 3, 1), merged_into=zones[0], goes_on_as=zones[0]
    )
    board = tasks.count().data
    *before, row = target(board, "energy_intensity")["years"]
    assert row == counted[-1]
    assert (row["reported"], row["zones"]) == (4, 4)
    assert {(year["reported"], year["zones"]) for year in before} == {(5, 5)}
    assert (board["zones"]["reported"], board["zones"]["zones"]) == (4, 4)


def test_a_share_of_zones_speaks_of_those_that_have_a_quotient(zones: list[Zone]) -> None:
    ItemValue.objects.filter(declaration__zone__in=zones[:2], item="industrial_value_added").update(value=0)
    row = target(tasks.count().data, "share_below_0_3")["years"][-1]
    assert (row["reported"], row["value"]) == (2, "")


def test_what_the_count_reads_is_in_its_fingerprint(zones: list[Zone], applicant: User) -> None:
    seen = {rules.counted_from()}
    Zone.objects.filter(pk=zones[0].pk).update(province="11")
    seen.add(rules.counted_from())
    Zone.objects.filter(pk=zones[1].pk).update(
        closed_on=date(2026, 1, 1), merged_into=zones[2], goes_on_as=zones[2]
    )
    seen.add(rules.counted_from())
    firm = factories.organization(OrganizationKind.ENTERPRISE, credit_code=factories.credit_code(prefix="91"))
    site = Site.objects.create(organization=firm, name_zh="示例厂区", industry="39")
    Affiliation.objects.create(site=site, zone=zones[2], since_year=2024)
    seen.add(rules.counted_from())
    assert len(seen) == 4


def test_on_new_years_day_the_zones_speak_of_the_last_year_that_was_declared(zones: list[Zone]) -> None:
    with clock.at(datetime(2027, 1, 1, 9, tzinfo=clock.BEIJING)):
        found = tasks.count().data["zones"]
    assert (found["year"], found["reported"], found["zones"]) == (2025, 4, 4)


def test_on_two_price_bases_nothing_is_divided() -> None:
    zone = gathered({}, industrial_value_added={2025: Decimal(1000)}, wastewater={2025: Decimal(1)})
    zone.bases[2025] = {2019, 2020}
    assert is_near_zero(zone, 90, 2025, Decimal(100)) is None


def gathered(emitted: dict[int, int], **others: dict[int, Decimal]) -> Gathered:
    figures: Any = {"co2_fixed": {year: Decimal(value) for year, value in emitted.items()}, **others}
    covered = {year: Coverage(1, 1) for of in figures.values() for year in of}
    return Gathered(figures=figures, coverage=covered, bases={year: {2019} for year in covered})


@pytest.mark.parametrize(
    ("emitted", "peaked"),
    [
        ([9, 8, 7, 6], True),
        ([7, 9, 8, 7], False),  # two years back: not yet
        ([9, 8, 7, 9], False),  # as high again
        ([8, 8, 7], None),  # three years say nothing of three years back
        ([], None),
    ],
)
def test_emissions_peaked_three_years_back(emitted: list[int], peaked: bool | None) -> None:
    years = dict(zip(range(2025 - len(emitted) + 1, 2026), emitted, strict=True))
    assert has_peaked(gathered(years), 90, 2025, 3) is peaked


def test_a_gap_hides_what_was_before() -> None:
    assert has_peaked(gathered({2020: 99, 2022: 5, 2023: 4, 2024: 3, 2025: 2}), 90, 2025, 3) is True
    assert has_peaked(gathered({2020: 99, 2023: 4, 2024: 3, 2025: 2}), 90, 2025, 3) is None


@pytest.mark.parametrize(("water", "near"), [(100, True), (101, False), (None, None)])
def test_near_zero_at_the_limit(water: int | None, near: bool | None) -> None:
    """100 kg a 10,000 yuan: 100 t for 1,000 × 10,000 yuan."""
    others = {"industrial_value_added": {2025: Decimal(1000)}}
    if water is not None:
        others["wastewater"] = {2025: Decimal(water)}
    assert is_near_zero(gathered({}, **others), 90, 2025, Decimal(100)) is near


# ---------------------------------------------------------------- counted when something changed
def test_it_is_counted_when_something_changed_and_not_too_often(
    case: Application, circular: GoalSet, moment: datetime
) -> None:
    with clock.at(moment):
        tasks.keep_board()
        first = Board.objects.get()
    with clock.at(moment + timedelta(hours=1)):
        tasks.keep_board()
    assert Board.objects.get().made_at == first.made_at
    Application.objects.update(stage=StageName.EXPERT_REVIEW)
    with clock.at(moment + timedelta(minutes=9)):
        tasks.keep_board()
    assert Board.objects.get().made_at == first.made_at
    with clock.at(moment + timedelta(minutes=10)):
        tasks.keep_board()
    assert ten(Board.objects.get().data)["steps"]["reviewed"] is None  # fewer than three
    with clock.at(moment + timedelta(days=1)):
        Application.objects.update(stage=StageName.PUBLIC_NOTICE)
        tasks.keep_board()
    assert Board.objects.count() == 2  # the board of each day stays


@pytest.fixture
def moment(db: None) -> datetime:
    return datetime.combine(date(2026, 11, 20), datetime.min.time(), clock.BEIJING) + timedelta(hours=9)


# ---------------------------------------------------------------- the same everywhere
@needs_pango
def test_page_paper_and_open_data_say_the_same(zones: list[Zone], client: Client) -> None:
    board = tasks.count()
    made = Promise.objects.get(name="program.progress.tasks.print_board")
    tasks.print_board(*made.arguments)
    board.refresh_from_db()
    value = target(board.data, "energy_intensity")["years"][-1]["value"]
    page = client.get(reverse("progress:board")).content.decode()
    assert value in page
    assert board.pdf is not None
    assert board.pdf.get_absolute_url() in page
    printed = b"".join(client.get(board.pdf.get_absolute_url()).streaming_content)  # type: ignore[attr-defined]
    assert value in "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(printed)).pages)
    data = client.get(reverse("progress:json")).content
    assert hashlib.sha256(data).hexdigest() == board.sha256
    assert json.loads(data) == board.data
    rows = list(csv.DictReader(StringIO(client.get(reverse("progress:csv")).content.decode("utf-8-sig"))))
    told = {(row["group"], row["subject"], row["measure"], row["year"]): row["value"] for row in rows}
    assert told["programme_2021.1", "energy_intensity", "value", "2025"] == value
    assert len(told) == len(rows)
    assert told["province", zones[0].province, "zones", ""] == "4"


def test_paper_and_open_data_have_what_goes_on_and_what_the_forecast_rests_on(zones: list[Zone]) -> None:
    data = json.loads(tasks.count().content)
    (ten_row,) = [row for row in data["tiers"] if row["tier"] == Tier.TEN]
    ten_row["going_on"] = [
        {"track": "acceptance", "steps": {"examined": 7654, "reviewed": None, "noticed": 0}}
    ]
    data["periods"][0] |= {"closed": False, "forecast": forecast_told()}
    paper = render_to_string(
        "program/progress/paper.html", {"page": rules.page(data, 2025), "board": Board(content="{}")}
    )
    assert "7654" in paper
    assert "（100.0%）" in paper
    rows = {(row["subject"], row["measure"]): row for row in lines(data)}
    assert rows["ten", "acceptance.examined"]["value"] == 7654
    assert rows["ten", "acceptance.reviewed"]["state"] == "withheld"
    told = {
        name: rows["ten", f"forecast.{name}"]["value"]
        for name in ("reached_in", "decided", "listed_share", "whole_way")
    }
    assert told == {"reached_in": "2027-05", "decided": 12, "listed_share": "66.7", "whole_way": 210}


def forecast_told() -> dict[str, Any]:
    row = {"tier": "ten", "state": "expected", "wanted": 50, "days": 210, "decided": 12, "rate": "66.7", "year_end": 20,
           "period_end": 50, "by": "2027-05"}  # fmt: skip
    return {"authority_zh": "专项办", "authority_en": "", "year": 2026, "fewest": 5, "tiers": [row]}


@needs_pango
def test_counted_anew_the_old_print_goes_and_a_late_print_of_it_is_dropped(
    zones: list[Zone], client: Client
) -> None:
    board = tasks.count()
    tasks.print_board(board.pk, board.sha256)
    tasks.print_board(board.pk, board.sha256)  # twice: once
    first = Board.objects.get().pdf
    actions.keep_print(board, b"%PDF-1.7 of a second worker")
    assert (Board.objects.get().pdf, File.objects.count()) == (first, 1)
    Zone.objects.filter(pk=zones[0].pk).update(province="11")
    again = tasks.count()
    assert (again.pdf, File.objects.filter(pk=first.pk if first else 0).count()) == (None, 0)
    tasks.print_board(board.pk, board.sha256)
    actions.keep_print(board, b"%PDF-1.7 late")
    assert Board.objects.get().pdf is None


def test_before_the_first_count_the_page_says_so(client: Client) -> None:
    assert "has not been counted yet" in client.get(reverse("progress:board")).content.decode()
    assert client.get(reverse("progress:csv")).status_code == 404
    assert client.get(reverse("progress:json")).status_code == 404


def test_the_page_asks_one_question(zones: list[Zone], client: Client) -> None:
    tasks.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("progress:board"))
    assert sum("clock_timestamp" not in query["sql"] for query in asked.captured_queries) == 1


def test_every_province_has_its_place() -> None:
    assert set(TILES) == set(Province)
    assert len({(tile.column, tile.row) for tile in TILES.values()}) == 34


# ---------------------------------------------------------------- to the cases behind it
def steps_of(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a href="(/search/[^"]+)"', page)]


def test_a_step_leads_to_the_cases_within_reach(
    case: Application, zones: list[Zone], clerk: User, applicant: User, stranger: User, signed_in: SignIn
) -> None:
    """All of the office's; an applicant's own. Who was not chosen is found by an outsider among the deliberated."""
    made = [case] + [factories.case(case.call, zone, applicant) for zone in managed(zones, case)]
    stages = [StageName.UNLISTED, StageName.DELIBERATION, StageName.FORMALITY_CHECK, StageName.PUBLIC_NOTICE]
    for each, stage in zip(made, stages, strict=False):
        Application.objects.filter(pk=each.pk).update(stage=stage)
    tasks.count()
    for person, expected in ((clerk, [1, 2, 1]), (applicant, [1, 2, 1]), (stranger, [0, 0, 0])):
        browser = signed_in(person)
        addresses = steps_of(browser.get("/progress/").content.decode())
        assert [browser.get(each).context["page"].paginator.count for each in addresses] == expected


def managed(zones: list[Zone], case: Application) -> list[Zone]:
    for zone in zones:
        Management.objects.create(zone=zone, organization=case.applicant)
    return zones


def test_the_public_and_those_who_see_no_cases_get_no_links(
    case: Application, zones: list[Zone], client: Client, expert: User, supervisor: User, admin: User, clerk: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    """And the numbers read the same for everybody."""
    Application.objects.update(stage=StageName.FORMALITY_CHECK)
    tasks.count()
    pages = [
        browser.get("/progress/").content.decode()
        for browser in (client, *map(signed_in, (expert, supervisor, admin)))
    ]
    assert [steps_of(page) for page in pages] == [[]] * 4
    linked = signed_in(clerk).get("/progress/").content.decode()
    legends = ["".join(re.sub(r"<[^>]*>", "", legend_of(page)).split()) for page in (pages[0], linked)]
    assert legends[0] == legends[1] != ""
    assert len(steps_of(linked)) == 3


def legend_of(page: str) -> str:
    return page.partition('<div class="legend">')[2].partition("</div>")[0]
