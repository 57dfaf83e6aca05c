"""Two at a claim to a site at one moment: one claim, one answer, one settlement, one zone."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial

import pytest

from program import clock
from program.claims import actions
from program.claims.models import SiteClaim
from program.journal.models import Line, Verb
from program.people.models import Role, User
from program.zones import actions as zones
from program.zones.models import Site, Zone
from tests import factories
from tests.races import ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office
from tests.races.table import Race, by_all, half, race, run_all
from tests.zones import claiming

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def lines(claim: SiteClaim, *verbs: Verb) -> int:
    return Line.objects.filter(verb__in=verbs, subject=claim.number).count()


@dataclass
class Two:
    """Two zones with eight reviewers each; a site that stands in the first, claimed by the second."""

    on: Office

    @cached_property
    def here(self) -> tuple[Zone, list[User]]:
        return self.zone()

    @cached_property
    def there(self) -> tuple[Zone, list[User]]:
        return self.zone()

    def zone(self) -> tuple[Zone, list[User]]:
        body = factories.organization()
        zone = factories.zone(self.on.body, body, name_zh=f"示例{next(NUMBERS)}区")
        return zone, [factories.member(body, Role.ZONE_REVIEWER) for _ in range(THREADS)]

    @cached_property
    def site(self) -> Site:
        zone, reviewers = self.here
        return claiming.listed(zone, reviewers[0], code=factories.credit_code(prefix="91"), since=2020)

    def claim(self, by: User | None = None) -> SiteClaim:
        zone, reviewers = self.there
        year = clock.today().year
        code = self.site.organization.credit_code
        return claiming.claimed(zone, by or reviewers[0], credit_code=code, since_year=year)

    def contested(self) -> SiteClaim:
        return claiming.contested(self.claim(), self.here[1][0])

    def drafted(self) -> SiteClaim:
        claim = self.contested()
        claiming.drafted(claim, self.on.clerk, clock.today().year, number=f"示例函{next(NUMBERS)}号")
        return claim


@race
def claimed_by_eight(on: Office) -> Race:
    two = Two(on)
    site = two.site
    return Race([partial(two.claim, by) for by in two.there[1]], site.claims.count)


@race
def claimed_against_left(on: Office) -> Race:
    """Whoever is first: a claimed site does not leave, and what has left is claimed from nobody."""
    two = Two(on)
    site, (zone, reviewers) = two.site, two.here
    year = clock.today().year
    leave = [partial(zones.end_affiliation, site, zone, until_year=year - 1, by=by) for by in reviewers]
    claim = [partial(two.claim, by) for by in two.there[1]]

    def effect() -> int:
        return site.claims.count() + site.affiliations.exclude(until_year=None).count()

    return Race(half(claim, leave), effect, [Counter(done=1, faster=7), Counter(done=1, faster=3, Refused=4)])


@race
def agreed_by_eight(on: Office) -> Race:
    two = Two(on)
    claim = two.claim()
    moves = by_all(partial(actions.agree, effects=claiming.seen(claim)), claim, two.here[1])
    return Race(moves, two.site.affiliations.filter(zone=two.there[0], until_year=None).count)


@race
def agreed_against_contested(on: Office) -> Race:
    two = Two(on)
    claim, reviewers = two.claim(), two.here[1]
    contest = [partial(claiming.contested, claim, by) for by in reviewers]
    moves = half(by_all(partial(actions.agree, effects=claiming.seen(claim)), claim, reviewers), contest)
    return Race(moves, lambda: lines(claim, Verb.AGREE_CLAIM, Verb.CONTEST_CLAIM))


@race
def viewed_by_eight(on: Office) -> Race:
    two = Two(on)
    claim = two.claim()
    bosses = [factories.member(two.site.organization, Role.MANAGER) for _ in range(THREADS)]
    moves = by_all(actions.state_view, claim, bosses, text="已搬迁。")
    return Race(moves, lambda: lines(claim, Verb.VIEW_CLAIM))


@race
def settlement_drafted_by_eight(on: Office) -> Race:
    claim = Two(on).contested()
    year = clock.today().year
    moves = [
        partial(claiming.drafted, claim, by, year, number=f"示例函{next(NUMBERS)}号") for by in on.clerks
    ]
    return Race(moves, lambda: lines(claim, Verb.DRAFT_SETTLEMENT))


@race
def settlement_signed_by_eight(on: Office) -> Race:
    two = Two(on)
    claim = two.drafted()
    moves = by_all(actions.sign_settlement, claim, on.directors, effects=claiming.seen(claim))
    return Race(moves, two.site.affiliations.filter(zone=two.there[0], until_year=None).count)


@race
def settlement_signed_against_discarded(on: Office) -> Race:
    claim = Two(on).drafted()
    moves = half(
        by_all(actions.sign_settlement, claim, on.directors, effects=claiming.seen(claim)),
        by_all(actions.discard_settlement, claim, on.clerks),
    )
    return Race(moves, lambda: lines(claim, Verb.SIGN_SETTLEMENT, Verb.DISCARD_SETTLEMENT))


@race
def settlement_signed_against_withdrawn(on: Office) -> Race:
    two = Two(on)
    claim = two.drafted()
    moves = half(
        by_all(actions.sign_settlement, claim, on.directors, effects=claiming.seen(claim)),
        by_all(actions.withdraw, claim, two.there[1]),
    )
    return Race(moves, lambda: lines(claim, Verb.SIGN_SETTLEMENT, Verb.WITHDRAW_CLAIM))


def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
