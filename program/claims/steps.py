"""What happens to claims inside a transaction that somebody else's verb opened."""

from django.db import connection

from program import clock
from program.claims import rules
from program.claims.models import Outcome, Settlement, SiteClaim
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import User
from program.refusals import Invalid, SomebodyWasFaster
from program.zones.models import Affiliation, Zone


def lock(claim: SiteClaim) -> SiteClaim:
    """The open claim, locked and read again; whoever comes after it was closed is told so."""
    rows = SiteClaim.objects.open().select_for_update(of=("self",))
    locked: SiteClaim | None = (
        rows.select_related("site__organization", "claimant", "holder").filter(pk=claim.pk).first()
    )
    if locked is None:
        raise SomebodyWasFaster
    return locked


def lock_zones(*zones: Zone) -> dict[int, Zone]:
    """In the order of their keys, so that two zones that claim from each other do not wait for each other."""
    keys = [zone.pk for zone in zones]
    return {zone.pk: zone for zone in Zone.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def settlement_of(claim: SiteClaim) -> Settlement | None:
    """Read behind the lock of the claim."""
    return Settlement.objects.select_related("document").filter(claim=claim).first()


def require_possible(claim: SiteClaim, year: int, field: str | None = None) -> None:
    if found := [(field, sentence) for sentence in rules.findings(claim, year)]:
        raise Invalid(findings=found)


def move(claim: SiteClaim, year: int) -> None:
    """The old period ends with the year before, the new one begins. What never was a year in the old zone is the new one's."""
    assert connection.in_atomic_block
    locked = lock_zones(claim.holder, claim.claimant)
    claim.holder, claim.claimant = locked[claim.holder_id], locked[claim.claimant_id]
    held = Affiliation.objects.select_for_update().filter(site=claim.site, until_year=None).first()
    begun = list(rules.drafts(claim, year).select_for_update().order_by("pk"))
    require_possible(claim, year)  # who hands one in at this moment has done so, or waits
    assert held is not None  # asked just now
    claim.site.declarations.filter(pk__in=[each.pk for each in begun]).update(zone=claim.claimant)
    if held.since_year >= year:
        held.zone, held.since_year = claim.claimant, year
        held.save(update_fields=["zone", "since_year"])
        return
    held.until_year = year - 1
    held.save(update_fields=["until_year"])
    Affiliation.objects.create(site=claim.site, zone=claim.claimant, since_year=year)


def close(claim: SiteClaim, outcome: Outcome, *, by: User, year: int | None = None) -> None:
    """`year`: from which the site stands with the claimant."""
    claim.outcome, claim.moved_from = outcome, year
    claim.closed_by, claim.closed_at = by, clock.now()
    claim.save(update_fields=["outcome", "moved_from", "closed_by", "closed_at"])


# ---------------------------------------------------------------- who is told
def tell_holder(claim: SiteClaim, text: Text, **facts: object) -> None:
    say(claim, rules.reviewers(claim.holder), text, **facts)


def tell_claimant(claim: SiteClaim, text: Text, **facts: object) -> None:
    say(claim, rules.reviewers(claim.claimant), text, **facts)


def tell_firm(claim: SiteClaim, text: Text, **facts: object) -> None:
    say(claim, rules.people_of(claim.site.organization), text, **facts)


def say(claim: SiteClaim, people: list[User], text: Text, **facts: object) -> None:
    named = {"number": claim.number, "site": claim.site, "firm": claim.site.organization.name_zh}
    tell(people, text, path=claim.get_absolute_url(), **named, **facts)


# ---------------------------------------------------------------- a merger
def lock_claims(zone: Zone, into: Zone) -> list[SiteClaim]:
    """Those that a merger reaches: before the zones, for whoever answers a claim locks it before them too."""
    return list(rules.reached_by_merger(zone, into).select_for_update(of=("self",)))


def follow_merger(zone: Zone, into: Zone, *, by: User) -> None:
    """Open claims of the (locked) zone and against it are the other zone's; those between the two are over."""
    assert connection.in_atomic_block
    for claim in lock_claims(zone, into):
        if rules.is_between(claim, zone, into):
            Settlement.objects.filter(claim=claim).delete()
            close(claim, Outcome.MERGED, by=by)
            journal.record(
                Verb.OVERTAKE_CLAIM, by=by, subject=claim, audience=Audience.OFFICE, site=claim.site.name_zh
            )
            tell_firm(claim, Text.CLAIM_OVERTAKEN)
            continue
        if claim.claimant_id == zone.pk:
            claim.claimant = into
        else:
            claim.holder = into
        claim.save(update_fields=["claimant", "holder"])
