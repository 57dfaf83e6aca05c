"""Writing the draft: what is valid is stored, what is wrong stays on the page, a second tab overwrites nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from demonstrations.parks.demo import answers
from demonstrations.parks.models import Basics, Plan
from program.applications.models import Application
from program.people.models import User
from program.process.models import StageName
from program.zones.models import Zone
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def address(case: Application, code: str = "basics") -> str:
    return reverse("applications:part", args=[case.pk, code])


def basics(case: Application) -> Basics:
    return Basics.objects.get(application=case)


def test_what_is_valid_is_stored_and_what_is_wrong_is_said_at_its_field(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    page = answers(0)["basics"] | {"revision": "0", "population": "twelve", "forest_cover": "101"}
    response = signed_in(applicant).post(address(case), page, headers=JSON)
    said = response.json()
    assert (response.status_code, said["revision"]) == (200, 1)
    assert said["errors"] == {
        "population": [
            "Write a plain figure, for example 1234.5, without unit, blanks, plus sign or exponent."
        ],
        "forest_cover": ["Forest coverage lies between 0 and 100 per cent."],
    }
    stored = basics(case)
    assert (stored.population, stored.forest_cover) == (None, None)
    assert stored.employees == 118_000
    assert [row.name for row in stored.industries.all()] == ["电子信息", "生物医药"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-5", "Not less than 0."),
        ("100001", "The gross product is given in 100 million yuan: at most 100,000."),
    ],
)
def test_a_figure_is_told_of_the_limit_that_it_breaks(
    case: Application, applicant: User, signed_in: SignIn, text: str, sentence: str
) -> None:
    page = answers(0)["basics"] | {"revision": "0", "gdp": text}
    said = signed_in(applicant).post(address(case), page, headers=JSON).json()
    assert said["errors"] == {"gdp": [sentence]}


@pytest.mark.parametrize("bad", ["1_000", "１２", "1e3", "+5", "NaN", "0x10", "1 000", "12,34", "-0"])
def test_a_figure_that_means_two_things_is_refused_and_the_old_one_stays(
    case: Application, applicant: User, signed_in: SignIn, bad: str
) -> None:
    desk.write(case, "basics", by=applicant)
    response = signed_in(applicant).post(
        address(case), answers(0)["basics"] | {"revision": "1", "gdp": bad}, headers=JSON
    )
    assert list(response.json()["errors"]) == ["gdp"]
    assert basics(case).gdp == Decimal("414.00")


def test_a_wrong_cell_of_a_row_is_said_at_the_cell_and_left_empty(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    page = answers(0)["basics"] | {"revision": "0", "industries-1-share": "about half"}
    said = signed_in(applicant).post(address(case), page, headers=JSON).json()
    assert list(said["errors"]) == ["industries-1-share"]
    assert [row.share for row in basics(case).industries.all()] == [Decimal(38), None]


def test_the_page_comes_back_with_what_was_typed(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    response = signed_in(applicant).post(
        address(case), answers(0)["basics"] | {"revision": "0", "gdp": "four hundred"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="four hundred"' in html
    assert 'href="#id_gdp"' in html
    assert 'name="revision" value="1"' in html
    assert basics(case).employees == 118_000


def test_rows_are_taken_away_blank_ones_are_nothing(case: Application, applicant: User) -> None:
    desk.write(case, "basics", by=applicant)
    desk.write(
        case, "basics", by=applicant, changes={"industries-0-DELETE": "on", "industries-TOTAL_FORMS": "3"}
    )
    assert [row.name for row in basics(case).industries.all()] == ["生物医药"]


def test_a_page_without_its_tables_leaves_the_rows_alone(case: Application, applicant: User) -> None:
    desk.write(case, "basics", by=applicant)
    page = {name: text for name, text in answers(0)["basics"].items() if not name.startswith("industries")}
    desk.write(case, "basics", by=applicant, page=page)
    assert basics(case).industries.count() == 2


@pytest.mark.parametrize("headers", [JSON, {}], ids=["autosave", "button"])
def test_a_second_tab_overwrites_nothing(
    case: Application, applicant: User, contact: User, signed_in: SignIn, headers: dict[str, str]
) -> None:
    desk.write(case, "basics", by=applicant)
    page = answers(1)["basics"] | {"revision": "0", "contact_name": "第二个窗口"}
    response = signed_in(contact).post(address(case), page, headers=headers)
    said = response.content.decode()
    assert response.status_code == 409
    assert "by Applicant. Nothing was overwritten" in said
    assert headers or "第二个窗口" in said
    assert (basics(case).revision, basics(case).contact_name) == (1, "示例联系人")


def test_a_revision_that_is_no_number_is_a_bad_request(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    for revision in ("", "１", "-1", "1e3"):
        assert signed_in(applicant).post(address(case), {"revision": revision}).status_code == 400


def test_characters_that_cannot_be_printed_are_named(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    page = answers(0)["basics"] | {"revision": "0", "contact_name": "示例😀"}
    said = signed_in(applicant).post(address(case), page, headers=JSON).json()
    assert said["errors"] == {"contact_name": ["These characters cannot be printed: 😀"]}


def test_the_button_goes_on_to_the_next_part(case: Application, applicant: User, signed_in: SignIn) -> None:
    response = signed_in(applicant).post(
        address(case), answers(0)["basics"] | {"revision": "0", "onward": "1"}
    )
    assert response.headers["Location"] == address(case, "plan")
    response = signed_in(applicant).post(
        address(case, "commitment"), answers(0)["commitment"] | {"revision": "0", "onward": "1"}
    )
    assert response.headers["Location"] == reverse("applications:attachments", args=[case.pk])


def test_every_part_has_its_page_with_units_beside_the_fields(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    for part in case.parts():
        html = browser.get(address(case, part.code)).content.decode()
        assert str(part.title) in html
        assert "style=" not in html
    assert (
        '<span class="input-group-text">tce/10,000 yuan</span>'
        in browser.get(address(case, "plan")).content.decode()
    )
    assert browser.get(address(case, "no-such-part")).status_code == 404


def test_a_draft_exists_for_its_applicant_alone(
    written: Application,
    clerk: User,
    director: User,
    auditor: User,
    recommender: User,
    stranger: User,
    signed_in: SignIn,
) -> None:
    for person in (clerk, director, auditor, recommender, stranger):
        browser = signed_in(person)
        for name in ("part", "attachments", "answers"):
            arguments = [written.pk, "basics"] if name == "part" else [written.pk]
            assert browser.get(reverse(f"applications:{name}", args=arguments)).status_code == 404
        assert browser.post(address(written), answers(1)["basics"] | {"revision": "1"}).status_code == 404
    assert basics(written).revision == 1


def test_what_is_handed_in_is_read_not_written(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    page = browser.get(address(submitted, "plan"))
    assert page.status_code == 200
    assert "<form method" not in page.content.decode().split("<main")[1]
    response = browser.post(address(submitted, "plan"), answers(1)["plan"] | {"revision": "1"}, headers=JSON)
    assert response.status_code == 409
    assert Plan.objects.get(application=submitted).revision == 1


def test_beginning_is_for_the_zones_own_people_and_once(
    case: Application, applicant: User, stranger: User, signed_in: SignIn
) -> None:
    start = reverse("applications:start", args=[case.call_id, case.zone_id])
    assert signed_in(stranger).post(start).status_code == 404
    assert signed_in(applicant).get(start).status_code == 405
    refused = signed_in(applicant).post(start)
    assert (refused.status_code, Application.objects.count()) == (409, 1)
    assert "has an application under this call already" in refused.content.decode()


def test_another_zone_begins(case: Application, stranger: User, other_zone: Zone, signed_in: SignIn) -> None:
    response = signed_in(stranger).post(reverse("applications:start", args=[case.call_id, other_zone.pk]))
    begun = Application.objects.get(zone=other_zone)
    assert (response.headers["Location"], begun.stage) == (begun.get_absolute_url(), StageName.DRAFT)
    assert begun.number.startswith("YQ-")


def test_the_number_of_queries_of_a_part_does_not_grow_with_its_rows(
    case: Application, applicant: User, signed_in: SignIn, django_assert_max_num_queries: object
) -> None:
    browser = signed_in(applicant)
    counts = []
    for size in (3, 30):
        page = answers(0)["basics"] | {"industries-TOTAL_FORMS": str(size)}
        page |= {f"industries-{place}-name": f"产业{place}" for place in range(2, size)}
        desk.write(case, "basics", by=applicant, page=page)
        with django_assert_max_num_queries(35) as counted:  # type: ignore[operator]
            assert browser.get(address(case)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
