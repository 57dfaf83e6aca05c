"""合并、分立、主营业务变化: what an enterprise holds passes, stays, or is revoked from the day of the change on."""

import pytest
from django.test import Client
from django.urls import reverse

from program.alterations import actions
from program.alterations.models import ChangeKind, ChangeState
from program.applications import actions as applications
from program.applications.models import Abandonment, Application
from program.calls.models import Call
from program.decisions.models import Designation, DesignationLetter, Standing
from program.decisions.tasks import make_letter
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.measures import actions as measures
from program.measures.models import Effect, Ground
from program.notify.models import Message
from program.people import actions as people
from program.people.models import Organization, OrganizationKind, Role, User
from program.process.models import StageName
from program.process.rules import astray
from program.refusals import Incomplete, Invalid, Refused, SomebodyWasFaster
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.alterations import casework, firms
from tests.conftest import Asks, SignIn
from tests.demonstrations.enterprises.conftest import certifying, firm, manager, reviewer
from tests.demonstrations.parks.test_acceptance import designated
from tests.measures import measuring

__all__ = ["certifying", "firm", "manager", "reviewer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(certifying: Call, zone: Zone, clerk: User, firm: Organization) -> Designation:
    """Certified three months before the change."""
    made = designated(factories.case(certifying, zone, clerk, firm), clerk)
    Designation.objects.filter(pk=made.pk).update(since=firms.day(100))
    made.refresh_from_db()
    return made


@pytest.fixture
def into(zone: Zone) -> Organization:
    return factories.firm(zone, name_zh="示例存续有限公司", name_en="Example Going On")


@pytest.fixture
def heir(into: Organization) -> User:
    return factories.member(into, Role.MANAGER, "heir")


# ---------------------------------------------------------------- merger
def test_a_merger_does_everything_at_once(
    held: Designation, firm: Organization, into: Organization, heir: User, manager: User, reviewer: User, zone: Zone,
    clerk: User, director: User,
) -> None:  # fmt: skip
    again = applications.start(
        factories.call(clerk, director, track="leading_enterprise"), zone, firm, by=manager
    )
    people.invite(firm, email="new@example.org", name="新人", role=Role.CONTACT, by=manager)
    site = firm.sites.get()
    report = firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    for each in (held, firm, site):
        each.refresh_from_db()
    assert (firm.ended_on, firm.goes_on_as, report.into) == (firms.day(10), into, into)
    assert (held.organization, held.standing, list(report.decision.passed.all())) == (
        into, Standing.CERTIFIED, [held],
    )  # fmt: skip
    assert Application.objects.get(pk=again.pk).stage == StageName.ABANDONED
    assert Abandonment.objects.get(application=again).reason.startswith("单位并入")
    assert (site.organization, site.name_zh) == (into, f"主厂区（{firm.name_zh}）")
    assert not firm.memberships.current().exists()
    assert firm.memberships.get().ended_by == director
    assert firm.invitations.get().revoked_by == director
    assert Line.objects.filter(verb=Verb.MERGE_ORGANIZATION).count() == 2
    told = Message.objects.filter(text="organization_merged")
    assert set(told.values_list("recipient__username", flat=True)) == {"manager", "heir", "reviewer"}
    assert again.number not in {row[0] for row in astray()}


def test_the_page_shows_each_effect_before(
    held: Designation, firm: Organization, into: Organization, manager: User, zone: Zone, clerk: User, director: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    again = applications.start(
        factories.call(clerk, director, track="leading_enterprise"), zone, firm, by=manager
    )
    report = firms.drafted(firms.merging(firm, into, manager), clerk, holds=True)
    shown = signed_in(director).get(report.get_absolute_url()).content.decode()
    for words in (
        "ends on", f"{again.number} (", f"{held.letter_number} (", "passes to Example Going On", "1 sites go on",
        "1 roles of its people end", "are told",
    ):  # fmt: skip
        assert words in shown
    hidden = signed_in(manager).get(report.get_absolute_url()).content.decode()
    assert "passes to" not in hidden


def test_a_signature_on_other_effects_than_those_shown_is_refused(
    held: Designation,
    firm: Organization,
    into: Organization,
    manager: User,
    zone: Zone,
    clerk: User,
    director: User,
) -> None:
    report = firms.drafted(firms.merging(firm, into, manager), clerk, holds=True)
    effects = firms.seen(report)
    applications.start(factories.call(clerk, director, track="leading_enterprise"), zone, firm, by=manager)
    with pytest.raises(SomebodyWasFaster, match="The effects have changed"):
        actions.sign_change(report, effects=effects, by=director)
    firm.refresh_from_db()
    assert (firm.ended_on, firms.found(report).state) == (None, ChangeState.TO_SIGN)


def test_what_holds_no_more_or_is_held_already_is_revoked_from_the_day_of_the_change(
    held: Designation, certifying: Call, firm: Organization, into: Organization, manager: User, zone: Zone, clerk: User,
    director: User, client: Client,
) -> None:  # fmt: skip
    own = designated(factories.case(certifying, zone, clerk, into), clerk)
    firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    held.refresh_from_db()
    own.refresh_from_db()
    change = held.changes.get()
    assert (held.organization, held.standing, own.standing) == (firm, Standing.REVOKED, Standing.CERTIFIED)
    assert (change.since, change.document_number) == (firms.day(10), "示例绿发〔2026〕7号")
    page = client.get(held.get_absolute_url()).content.decode()
    assert "revoked" in page


def test_nothing_is_revoked_before_it_was_given(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User
) -> None:
    Designation.objects.filter(pk=held.pk).update(since=firms.day(3))
    firms.decided(firms.reported(firm, manager, ChangeKind.BUSINESS), clerk, director, holds=False)
    assert held.changes.get().since == firms.day(3)


def test_another_draft_is_not_signed_on_what_was_read_of_the_first(
    held: Designation, firm: Organization, into: Organization, manager: User, clerk: User, director: User
) -> None:
    report = firms.drafted(firms.merging(firm, into, manager), clerk, holds=True)
    read = firms.seen(report)
    actions.discard_change(report, by=clerk)
    report = firms.drafted(firms.found(report), clerk, holds=True)
    with pytest.raises(SomebodyWasFaster, match="The effects have changed"):
        actions.sign_change(report, effects=read, by=director)


def test_conditions_that_hold_no_more_revoke_by_a_document(
    held: Designation, firm: Organization, into: Organization, manager: User, clerk: User, director: User
) -> None:
    report = firms.merging(firm, into, manager)
    with pytest.raises(Incomplete, match="numbered document"):
        actions.draft_change(report, None, holds=False, reason="不再符合。", by=clerk)
    firms.decided(report, clerk, director, holds=False)
    held.refresh_from_db()
    assert (held.standing, held.organization) == (Standing.REVOKED, firm)
    assert held.changes.get().document_number == "示例绿发〔2026〕7号"


def test_a_successor_that_nobody_knows_is_registered_by_its_code(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User
) -> None:
    report = firms.decided(firms.reported(firm, manager, ChangeKind.MERGER), clerk, director, holds=True)
    held.refresh_from_db()
    assert report.into is not None
    assert (report.into.name_zh, report.into.kind, report.into.province, held.organization) == (
        "示例存续有限公司", OrganizationKind.ENTERPRISE, firm.province, report.into,
    )  # fmt: skip


def test_letter_and_name_pass_with_the_designation_and_every_name_finds_it(
    held: Designation, firm: Organization, into: Organization, heir: User, manager: User, stranger: User, clerk: User,
    director: User, client: Client, asks: Asks,
) -> None:  # fmt: skip
    make_letter(held.pk)
    letter = DesignationLetter.objects.get(designation=held).file
    assert not can_view_file(heir, letter)
    firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    assert [can_view_file(person, letter) for person in (heir, stranger)] == [True, False]
    with asks(4):  # the letter with what it went through, former names, rules, the public notice
        page = client.get(held.get_absolute_url()).content.decode()
    for words in ("Example Going On", f"called {firm.name_zh} when the letter was issued", "passed on from"):
        assert words in page
    assert client.get(firm.public_url)["Location"] == into.public_url
    with asks(6):  # as that of one that never merged
        profile = client.get(into.public_url).content.decode()
    assert f"called {firm.name_zh} when the letter was issued" in profile
    assert "passed on from" in profile
    for name in (firm.name_zh, firm.credit_code):
        assert into.credit_code in client.get(reverse("portal:enterprises"), {"q": name}).content.decode()
    register = client.get(reverse("decisions:designations"), {"q": firm.name_zh})
    assert held.letter_number in register.content.decode()


def test_a_chain_of_mergers_ends_at_whoever_goes_on(
    held: Designation, firm: Organization, into: Organization, heir: User, manager: User, zone: Zone, clerk: User,
    director: User, client: Client,
) -> None:  # fmt: skip
    last = factories.firm(zone, name_zh="示例末位有限公司")
    firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    firms.decided(firms.merging(into, last, heir, days=5), clerk, director, holds=True)
    firm.refresh_from_db()
    held.refresh_from_db()
    assert (firm.goes_on_as, held.organization) == (last, last)
    assert Designation.objects.called(firm.name_zh).get() == held
    assert client.get(last.public_url).content.decode().count("passed on from") == 2


def test_mergers_that_cannot_be(
    held: Designation, firm: Organization, into: Organization, heir: User, manager: User, zone: Zone, clerk: User,
    director: User,
) -> None:  # fmt: skip
    body = factories.organization(name_zh="示例管委会")
    for code, said in (
        (firm.credit_code, "merged into another one"),
        (body.credit_code, "another kind"),
        (into.credit_code[:-1] + "Z", "credit code"),
    ):
        with pytest.raises(Invalid, match=said):
            firms.opened(firm, manager, ChangeKind.MERGER, into_code=code)
    other = factories.firm(zone)
    holds_too = factories.member(other, Role.MANAGER, "holds_too")
    applications.start(factories.call(clerk, director, track="leading_enterprise"), zone, other, by=holds_too)
    waiting = firms.drafted(firms.merging(other, firm, holds_too), clerk, holds=True)
    firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    with pytest.raises(Invalid, match="is part of Example Going On now"):
        firms.signed(waiting, director)


def test_whoever_was_merged_away_begins_nothing(
    held: Designation, firm: Organization, into: Organization, manager: User, reviewer: User, zone: Zone, clerk: User,
    director: User,
) -> None:  # fmt: skip
    call = factories.call(clerk, director, track="leading_enterprise")
    firms.decided(firms.merging(firm, into, manager), clerk, director, holds=True)
    factories.grant(manager, firm, Role.MANAGER)  # as if the role had come through a race
    with pytest.raises(Refused, match="part of another"):
        applications.start(call, zone, firm, by=manager)
    with pytest.raises(Refused, match="part of another"):
        people.invite(firm, email="x@example.org", name="x", role=Role.CONTACT, by=manager)


def test_by_rule_open_applications_are_ended_before(
    held: Designation,
    firm: Organization,
    into: Organization,
    manager: User,
    zone: Zone,
    clerk: User,
    director: User,
) -> None:
    case = applications.start(
        factories.call(clerk, director, track="leading_enterprise"), zone, firm, by=manager
    )
    factories.rule_set(clerk, director, merger_gives_up=0)
    report = firms.drafted(firms.merging(firm, into, manager), clerk, holds=True)
    with pytest.raises(Refused, match="by the rules it is ended before"):
        firms.signed(report, director)
    firm.refresh_from_db()
    assert (firm.ended_on, Application.objects.get(pk=case.pk).stage) == (None, StageName.DRAFT)


# ---------------------------------------------------------------- division, business
@pytest.mark.parametrize("kind", [ChangeKind.DIVISION, ChangeKind.BUSINESS, ChangeKind.OTHER])
def test_what_still_holds_is_recorded_and_changes_nothing(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User, kind: ChangeKind
) -> None:
    report = firms.decided(firms.reported(firm, manager, kind), clerk, director, holds=True)
    held.refresh_from_db()
    assert (report.state, held.standing, held.changes.count()) == (ChangeState.SETTLED, Standing.CERTIFIED, 0)
    assert Message.objects.filter(recipient=manager, text="change_recorded").count() == 1


def test_what_holds_no_more_is_revoked_and_does_not_come_back_with_the_end_of_a_measure(
    held: Designation,
    firm: Organization,
    zone: Zone,
    manager: User,
    supervisor: User,
    clerk: User,
    director: User,
) -> None:
    said = measuring.said(zone, Ground.OTHER, credit_code=firm.credit_code, owner=firm.name_zh)
    lead = measures.verify(measures.record(said, by=supervisor), verdict="属实。", by=supervisor)
    against = measures.Against(firm.credit_code, firm.name_zh)
    measure = measures.draft(lead, against, measuring.plain(MeasureKind.SUSPEND), by=supervisor)
    measures.announce(measure, by=supervisor)
    measures.defend(measure, text="已经整改。", by=manager)
    measures.decide(measure, measuring.given(), reason="申辩理由不成立。", by=supervisor)
    measure = measures.sign(measure, by=director)
    held.refresh_from_db()
    assert held.standing == Standing.SUSPENDED
    firms.decided(firms.reported(firm, manager, ChangeKind.BUSINESS), clerk, director, holds=False)
    measuring.reversed_(measure, supervisor, director)
    held.refresh_from_db()
    assert (held.standing, Effect.objects.lasting().count()) == (Standing.REVOKED, 0)
    change = held.changes.last()
    assert change is not None
    assert (change.since, change.document_number) == (firms.day(10), "示例绿发〔2026〕7号")


def test_without_a_notice_the_office_has_a_document_of_its_own(
    held: Designation, firm: Organization, manager: User, clerk: User
) -> None:
    report = firms.reported(firm, manager, ChangeKind.OTHER, authority="", notice_number="")
    with pytest.raises(Incomplete, match="no notice"):
        actions.draft_change(report, None, holds=True, reason="x", by=clerk)
    with pytest.raises(Invalid, match="conditions still hold"):
        actions.draft_change(report, casework.given(), holds=None, reason="x", by=clerk)
    actions.return_change(report, reason="补充登记材料。", by=clerk)
    with pytest.raises(Invalid, match="registration authority"):
        actions.change_report(report, firms.said(ChangeKind.DIVISION, notice_number=""), by=manager)


def test_a_notice_revokes_nothing_even_if_the_successor_was_certified_meanwhile(
    held: Designation, certifying: Call, firm: Organization, into: Organization, manager: User, zone: Zone, clerk: User,
    director: User,
) -> None:  # fmt: skip
    report = firms.drafted(firms.merging(firm, into, manager), clerk, holds=True)
    designated(factories.case(certifying, zone, clerk, into), clerk)
    with pytest.raises(Refused, match="numbered document"):
        firms.signed(report, director)
    firm.refresh_from_db()
    held.refresh_from_db()
    assert (firm.ended_on, held.standing) == (None, Standing.CERTIFIED)
