"""Questions about claims to sites: who may do what, what keeps a site from moving, what a move does, where a firm is disputed."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from program import clock
from program.claims.models import Answer, ClaimKind, ClaimState, SiteClaim
from program.people.models import APPLICANT_ROLES, Organization, Role, User
from program.people.rules import Standing, people_with
from program.rulesets.models import Key
from program.rulesets.rules import Calendar, Limit, in_force
from program.zones.models import REVIEWING_ROLES, Affiliation, Management, Site, Zone, managing_organization


# ---------------------------------------------------------------- the limit
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
def waiting(held: Standing, moment: datetime) -> Iterator[tuple[SiteClaim, str]]:
    """What the person can do about open claims: `answer` for the zone, read why one was `contested`, state the firm's `view`."""
    bodies, firms = held.organizations(*REVIEWING_ROLES), held.organizations(*APPLICANT_ROLES)
    mine = Management.objects.filter(organization__in=bodies, until=None).values("zone")
    answer = Q(
        pk__in=SiteClaim.objects.unanswered(moment).filter(holder__in=mine, settlement=None).values("pk")
    )
    contested = Q(answer=Answer.CONTESTED, claimant__in=mine, settlement=None)
    view = Q(view="", site__organization__in=firms)
    rows = SiteClaim.objects.open().filter(answer | contested | view).select_related("site__organization")
    for claim in rows.annotate(answers=Exists(SiteClaim.objects.filter(answer, pk=OuterRef("pk")))).order_by(
        "pk"
    ):
        if claim.answers:
            yield claim, "answer"
        elif claim.site.organization_id in firms:
            yield claim, "view"
        else:
            yield claim, "contested"


def to_sign(user: User) -> QuerySet[SiteClaim]:
    """Settlements drafted by somebody else."""
    drafted = SiteClaim.objects.open().exclude(settlement=None)
    found: QuerySet[SiteClaim] = drafted.exclude(settlement__drafted_by=user)
    return found


# ---------------------------------------------------------------- what keeps a site from moving, and what a move does
def where_it_stands(site: Site) -> Affiliation | None:
    return Affiliation.objects.filter(site=site, until_year=None).select_related("zone").first()


def findings(claim: SiteClaim, year: int) -> Iterator[str]:
    """Why the site cannot stand with the claimant from that year on. Asked of the holder and the office, who know these years."""
    held = where_it_stands(claim.site)
    if held is None or held.zone_id != claim.holder_id:
        yield _("The site no longer stands in the statistics of the zone that was asked.")
        return
    if claim.claimant.closed_on is not None:
        yield _("This zone is part of another one now.")
    declared = claim.site.declarations.filter(year__gte=year).exclude(submitted_at=None)
    if (last := declared.exclude(zone=claim.claimant).order_by("year").last()) is not None:
        words = _(
            "It declared where it stands for %(year)d: that stays there, so a later year is its first in the other zone."
        )
        yield words % {"year": last.year}
    ended = claim.site.affiliations.exclude(until_year=None).filter(until_year__gte=year)
    if (row := ended.order_by("until_year").last()) is not None:
        words = _("It stood in a zone's statistics up to %(year)d: a later year is its first here.")
        yield words % {"year": row.until_year}


def effects(claim: SiteClaim, year: int | None) -> list[str]:
    """What is so once the site moves from that year on; none: it stays."""
    if year is None:
        return [
            _("%(site)s goes on in the statistics of %(zone)s.") % {"site": claim.site, "zone": claim.holder},
            _("Both zones and the enterprise are told."),
        ]
    held = where_it_stands(claim.site)
    said = {
        "site": claim.site,
        "holder": claim.holder,
        "claimant": claim.claimant,
        "last": year - 1,
        "year": year,
    }
    if held is not None and held.since_year < year:
        first = _(
            "%(site)s stands in the statistics of %(holder)s up to %(last)d, and of %(claimant)s from %(year)d on."
        )
    else:
        first = _(
            "%(site)s keeps no year with %(holder)s: it stands in the statistics of %(claimant)s from %(year)d on."
        )
    begun = drafts(claim, year).count()
    going = _(
        "What has been begun for years from %(year)d on and handed in nowhere goes with it (declarations: %(count)d)."
    )
    return [
        first % said,
        kept_words(claim, year),
        *([going % {"year": year, "count": begun}] if begun else ()),
        _(
            "Applications under way stay with the zone that they asked; certificates and service records stay as they are."
        ),
        _("Both zones and the enterprise are told."),
    ]


