"""Rows for tests, made plainly. Everything here is 示例: synthetic codes (area 990000), invented people."""

from collections.abc import Iterator
from itertools import count

from django.utils import timezone
from stdnum.cn import uscc

from program.people.models import Membership, Organization, OrganizationKind, Role, User
from program.people.provinces import Province
from program.zones.models import Certainty, Management, RecommendingBody, Subzone, SubzoneKind, Zone

PASSWORD = "a-demonstration-2026"
_numbers: Iterator[int] = count(1)


def credit_code(number: int | None = None, *, prefix: str = "12") -> str:
    """A valid unified social credit code of the area 990000, which does not exist."""
    start = f"{prefix}990000{next(_numbers) if number is None else number:09d}"
    return start + uscc.calc_check_digit(start)


def organization(kind: OrganizationKind = OrganizationKind.MANAGING_BODY, **fields: object) -> Organization:
    """An organisation that has joined."""
    number = next(_numbers)
    values: dict[str, object] = {
        "credit_code": credit_code(),
        "name_zh": f"示例单位{number}",
        "name_en": f"Example Organisation {number}",
        "kind": kind,
        "province": Province.JIANGSU,
        "address": "示例路1号",
    }
    return Organization.objects.create(**(values | fields))


def user(username: str = "", **fields: object) -> User:
    """A person without any role; the password is PASSWORD."""
    username = username or f"person{next(_numbers)}"
    values: dict[str, object] = {"name": username.replace("_", " ").title(), "email": f"{username}@example.org", "language": "en"}
    return User.objects.create_user(username, PASSWORD, **(values | fields))


def member(organization: Organization, role: Role, username: str = "", **fields: object) -> User:
    """A person with a role in an organisation."""
    person = user(username, **fields)
    grant(person, organization, role)
    return person


def grant(person: User, organization: Organization, role: Role, *, by: User | None = None) -> Membership:
    """One more role for a person who is there already."""
    return Membership.objects.create(user=person, organization=organization, role=role, granted_by=by)


def end(membership: Membership) -> None:
    """The role has ended, without the verb."""
    membership.ended_at, membership.ended_by = timezone.now(), membership.user  # noqa: TID251 the clock is not under test
    membership.save(update_fields=["ended_at", "ended_by"])


def recommending_body(**fields: object) -> RecommendingBody:
    """A recommending body that has not joined."""
    number = next(_numbers)
    values: dict[str, object] = {
        "code": f"X{number}",
        "name_zh": f"示例省{number}",
        "name_en": f"Example Province {number}",
        "province": Province.JIANGSU,
        "is_demo": True,
    }
    return RecommendingBody.objects.create(**(values | fields))


def zone(body: RecommendingBody | None = None, managed_by: Organization | None = None, **fields: object) -> Zone:
    """A demonstration zone, managed by an organisation where one is given."""
    number = next(_numbers)
    values: dict[str, object] = {
        "code": f"SLZ{number:03d}",
        "name_zh": f"示例{number}高新技术产业开发区",
        "name_en": f"Example High-Tech Zone {number}",
        "province": Province.JIANGSU,
        "city": "示例市",
        "recommending_body": body or recommending_body(),
        "approved_year": 2012,
        "cohort": "demo",
        "certainty": Certainty.MEMORY,
        "source": "",
        "is_demo": True,
    }
    made = Zone.objects.create(**(values | fields))
    if managed_by is not None:
        Management.objects.create(zone=made, organization=managed_by)
    return made


def subzone(zone: Zone, **fields: object) -> Subzone:
    """A subzone of 12.5 km²."""
    values: dict[str, object] = {"name_zh": f"示例园{next(_numbers)}", "kind": SubzoneKind.APPROVED, "area_km2": "12.5"}
    return Subzone.objects.create(zone=zone, **(values | fields))
