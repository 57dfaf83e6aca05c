"""验收: whose building period runs applies; nobody recommends; what is published takes the building designation's place."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from demonstrations.parks.demo import acceptance
from demonstrations.parks.models import Building, Plan
from program import clock, tracks
from program.applications import actions
from program.applications.models import Application, ResumedAt
from program.applications.rules import may_apply, resumable_at
from program.calls.forms import CallForm
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Designation, Standing
from program.decisions.rules import Sheet
from program.decisions.rules.batches import case_findings
from program.decisions.steps import designate
from program.notify.models import Message
from program.people.models import Role, User
from program.process.models import Outcomes, StageName
from program.process.rules import main_stages
from program.progress.rules.counting import tiers
from program.refusals import Invalid, Refused
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.decisions import casework

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def designated(case: Application, clerk: User) -> Designation:
    """What a signed document makes of a case of any track."""
    factories.rest_at(case, StageName.PUBLICATION)
    document = casework.enter(case.call, clerk, f"示例文〔2026〕{case.pk}号")
    factories.rest_at(case, StageName.LISTED)
    with transaction.atomic():
        return designate(case, document)


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def building(case: Application, clerk: User) -> Designation:
    """The zone is building, by the plan of the demonstration."""
    Plan.objects.filter(application=case).update(
        energy_intensity_target="0.2650", co2_annual_cut_target="4.50"
    )
    plan = Plan.objects.get(application=case)
    for place in range(3):
        plan.tasks.create(
            title=f"任务{place}", clause="5.1.1", year=2027, target="示例", owner="示例局", money=1
        )
    return designated(case, clerk)


@pytest.fixture
def acceptances(clerk: User, director: User) -> Call:
    return factories.call(
        clerk, director, track="acceptance", title_zh="示例建设期满验收", recommendation_quota=None
    )


@pytest.fixture
def report(building: Designation, acceptances: Call, zone: Zone, applicant: User) -> Application:
    return actions.start(acceptances, zone, by=applicant)


# ---------------------------------------------------------------- who applies
def test_only_a_zone_that_is_building_applies(
    acceptances: Call, case: Application, zone: Zone, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    track = tracks.get("acceptance")
    page, begin = (
        reverse("portal:call", args=[acceptances.pk]),
        reverse("applications:start", args=[acceptances.pk, zone.pk]),
    )
    shown = signed_in(applicant).get(page).content.decode()
    assert str(track.only_for) in shown
    assert begin not in shown
    with pytest.raises(Refused, match="Only a zone in the building period"):
        actions.start(acceptances, zone, by=applicant)
    held = designated(case, clerk)
    assert begin in signed_in(applicant).get(page).content.decode()
    for standing in set(Standing) - {Standing.BUILDING}:
        Designation.objects.filter(pk=held.pk).update(standing=standing)
        assert not may_apply(acceptances, zone)


def test_the_report_begins_with_the_plan_and_is_not_begun_again(
    report: Application, building: Designation
) -> None:
    begun = Building.objects.get(application=report)
    assert (begun.period_start, begun.period_end) == (building.since.year, building.until.year)
    assert str(begun.energy_intensity_target) == "0.2650"
    assert [(row.title, row.target, row.state) for row in begun.tasks.all()] == [
        (f"任务{place}", "示例", "") for place in range(3)
    ]


def test_what_was_missed_is_said(report: Application, applicant: User) -> None:
    page = acceptance(0)["building"]
    for missing in (
        {"energy_intensity_reached": "0.2651"},
        {"co2_annual_cut_reached": "4.49"},
        {"tasks-0-state": "partly"},
    ):
        desk.write(report, "building", by=applicant, page=page, changes=missing)
        assert [name for name, _said in Building.objects.get(application=report).findings()] == ["shortfalls"]
    desk.write(report, "building", by=applicant, page=page)
    assert Building.objects.get(application=report).findings() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"investment_public": "12.31"}, "investment_public"), ({"period_end": "2023"}, "period_end")],
)
def test_the_report_does_not_contradict_itself(
    report: Application, applicant: User, wrong: dict[str, str], field: str
) -> None:
    desk.write(report, "building", by=applicant, page=acceptance(0)["building"], changes=wrong)
    assert [name for name, _said in Building.objects.get(application=report).findings()] == [field]


def test_a_second_report_begins_with_the_first(
    report: Application, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    """Not accepted the first time, the zone goes on from what it wrote, not from the plan."""
    for code, page in acceptance(0).items():
        desk.write(report, code, by=applicant, page=page)
    desk.submit(report, by=applicant)
    again = factories.call(clerk, director, track="acceptance", recommendation_quota=None)
    begun = Building.objects.get(application=actions.start(again, zone, by=applicant))
    assert begun.summary == acceptance(0)["building"]["summary"]
    assert [row.title for row in begun.tasks.all()] == [
        row.title for row in Building.objects.get(application=report).tasks.all()
    ]
    assert begun.tasks.count() == 5


# ---------------------------------------------------------------- its way
def test_nobody_recommends_it(report: Application, applicant: User, recommender: User, clerk: User) -> None:
    assert StageName.RECOMMENDATION not in main_stages(tracks.get("acceptance").flow_class)
    for code, page in acceptance(0).items():
        desk.write(report, code, by=applicant, page=page)
    Message.objects.all().delete()
    desk.submit(report, by=applicant)
    assert (report.stage, report.waiting_role) == (StageName.FORMALITY_CHECK, Role.CLERK)
    assert not Message.objects.filter(recipient=recommender).exists()
    assert Message.objects.filter(recipient=clerk).exists()
    desk.seal(report, by=applicant)


def test_a_refused_one_is_reopened_at_the_check_or_the_review(report: Application, director: User) -> None:
    factories.rest_at(report, StageName.REFUSED)
    Application.objects.filter(pk=report.pk).update(outcome=Outcomes.REFUSED)
    report.proceedings.update(closed_at=clock.now())
    assert resumable_at(report) == [ResumedAt.FORMALITY_CHECK, ResumedAt.EXPERT_REVIEW]
    with pytest.raises(Invalid, match="nobody recommends"):
        actions.reopen(
            report,
            ResumedAt.RECOMMENDATION,
            reason="示例",
            until=clock.now() + timedelta(days=9),
            by=director,
        )
    actions.reopen(report, ResumedAt.FORMALITY_CHECK, reason="材料已补齐。", by=director)
    assert Application.objects.get(pk=report.pk).stage == StageName.FORMALITY_CHECK


# ---------------------------------------------------------------- the name
def counted() -> dict[str, int]:
    """What the board counts of demonstration parks."""
    ten = tiers()[0]
    return {"count": ten["count"]} | {
        standing: number for standing, number in ten["standings"].items() if number
    }


def test_the_name_takes_the_place_of_the_building(
    report: Application, building: Designation, clerk: User, client: Client
) -> None:
    assert counted() == {"count": 1, "building": 1}
    named = designated(report, clerk)
    building.refresh_from_db()
    assert (building.standing, named.standing, named.track, named.succeeds) == (
        Standing.SUCCEEDED, Standing.NAMED, "park", building,
    )  # fmt: skip
    assert list(Designation.objects.current()) == [named]
    assert counted() == {"count": 1, "named": 1}
    pages = [client.get(each.get_absolute_url()).content.decode() for each in (building, named)]
    assert [named.letter_number in page and building.letter_number in page for page in pages] == [True, True]
    assert "No plaque is made" in pages[1]


def test_what_is_succeeded_is_succeeded_once(report: Application, building: Designation, clerk: User) -> None:
    named = designated(report, clerk)
    with pytest.raises(IntegrityError, match=r"one_current|zone_id"), transaction.atomic():
        Designation.objects.filter(pk=building.pk).update(standing=Standing.BUILDING)
    assert Designation.objects.get(successor=named) == building


def test_without_the_building_nothing_is_taken_further(
    report: Application, building: Designation, acceptances: Call, clerk: User, director: User
) -> None:
    """Revoked while the acceptance ran: the batch says so, a document with it is not signed, and no name comes of it."""
    report = casework.at_deliberation(report)
    run = casework.ranking(acceptances, [report], clerk)
    batch = decisions.draft_batch(acceptances, run, by=clerk)
    assert case_findings(Sheet(batch)) == []
    factories.rest_at(report, StageName.PUBLICATION)
    document = casework.enter(acceptances, clerk, "示例文〔2026〕验1号")
    Designation.objects.filter(pk=building.pk).update(standing=Standing.REVOKED)
    assert report.zone.name in "".join(case_findings(Sheet(batch)))
    report.refresh_from_db()
    with pytest.raises(Refused, match="no longer holds"):
        decisions.sign_document(document, by=director)
    factories.rest_at(report, StageName.LISTED)
    with pytest.raises(Refused, match="no longer held"), transaction.atomic():
        designate(report, document)
    assert Designation.objects.get().standing == Standing.REVOKED


# ---------------------------------------------------------------- the call
@pytest.mark.parametrize(
    ("track", "until", "quota", "wrong"),
    [
        ("acceptance", "", "", False),
        ("acceptance", "2027-06-30", "", True),
        ("acceptance", "", "5", True),
        ("park", "", "", True),
        ("park", "2027-06-30", "5", False),
    ],
)
def test_a_call_asks_for_recommendations_only_where_there_are_some(
    clerk: User, director: User, track: str, until: str, quota: str, wrong: bool
) -> None:
    page = {
        "code": "2027-9", "track": track, "title_zh": "示例", "title_en": "Example", "summary_zh": "示例。",
        "rule_set": factories.rule_set(clerk, director).pk, "rubric": factories.rubric(clerk).pk,
        "opens_at": "2027-05-01", "apply_until": "2027-06-01", "recommend_until": until, "paper_until": "2027-06-30",
        "quota": "3", "reserves": "0", "recommendation_quota": quota, "contact_name": "示例处", "contact_phone": "010-0",
        "contact_email": "office@example.org", "contact_address": "示例路1号", "supervision_phone": "010-1", "revision": "0",
    }  # fmt: skip
    form = CallForm(page)
    assert ("recommend_until" in form.errors) == wrong, form.errors
    if track == "acceptance" and not wrong:
        assert form.facts()["recommend_until"] == form.facts()["apply_until"]
