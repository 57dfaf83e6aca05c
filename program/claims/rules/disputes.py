"""Where an enterprise is disputed, and where it has stood."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from program.claims.models import ClaimKind, SiteClaim
from program.people.models import Organization
from program.zones.models import Affiliation, Site, Zone


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
    claims = [each for each in claims if each.site_id in there and each.since_year <= max(years)]
    if not claims:
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
        "site__organization", "holder", "since_year", "site__affiliations__since_year", "site__affiliations__until_year",
    )  # fmt: skip
    return {
        (firm, zone, year)
        for firm, zone, claimed, since, until in rows
        for asked_firm, asked_zone, year in wanted
        if (asked_firm, asked_zone) == (firm, zone)
        and claimed <= year
        and since <= year
        and (until is None or year <= until)
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
    """Claims by which sites of the enterprise moved away from the zone for the year of that day, or an earlier one; none of a
    site that has come back."""
    here = Affiliation.objects.filter(zone=zone).in_year(day.year).values("site")
    moved = SiteClaim.objects.filter(site__organization=firm, holder=zone, moved_from__lte=day.year)
    return list(moved.exclude(site__in=here).exclude(closed_at=None).select_related("site").order_by("pk"))