def kept_words(claim: SiteClaim, year: int) -> str:
    kept = claim.site.declarations.filter(zone=claim.holder, year__lt=year).exclude(submitted_at=None)
    words = _("What it has declared for years before stays with %(holder)s (declarations: %(count)d).")
    return words % {"holder": claim.holder, "count": kept.count()}


def drafts(claim: SiteClaim, year: int) -> QuerySet[Any]:
    """Declarations that were begun where it stands and never handed in: one a year and site, so they would bar the new ones."""
    found: QuerySet[Any] = claim.site.declarations.filter(
        zone=claim.holder, year__gte=year, submitted_at=None
    )
    return found


def fingerprint(effects: Sequence[str]) -> str:
    """What the page showed, to be held against what a signature would do."""
    return hashlib.sha256("\n".join(effects).encode()).hexdigest()


def settlement_effects(claim: SiteClaim) -> list[str]:
    drafted = claim.settled
    return effects(claim, drafted.from_year) if drafted is not None else []


# ---------------------------------------------------------------- where a firm is disputed
@dataclass(frozen=True)
class Dispute:
    """Open claims to sites of an enterprise that stand in a zone. `whole`: there is no other site there, and all of them are
    said to have always belonged elsewhere."""

    claims: Sequence[SiteClaim]
    whole: bool

    def __bool__(self) -> bool:
        return bool(self.claims)


NOTHING = Dispute((), whole=False)


def dispute(firm: Organization, zone: Zone, years: Collection[int]) -> Dispute:
    """Of the enterprise's sites that stood in the zone in one of the years. One query; one more where a claim is open."""
    open_here = SiteClaim.objects.open().filter(site__organization=firm, holder=zone)
    claims = list(open_here.select_related("site").order_by("pk"))
    if not claims:
        return NOTHING
    there = set[int]()
    rows = Affiliation.objects.filter(zone=zone, site__organization=firm).values_list(
        "site", "since_year", "until_year"
    )
    for site, since, until in rows:
        if any(since <= year and (until is None or year <= until) for year in years):
            there.add(site)
    if not (claims := [each for each in claims if each.site_id in there]):
        return NOTHING
    always = {each.site_id for each in claims if each.kind == ClaimKind.ALWAYS}
    return Dispute(claims, whole=there == always)


def disputed(asked: Iterable[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """Of (enterprise, zone, year): those with a site there in that year to which a claim is open. One query."""
    wanted = set(asked)
    claims = SiteClaim.objects.open().filter(
        site__organization__in={firm for firm, _zone, _year in wanted}, holder__in={zone for _firm, zone, _year in wanted},
        site__affiliations__zone=F("holder"),
    )  # fmt: skip
    rows = claims.values_list(
        "site__organization", "holder", "site__affiliations__since_year", "site__affiliations__until_year"
    )
    return {
        (firm, zone, year)
        for firm, zone, since, until in rows
        for asked_firm, asked_zone, year in wanted
        if (asked_firm, asked_zone) == (firm, zone) and since <= year and (until is None or year <= until)
    }


def disputed_words(found: Dispute) -> str:
    """For the zone and the office that have the enterprise's case or record before them."""
    if not found:
        return ""
    sites = _(", ").join(str(each.site) for each in found.claims)
    words = _("Another zone claims a site of this enterprise (%(sites)s); the claim is not settled yet.")
    return words % {"sites": sites}


def not_recommended_yet(found: Dispute) -> str:
    """Why the zone cannot recommend it now; else nothing."""
    if not found.whole:
        return ""
    return _(
        "Another zone says that its only site here always belonged there. It is recommended once this is settled."
    )


# ---------------------------------------------------------------- where a firm has stood
@dataclass(frozen=True)
class Stay:
    """A site in a zone's statistics, by years; `until` none: it stands there now."""

    site: Site
    zone: Zone
    since: int
    until: int | None


def stays(firm: Organization) -> list[Stay]:
    """All sites in all zones, in order. One query."""
    rows = Affiliation.objects.filter(site__organization=firm).select_related("site", "zone")
    return [
        Stay(row.site, row.zone, row.since_year, row.until_year)
        for row in rows.order_by("site", "since_year", "pk")
    ]


def left(firm: Organization, zone: Zone, day: date) -> list[SiteClaim]:
    """Claims by which sites of the enterprise moved away from the zone for the year of that day, or an earlier one."""
    moved = SiteClaim.objects.filter(site__organization=firm, holder=zone, moved_from__lte=day.year)
    return list(moved.exclude(closed_at=None).select_related("site").order_by("pk"))
