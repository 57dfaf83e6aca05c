"""归属争议、厂区转移: claimed by one zone, answered by the other or settled by the office; past years stay where they were."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.claims import actions, rules
from program.claims.models import Answer, ClaimKind, ClaimState, Outcome, Settlement, SiteClaim
from program.claims.tasks import recount_claims
from program.files.models import File
from program.indicators.models import Declaration
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooEarly, TooLate
from program.rulesets.models import CalendarYear
from program.rulesets.rules import Calendar
from program.zones.actions import end_affiliation
from program.zones.models import Affiliation, RecommendingBody, Site, Zone
from program.zones.rules import StandsElsewhere
from tests import factories
from tests.supervision import casework as duties
from tests.zones.claiming import (
    CODE,
    YEAR,
    agreed,
    claimed,
    contested,
    declared,
    drafted,
    listed,
    seen,
    signed,
    stood,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    """A Monday in a year whose calendar is published."""
    duties.calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture
def site(zone: Zone, applicant: User) -> Site:
    """Stands in the applicant's zone."""
    return listed(zone, applicant)


@pytest.fixture
def firm(site: Site) -> Organization:
    return site.organization


@pytest.fixture
def boss(firm: Organization) -> User:
    return factories.member(firm, Role.MANAGER, "boss")


@pytest.fixture
def claim(site: Site, other_zone: Zone, stranger: User) -> SiteClaim:
    """The stranger's zone says that the site has moved there this year."""
    return claimed(other_zone, stranger)


def after_the_limit() -> AbstractContextManager[None]:
    return clock.at(clock.now() + clock.days(30))


def texts(person: User) -> list[str]:
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("text", flat=True))


def lines(claim: SiteClaim) -> list[str]:
    return list(Line.objects.filter(subject=claim.number).order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- made
def test_listing_what_stands_elsewhere_leads_to_a_claim(
    site: Site, zone: Zone, other_zone: Zone, stranger: User
) -> None:
    with pytest.raises(StandsElsewhere) as refused:
        listed(other_zone, stranger, since=2026)
    assert refused.value.field == "site"
    assert zone.name_zh not in str(refused.value)
    assert stood(site) == [(zone, 2023, None)]


def test_who_lists_its_own_again_is_told_so(site: Site, zone: Zone, applicant: User) -> None:
    with pytest.raises(SomebodyWasFaster, match="is listed already") as refused:
        listed(zone, applicant)
    assert not isinstance(refused.value, StandsElsewhere)


def test_a_claim_waits_for_the_other_zone(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, boss: User, stranger: User
) -> None:
    assert (claim.claimant, claim.holder, claim.number) == (other_zone, zone, "GS-2026-0001")
    assert claim.state_at(clock.now()) == ClaimState.WAITING
    assert clock.beijing_date(claim.answer_by) == date(2026, 3, 16)  # ten working days
    assert lines(claim) == [Verb.CLAIM_SITE]
    assert texts(applicant) == [Text.CLAIM_MADE]
    assert texts(boss) == []  # joined later
    assert stood(claim.site) == [(zone, 2023, None)], "a claim moves nothing"


def test_the_enterprise_is_told(site: Site, boss: User, other_zone: Zone, stranger: User) -> None:
    claimed(other_zone, stranger)
    assert texts(boss) == [Text.CLAIM_CONCERNS_YOU]


def test_who_claims(
    site: Site, zone: Zone, other_zone: Zone, contact: User, applicant: User, clerk: User
) -> None:
    for person in (contact, applicant, clerk):
        with pytest.raises(NotYours):
            claimed(other_zone, person)
    assert not SiteClaim.objects.exists()
    assert not File.objects.exists()


def test_a_zone_claims_what_stands_in_another(
    site: Site, zone: Zone, other_zone: Zone, applicant: User, stranger: User
) -> None:
    with pytest.raises(SomebodyWasFaster, match="No other zone"):
        claimed(zone, applicant)
    with pytest.raises(Invalid, match="list it"):
        claimed(other_zone, stranger, site="二厂")
    end_affiliation(site, zone, until_year=2025, by=applicant)
    with pytest.raises(SomebodyWasFaster, match="No other zone"):
        claimed(other_zone, stranger)
    assert not SiteClaim.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": "  "}, "reason"), ({"evidence": None}, "evidence"), ({"since_year": 2028}, "since_year")],
)
def test_a_claim_says_why_since_when_and_shows_it(
    site: Site, other_zone: Zone, stranger: User, changes: dict[str, object], field: str
) -> None:
    with pytest.raises((Invalid, Incomplete)) as refused:
        claimed(other_zone, stranger, **changes)
    assert (refused.value.field, SiteClaim.objects.count(), File.objects.count()) == (field, 0, 0)


