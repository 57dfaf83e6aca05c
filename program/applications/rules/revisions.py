"""Version upon version: how much of each is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import F, OuterRef, Subquery

from program.applications.models import Application, Version
from program.applications.rules.comparing import compare


@dataclass(frozen=True)
class HandedIn:
    """A version, the one before it, and how many parts differ; none for the first."""

    version: Version
    before: Version | None = None
    changed: int | None = None


def handed_in(versions: Sequence[Version]) -> list[HandedIn]:
    """All versions of a case, as they were read already, each held against the one before it; the newest first."""
    ordered = sorted(versions, key=lambda version: version.number)
    follow = [
        HandedIn(after, before, compare(before.data, after.data).count) for before, after in pairwise(ordered)
    ]
    return [*follow[::-1], *map(HandedIn, ordered[:1])]


def newest_number(application: str) -> Subquery:
    """The number of a case's latest version, beside each row of a query; `application`: how the row names its case."""
    versions = Version.objects.filter(application=OuterRef(application)).order_by("-number")
    return Subquery(versions.values("number")[:1])


def latest_changes(applications: Iterable[Application | int]) -> dict[int, int]:
    """Application id → how many parts of its latest version differ from the one before; no first versions. One query."""
    last_two = (
        Version.objects.filter(application__in=applications)
        .annotate(newest=newest_number("application"))
        .filter(newest__gt=1, number__gte=F("newest") - 1)
        .order_by("application_id", "-number")
    )
    by_case = groupby(last_two, key=lambda version: version.application_id)
    found = {pk: handed_in(list(versions))[0].changed for pk, versions in by_case}
    return {pk: changed for pk, changed in found.items() if changed is not None}
