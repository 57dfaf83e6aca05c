"""What happens to zones inside somebody else's transaction."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

import program
from program import clock
from program.people.models import Organization, OrganizationKind, User, check_credit_code
from program.people.provinces import Province
from program.people.rules import fresh_standing, leading_role
from program.refusals import Invalid, SomebodyWasFaster
from program.zones.models import Affiliation, FormerName, RecommendingBody, Site, Zone

PARKS = Path(program.__file__).parent / "assets" / "data" / "parks.csv"

APART_FROM_PROVINCE = {
    "大连市": ("2102", "Dalian"),
    "宁波市": ("3302", "Ningbo"),
    "厦门市": ("3502", "Xiamen"),
    "青岛市": ("3702", "Qingdao"),
    "深圳市": ("4403", "Shenzhen"),
    "新疆生产建设兵团": ("6590", "Xinjiang Production and Construction Corps"),
}
"""Name → code, English name of the five cities of the state plan and the Corps; they recommend their own."""

_NAMES = ["name_zh", "name_en"]
_FACTS = ["province", "city", "recommending_body", "approved_year", "cohort", "certainty", "source"]


# ---------------------------------------------------------------- reference data
def load_reference() -> tuple[int, int]:
    """Load the zones and recommending bodies of parks.csv, again and again alike; answers how many of each.

    A zone that was renamed here keeps its name: the file is older than the approval.
    """
    assert connection.in_atomic_block
    with PARKS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    bodies = _load_bodies(rows)
    renamed = set(FormerName.objects.values_list("zone__code", flat=True))
    zones = [_zone(row, bodies[row["recommending_body"]]) for row in rows]
    _upsert([zone for zone in zones if zone.code not in renamed], [*_NAMES, *_FACTS])
    _upsert([zone for zone in zones if zone.code in renamed], _FACTS)
    return len(zones), len(bodies)


def _load_bodies(rows: Iterable[dict[str, str]]) -> dict[str, RecommendingBody]:
    provinces = {row["recommending_body"]: row["province_code"] for row in rows}
    RecommendingBody.objects.bulk_create(
        [_body(name, province) for name, province in provinces.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", "province"],
    )
    return {body.name_zh: body for body in RecommendingBody.objects.filter(name_zh__in=provinces)}


def _body(name: str, province: str) -> RecommendingBody:
    with translation.override("en"):
        code, english = APART_FROM_PROVINCE.get(name, (f"{province}00", str(Province(province).label)))
    return RecommendingBody(code=code, name_zh=name, name_en=english, province=province)


def _zone(row: dict[str, str], body: RecommendingBody) -> Zone:
    return Zone(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        province=row["province_code"],
        city=row["city"],
        recommending_body=body,
        approved_year=int(row["approved_year"]),
        cohort=row["cohort"],
        certainty=row["certainty"],
        source=row["source"],
    )


def _upsert(zones: list[Zone], fields: list[str]) -> None:
    Zone.objects.bulk_create(zones, update_conflicts=True, unique_fields=["code"], update_fields=fields)


# ---------------------------------------------------------------- names and mergers
def rename(zone: Zone, *, name_zh: str, name_en: str, until: date, approval_number: str) -> Zone:
    """Give the (locked) zone its new name; the old one, with its last day and the approval, is kept."""
    assert connection.in_atomic_block
    FormerName.objects.create(zone=zone, name_zh=zone.name_zh, until=until, approval_number=approval_number)
    zone.name_zh, zone.name_en = name_zh, name_en
    zone.save(update_fields=["name_zh", "name_en"])
    return zone


def merge(zone: Zone, into: Zone, day: date) -> None:
    """The (locked) zone is part of another from that day on: it closes; who manages that answers for both, and what was in it."""
    assert connection.in_atomic_block
    zone.closed_on, zone.merged_into, zone.goes_on_as = day, into, into
    zone.save(update_fields=["closed_on", "merged_into", "goes_on_as"])
    Zone.objects.filter(goes_on_as=zone).update(goes_on_as=into)
    zone.managements.filter(until=None).update(until=clock.now())


def move_sites(zone: Zone, into: Zone, year: int) -> int:
    """Its sites stand in the other zone's statistics from that year on; a year that a site has declared here stays here."""
    assert connection.in_atomic_block
    held = list(Affiliation.objects.select_for_update().filter(zone=zone, until_year=None).order_by("pk"))
    for each in held:
        declared = each.site.declarations.filter(zone=zone).exclude(submitted_at=None)
        last = max((row.year for row in declared), default=year - 1)
        since = max(year, last + 1)
        if each.since_year >= since:  # it has never stood a year here
            each.zone = into
            each.save(update_fields=["zone"])
            continue
        each.until_year = since - 1
        each.save(update_fields=["until_year"])
        Affiliation.objects.create(site=each.site, zone=into, since_year=since)
    return len(held)


# ---------------------------------------------------------------- onboarding
@dataclass(frozen=True)
class Joining:
    """What an organisation says of itself when it joins."""

    credit_code: str
    name_zh: str
    name_en: str
    address: str


def pass_sites(gone: Organization, into: Organization) -> None:
    """Sites go on as those of the organisation it was merged into; a name that stands there already says whence it came."""
    assert connection.in_atomic_block
    names = set(into.sites.values_list("name_zh", flat=True))
    for site in Site.objects.select_for_update(of=("self",)).filter(organization=gone).order_by("pk"):
        if site.name_zh in names:
            site.name_zh = f"{site.name_zh[: 117 - len(gone.name_zh)]}（{gone.name_zh}）"
        site.organization = into
        site.save(update_fields=["organization", "name_zh"])


def join(joining: Joining, *, kind: OrganizationKind, province: str, by: User | None) -> Organization:
    """The organisation of that code: registered now, or known already and free for `by` to look after."""
    assert connection.in_atomic_block
    try:
        check_credit_code(joining.credit_code)
    except ValidationError as error:
        raise Invalid(error.messages[0], field="credit_code") from error
    known = Organization.objects.select_for_update().filter(credit_code=joining.credit_code).first()
    if known is not None:
        return _rejoin(known, kind=kind, by=by)
    try:
        with transaction.atomic():
            return Organization.objects.create(
                **asdict(joining), kind=kind, province=province, joined_at=clock.now()
            )
    except IntegrityError as error:  # two zones entered the same code at once
        raise SomebodyWasFaster(
            _("An organisation with this credit code is registered already."), field="credit_code"
        ) from error


def _rejoin(known: Organization, *, kind: OrganizationKind, by: User | None) -> Organization:
    """A link for one zone must not open another organisation's door: only its own manager brings it along."""
    if known.kind != kind:
        words = _("This credit code belongs to an organisation of another kind: %(kind)s.")
        raise Invalid(words % {"kind": known.get_kind_display()}, field="credit_code")
    leading = leading_role(known.kind)
    is_looked_after = known.memberships.current().filter(role=leading).exists()
    if is_looked_after and (by is None or known.pk not in fresh_standing(by).organizations(leading)):
        words = _(
            "An organisation with this credit code has joined already. Sign in as its manager and open the link again."
        )
        raise Invalid(words, field="credit_code")
    return known