def test_what_the_other_zone_has_is_no_answer_to_a_claim(
    site: Site, zone: Zone, other_zone: Zone, stranger: User, applicant: User
) -> None:
    """A year that it has declared there is not told to the claimant: it would be a way to ask."""
    declared(site, zone, 2025, applicant)
    assert claimed(other_zone, stranger, since_year=2024).since_year == 2024


def test_one_open_claim_a_site(
    claim: SiteClaim, recommending_body: RecommendingBody, zone: Zone, other_zone: Zone, stranger: User
) -> None:
    body = factories.organization()
    third = factories.zone(recommending_body, body, name_zh="示例第三高新技术产业开发区")
    for where, person in ((other_zone, stranger), (third, factories.member(body, Role.MANAGER))):
        with pytest.raises(SomebodyWasFaster, match="open already"):
            claimed(where, person)
    claim.pk, claim.number = None, "GS-2026-0002"
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.save()
    assert SiteClaim.objects.count() == 1


def test_it_does_not_leave_while_it_is_claimed(claim: SiteClaim, zone: Zone, applicant: User) -> None:
    with pytest.raises(Refused, match="answer its claim"):
        end_affiliation(claim.site, zone, until_year=2025, by=applicant)
    assert stood(claim.site) == [(zone, 2023, None)]


# ---------------------------------------------------------------- agreed
def test_agreed_it_moves_and_past_years_stay(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, stranger: User, boss: User
) -> None:
    old = declared(claim.site, zone, 2025, applicant)
    done = agreed(claim, applicant)
    assert stood(claim.site) == [(zone, 2023, 2025), (other_zone, 2026, None)]
    assert Declaration.objects.get(pk=old.pk).zone == zone
    assert (done.answer, done.outcome, done.moved_from) == (Answer.AGREED, Outcome.MOVES, 2026)
    assert lines(claim) == [Verb.CLAIM_SITE, Verb.AGREE_CLAIM]
    for person in (applicant, stranger, boss):
        assert texts(person)[-1] == Text.CLAIM_AGREED
    with pytest.raises(SomebodyWasFaster):
        agreed(claim, applicant)
    assert len(stood(claim.site)) == 2


def test_a_year_that_was_declared_is_not_taken_away(claim: SiteClaim, zone: Zone, applicant: User) -> None:
    declared(claim.site, zone, 2026, applicant)
    with pytest.raises(Invalid, match="for 2026"):
        agreed(claim, applicant)
    claim.refresh_from_db()
    assert (claim.answer, stood(claim.site)) == ("", [(zone, 2023, None)])


def test_what_was_begun_and_handed_in_nowhere_goes_along(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, boss: User
) -> None:
    begun = Declaration.objects.create(zone=zone, site=claim.site, year=2026, opened_by=boss)
    agreed(claim, applicant)
    begun.refresh_from_db()
    assert begun.zone == other_zone


def test_what_always_belonged_elsewhere_keeps_no_year_here(
    site: Site, zone: Zone, other_zone: Zone, applicant: User, stranger: User
) -> None:
    claim = claimed(other_zone, stranger, kind=ClaimKind.ALWAYS, since_year=2022)
    agreed(claim, applicant)
    assert stood(site) == [(other_zone, 2022, None)]


def test_no_year_in_which_it_stood_in_a_third_zone_is_claimed(
    site: Site, zone: Zone, other_zone: Zone, applicant: User, stranger: User
) -> None:
    Affiliation.objects.create(site=site, zone=other_zone, since_year=2019, until_year=2022)
    claim = claimed(other_zone, stranger, kind=ClaimKind.ALWAYS, since_year=2022)
    with pytest.raises(Invalid, match="up to 2022"):
        agreed(claim, applicant)
    assert stood(site) == [(other_zone, 2019, 2022), (zone, 2023, None)]


def test_who_answers(claim: SiteClaim, contact: User, stranger: User, boss: User, clerk: User) -> None:
    for person in (contact, stranger, boss, clerk):
        with pytest.raises(NotYours):
            agreed(claim, person)
        with pytest.raises(NotYours):
            contested(claim, person)
    claim.refresh_from_db()
    assert claim.answer == ""


