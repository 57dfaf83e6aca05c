"""合并: everything that hangs on a zone goes at once, as the page has shown it before."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.alterations import actions, rules
from program.alterations.models import Alteration
from program.applications import actions as applications
from program.applications.models import Abandonment, Application
from program.calls.models import Call
from program.decisions.actions import sign_document
from program.decisions.models import Designation, DesignationLetter, Standing
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.measures.models import Effect
from program.notify.models import Message
from program.people.models import Organization, User
from program.people.rules import standing
from program.process.models import StageName
from program.process.rules import astray
from program.refusals import Invalid, Refused, SomebodyWasFaster, TooEarly
from program.rulesets.models import MeasureKind
from program.supervision.models import Duty, Obligation, Release
from program.zones import actions as zones
from program.zones.models import Affiliation, RecommendingBody, Site, Zone
from tests import factories
from tests.alterations import casework
from tests.conftest import SignIn
from tests.decisions import casework as decisions
from tests.demonstrations.parks.test_acceptance import designated
from tests.measures import measuring
from tests.supervision import casework as duties

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- merger
def listed(zone: Zone, manager: User) -> Site:
    listing = zones.Listing(factories.credit_code(70_001, prefix="91"), "示例企业", "一厂", "39", 2021)
    return zones.list_site(zone, listing, by=manager)


def test_a_merger_does_everything_at_once(
    case: Application, zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    held, site = designated(case, clerk), listed(zone, applicant)
    again = applications.start(factories.call(clerk, director), zone, by=applicant)
    late, ahead = (
        duties.owed(zone, Duty.LEDGER),
        duties.owed(zone, Duty.GREEN_REPORT, 2026, date(2027, 1, 2)),
    )
    ahead.due = clock.now() + timedelta(days=200)
    ahead.due_provisional = False
    ahead.save()
    made = casework.merger(zone, other, clerk)
    body = zone.managements.get().organization
    casework.signed(made, director)
    zone.refresh_from_db()
    held.refresh_from_db()
    assert (zone.closed_on, zone.merged_into) == (made.effective, other)
    assert not zone.managements.filter(until=None).exists()
    assert Application.objects.get(pk=again.pk).stage == StageName.ABANDONED
    assert Abandonment.objects.get(application=again).reason.startswith("园区并入")
    assert (held.zone, held.standing, held.organization) == (
        other, Standing.BUILDING, other.managements.get().organization,
    )  # fmt: skip
    assert list(made.passed.all()) == [held]
    assert [Obligation.objects.get(pk=each.pk).release for each in (late, ahead)] == ["", Release.WITHDRAWN]
    assert list(site.affiliations.order_by("since_year").values_list("zone", "since_year", "until_year")) == [
        (zone.pk, 2021, made.effective.year - 1), (other.pk, made.effective.year, None),
    ]  # fmt: skip
    assert Line.objects.filter(verb=Verb.MERGE_ZONE, subject__in=[zone.code, other.code]).count() == 2
    assert Message.objects.filter(recipient=applicant, text="zone_merged").count() == 1
    assert body.pk != held.organization_id
    assert again.number not in {row[0] for row in astray()}


def test_the_page_shows_each_effect_before(
    case: Application,
    zone: Zone,
    other: Zone,
    applicant: User,
    clerk: User,
    director: User,
    signed_in: SignIn,
) -> None:
    held, _site = designated(case, clerk), listed(zone, applicant)
    again = applications.start(factories.call(clerk, director), zone, by=applicant)
    duties.owed(zone, Duty.GREEN_REPORT, 2026, date(2027, 1, 2))
    made = casework.merger(zone, other, clerk)
    shown = signed_in(director).get(made.get_absolute_url()).content.decode()
    for words in (
        "closes on", "no longer manages it", f"{again.number} (", f"{held.letter_number} (", "passes to", "is owed no more",
        "1 sites stand in the statistics", "The managers of both zones are told",
    ):  # fmt: skip
        assert words in shown


def test_a_signature_on_other_effects_than_those_shown_is_refused(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    made = casework.merger(zone, other, clerk)
    effects = casework.seen(made)
    applications.start(factories.call(clerk, director), zone, by=applicant)
    with pytest.raises(SomebodyWasFaster, match="The effects have changed"):
        actions.sign(made, effects=effects, by=director)
    zone.refresh_from_db()
    assert (zone.closed_on, Alteration.objects.get().signed_at) == (None, None)


def test_a_merger_is_signed_on_its_day_or_later(
    zone: Zone, other: Zone, clerk: User, director: User, tomorrow: date
) -> None:
    made = casework.merger(zone, other, clerk, tomorrow)
    assert not rules.alteration_moves(made, standing(director), clock.today()).sign
    with pytest.raises(TooEarly):
        casework.signed(made, director)
    with clock.at(clock.start_of(tomorrow)):
        casework.signed(made, director)
    zone.refresh_from_db()
    assert zone.closed_on == tomorrow


def test_a_designation_ends_where_the_other_zone_has_one(
    case: Application, call: Call, zone: Zone, other: Zone, clerk: User, director: User
) -> None:
    held = designated(case, clerk)
    own = designated(factories.case(call, other, clerk), clerk)
    casework.signed(casework.merger(zone, other, clerk), director)
    held.refresh_from_db()
    own.refresh_from_db()
    assert [(each.zone, each.standing) for each in (held, own)] == [
        (zone, Standing.SUCCEEDED), (other, Standing.BUILDING),
    ]  # fmt: skip
    assert held.changes.get().document_number == "示例函〔2026〕2号"


def test_a_case_that_a_merger_overtakes_is_shown_and_no_longer_listed(
    case: Application, call: Call, zone: Zone, other: Zone, clerk: User, director: User, signed_in: SignIn
) -> None:
    """Through its notice for the very title that passes to it: the page says so, and the next document leaves it out."""
    held, waiting = designated(case, clerk), factories.case(call, other, clerk)
    factories.rest_at(waiting, StageName.PUBLICATION)
    made = casework.merger(zone, other, clerk)
    shown = signed_in(director).get(made.get_absolute_url()).content.decode()
    assert f"{waiting.number} of " in shown
    assert "can no longer be listed" in shown
    casework.signed(made, director)
    held.refresh_from_db()
    assert held.zone == other
    with pytest.raises(SomebodyWasFaster, match=f"holds a designation already .{held.letter_number}"):
        decisions.enter(call, clerk, "示例文〔2026〕901号")


def test_what_a_signed_document_lists_is_listed_before_the_merger(
    case: Application, call: Call, zone: Zone, other: Zone, clerk: User, director: User
) -> None:
    """Else the document would promise a designation that cannot be given."""
    held, waiting = designated(case, clerk), factories.case(call, other, clerk)
    factories.rest_at(waiting, StageName.PUBLICATION)
    made = casework.merger(zone, other, clerk)
    sign_document(decisions.enter(call, clerk, "示例文〔2026〕901号"), by=director)
    with pytest.raises(Invalid) as refused:
        casework.signed(made, director)
    assert waiting.number in str(refused.value.findings[0][1])
    decisions.keep_all("publish_document")
    casework.signed(made, director)
    held.refresh_from_db()
    assert (held.zone, held.standing) == (zone, Standing.SUCCEEDED)
    assert Designation.objects.current().get().zone == other


def test_an_early_case_of_another_title_is_not_overtaken(
    case: Application, zone: Zone, other: Zone, clerk: User, director: User
) -> None:
    designated(case, clerk)
    accepting = factories.call(clerk, director, track="acceptance", recommendation_quota=None)
    factories.case(accepting, other, clerk)
    made = casework.merger(zone, other, clerk)
    assert not rules.overtaken(zone, other).exists()
    assert "can no longer be listed" not in " ".join(each.sentence for each in rules.shown_effects(made))


def test_a_suspension_passes_with_its_designation_and_ends_there(
    case: Application, zone: Zone, other: Zone, applicant: User, supervisor: User, clerk: User, director: User
) -> None:
    held = designated(case, clerk)
    measure = measuring.signed(measuring.verified(zone, supervisor), supervisor, applicant, director)
    casework.signed(casework.merger(zone, other, clerk), director)
    held.refresh_from_db()
    assert (held.zone, held.standing) == (other, Standing.SUSPENDED)
    assert Effect.objects.lasting().get(designation=held).held == Standing.BUILDING
    measuring.reversed_(measure, supervisor, director)
    held.refresh_from_db()
    assert held.standing == Standing.BUILDING


def test_a_letter_passes_with_its_designation(
    case: Application, zone: Zone, other: Zone, applicant: User, clerk: User, director: User, stranger: User
) -> None:
    """Whoever holds it now opens it; whoever was given it goes on to."""
    held = designated(case, clerk)
    decisions.keep_all("make_letter")
    holder = other.managements.get().organization.memberships.get().user
    letter = DesignationLetter.objects.get(designation=held).file
    assert not can_view_file(holder, letter)
    casework.signed(casework.merger(zone, other, clerk), director)
    assert [can_view_file(person, letter) for person in (holder, applicant, stranger)] == [True, True, False]


def test_a_chain_of_mergers_is_found_by_its_first_name(
    case: Application,
    zone: Zone,
    other: Zone,
    recommending_body: RecommendingBody,
    clerk: User,
    director: User,
) -> None:
    held, unrelated = designated(case, clerk), casework.another(recommending_body, "示例丁")[0]
    third, _manager = casework.another(recommending_body, "示例丙")
    casework.signed(casework.merger(zone, other, clerk), director)
    assert Designation.objects.called(zone.name_zh).get() == held
    casework.signed(casework.merger(other, third, clerk, number="示例函〔2026〕3号"), director)
    for name in (zone.name_zh, other.name_zh, "示例丙", held.letter_number):
        assert Designation.objects.called(name).get() == held
    assert not Designation.objects.called(unrelated.name_zh).exists()


def test_what_was_revoked_does_not_come_back_to_a_closed_zone(
    case: Application, zone: Zone, other: Zone, applicant: User, supervisor: User, clerk: User, director: User
) -> None:
    held = designated(case, clerk)
    wanted = measuring.terms(MeasureKind.REVOKE, restriction_years=3)
    lead = measuring.verified(zone, supervisor)
    measure = measuring.signed(lead, supervisor, applicant, director, wanted)
    casework.signed(casework.merger(zone, other, clerk), director)
    measuring.reversed_(measure, supervisor, director)
    held.refresh_from_db()
    assert (held.zone, held.standing) == (zone, Standing.SUCCEEDED)


def test_a_closed_zone_begins_nothing(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User, managing_body: Organization
) -> None:
    open_call = factories.call(clerk, director)
    casework.signed(casework.merger(zone, other, clerk), director)
    with pytest.raises(Refused):
        applications.start(open_call, zone, by=applicant)
    with pytest.raises(Refused, match="part of another"):
        zones.invite_managing_body(zone, email="x@example.org", name="x", by=clerk)
    with pytest.raises(Invalid, match="part of another"):
        casework.renaming(zone, clerk)
    with pytest.raises(Invalid, match="part of another"):
        casework.merger(zone, other, clerk)
    with pytest.raises(Invalid, match="part of another"):
        casework.merger(other, zone, clerk)
    duties.sweep(date(2027, 1, 2))
    assert not Obligation.objects.filter(zone=zone, year=2026).exists()
    assert Obligation.objects.filter(zone=other, year=2026).exists()


def test_a_zone_that_closes_between_page_and_beginning_begins_nothing(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    """Its managing body still stands where it was read before the lock."""
    open_call = factories.call(clerk, director)
    Zone.objects.filter(pk=zone.pk).update(closed_on=clock.today(), merged_into=other, goes_on_as=other)
    with pytest.raises(Refused, match="part of another"):
        applications.start(open_call, zone, by=applicant)


def test_by_rule_open_applications_are_ended_before(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    case = applications.start(factories.call(clerk, director), zone, by=applicant)
    factories.rule_set(clerk, director, merger_gives_up=0)
    made = casework.merger(zone, other, clerk)
    with pytest.raises(Refused, match="by the rules it is ended before"):
        casework.signed(made, director)
    zone.refresh_from_db()
    assert (zone.closed_on, Application.objects.get(pk=case.pk).stage) == (None, StageName.DRAFT)


def test_a_year_that_was_declared_stays(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    site = listed(zone, applicant)
    year = clock.today().year
    site.declarations.create(
        zone=zone, year=year, version=1, submitted_at=clock.now(), submitted_by=applicant
    )
    casework.signed(casework.merger(zone, other, clerk), director)
    assert list(site.affiliations.order_by("since_year").values_list("zone", "since_year", "until_year")) == [
        (zone.pk, 2021, year), (other.pk, year + 1, None),
    ]  # fmt: skip


def test_a_site_that_came_this_year_moves_whole(
    zone: Zone, other: Zone, applicant: User, clerk: User, director: User
) -> None:
    site = listed(zone, applicant)
    Affiliation.objects.filter(site=site).update(since_year=clock.today().year)
    casework.signed(casework.merger(zone, other, clerk), director)
    assert site.affiliations.get().zone == other


def test_mergers_that_cannot_be(
    zone: Zone, other: Zone, recommending_body: RecommendingBody, clerk: User
) -> None:
    with pytest.raises(Invalid, match="another one"):
        casework.merger(zone, zone, clerk)
    empty = factories.zone(recommending_body, None)
    with pytest.raises(Invalid, match="no managing body"):
        casework.merger(zone, empty, clerk)
    casework.merger(zone, other, clerk)
    third, _manager = casework.another(recommending_body, "示例丙")
    with pytest.raises(Invalid, match="merged into this one"):
        casework.merger(other, third, clerk)
    with pytest.raises(Invalid, match="being merged into another one itself"):
        casework.merger(third, zone, clerk)
    with pytest.raises(IntegrityError, match="zone_closed_into_another"), transaction.atomic():
        Zone.objects.filter(pk=zone.pk).update(closed_on=clock.today())
