"""What the desk does on its own: reminding people, keeping a worker's last word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.desk import health, times
from program.desk.models import Alarm, Heartbeat, Reminder, ReminderKind
from program.desk.office import Item
from program.desk.work import waiting_for
from program.notify.models import LISTED, Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with

NAMED = 3
"""So many matters are named in a reminder; the rest are counted."""
LISTED_OF_A_KIND = 10
"""Matters of a section of the weekly mail; the rest are counted."""
WORDS = {
    ReminderKind.BEFORE: Text.DUE_SOON,
    ReminderKind.AFTER: Text.OVERDUE,
    ReminderKind.CHIEF: Text.OVERDUE_THERE,
}


@transaction.atomic(durable=True)
def remind(person: User) -> int:
    """Remind one person of what is due within the days of the rules, and of what is overdue; once a day and kind."""
    sent = 0
    for kind, day, items in to_remind(waiting_for(person), times.reminder_days(), clock.now()):
        sent += send(person, kind, day, [item.mailed for item in items], path=reverse("desk:desk"))
    return sent


def to_remind(
    items: Iterable[Item], span: times.ReminderDays, moment: datetime
) -> list[tuple[ReminderKind, date, list[Item]]]:
    """The items by kind of reminder and due day. A provisional (暂定) day reminds nobody."""
    found: dict[tuple[ReminderKind, date], list[Item]] = defaultdict(list)
    for item in items:
        if item.due is None or item.provisional:
            continue
        day = clock.beijing_date(item.due)
        if span.soon(day, moment):
            found[ReminderKind.BEFORE, day].append(item)
        elif span.late(day, moment):
            found[ReminderKind.AFTER, day].append(item)
    return [(kind, day, items) for (kind, day), items in sorted(found.items(), key=lambda pair: pair[0][1])]


@transaction.atomic(durable=True)
def remind_chiefs() -> int:
    """Tell the directors what is overdue, wherever it lies; once a due day."""
    span, moment = times.reminder_days(), clock.now()
    overdue: dict[date, list[str]] = defaultdict(list)
    for case in times.overdue_cases(moment):
        day = clock.beijing_date(case.due or moment)
        if span.late(day, moment):
            overdue[day].append(
                f"{case.number} {case.subject.name_zh}（{case.waits_for(reads=True) or '—'}）"
            )
    sent = 0
    for chief in people_with(Role.DIRECTOR) if overdue else ():
        for day, cases in sorted(overdue.items()):
            path = f"{reverse('applications:list')}?overdue=yes"
            sent += send(chief, ReminderKind.CHIEF, day, cases, path=path)
    return sent


@transaction.atomic(durable=True)
def send_digest(person: User, monday: date) -> int:
    """What waits for one person at the beginning of a week, once; nothing where nothing waits, or where it is not wanted."""
    person = User.objects.select_for_update().get(pk=person.pk)
    with translation.override(person.language):
        items = waiting_for(person) if person.weekly_digest else []
        if not items:
            return 0
        overdue, week, rest = by_urgency(items, clock.now(), clock.end_of(monday + timedelta(days=6)))
        _row, made = Reminder.objects.get_or_create(recipient=person, kind=ReminderKind.WEEK, day=monday)
        if made:
            counts = {"count": len(items), "overdue": len(overdue), "week": len(week)}
            listed = {LISTED: "\n".join(in_sections(overdue, week, rest))}
            tell([person], Text.WEEKLY, path=reverse("desk:desk"), **counts, **listed)
    return int(made)


def by_urgency(
    items: Iterable[Item], moment: datetime, week_ends: datetime
) -> tuple[list[Item], list[Item], list[Item]]:
    """What is overdue, what is due within the week, the rest. A provisional (暂定) day is never overdue."""
    overdue: list[Item] = []
    week: list[Item] = []
    rest: list[Item] = []
    for item in items:
        late = item.due is not None and item.due < moment and not item.provisional
        soon = item.due is not None and item.due <= week_ends
        (overdue if late else week if soon else rest).append(item)
    return overdue, week, rest


def in_sections(overdue: list[Item], week: list[Item], rest: list[Item]) -> Iterator[str]:
    """The lines of the mail, the most urgent first: a title, its address; so many of each kind, the rest counted."""
    heads = (_("Overdue"), _("Due this week"), _("Without a day, or later"))
    for head, items in zip(heads, (overdue, week, rest), strict=True):
        if items:
            yield f"{head}（{len(items)}）"
            for item in items[:LISTED_OF_A_KIND]:
                yield f"- {item.mailed}"
                yield f"  {settings.SITE_URL}{item.url}"
            if len(items) > LISTED_OF_A_KIND:
                yield "- " + _("and %(count)d more") % {"count": len(items) - LISTED_OF_A_KIND}
            yield ""


def send(person: User, kind: ReminderKind, day: date, matters: list[str], *, path: str) -> int:
    """One message, unless it was sent before."""
    _row, made = Reminder.objects.get_or_create(recipient=person, kind=kind, day=day)
    if made:
        named = "；".join(matters[:NAMED]) + ("……" if len(matters) > NAMED else "")
        tell([person], WORDS[kind], path=path, count=len(matters), due=day.isoformat(), matters=named)
    return int(made)


@transaction.atomic(durable=True)
def beat(worker: str, *, error: str = "") -> None:
    """A worker has swept; what it could not do is kept until its next sweep."""
    Heartbeat.objects.update_or_create(
        worker=worker, defaults={"seen_at": clock.now(), "error": error[-2000:]}
    )


@transaction.atomic(durable=True)
def rest(worker: str) -> None:
    """A worker ends in good order: nobody waits for it."""
    Heartbeat.objects.filter(worker=worker).delete()


@transaction.atomic(durable=True)
def watch() -> list[str]:
    """Close the alarms of what has gone, raise those of what is new: one message to the administrators for all that is new."""
    now = set(health.ails())
    known = set(Alarm.objects.filter(ended_at=None).values_list("ail", flat=True))
    Alarm.objects.filter(ended_at=None, ail__in=known - now).update(ended_at=clock.now())
    new = sorted(now - known)
    for ail in new:
        Alarm.objects.create(ail=ail)
    if new:
        what = "；".join(new[:NAMED]) + ("……" if len(new) > NAMED else "")
        tell(people_with(Role.ADMIN), Text.ALERT, path=reverse("desk:clockwork"), count=len(new), what=what)
    return new