def test_killed_half_way_nothing_has_moved(
    claim: SiteClaim, zone: Zone, applicant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object, **_facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("program.claims.actions.journal.record", die)
    with pytest.raises(RuntimeError):
        agreed(claim, applicant)
    claim.refresh_from_db()
    assert (claim.outcome, stood(claim.site)) == ("", [(zone, 2023, None)])


# ---------------------------------------------------------------- contested, left unanswered, withdrawn
def test_contested_it_waits_for_the_office(
    claim: SiteClaim, zone: Zone, applicant: User, stranger: User, boss: User
) -> None:
    made = contested(claim, applicant)
    assert (made.answer, made.state_at(clock.now())) == (Answer.CONTESTED, ClaimState.TO_SETTLE)
    assert texts(stranger)[-1] == texts(boss)[-1] == Text.CLAIM_CONTESTED
    for again in (agreed, contested):
        with pytest.raises(SomebodyWasFaster, match="answered already"):
            again(claim, applicant)
    assert stood(claim.site) == [(zone, 2023, None)]


def test_contested_with_reason_and_evidence(claim: SiteClaim, applicant: User) -> None:
    with pytest.raises(Invalid):
        contested(claim, applicant, reason=" ")
    with pytest.raises(Incomplete):
        actions.contest(claim, reason="仍在我区。", evidence=None, by=applicant)
    claim.refresh_from_db()
    assert claim.answer == ""


def test_too_late_the_office_settles(claim: SiteClaim, zone: Zone, applicant: User, clerk: User) -> None:
    with pytest.raises(TooEarly, match="not answered yet"):
        drafted(claim, clerk)
    with clock.at(claim.answer_by):
        assert SiteClaim.objects.to_settle(clock.now()).count() == 0
    with after_the_limit():
        for answer in (agreed, contested):
            with pytest.raises(TooLate):
                answer(claim, applicant)
        assert SiteClaim.objects.to_settle(clock.now()).get() == claim
        assert drafted(claim, clerk).moves
    assert stood(claim.site) == [(zone, 2023, None)]


def test_a_provisional_limit_does_not_pass(
    site: Site, other_zone: Zone, stranger: User, applicant: User
) -> None:
    with clock.at(datetime(2026, 12, 28, 9, tzinfo=clock.BEIJING)):
        CalendarYear.objects.filter(year__gt=2026).delete()
        claim = claimed(other_zone, stranger)
        assert claim.answer_provisional
    with clock.at(datetime(2027, 3, 1, 9, tzinfo=clock.BEIJING)):
        assert not claim.lapsed(clock.now())
        recount_claims()
        claim.refresh_from_db()
        assert claim.answer_provisional, "the calendar is not known yet"
        CalendarYear.objects.create(year=2027)
        recount_claims()
        claim.refresh_from_db()
        assert not claim.answer_provisional
        assert claim.lapsed(clock.now())
        assert not actions.recount(claim, Calendar()), "done once"


def test_withdrawn_by_the_claimant_while_it_is_open(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, boss: User
) -> None:
    with pytest.raises(NotYours):
        actions.withdraw(claim, by=applicant)
    contested(claim, applicant)
    drafted(claim, clerk)
    gone = actions.withdraw(claim, by=stranger)
    assert (gone.outcome, Settlement.objects.count()) == (Outcome.WITHDRAWN, 0)
    assert texts(applicant)[-1] == texts(boss)[-1] == Text.CLAIM_WITHDRAWN
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw(claim, by=stranger)
    assert claimed(other_zone, stranger).number == "GS-2026-0002", "it may claim anew"
    assert stood(claim.site) == [(zone, 2023, None)]


def test_the_enterprise_states_its_view_once(
    claim: SiteClaim, boss: User, stranger: User, applicant: User
) -> None:
    for person in (stranger, applicant):
        with pytest.raises(NotYours):
            actions.state_view(claim, text="已搬迁。", by=person)
    with pytest.raises(Invalid):
        actions.state_view(claim, text=" ", by=boss)
    assert actions.state_view(claim, text="去年已搬迁。", by=boss).view == "去年已搬迁。"
    with pytest.raises(SomebodyWasFaster):
        actions.state_view(claim, text="没有搬迁。", by=boss)
    actions.withdraw(claim, by=stranger)
    with pytest.raises(SomebodyWasFaster):
        actions.state_view(claim, text="没有搬迁。", by=boss)
    claim.refresh_from_db()
    assert claim.view == "去年已搬迁。"


# ---------------------------------------------------------------- settled
def test_settled_it_moves_from_the_year_of_the_settlement(
    claim: SiteClaim, zone: Zone, other_zone: Zone, applicant: User, stranger: User, boss: User, clerk: User, director: User
) -> None:  # fmt: skip
    declared(claim.site, zone, 2026, applicant)
    contested(claim, applicant)
    with pytest.raises(Invalid, match="for 2026") as refused:
        drafted(claim, clerk)
    assert (refused.value.field, Settlement.objects.count()) == ("from_year", 0)
    drafted(claim, clerk, 2027)
    assert texts(director) == [Text.SETTLEMENT_TO_SIGN]
    done = signed(claim, director)
    assert stood(claim.site) == [(zone, 2023, 2026), (other_zone, 2027, None)]
    assert (done.outcome, done.moved_from) == (Outcome.MOVES, 2027)
    for person in (applicant, stranger, boss):
        assert texts(person)[-1] == Text.CLAIM_SETTLED
    assert lines(claim) == [Verb.CLAIM_SITE, Verb.CONTEST_CLAIM, Verb.DRAFT_SETTLEMENT, Verb.SIGN_SETTLEMENT]


def test_settled_it_stays(
    claim: SiteClaim, zone: Zone, applicant: User, stranger: User, clerk: User, director: User
) -> None:
    contested(claim, applicant)
    drafted(claim, clerk, None)
    done = signed(claim, director)
    assert (done.outcome, stood(claim.site)) == (Outcome.STAYS, [(zone, 2023, None)])
    last = Message.objects.filter(recipient=stranger).latest("pk")
    assert last.text == Text.CLAIM_REJECTED
    assert zone.name_zh not in last.sentence


def test_who_settles(
    claim: SiteClaim, zone: Zone, applicant: User, clerk: User, director: User, office: Organization
) -> None:
    contested(claim, applicant)
    for person in (applicant, director):
        with pytest.raises(NotYours):
            drafted(claim, person)
    both = factories.member(office, Role.CLERK, "both")
    factories.grant(both, office, Role.DIRECTOR)
    drafted(claim, both)
    for person in (both, clerk, applicant):
        with pytest.raises(NotYours):
            signed(claim, person)
    with pytest.raises(SomebodyWasFaster, match="drafted already"):
        drafted(claim, clerk)
    with pytest.raises(NotYours):
        actions.discard_settlement(claim, by=applicant)
    assert stood(claim.site) == [(zone, 2023, None)]


def test_nothing_is_signed_but_what_was_read(
    claim: SiteClaim, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    contested(claim, applicant)
    drafted(claim, clerk)
    before = seen(claim)
    declared(claim.site, zone, 2025, applicant)
    with pytest.raises(SomebodyWasFaster, match="effects have changed"):
        actions.sign_settlement(claim, effects=before, by=director)
    declared(claim.site, zone, 2026, applicant)
    with pytest.raises(Invalid, match="for 2026"):
        signed(claim, director)
    assert stood(claim.site) == [(zone, 2023, None)]


def test_a_draft_is_discarded_and_the_claim_settled_anew(
    claim: SiteClaim, applicant: User, clerk: User, director: User
) -> None:
    contested(claim, applicant)
    drafted(claim, clerk)
    actions.discard_settlement(claim, by=clerk)
    for again in (
        lambda: actions.discard_settlement(claim, by=clerk),
        lambda: actions.sign_settlement(claim, effects="", by=director),
    ):
        with pytest.raises(SomebodyWasFaster):
            again()
    assert rules.to_sign(director).count() == 0
    drafted(claim, clerk, None, number="示例函〔2026〕62号")
    assert rules.to_sign(director).get() == claim
    assert rules.to_sign(clerk).count() == 0


def test_what_is_closed_is_never_changed(claim: SiteClaim, applicant: User) -> None:
    agreed(claim, applicant)
    closed = SiteClaim.objects.get(pk=claim.pk)
    closed.since_year = 2020
    with pytest.raises(Exception, match=r"(?i)frozen|append|never|change"), transaction.atomic():
        closed.save()


def test_the_code_is_typed_and_leads_nowhere_else(site: Site, other_zone: Zone, stranger: User) -> None:
    with pytest.raises(Invalid):
        claimed(other_zone, stranger, credit_code=factories.credit_code(78_002, prefix="91"))
    assert site.organization.credit_code == CODE
    assert clock.today().year == YEAR
