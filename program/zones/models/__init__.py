"""Zones with their names, managers and subzones; the sites of enterprises in them."""

from program.zones.models.sites import Affiliation, AffiliationQuerySet, Site, SiteQuerySet
from program.zones.models.zones import (
    REVIEWING_ROLES,
    Certainty,
    FormerName,
    Management,
    Onboarding,
    RecommendingBody,
    RecommendingBodyQuerySet,
    Subzone,
    SubzoneKind,
    Zone,
    ZoneQuerySet,
    managing_organization,
)

__all__ = [
    "REVIEWING_ROLES",
    "Affiliation",
    "AffiliationQuerySet",
    "Certainty",
    "FormerName",
    "Management",
    "Onboarding",
    "RecommendingBody",
    "RecommendingBodyQuerySet",
    "Site",
    "SiteQuerySet",
    "Subzone",
    "SubzoneKind",
    "Zone",
    "ZoneQuerySet",
    "managing_organization",
]
