"""Begun, filled with what is known, written by several people, carried over from the year before."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demonstrations.parks.models import Plan, PlanTask
from program.applications.models import Application
from program.decisions.models import Designation
from program.journal.models import Line, Verb
from program.ledger.models import Clause, Kind
from program.people.models import User
from program.refusals import Incomplete, Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster
from program.reports import actions, rules
from program.reports.models import CHAPTERS, Piece, Report
from program.supervision.models import Duty, Obligation, Release
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.alterations import casework as merging
from tests.conftest import SignIn
from tests.indicators.casework import VALUE_ADDED, accept, site
from tests.ledger import casework as ledger
from tests.reports import casework
from tests.reports.casework import on, section, write
from tests.supervision.casework import designated

pytestmark = pytest.mark.django_db


def test_it_begins_with_what_the_platform_knows(
    duty: Obligation, zone: Zone, figures: None, contact: User, applicant: User, clerk: User
) -> None:
    """Declared figures of all years up to its own, accepted work of its year by clause, how the other duties stand."""
    with on(date(2026, 3, 2)):
        forum = {"year": 2025, "since": date(2025, 5, 6)}
        ledger.accepted(zone, applicant, clerk, title="节能技术论坛", **forum)
        ledger.submitted(zone, applicant, title="还未审核的活动", **forum)
        ledger.accepted(zone, applicant, clerk, title="次年的活动")
        factories.declared(zone, range(2026, 2027))
    late = casework.owed(zone, Duty.LEDGER)
    Obligation.objects.filter(pk=late.pk).update(handed_in_at=late.due, was_late=True)
    said = rules.content(casework.begun(duty, contact))
    years = {row["year"]: row for row in said["figures"]["years"]}
    assert sorted(years) == list(range(2019, 2026))
    assert years[2025]["factor_sets"] == ["factors.1"]
    assert (years[2019]["value_added"], years[2025]["prices"], years[2019]["cut"]) == (
        "9000000",
        [2019],
        None,
    )
    assert years[2025]["co2"] != years[2025]["co2_fixed"]  # by the factor of the year, and by the fixed one
    assert all(
        isinstance(years[2025][name], str) for name in ("energy", "co2", "energy_intensity", "cut_fixed")
    )
    assert said["figures"]["mix"]["names"][0][0].startswith("电力")
    assert [(row["clause"], [entry["title"] for entry in row["entries"]]) for row in said["ledger"]] == [
        (Clause.PROMOTION.value, ["节能技术论坛"])
    ]
    assert said["ledger"][0]["sums"] == [{"kind": Kind.EVENT, "unit": "events", "count": 1, "total": "1"}]
    assert [(row["duty"], row["handed_in"], row["late"]) for row in said["duties"]] == [
        ("ledger", True, True)
    ]


def test_figures_cost_the_same_however_many_firms(draft: Report, zone: Zone) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            rules.content(Report.objects.select_related("obligation__zone").get(pk=draft.pk))
        return len(asked)

    before = cost()
    for _ in range(5):
        accept({(site(zone).credit_code, 2025): {VALUE_ADDED: "100", "energy:electricity:production": "10"}})
    assert cost() == before


def test_who_writes(
    duty: Obligation, figures: None, contact: User, applicant: User, reviewer: User, clerk: User, recommender: User,
    stranger: User,
) -> None:  # fmt: skip
    for who in (clerk, recommender, stranger):
        with pytest.raises(NotYours):
            casework.begun(duty, who)
    report = casework.begun(duty, reviewer)
    for who in (contact, applicant, reviewer):
        write(report, Piece.ENERGY, f"{who}", who)
    with pytest.raises(NotYours):
        write(report, Piece.ENERGY, "x", stranger)
    assert section(report, Piece.ENERGY).text == "Reviewer"
    assert Line.objects.filter(verb=Verb.WRITE_REPORT, facts__chapter="energy").count() == 3


def test_one_is_written_at_a_time(draft: Report, duty: Obligation, applicant: User, zone: Zone) -> None:
    with pytest.raises(SomebodyWasFaster):
        casework.begun(duty, applicant)
    with pytest.raises(Refused, match="not met by a report"):
        casework.begun(casework.owed(zone, Duty.LEDGER), applicant)
    released = casework.owed(zone, Duty.GREEN_REPORT)
    Obligation.objects.filter(pk=released.pk).update(
        release=Release.WAIVED, released_at=released.due, release_reason="停产"
    )
    with pytest.raises(Refused, match="owed no more"):
        casework.begun(released, applicant)
    assert Report.objects.count() == 1


def test_two_at_one_chapter(draft: Report, contact: User, applicant: User, signed_in: SignIn) -> None:
    """The second is told with both texts, and may take the own one all the same."""
    write(draft, Piece.ENERGY, "联系人的内容", contact, revision=0)
    with pytest.raises(Overtaken):
        write(draft, Piece.ENERGY, "管理员的内容", applicant, revision=0)
    write(draft, Piece.PEAK, "另一章互不影响\r\n\r\n第二段", applicant, revision=0)
    assert section(draft, Piece.PEAK).text == "另一章互不影响\n\n第二段"
    where = reverse("reports:chapter", args=[draft.pk, "energy"])
    answer = signed_in(applicant).post(where, {"text": "管理员的内容", "revision": "0"})
    page = answer.content.decode()
    assert (answer.status_code, "联系人的内容" in page, "管理员的内容" in page) == (409, True, True)
    assert section(draft, Piece.ENERGY).text == "联系人的内容"
    answer = signed_in(applicant).post(where, {"text": "管理员的内容", "revision": "0", "over": "1"})
    assert (answer.status_code, section(draft, Piece.ENERGY).text) == (302, "管理员的内容")


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"text": "长" * 3001, "revision": "0"}, 422),
        ({"text": "表情😀", "revision": "0"}, 422),
        ({"text": "x", "revision": "abc"}, 400),
        ({"text": "x", "revision": "9" * 30}, 400),
        ({"text": "x"}, 400),
    ],
)
def test_bad_input(
    draft: Report, contact: User, signed_in: SignIn, typed: dict[str, str], status: int
) -> None:
    where = reverse("reports:chapter", args=[draft.pk, "energy"])
    assert signed_in(contact).post(where, typed).status_code == status
    assert section(draft, Piece.ENERGY).revision == 0


def test_a_line_break_is_one_character(draft: Report, contact: User, signed_in: SignIn) -> None:
    """A browser sends two for it: the page and the verb count alike."""
    text = "\r\n".join("长" * 149 for _ in range(20))  # 2,999 characters
    where = reverse("reports:chapter", args=[draft.pk, "energy"])
    assert signed_in(contact).post(where, {"text": text, "revision": "0"}).status_code == 302
    assert section(draft, Piece.ENERGY).text == text.replace("\r\n", "\n")
    longer = {"text": f"{text}\r\n长", "revision": "1"}
    assert signed_in(contact).post(where, longer).status_code == 422


def test_there_are_no_other_chapters(draft: Report, contact: User, signed_in: SignIn) -> None:
    for code in ("overview", "years", "nonsense"):
        assert signed_in(contact).get(reverse("reports:chapter", args=[draft.pk, code])).status_code == 404
    with pytest.raises(Refused, match="no such chapter"):
        actions.write(draft, Piece.OVERVIEW, text="x", revision=0, by=contact)
    with pytest.raises(Invalid):
        write(draft, Piece.BOUNDARY, "长" * (CHAPTERS[Piece.BOUNDARY].length + 1), contact)
    assert signed_in(contact).get(reverse("reports:tasks", args=[draft.pk])).status_code == 404


def test_last_year_is_carried_over_and_has_to_be_confirmed(
    zone: Zone, figures: None, contact: User, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    with on(date(2025, 6, 2)):
        casework.accepted(casework.owed(zone, year=2024), applicant, clerk, text="上一年的内容")
    other = casework.owed(zone, Duty.GREEN_REPORT)
    assert not casework.begun(other, contact).sections.exclude(text="").exists()  # of another kind
    report = casework.begun(casework.owed(zone), contact)
    energy = section(report, Piece.ENERGY)
    assert ("上一年的内容" in energy.text, energy.from_year) == (True, 2024)
    assert section(report, Piece.PROBLEMS).from_year is None  # nothing was written there
    assert (
        "carried over from 2024"
        in signed_in(contact).get(reverse("reports:edit", args=[report.pk])).content.decode()
    )
    with pytest.raises(Incomplete, match="carried over"):
        casework.handed_in(report, applicant)
    for row in report.sections.exclude(from_year=None):
        write(report, Piece(row.piece), row.text, contact)
    casework.handed_in(report, applicant)


# ---------------------------------------------------------------- the progress of a zone that is being built
@pytest.fixture
def building(case: Application, clerk: User) -> Designation:
    plan = Plan.objects.get(application=case)
    Plan.objects.filter(pk=plan.pk).update(
        period_start=2025, period_end=2027, energy_intensity_base="0.2", energy_intensity_target="0.15",
        co2_annual_cut_target="4.5", investment_total="3",
    )  # fmt: skip
    for place, title in enumerate(("能源申报管理平台", "余热利用"), 1):
        PlanTask.objects.create(
            part=plan, position=place, title=title, clause="5.1.2", year=2025 + place, target="建成", owner="经发局",
            money="1000",
        )  # fmt: skip
    return designated(case, clerk)


def test_progress_answers_to_the_plan(
    building: Designation,
    zone: Zone,
    figures: None,
    contact: User,
    applicant: User,
    clerk: User,
    signed_in: SignIn,
) -> None:
    """Each task of the plan with state, result and money; its target figures against what was reached."""
    report = casework.begun(casework.owed(zone, Duty.PROGRESS), contact)
    assert [(row.title, str(row.planned), row.state) for row in report.tasks.all()] == [
        ("能源申报管理平台", "1000.00", ""), ("余热利用", "1000.00", ""),
    ]  # fmt: skip
    for piece in (Piece.PROGRESS, Piece.FUNDS, Piece.NEXT):
        write(report, piece, "已完成。", contact)
    browser, where = signed_in(contact), reverse("reports:tasks", args=[report.pk])
    typed = {
        "state-1": "done", "result-1": "已投运", "money-1": "900.5", "state-2": "behind", "result-2": "招标流标",
        "money-2": "", "revision": "0",
    }  # fmt: skip
    assert browser.post(where, typed | {"money-1": "1_000"}).status_code == 422
    assert browser.post(where, typed | {"state-1": "nonsense"}).status_code == 422
    assert browser.post(where, typed | {"result-1": "表情😀"}).status_code == 422
    assert browser.post(where, typed | {"money-1": "99999999999"}).status_code == 422
    with pytest.raises(Incomplete, match="state and result of each task"):
        casework.handed_in(report, applicant)
    assert browser.post(where, typed).status_code == 302
    assert browser.post(where, typed).status_code == 409
    with pytest.raises(Incomplete, match="is behind, why"):  # what is behind is explained
        casework.handed_in(report, applicant)
    write(report, Piece.DEVIATIONS, "重新招标。", contact)
    report = casework.handed_in(report, applicant)
    said = report.data
    assert [(row["state"], row["money"]) for row in said["tasks"]] == [("done", "900.5"), ("behind", None)]
    measured = {row["unit"]: (row["goal"], row["reached"]) for row in said["targets"]}
    assert measured["tce/万元"] == ("0.15", said["figures"]["years"][-1]["energy_intensity"])
    assert measured["%"] == ("4.5", said["figures"]["years"][-1]["cut_fixed"])
    assert measured["亿元"] == ("3", "0.09005")
    assert [row["kept"] for row in rules.Reading(said).targets][2] is False
    actions.accept(report, by=clerk)
    assert casework.again(report).number is None  # reports of this kind are not published
    page = browser.get(report.get_absolute_url()).content.decode()
    assert "余热利用" in page

    following = casework.begun(casework.owed(zone, Duty.PROGRESS, 2026), contact)
    assert [(row.state, row.result) for row in following.tasks.all()] == [
        ("done", "已投运"),
        ("behind", "招标流标"),
    ]
    assert section(following, Piece.TASKS).from_year == 2025


def test_the_plan_goes_with_the_name_where_a_zone_was_merged(
    building: Designation, recommending_body: RecommendingBody, clerk: User, director: User
) -> None:
    """The designation of the plan stays with the zone that has closed; the name that carries it on has gone."""
    zone, (other, _manager) = building.application.zone, merging.another(recommending_body)
    named = designated(
        factories.case(factories.call(clerk, director, track="acceptance"), zone, clerk), clerk
    )
    assert named.succeeds == building
    merging.signed(merging.merger(zone, other, clerk), director)
    found = rules.plan_of(other)
    assert found is not None
    assert [task.title for task in found.tasks] == ["能源申报管理平台", "余热利用"]


def test_a_zone_without_a_plan_writes_all_the_same(zone: Zone, contact: User, applicant: User) -> None:
    report = casework.begun(casework.owed(zone, Duty.PROGRESS), contact)
    assert not report.tasks.exists()
    casework.handed_in(casework.filled(report, contact), applicant)
