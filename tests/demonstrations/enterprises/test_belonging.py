"""归属: an open claim is said where the case is decided on; whatever an enterprise holds and asks for stays when it moves."""

from datetime import date

import pytest
from django.urls import reverse

from program.applications import actions
from program.applications.models import Application
from program.calls.models import Call
from program.claims import actions as claims
from program.claims.models import ClaimKind, SiteClaim
from program.decisions.models import Designation, Standing
from program.people.models import Organization, Role, User
from program.portal.rules import firm_profile
from program.process.models import StageName
from program.refusals import Refused
from program.zones.models import Site, Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.enterprises.conftest import written
from tests.demonstrations.enterprises.test_certification import recommended
from tests.demonstrations.parks.test_acceptance import designated
from tests.zones.claiming import agreed, claimed, contested, drafted, listed, signed, stood

pytestmark = pytest.mark.django_db
SAID = "Another zone claims a site of this enterprise"
BARRED = "always belonged there"
STAYS = "the application stays with"


@pytest.fixture
def site(firm: Organization) -> Site:
    return firm.sites.get()


def claim_of(site: Site, zone: Zone, by: User, kind: ClaimKind = ClaimKind.MOVED) -> SiteClaim:
    code = site.organization.credit_code
    return claimed(zone, by, credit_code=code, site=site.name_zh, kind=kind)


def text(signed_in: SignIn, person: User, where: str) -> str:
    return signed_in(person).get(where).content.decode()


# ---------------------------------------------------------------- while it is open
def test_a_firm_that_never_was_its_own_is_not_recommended(
    submitted: Application,
    site: Site,
    other_zone: Zone,
    other_reviewer: User,
    reviewer: User,
    applicant: User,
) -> None:
    claim = claim_of(site, other_zone, other_reviewer, ClaimKind.ALWAYS)
    with pytest.raises(Refused, match=BARRED):
        recommended(submitted, reviewer)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.RECOMMENDATION
    claims.withdraw(claim, by=other_reviewer)
    recommended(submitted, reviewer)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.FORMALITY_CHECK


def test_together_with_others_it_keeps_all_of_them_back(
    submitted: Application, site: Site, other_zone: Zone, other_reviewer: User, reviewer: User
) -> None:
    claim_of(site, other_zone, other_reviewer, ClaimKind.ALWAYS)
    with pytest.raises(Refused, match=BARRED):
        actions.recommend_together(
            [actions.Place(submitted, 1, "同意推荐。")], letter_number="1号", letter_date=date(2026, 3, 2),
            letter=factories.pdf("letter"), by=reviewer,
        )  # fmt: skip
    assert submitted.proceedings.get().application.stage == StageName.RECOMMENDATION


def test_returned_or_refused_it_may_be_meanwhile(
    submitted: Application, site: Site, other_zone: Zone, other_reviewer: User, reviewer: User
) -> None:
    claim_of(site, other_zone, other_reviewer, ClaimKind.ALWAYS)
    actions.return_for_change(submitted, reason="请核对。", by=reviewer)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.DRAFT


@pytest.mark.parametrize("kind", ClaimKind)
def test_with_another_site_there_it_is_recommended(
    submitted: Application, site: Site, zone: Zone, other_zone: Zone, other_reviewer: User, reviewer: User, kind: ClaimKind
) -> None:  # fmt: skip
    if kind == ClaimKind.ALWAYS:
        listed(zone, reviewer, code=site.organization.credit_code, site="二厂", since=2024)
    claim_of(site, other_zone, other_reviewer, kind)
    recommended(submitted, reviewer)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.FORMALITY_CHECK


def test_each_page_says_so(
    draft: Application, site: Site, other_zone: Zone, other_reviewer: User, reviewer: User, manager: User, clerk: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    case = reverse("desk:case", args=[draft.pk])
    assert SAID not in text(signed_in, manager, case)
    claim = claim_of(site, other_zone, other_reviewer)
    assert SAID in text(signed_in, manager, case)
    actions.submit(written(draft, manager), by=manager)
    for where in (case, reverse("applications:recommend", args=[draft.pk])):
        assert SAID in text(signed_in, reviewer, where)
        assert other_zone.name_en not in text(signed_in, reviewer, where)
    recommended(draft, reviewer)
    check = reverse("applications:check", args=[draft.pk])
    assert SAID in text(signed_in, clerk, check)
    claims.withdraw(claim, by=other_reviewer)
    assert SAID not in text(signed_in, clerk, check)


# ---------------------------------------------------------------- once it has moved
def test_an_open_application_stays_with_the_zone_that_it_asked(
    submitted: Application, site: Site, zone: Zone, other_zone: Zone, other_reviewer: User, reviewer: User, manager: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    agreed(claim_of(site, other_zone, other_reviewer), reviewer)
    assert stood(site) == [(zone, 2022, 2025), (other_zone, 2026, None)]
    submitted.refresh_from_db()
    assert (submitted.zone, submitted.stage) == (zone, StageName.RECOMMENDATION)
    case = reverse("desk:case", args=[submitted.pk])
    assert STAYS in text(signed_in, manager, case)
    assert STAYS in text(signed_in, reviewer, case)
    assert signed_in(other_reviewer).get(case).status_code == 404
    with pytest.raises(Refused):
        recommended(submitted, other_reviewer)
    recommended(submitted, reviewer)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.FORMALITY_CHECK


def test_the_next_one_asks_the_new_zone(
    site: Site,
    zone: Zone,
    other_zone: Zone,
    other_reviewer: User,
    reviewer: User,
    manager: User,
    certifying: Call,
) -> None:
    agreed(claim_of(site, other_zone, other_reviewer), reviewer)
    with pytest.raises(Refused, match="does not stand"):
        actions.start(certifying, zone, site.organization, by=manager)
    assert actions.start(certifying, other_zone, site.organization, by=manager).zone == other_zone


def test_a_certificate_and_who_recommended_it_stay(
    submitted: Application, site: Site, firm: Organization, zone: Zone, other_zone: Zone, other_reviewer: User, reviewer: User,
    clerk: User, director: User, signed_in: SignIn,
) -> None:  # fmt: skip
    made = designated(submitted, clerk)
    public = reverse("portal:enterprise", args=[firm.credit_code])
    before = Designation.objects.values().get(pk=made.pk)
    claim = contested(claim_of(site, other_zone, other_reviewer), reviewer)
    drafted(claim, clerk, 2026)
    signed(claim, director)
    assert Designation.objects.values().get(pk=made.pk) == before
    assert made.standing == Standing.CERTIFIED
    assert firm_profile(firm).zone == zone
    shown = signed_in(manager_of(firm)).get(public).content.decode()
    assert zone.name_en in shown
    assert other_zone.name_en not in shown, "where it stands is not public"
    office = text(signed_in, clerk, reverse("desk:firm", args=[firm.credit_code]))
    for words in (
        made.letter_number,
        submitted.number,
        "2022–2025",
        "since 2026",
        zone.name_en,
        other_zone.name_en,
    ):
        assert words in office


def manager_of(firm: Organization) -> User:
    return firm.memberships.get(role=Role.MANAGER).user
