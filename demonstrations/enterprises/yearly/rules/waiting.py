"""What waits for a person, for the desk: the enterprise writes, its zone checks, the clerk accepts. Two queries."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from demonstrations.enterprises.yearly.models import WRITABLE, State, YearlyForm
from demonstrations.enterprises.yearly.rules import owing
from program import clock
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing
from program.zones.models import REVIEWING_ROLES, Zone

Item = tuple[str, str, str, datetime | None, bool]
MOST = 60


def waiting(held: Standing) -> Iterator[Item]:
    """With the day on which it is due, so that the desk reminds of it before and after."""
    own, zones = held.organizations(*APPLICANT_ROLES), held.organizations(*REVIEWING_ROLES)
    if not own and not zones and not held.has(Role.CLERK):
        return
    mine = Q(owing.still_held(), organization__in=own, state__in=WRITABLE)
    if zones:
        checked = Zone.objects.answered_for(zones).values("pk")
        mine |= Q(zone__in=checked, state=State.SUBMITTED)
    if held.has(Role.CLERK):
        mine |= Q(state=State.PASSED) | Q(
            pk__in=owing.missing_twice(clock.now()).filter(lead=None).values("pk")
        )
    rows = YearlyForm.objects.filter(mine).select_related("organization").order_by("due", "pk")
    for form in rows[:MOST]:
        yield item(form, own=form.organization_id in own)
    yield from overdue(held, zones)


def overdue(held: Standing, zones: frozenset[int]) -> Iterator[Item]:
    """To the zone and the clerk: how many of theirs are late. One query."""
    if not zones and not held.has(Role.CLERK):
        return
    rows = owing.overdue(clock.now())
    if not held.has(Role.CLERK):
        rows = rows.filter(zone__in=Zone.objects.answered_for(zones).values("pk"))
    if number := rows.count():
        note = _("overdue with the enterprise: %(count)d") % {"count": number}
        yield (
            _("Yearly forms of leading enterprises"),
            note,
            f"{reverse('yearly:index')}?late=yes",
            None,
            False,
        )


def item(form: Any, *, own: bool) -> Item:
    note, due, provisional = words(form, own=own)
    return (
        str(form.organization),
        note % {"year": form.year},
        reverse("yearly:form", args=[form.pk]),
        due,
        provisional,
    )


def words(form: Any, *, own: bool) -> tuple[str, datetime | None, bool]:
    """What is to be done, until when, and whether that day is provisional."""
    match State(form.state):
        case State.SUBMITTED:
            return (
                _("yearly form %(year)d, to be checked by the zone"),
                form.check_due,
                form.check_provisional,
            )
        case State.PASSED:
            return _("yearly form %(year)d, to be accepted"), None, False
        case State.RETURNED:
            return _("yearly form %(year)d, returned: to be changed"), form.expected, form.due_provisional
        case State.CORRECTING:
            return _("yearly form %(year)d, correction not handed in yet"), None, False
    if own:
        return _("yearly form %(year)d, to be handed in"), form.expected, form.due_provisional
    return _("yearly form %(year)d, and the one before it, missing"), None, False


def awaited(form: YearlyForm) -> str:
    """For whom a form waits, in words."""
    match State(form.state):
        case State.OWED | State.CORRECTING | State.RETURNED:
            return _("the enterprise: its manager hands it in")
        case State.SUBMITTED:
            return _("the zone: a reviewer or manager who had no hand in it")
        case State.PASSED:
            return _("the special office: a clerk")
    return ""
