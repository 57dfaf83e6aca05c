"""What waits for a person, for the desk: the enterprise writes, its zone checks, the clerk accepts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When, Window
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
    """With the day on which it is due, so that the desk reminds of it before and after; last, how many are late. One query."""
    mine, late = to_do(held), looked_after(held)
    if mine is None:
        return
    own, rows = held.organizations(*APPLICANT_ROLES), YearlyForm.objects.filter(mine)
    if late is not None:
        waits = Case(When(mine, then=True), default=False)
        number = Window(Count("pk", filter=late))
        rows = YearlyForm.objects.filter(mine | late).annotate(waits=waits, number_late=number)
    found = list(
        rows.select_related("organization").order_by(*(["-waits"] if late else []), "due", "pk")[:MOST]
    )
    for form in found:
        if late is None or form.waits:
            yield item(form, own=form.organization_id in own)
    if late is not None and found and found[0].number_late:
        note = _("overdue with the enterprise: %(count)d") % {"count": found[0].number_late}
        yield (
            _("Yearly forms of leading enterprises"),
            note,
            f"{reverse('yearly:index')}?late=yes",
            None,
            False,
        )


def to_do(held: Standing) -> Q | None:
    """The person's next moves; none where it can have no such move."""
    own, zones = held.organizations(*APPLICANT_ROLES), held.organizations(*REVIEWING_ROLES)
    if not own and not zones and not held.has(Role.CLERK):
        return None
    mine = Q(owing.still_held(), organization__in=own, state__in=WRITABLE)
    if zones:
        mine |= Q(zone__in=checked_by(zones), state=State.SUBMITTED)
    if held.has(Role.CLERK):
        twice = owing.missing_twice(clock.now()).filter(lead=None).values("pk")
        mine |= Q(state=State.PASSED) | Q(pk__in=twice)
    return mine


def looked_after(held: Standing) -> Q | None:
    """What is overdue with the enterprises of the person's zones; to the clerk, with all."""
    zones = held.organizations(*REVIEWING_ROLES)
    if held.has(Role.CLERK):
        return owing.expected_by(clock.now())
    return owing.expected_by(clock.now()) & Q(zone__in=checked_by(zones)) if zones else None


def checked_by(bodies: frozenset[int]) -> QuerySet[Zone, Any]:
    return Zone.objects.answered_for(bodies).values("pk")


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
