"""合并之后: what was open in a zone that is part of another by now is answered by who manages that, and by nobody else."""

from datetime import date

import pytest
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.decisions.models import Designation, Standing
from program.desk.work import waiting_for
from program.journal.models import Line, Verb
from program.measures import actions as measures
from program.measures.models import Measure, Rectification
from program.measures.steps import open_rectification
from program.people.models import Role, User
from program.people.rules import fresh_standing
from program.refusals import NotYours
from program.reports import actions as reports
from program.reports.models import Report
from program.rulesets.rules import Limit
from program.supervision import actions as supervision
from program.supervision.models import Alert, Duty, Ending, Obligation, Release
from program.supervision.rules import duty_moves
from program.zones.models import Management, Zone
from tests import factories
from tests.alterations import casework
from tests.conftest import SignIn
from tests.measures import measuring
from tests.supervision import casework as duties

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(other: Zone) -> User:
    """A reviewer of the zone that goes on."""
    return factories.member(other.managements.get().organization, Role.ZONE_REVIEWER)


@pytest.fixture
def leader(other: Zone) -> User:
    """Its manager."""
    found: User = User.objects.get(memberships__organization=other.managements.get().organization)
    return found


# ---------------------------------------------------------------- duties that are overdue
@pytest.fixture
def late(zone: Zone, applicant: User) -> Obligation:
    """The ledger of last year, not handed in; red for months."""
    found = duties.owed(zone, Duty.LEDGER)
    duties.sweep(clock.today())
    assert Alert.objects.open().filter(obligation=found).exists()
    return found


def test_a_duty_that_is_overdue_is_met_by_the_zone_that_goes_on(
    late: Obligation, zone: Zone, other: Zone, leader: User, successor: User, applicant: User, clerk: User,
    director: User, signed_in: SignIn,
) -> None:  # fmt: skip
    with pytest.raises(NotYours):
        duties.handed_in(late, successor)
    casework.signed(casework.merger(zone, other, clerk), director)
    late = duties.again(late)
    assert duty_moves(late, fresh_standing(successor)).hand_in
    browser, alert = signed_in(successor), duties.alert_of(late)
    for page in (late.get_absolute_url(), alert.get_absolute_url()):
        assert browser.get(page).status_code == 200
        assert signed_in(applicant).get(page).status_code == 404
    assert late.get_absolute_url() in {item.url for item in waiting_for(successor)}
    supervision.acknowledge(alert, plan="由并入园区补报。", by=leader)
    with pytest.raises(NotYours):
        duties.handed_in(late, applicant)
    assert not late.returns.exists()
    duties.handed_in(late, successor)
    assert duties.alert_of(late).ending == Ending.HANDED_IN


def test_its_report_is_written_and_handed_in_there_too(
    zone: Zone, other: Zone, leader: User, applicant: User, clerk: User, director: User
) -> None:
    owed = duties.arisen(zone, Duty.CARBON_PEAK_REPORT, date(2026, 6, 30))
    casework.signed(casework.merger(zone, other, clerk), director)
    owed = duties.again(owed)
    with pytest.raises(NotYours):
        reports.begin(owed, by=applicant)
    made = reports.begin(owed, by=leader)
    assert made in Report.objects.visible_to(leader)
    assert made not in Report.objects.visible_to(applicant)


def test_what_can_never_be_met_is_waived_and_its_alert_closes(
    late: Obligation, zone: Zone, other: Zone, leader: User, clerk: User, director: User
) -> None:
    casework.signed(casework.merger(zone, other, clerk), director)
    asked = supervision.propose_waiver(duties.again(late), reason="档案随机构撤销，无从补报。", by=clerk)
    supervision.approve(asked, by=director)
    assert (duties.again(late).release, duties.alert_of(late).ending) == (Release.WAIVED, Ending.WAIVED)
    duties.sweep(clock.today())
    assert duties.alert_of(late).closed_at is not None
    assert leader.inbox.filter(text="duty_waived").count() == 1


# ---------------------------------------------------------------- measures that passed with their designation
@pytest.fixture
def measure(
    case: Application, zone: Zone, applicant: User, supervisor: User, clerk: User, director: User
) -> Measure:
    """Its designation is suspended, until what is asked for is rectified."""
    measuring.listed(case, clerk)
    return measuring.signed(measuring.verified(zone, supervisor), supervisor, applicant, director)


def reread(measure: Measure) -> Measure:
    found: Measure = Measure.objects.get(pk=measure.pk)
    return found


def test_after_a_merger_who_manages_the_other_zone_rectifies_and_appeals(
    measure: Measure, zone: Zone, other: Zone, leader: User, applicant: User, supervisor: User, clerk: User,
    director: User, signed_in: SignIn,
) -> None:  # fmt: skip
    assert signed_in(leader).get(measure.get_absolute_url()).status_code == 404
    casework.signed(casework.merger(zone, other, clerk), director)
    measure, shown = reread(measure), Rectification.objects.get(measure=measure)
    pages = (measure.get_absolute_url(), shown.get_absolute_url())
    for person in (leader, applicant):  # who was measured goes on reading it
        assert {signed_in(person).get(page).status_code for page in pages} == {200}
    assert shown.get_absolute_url() in {item.url for item in waiting_for(leader)}
    assert shown.get_absolute_url() not in {item.url for item in waiting_for(applicant)}
    with pytest.raises(NotYours):
        measures.appeal(measure, text="申诉。", by=applicant)
    with pytest.raises(NotYours):
        measuring.rectified(measure, applicant)
    measures.appeal(measure, text="申诉。", by=leader)
    assert Line.objects.get(verb=Verb.APPEAL).on_behalf == other.managements.get().organization.name_zh
    measuring.rectified(measure, leader)
    measures.check(
        Rectification.objects.get(measure=measure), measuring.findings(shown), remark="通过。", by=supervisor
    )
    assert Designation.objects.get(zone=other).standing == Standing.BUILDING
    assert leader.inbox.filter(text="rectification_passed").count() == 1


def test_after_a_change_of_the_managing_body_the_present_one_acts(
    measure: Measure, zone: Zone, applicant: User
) -> None:
    Management.objects.filter(zone=zone).update(until=clock.now())
    body = factories.organization()
    Management.objects.create(zone=zone, organization=body)
    present, measure = factories.member(body, Role.MANAGER), reread(measure)
    with pytest.raises(NotYours):
        measuring.rectified(measure, applicant)
    measures.appeal(measure, text="申诉。", by=present)
    assert measuring.rectified(measure, present).state == "handed_in"


def test_what_a_renewal_asks_for_is_rectified_by_who_holds_the_designation_now(
    case: Application, zone: Zone, other: Zone, leader: User, applicant: User, clerk: User, director: User
) -> None:
    held = measuring.listed(case, clerk)
    with transaction.atomic():
        shown = open_rectification(["修复管网"], Limit(clock.now(), provisional=False), designation=held)
    casework.signed(casework.merger(zone, other, clerk), director)
    shown = Rectification.objects.get(pk=shown.pk)
    assert shown.answering == other.managements.get().organization
    assert shown in Rectification.objects.visible_to(leader)
    assert shown in Rectification.objects.answered_by(fresh_standing(leader).organizations())
    assert shown not in Rectification.objects.answered_by(fresh_standing(applicant).organizations())
