"""What is done about a site that two zones claim, each thing by its verb."""

from typing import Any

from program import clock
from program.claims import actions, rules
from program.claims.actions import Claimed
from program.claims.models import ClaimKind, Settlement, SiteClaim
from program.indicators.models import Declaration, State
from program.people.models import User
from program.registers.actions import Given
from program.zones.actions import Listing, list_site
from program.zones.models import Site, Zone
from tests import factories

CODE = factories.credit_code(78_001, prefix="91")
YEAR = 2026


def listed(zone: Zone, by: User, *, code: str = CODE, site: str = "主厂区", since: int = 2023) -> Site:
    return list_site(zone, Listing(code, "示例迁移科技有限公司", site, "39", since), by=by)


def claimed(zone: Zone, by: User, **changes: Any) -> SiteClaim:
    """Moved here this year, unless it is said otherwise."""
    known: dict[str, Any] = {
        "credit_code": CODE, "site": "主厂区", "kind": ClaimKind.MOVED, "since_year": YEAR, "reason": "已迁入本区。",
        "evidence": factories.pdf("lease"),
    }  # fmt: skip
    return actions.claim(zone, Claimed(**known | changes), by=by)


def contested(claim: SiteClaim, by: User, reason: str = "仍在我区生产。") -> SiteClaim:
    return actions.contest(claim, reason=reason, evidence=factories.pdf("rent"), by=by)


def given(number: str = "示例函〔2026〕61号") -> Given:
    return Given("示例专项办公室", number, clock.today(), factories.pdf(number))


def drafted(
    claim: SiteClaim, by: User, year: int | None = YEAR, number: str = "示例函〔2026〕61号", reason: str = "依实际生产地。"
) -> Settlement:  # fmt: skip
    return actions.draft_settlement(claim, given(number), reason=reason, from_year=year, by=by)


def seen(claim: SiteClaim) -> str:
    """What the page shows now of a yes or of a signature, as its fingerprint."""
    fresh = SiteClaim.objects.with_all().get(pk=claim.pk)
    return rules.fingerprint(fresh, fresh.settled.from_year if fresh.settled else fresh.since_year)


def agreed(claim: SiteClaim, by: User) -> SiteClaim:
    return actions.agree(claim, effects=seen(claim), by=by)


def signed(claim: SiteClaim, by: User) -> SiteClaim:
    return actions.sign_settlement(claim, effects=seen(claim), by=by)


def stood(site: Site) -> list[tuple[Zone, int, int | None]]:
    return [(row.zone, row.since_year, row.until_year) for row in site.affiliations.order_by("since_year")]


def declared(site: Site, zone: Zone, year: int, by: User) -> Declaration:
    """Handed in and returned: it has been declared here, whatever becomes of its figures."""
    made = Declaration(
        zone=zone, site=site, year=year, opened_by=by, opened_at=clock.now(), state=State.RETURNED, submitted_by=by,
        submitted_at=clock.now(),
    )  # fmt: skip
    made.save()
    return made
