"""Whose move a claim is, until when, and who may read what of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from program import clock
from program.claims.models import Answer, ClaimState, Outcome, SiteClaim
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import Standing, people_with
from program.prepared import Keys
from program.rulesets.models import Key
from program.rulesets.rules import Calendar, Limit, in_force
from program.zones.models import REVIEWING_ROLES, Management, Site, Zone, managing_organization


def answer_days() -> int:
    return int(in_force(Key.SITE_CLAIM_ANSWER_DAYS).value)


def answer_limit(claim: SiteClaim, calendar: Calendar) -> Limit:
    """Until when the other zone answers: by the days that the rules gave when the claim was made."""
    return calendar.after(clock.beijing_date(claim.made_at), claim.answer_days)


def to_recount() -> QuerySet[SiteClaim]:
    """Open and unanswered, with a limit that was counted by weekends alone."""
    found: QuerySet[SiteClaim] = SiteClaim.objects.open().filter(answer="", answer_provisional=True)
    return found.order_by("pk")


# ---------------------------------------------------------------- whose move it is
@dataclass(frozen=True)
class ClaimMoves:
    answer: bool
    withdraw: bool
    view: bool
    settle: bool
    sign: bool
    discard: bool


def moves(claim: SiteClaim, held: Standing, moment: datetime) -> ClaimMoves:
    state = claim.state_at(moment)
    is_open = state != ClaimState.CLOSED
    drafted = claim.settled if state == ClaimState.TO_SIGN else None
    own = claim.site.organization_id in held.organizations(*APPLICANT_ROLES)
    return ClaimMoves(
        answer=state == ClaimState.WAITING and reviews(claim.holder, held),
        withdraw=is_open and reviews(claim.claimant, held),
        view=is_open and own and not claim.view,
        settle=state == ClaimState.TO_SETTLE and held.has(Role.CLERK),
        sign=drafted is not None and held.has(Role.DIRECTOR) and drafted.drafted_by_id != held.user.pk,
        discard=drafted is not None and held.has(Role.CLERK, Role.DIRECTOR),
    )


def reviews(zone: Zone, held: Standing) -> bool:
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def reviewers(zone: Zone) -> list[User]:
    """Whoever answers for the zone's statistics now; nobody where it has no managing body."""
    body = managing_organization(zone)
    return [] if body is None else [person for role in REVIEWING_ROLES for person in people_with(role, body)]


def people_of(firm: Organization) -> list[User]:
    return [person for role in APPLICANT_ROLES for person in people_with(role, firm)]


def holder_told(claim: SiteClaim, held: Standing) -> bool:
    """Whether this person reads in which zone the site stands, and what that zone says.

    Statistics of a zone's enterprises are shown to no other zone, and a claim must not be a way to ask for them: the
    claimant reads the name once that zone has answered, for then it has made itself known. The rest know it anyway.
    """
    if claim.answer or held.reads_everything or held.has(Role.SUPERVISOR):
        return True
    knows = {claim.site.organization_id}
    body = managing_organization(claim.holder)
    if body is not None:
        knows.add(body.pk)
    return bool(knows & held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER))


def reads_evidence(claim: SiteClaim, held: Standing) -> tuple[bool, bool]:
    """Whether the person reads the claimant's evidence, and the other zone's."""
    reads = held.reads_everything or held.has(Role.SUPERVISOR)
    bodies = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
    both = Zone.objects.answered_for(bodies).filter(pk__in=[claim.claimant_id, claim.holder_id])
    mine = set(both.values_list("pk", flat=True))
    return reads or bool(mine), reads or claim.holder_id in mine


# ---------------------------------------------------------------- what waits
def claims_to_answer(bodies: Keys, moment: datetime) -> QuerySet[SiteClaim]:
    """To sites in the statistics of the zones that these organisations manage."""
    rows: QuerySet[SiteClaim] = SiteClaim.objects.unanswered(moment)
    return rows.filter(holder__in=managed(bodies), settlement=None)


def contested_claims(bodies: Keys) -> QuerySet[SiteClaim]:
    """Made by their zones and contested: they may read why, and withdraw."""
    rows: QuerySet[SiteClaim] = SiteClaim.objects.open()
    return rows.filter(answer=Answer.CONTESTED, claimant__in=managed(bodies), settlement=None)


def views_to_state(firms: Keys) -> QuerySet[SiteClaim]:
    """To sites of these enterprises, which have not said what they think of it."""
    rows: QuerySet[SiteClaim] = SiteClaim.objects.open()
    return rows.filter(view="", site__organization__in=firms)


def settled_before(claimant: Zone, site: Site, year: int) -> bool:
    """Whether the office has decided that the site stays, on a claim of the same zone from that year or a later one."""
    stayed = SiteClaim.objects.filter(outcome=Outcome.STAYS, claimant=claimant, site=site)
    return stayed.filter(settlement__signed_at__isnull=False, since_year__gte=year).exists()


def managed(bodies: Keys) -> "QuerySet[Management, Any]":
    return Management.objects.filter(organization__in=bodies, until=None).values("zone")


def reached_by_merger(zone: Zone, into: Zone) -> QuerySet[SiteClaim]:
    """Open claims that a merger reaches: of the zone that closes, and against it; in the order of their keys."""
    found: QuerySet[SiteClaim] = SiteClaim.objects.open().filter(Q(claimant=zone) | Q(holder=zone))
    return found.select_related("site__organization", "claimant", "holder").order_by("pk")


def is_between(claim: SiteClaim, zone: Zone, into: Zone) -> bool:
    return {claim.claimant_id, claim.holder_id} == {zone.pk, into.pk}


def to_sign(user: User) -> QuerySet[SiteClaim]:
    """Settlements drafted by somebody else."""
    drafted = SiteClaim.objects.open().exclude(settlement=None)
    found: QuerySet[SiteClaim] = drafted.exclude(settlement__drafted_by=user)
    return found
