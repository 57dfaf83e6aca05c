"""Directories: whoever holds, or held, a designation of the tracks that belong in one.

A track names its directory (`Track.directory`), and what everybody reads of its listed cases beside (`Track.profile`). The
holders of the parks' are zones, those of the enterprises' are organisations.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Value, When
from django.utils.functional import Promise as LazyText
from django.utils.module_loading import import_string

from program import tracks
from program.decisions.models import Designation, Standing
from program.people.models import Organization
from program.zones.models import Zone

PARKS, ENTERPRISES = "parks", "enterprises"
STANDINGS = (Standing.BUILDING, Standing.NAMED, Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED)
OF_ENTERPRISES = (Standing.CERTIFIED, Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED)
"""By which a directory is narrowed down: what was taken further reads as what it became."""
Fact = tuple[str | LazyText, str]


def tracks_of(directory: str) -> frozenset[str]:
    """Codes of the titles whose holders stand in the directory."""
    return frozenset(track.title.code for track in tracks.everyone() if track.title.directory == directory)


def honours(directory: str = PARKS) -> QuerySet[Designation]:
    """The designations of a directory, the newest first."""
    return Designation.objects.filter(track__in=tracks_of(directory)).order_by("-since", "-pk")


def placed(holders: QuerySet[Any], key: str, directory: str) -> QuerySet[Any]:
    """Holders by what they hold of the directory: `place` is 0 now, 1 once, 2 never. `key`: their column in a designation."""
    own: Any = honours(directory).filter(**{key: OuterRef("pk")}).order_by()
    place = Case(
        When(Exists(own.current()), then=Value(0)),
        When(Exists(own), then=Value(1)),
        default=Value(2),
    )
    found: QuerySet[Any] = holders.annotate(place=place)
    return found


def in_directory() -> QuerySet[Any]:
    """Zones by what they hold, then as the provinces are counted; each with its `honours`. Two queries."""
    told = Prefetch("designations", honours(PARKS), to_attr="honours")
    zones = Zone.objects.select_related("merged_into").prefetch_related(told)
    return placed(zones, "zone", PARKS).order_by("place", "province", "code")


def certified() -> QuerySet[Any]:
    """Enterprises that are or were certified, those that are first; of no other does the public read here."""
    firms: QuerySet[Any] = placed(Organization.objects.all(), "organization", ENTERPRISES).filter(place__lt=2)
    return firms.order_by("place", "province", "credit_code")


def once_certified() -> QuerySet[Organization]:
    """Whoever held a certificate of its own once, though another may hold it now."""
    made = Designation.objects.filter(application__applicant=OuterRef("pk"), zone=None)
    return Organization.objects.filter(Exists(made))


def with_honours(firms: QuerySet[Any]) -> QuerySet[Any]:
    """Each with its `honours` and the zones that recommended it. One query beside their own."""
    cases = honours(ENTERPRISES).select_related("application__zone")
    return firms.prefetch_related(Prefetch("designations", cases, to_attr="honours"))


# ---------------------------------------------------------------- what a track says beside
def facts_of(held: Sequence[Designation]) -> list[Fact]:
    """What its tracks say of one holder, each thing as of the newest listed case that says it. `held`: the newest first."""
    return merged(held, facts_by_case(held))


def facts_by_case(held: Iterable[Designation]) -> Mapping[int, Sequence[Fact]]:
    """Key of a listed application → what its track says of it. One query a title that says anything."""
    cases: dict[str, list[int]] = {}
    for each in held:
        cases.setdefault(tracks.get(each.track).profile, []).append(each.application_id)
    return {
        key: facts for name, keys in cases.items() if name for key, facts in import_string(name)(keys).items()
    }


def merged(held: Sequence[Designation], facts: Mapping[int, Sequence[Fact]]) -> list[Fact]:
    """Of each thing what the newest says, in the order in which they were first said; what is empty is left out."""
    said: dict[str | LazyText, str] = {}
    for each in reversed(held):
        said |= {label: text for label, text in facts.get(each.application_id, ()) if text}
    return list(said.items())


def told(firms: Iterable[Any]) -> Iterator[tuple[Any, list[Fact]]]:
    """Enterprises `with_honours`, each with what its track says of it. One query, however many they are."""
    shown = list(firms)
    facts = facts_by_case(each for firm in shown for each in firm.honours)
    for firm in shown:
        yield firm, merged(firm.honours, facts)
