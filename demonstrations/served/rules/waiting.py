"""What waits for a person, for the desk: counts that lead to the list where it is done. One query for each role."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from demonstrations.served.models import Posting, Provider, Release, ServiceRecord, State
from demonstrations.served.rules.records import to_check, zones_of
from demonstrations.served.rules.sampling import found_false, to_inspect, to_sign
from program.people.models import APPLICANT_ROLES, Organization, Role
from program.people.rules import Asker, PreparedForRoles, Standing
from program.zones.models import REVIEWING_ROLES

Item = tuple[str, str, str]
SERVED = gettext_lazy("Served enterprises")
NOTES = {
    "check": (gettext_lazy("service records to check: %(count)s"), "served:records", "state=submitted"),
    "returned": (gettext_lazy("service records returned: to be changed: %(count)s"), "served:records", "state=returned"),
    "inspect": (gettext_lazy("drawn records to inspect: %(count)s"), "served:samples", ""),
    "false": (gettext_lazy("records found false, to be struck out: %(count)s"), "served:samples", ""),
    "provider": (gettext_lazy("service providers to release: %(count)s"), "served:entries", "state=waiting"),
    "posting": (gettext_lazy("needs and offers to release: %(count)s"), "served:market", "state=waiting"),
    "sign": (gettext_lazy("decisions on service records to sign: %(count)s"), "served:decisions", ""),
}  # fmt: skip


def of_firm(firm: Organization) -> Iterator[Item]:
    """The records of an enterprise for the office: each stays with the zone that recorded it. One query."""
    for record in ServiceRecord.objects.filter(enterprise=firm).select_related("zone").order_by("-pk"):
        years = f"{record.baseline_year}–{record.result_year}"
        yield (
            record.number,
            f"{record.zone} · {years} · {record.get_state_display()}",
            record.get_absolute_url(),
        )


def counted(kind: str, rows: Any) -> Any:
    return rows.order_by().values_list(Value(kind, CharField())).annotate(Count("pk"))


def _counts(held: Asker) -> Any:
    """Of each kind that the roles look after, how many: at least one kind."""
    asked = []
    if held.has(*REVIEWING_ROLES):
        asked.append(counted("check", to_check(held)))
    if held.has(*APPLICANT_ROLES, Role.ZONE_REVIEWER):
        asked.append(counted("returned", returned(held)))
    if held.has(Role.CLERK):
        asked += [
            counted("inspect", to_inspect()), counted("false", found_false()),
            counted("provider", Provider.objects.filter(state=Release.WAITING)),
            counted("posting", Posting.objects.filter(state=Release.WAITING)),
        ]  # fmt: skip
    if held.has(Role.DIRECTOR):
        asked.append(counted("sign", to_sign(held.user)))
    return asked[0].union(*asked[1:], all=True)


_COUNTS = PreparedForRoles(("kind", "number"), _counts)


def waiting(held: Standing, moment: datetime) -> Iterator[Item]:
    """Records to check and to change, drawn ones to inspect, entries to release, decisions to sign."""
    if not held.has(*REVIEWING_ROLES, *APPLICANT_ROLES, Role.CLERK, Role.DIRECTOR):
        return
    for kind, number in _COUNTS.ask(held, moment):
        note, where, query = NOTES[kind]
        if number:
            yield str(SERVED), note % {"count": number}, f"{reverse(where)}?{query}".rstrip("?")


def returned(held: Standing) -> Any:
    """What one's own zone or organisation opened and was given back."""
    rows = ServiceRecord.objects.filter(state=State.RETURNED)
    own = rows.filter(by_provider=True, provider__in=held.organizations(*APPLICANT_ROLES))
    return own | rows.filter(by_provider=False, zone__in=zones_of(held))


def awaited(record: ServiceRecord) -> str:
    """For whom a record waits, in words."""
    match State(record.state):
        case State.SUBMITTED:
            return _("the zone: a reviewer or manager who had no hand in it")
        case State.DRAFT | State.RETURNED:
            return _("the provider that opened it") if record.by_provider else _("the zone that opened it")
    return ""
