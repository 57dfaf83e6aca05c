"""What a team finds in place of declared figures: verified beats declared, and the batch reads it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.people.models import User
from program.refusals import Incomplete
from program.visits import actions, rules
from program.visits.models import Agreement, Visit
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

DECIDING = [
    "comprehensive_energy:2025",
    "industrial_value_added:2025",
    "co2_fixed:2025",
    "serious_incidents:2025",
]


@pytest.fixture
def call(call: Call) -> Call:
    return factories.measured_by(call)


@pytest.fixture
def case(call: Call, zone: Zone, applicant: User) -> Application:
    factories.declared(zone, range(2019, 2026))
    return factories.case(call, zone, applicant)


def write(visit: Visit, by: User, **found: str) -> Visit:
    """The record: everything agrees, but for the figures that were found otherwise (columns without their year)."""
    lines = []
    for check in visit.checks.all():
        text = found.get(check.column.partition(":")[0], "")
        lines.append(
            {
                "id": check.pk, "subject": "", "declared": "", "found": text, "note": "",
                "agreement": Agreement.DIFFERS if text else Agreement.AGREES,
            }
        )  # fmt: skip
    return actions.write_record(visit, lines=lines, summary="已查阅。", conditions="", revision=0, by=by)


def findings(visit: Visit) -> dict[str, tuple[str, str]]:
    visit = Visit.objects.get(pk=visit.pk)
    return {
        each.found.code: (str(each.found.finding), "differs" if each.differs else "")
        for each in rules.verified_lines(visit)
    }


def test_the_checklist_asks_for_every_figure_on_which_a_basic_condition_rests(visit: Visit) -> None:
    lines = [line for line in rules.lines(visit) if line.check.part == "indicators"]
    assert [line.check.column for line in lines] == DECIDING
    assert [(line.subject, line.declared, line.unit) for line in lines] == [
        ("Comprehensive energy of 2025", "122,159", "tce"),
        ("Industrial value added of 2025", "14,281,868", "10⁴ yuan"),
        ("Energy-related CO2 (fixed grid factor) of 2025", "498,700.23", "t"),
        ("Major or especially serious pollution accidents of 2025", "0", ""),
    ]


def test_where_all_agrees_nothing_changes(visit: Visit, team: list[User]) -> None:
    write(visit, team[0])
    assert findings(visit) == {
        "energy_intensity": ("met", ""),
        "co2_intensity_annual_cut": ("met", ""),
        "serious_incidents": ("met", ""),
    }
    assert rules.failed_conditions([visit.proceeding_id]) == {}


def test_a_figure_found_smaller_turns_a_condition(visit: Visit, team: list[User]) -> None:
    write(visit, team[0], industrial_value_added="9,000,000")
    assert findings(visit) == {
        "energy_intensity": ("met", "differs"),
        "co2_intensity_annual_cut": ("not_met", "differs"),
        "serious_incidents": ("met", ""),
    }
    failed = rules.failed_conditions([visit.proceeding_id])
    assert failed[visit.application_id].startswith("Basic condition not met: Average annual cut of CO2")


@pytest.mark.parametrize("text", ["about nine million", "９０００", "1e7", "-5", "9_000", "=1+1", "12万"])
def test_what_was_found_is_a_figure(visit: Visit, team: list[User], text: str) -> None:
    """Rubbish is kept as it was written, and the record cannot be signed."""
    write(visit, team[0], industrial_value_added=text)
    assert rules.gaps(Visit.objects.get(pk=visit.pk)) == [
        "A figure must be found for: Industrial value added of 2025."
    ]
    with pytest.raises(Incomplete):
        actions.sign(visit, by=team[0])


def test_the_page_says_so_at_the_field(visit: Visit, team: list[User], signed_in: SignIn) -> None:
    checks = list(visit.checks.all())
    page = {
        "lines-TOTAL_FORMS": str(len(checks)),
        "lines-INITIAL_FORMS": str(len(checks)),
        "revision": "0",
        "summary": "x",
    }
    for place, check in enumerate(checks):
        differs = check.column == DECIDING[1]
        page |= {
            f"lines-{place}-id": str(check.pk),
            f"lines-{place}-agreement": Agreement.DIFFERS if differs else Agreement.AGREES,
            f"lines-{place}-found": "about nine million" if differs else "",
        }
    answer = signed_in(team[0]).post(reverse("visits:visit", args=[visit.pk]), page)
    assert answer.status_code == 422
    assert "Write a plain figure, for example 1234.5" in answer.content.decode()
    assert Visit.objects.get(pk=visit.pk).revision == 0


def test_declared_and_verified_stand_side_by_side(visit: Visit, team: list[User], signed_in: SignIn) -> None:
    write(visit, team[0], industrial_value_added="9000000")
    html = signed_in(team[0]).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    declared, found = Decimal(122_159) / 14_281_868, Decimal(122_159) / 9_000_000
    assert "Indicators: declared and verified" in html
    assert f"{declared:.4f} tce/10⁴ yuan" in html
    assert f"{found:.4f} tce/10⁴ yuan" in html
