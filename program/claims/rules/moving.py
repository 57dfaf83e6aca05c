"""What keeps a site from moving, and what a move does."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from program.claims.models import SiteClaim
from program.zones.models import Affiliation, Site


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
    stays = _("What it has declared for years before stays with %(holder)s (declarations: %(count)d).")
    begun = drafts(claim, year).count()
    going = _(
        "What has been begun for years from %(year)d on and handed in nowhere goes with it (declarations: %(count)d)."
    )
    return [
        first % said,
        stays % {"holder": claim.holder, "count": kept(claim, year).count()},
        *([going % {"year": year, "count": begun}] if begun else ()),
        _(
            "Applications under way stay with the zone that they asked; certificates and service records stay as they are."
        ),
        _("Both zones and the enterprise are told."),
    ]


def kept(claim: SiteClaim, year: int) -> QuerySet[Any]:
    """What was declared where it stands for years before: that stays."""
    years = claim.site.declarations.filter(zone=claim.holder, year__lt=year)
    found: QuerySet[Any] = years.exclude(submitted_at=None)
    return found


def drafts(claim: SiteClaim, year: int) -> QuerySet[Any]:
    """Declarations that were begun where it stands and never handed in: one a year and site, so they would bar the new ones."""
    found: QuerySet[Any] = claim.site.declarations.filter(
        zone=claim.holder, year__gte=year, submitted_at=None
    )
    return found


def fingerprint(claim: SiteClaim, year: int | None) -> str:
    """What the page showed, in any language, to be held against what a signature would do."""
    held = where_it_stands(claim.site)
    facts = [
        year,
        claim.holder_id,
        claim.claimant_id,
        held and held.since_year,
        claim.settled and claim.settled.pk,
    ]
    if year is not None:
        facts += [kept(claim, year).count(), drafts(claim, year).count()]
    return hashlib.sha256(":".join(map(str, facts)).encode()).hexdigest()[:16]


def settlement_effects(claim: SiteClaim) -> list[str]:
    drafted = claim.settled
    return effects(claim, drafted.from_year) if drafted is not None else []
