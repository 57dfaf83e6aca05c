"""What the team reads of the application, the plan, the record on paper, and what the office sees happen."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from program import clock
from program.applications.models import Application, ApplicationForm, VersionFile
from program.files.models import File, MediaType
from program.files.rules import can_view_file
from program.files.steps import keep, store
from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.process.models import Outcomes, StageName
from program.process.steps import close, turn
from program.visits import actions
from program.visits.models import Agreement, Visit
from tests import factories
from tests.conftest import SignIn
from tests.pdf import pdf_text

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 1)


# ---------------------------------------------------------------- what was declared
@pytest.fixture
def files(visit: Visit, applicant: User) -> dict[str, File]:
    """The printed form of the version, an attachment, and one that is a trade secret."""
    with transaction.atomic():
        given = {
            name: store(factories.pdf(name), by=applicant, organization=None, trade_secret=secret)
            for name, secret in (("plain", False), ("hidden-numbat", True))
        }
        form = keep(b"form", name="form.pdf", media_type=MediaType.PDF)
    for name, file in given.items():
        VersionFile.objects.create(version=visit.version, title=name, file=file)
    ApplicationForm.objects.create(version=visit.version, file=form)
    return given | {"form": form}


def version_page(visit: Visit) -> str:
    return reverse("applications:version", args=[visit.application_id, visit.version.number])


def test_the_team_reads_the_version_that_it_visits_and_no_trade_secret(
    visit: Visit, files: dict[str, File], team: list[User], signed_in: SignIn
) -> None:
    page = signed_in(team[1]).get(version_page(visit)).content.decode()
    assert "plain.pdf" in page
    assert "hidden-numbat" not in page
    assert "1 attachment is a trade secret and not shown to you." in page
    assert f'href="{reverse("desk:case", args=[visit.application_id])}"' not in page
    opened = {name for name, file in files.items() if can_view_file(team[1], file)}
    assert opened == {"plain", "form"}
    assert version_page(visit) in signed_in(team[1]).get(visit.get_absolute_url()).content.decode()


def test_nobody_else_among_the_inspectors_reads_it(
    visit: Visit, files: dict[str, File], office: Organization, signed_in: SignIn
) -> None:
    other = factories.member(office, Role.INSPECTOR, "inspector9")
    assert signed_in(other).get(version_page(visit)).status_code == 404
    assert not any(can_view_file(other, file) for file in files.values())


def test_another_version_and_the_case_stay_shut_to_the_team(
    visit: Visit, team: list[User], signed_in: SignIn
) -> None:
    browser = signed_in(team[0])
    other = reverse("applications:version", args=[visit.application_id, visit.version.number + 1])
    assert browser.get(other).status_code == 404
    assert browser.get(reverse("desk:case", args=[visit.application_id])).status_code == 404


def test_when_the_case_is_closed_the_version_is_shut_again(
    visit: Visit, files: dict[str, File], team: list[User], signed_in: SignIn
) -> None:
    with transaction.atomic():
        close(turn(visit.application, StageName.SITE_VISIT), Outcomes.ABANDONED)
    assert signed_in(team[0]).get(version_page(visit)).status_code == 404
    assert not can_view_file(team[0], files["plain"])
    assert version_page(visit) not in signed_in(team[0]).get(visit.get_absolute_url()).content.decode()


# ---------------------------------------------------------------- the plan
def planned(case: Application, team: list[User], day: date, **more: Any) -> dict[str, Any]:
    return {"day": day.isoformat(), "team": [user.pk for user in team], "lead": team[0].pk, **more}


def test_the_plan_warns_beyond_the_due_date_and_is_made_when_that_is_meant(
    at_visit: Application, team: list[User], clerk: User, signed_in: SignIn
) -> None:
    browser, address = signed_in(clerk), reverse("visits:plan", args=[at_visit.pk])
    assert at_visit.due is not None
    due = clock.beijing_date(at_visit.due)
    late = due.replace(year=due.year + 1)
    assert "The site visit is due on" in browser.get(address).content.decode()
    assert "delay is meant" not in browser.get(address).content.decode()
    answer = browser.post(address, planned(at_visit, team, late))
    assert answer.status_code == 422
    assert "tick that the delay is meant" in answer.content.decode()
    assert not Visit.objects.exists()
    assert browser.post(address, planned(at_visit, team, late, late="on")).status_code == 302
    assert Visit.objects.get().date == late


def test_the_plan_refuses_a_day_that_is_over_at_its_field(
    at_visit: Application, team: list[User], clerk: User, signed_in: SignIn
) -> None:
    address = reverse("visits:plan", args=[at_visit.pk])
    answer = signed_in(clerk).post(address, planned(at_visit, team, date(2026, 11, 30)))
    assert answer.status_code == 422
    assert "A visit is planned for today or for a day to come." in answer.content.decode()
    assert not Visit.objects.exists()


# ---------------------------------------------------------------- the page
def cells(page: str) -> list[str]:
    """The text of each cell of the table, tags and white space away."""
    found = page.split("<tbody>")[1].split("</tbody>")[0].split("<td")[1:]
    return [" ".join(cell.partition(">")[2].split("<")[0].split()) for cell in found]


def test_until_somebody_has_looked_nothing_was_found(
    visit: Visit, clerk: User, team: list[User], signed_in: SignIn
) -> None:
    visit.checks.filter(position=1).update(declared="12.500")
    office = signed_in(clerk)
    subject, unit, declared, found, result, _note = cells(
        office.get(visit.get_absolute_url()).content.decode()
    )[:6]
    assert (subject, unit, declared, found, result) == ("Approved area", "km²", "12.500", "–", "–")
    visit.checks.filter(position=1).update(agreement=Agreement.AGREES)
    assert cells(office.get(visit.get_absolute_url()).content.decode())[3] == "12.500"
    visit.checks.filter(position=1).update(agreement=Agreement.NOT_SEEN)
    page = office.get(visit.get_absolute_url()).content.decode()
    assert cells(page)[3] == "–"
    assert 'class="tag ok">agrees' not in page


def test_only_lines_of_the_team_can_be_taken_away(visit: Visit, team: list[User], signed_in: SignIn) -> None:
    actions.write_record(
        visit,
        lines=[{"id": None, "subject": "污水处理站", "declared": "", "found": "", "agreement": "", "note": ""}],
        summary="", conditions="", revision=0, by=team[0],
    )  # fmt: skip
    page = signed_in(team[0]).get(visit.get_absolute_url()).content.decode()
    shown = page.split("<template>")[0]
    assert (shown.count("data-row-remove"), shown.count('-DELETE" id')) == (1, 1)


@pytest.mark.parametrize("step", ["hand_in", "conclude"])
def test_what_is_written_after_a_refused_step_goes_to_the_record(
    visit: Visit, team: list[User], signed_in: SignIn, step: str
) -> None:
    browser = signed_in(team[0])
    answer = browser.post(reverse(f"visits:{step}", args=[visit.pk]))
    assert answer.status_code == 422
    assert f'<form method="post" action="{visit.get_absolute_url()}"' in answer.content.decode()


def test_before_the_day_the_page_says_so_and_offers_no_signature(
    at_visit: Application, team: list[User], clerk: User, signed_in: SignIn
) -> None:
    later = actions.plan(at_visit, day=date(2026, 12, 2), team=team, lead=team[0], by=clerk)
    later.checks.update(agreement=Agreement.AGREES)
    Visit.objects.filter(pk=later.pk).update(summary="示例")
    page = signed_in(team[0]).get(later.get_absolute_url()).content.decode()
    assert "The visit is on 2 December 2026" in page
    assert reverse("visits:sign", args=[later.pk]) not in page
    assert reverse("visits:hand_in", args=[later.pk]) not in page
    with clock.at(datetime(2026, 12, 2, 9, tzinfo=clock.BEIJING)):
        page = signed_in(team[0]).get(later.get_absolute_url()).content.decode()
    assert reverse("visits:sign", args=[later.pk]) in page


def test_the_record_is_printed_to_be_signed_by_hand(
    visit: Visit, team: list[User], clerk: User, applicant: User, signed_in: SignIn
) -> None:
    visit.checks.filter(position=1).update(declared="12.500")
    address = reverse("visits:paper", args=[visit.pk])
    assert signed_in(team[0]).get(address).status_code == 405
    assert signed_in(applicant).post(address).status_code == 404
    for reader in (team[0], clerk):
        answer = signed_in(reader).post(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        said = pdf_text(answer.content)
        for words in ("现场核查记录", visit.application.number, "12.500", team[1].name, "被核查单位", "签字"):
            assert words in said


def test_the_office_reads_what_happened_and_the_team_does_not(
    visit: Visit, team: list[User], clerk: User, signed_in: SignIn
) -> None:
    visit.checks.update(agreement=Agreement.AGREES)
    Visit.objects.filter(pk=visit.pk).update(summary="示例")
    actions.sign(visit, by=team[0])
    actions.take_signatures_back(visit, by=team[0])
    assert [line.verb for line in Line.objects.filter(application=visit.application)][-2:] == [
        Verb.SIGN_VISIT,
        Verb.UNSIGN_VISIT,
    ]
    words = "took the signatures of the visit record back"
    assert words in signed_in(clerk).get(visit.get_absolute_url()).content.decode()
    assert words not in signed_in(team[0]).get(visit.get_absolute_url()).content.decode()
