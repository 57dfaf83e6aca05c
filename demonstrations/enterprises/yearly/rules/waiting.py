"""What waits for a person, for the desk: the enterprise writes, its zone checks, the clerk accepts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, When, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from demonstrations.enterprises.yearly.models import WRITABLE, State, YearlyForm
from demonstrations.enterprises.yearly.rules import owing
from program.people.models import APPLICANT_ROLES, Role, in_language
from program.people.rules import Asker, PreparedForRoles, Standing
from program.prepared import NOW
from program.zones.models import REVIEWING_ROLES, Zone

Item = tuple[str, str, str, datetime | None, bool]
MOST = 60
NOTHING = Q(pk__in=[])
COLUMNS = (
    "pk", "year", "state", "expected", "due_provisional", "check_due", "check_provisional", "organization__name_zh",
    "organization__name_en", "own", "waits", "late",
)  # fmt: skip


def _rows(asker: Asker) -> Any:
    """What waits for the person, the most urgent first; then what is `late` with others, of which all rows say how many."""
    mine, late = to_do(asker), looked_after(asker)
    rows = YearlyForm.objects.filter(mine | late).annotate(
        expected=Coalesce("again_due", "due"), own=Case(When(own(asker), then=True), default=False),
        waits=Case(When(mine, then=True), default=False), late=Window(Count("pk", filter=late)),
    )  # fmt: skip
    return rows.order_by("-waits", "due", "pk").values_list(*COLUMNS)[:MOST]


_WAITING = PreparedForRoles(COLUMNS, _rows)


def waiting(held: Standing, moment: datetime) -> Iterator[Item]:
    """With the day on which it is due, so that the desk reminds of it before and after; last, how many are late. One query."""
    if not held.has(*APPLICANT_ROLES, *REVIEWING_ROLES, Role.CLERK):
        return
    found = list(_WAITING.ask(held, moment))
    for row in found:
        if row.waits:
            note, due, provisional = words(row)
            where = reverse("yearly:form", args=[row.pk])
            yield in_language(row, "organization__name"), note % {"year": row.year}, where, due, provisional
    if found and found[0].late:
        note = _("overdue with the enterprise: %(count)d") % {"count": found[0].late}
        yield (
            _("Yearly forms of leading enterprises"),
            note,
            f"{reverse('yearly:index')}?late=yes",
            None,
            False,
        )


def to_do(asker: Asker) -> Q:
    """The person's next moves."""
    mine = NOTHING
    if asker.has(*APPLICANT_ROLES):
        mine |= own(asker) & Q(owing.still_held(), state__in=WRITABLE)
    if asker.has(*REVIEWING_ROLES):
        mine |= Q(zone__in=checked_by(asker), state=State.SUBMITTED)
    if asker.has(Role.CLERK):
        twice = owing.missing_twice(NOW).filter(lead=None).values("pk")
        mine |= Q(state=State.PASSED) | Q(pk__in=twice)
    return mine


def looked_after(asker: Asker) -> Q:
    """What is overdue with the enterprises of the person's zones; to the clerk, with all."""
    if asker.has(Role.CLERK):
        return owing.expected_by(NOW)
    return owing.expected_by(NOW) & Q(zone__in=checked_by(asker)) if asker.has(*REVIEWING_ROLES) else NOTHING


def own(asker: Asker) -> Q:
    return (
        Q(organization__in=asker.organizations(*APPLICANT_ROLES)) if asker.has(*APPLICANT_ROLES) else NOTHING
    )


def checked_by(asker: Asker) -> Any:
    return Zone.objects.answered_for(asker.organizations(*REVIEWING_ROLES)).values("pk")


def words(row: Any) -> tuple[str, datetime | None, bool]:
    """What is to be done, until when, and whether that day is provisional."""
    match State(row.state):
        case State.SUBMITTED:
            return _("yearly form %(year)d, to be checked by the zone"), row.check_due, row.check_provisional
        case State.PASSED:
            return _("yearly form %(year)d, to be accepted"), None, False
        case State.RETURNED:
            return _("yearly form %(year)d, returned: to be changed"), row.expected, row.due_provisional
        case State.CORRECTING:
            return _("yearly form %(year)d, correction not handed in yet"), None, False
    if row.own:
        return _("yearly form %(year)d, to be handed in"), row.expected, row.due_provisional
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
