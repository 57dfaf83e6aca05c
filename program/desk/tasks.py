"""What the sweep does once in a while: reminders each working morning, medians each night, a word of every worker."""

from program import clock
from program.background.steps import one_by_one, promise_once
from program.desk import actions
from program.people.models import Membership, User
from program.rulesets.rules import Calendar

MORNING, NIGHT = 8, 2
"""Hours in Beijing from which reminders are sent, and medians counted."""


def daily() -> None:
    """Part of each sweep: promise the work of the day, once a day."""
    moment = clock.now().astimezone(clock.BEIJING)
    today = moment.date().isoformat()
    if moment.hour >= NIGHT:
        promise_once("program.desk.tasks.medians", today)
    if moment.hour >= MORNING and Calendar().is_working(moment.date()):
        promise_once("program.desk.tasks.reminders", today)


def medians(_day: str) -> None:
    actions.count_medians()


def reminders(_day: str) -> None:
    """Everybody with a current role, one at a time; then the chiefs."""
    people = User.objects.filter(is_active=True, pk__in=Membership.objects.current().values("user"))
    one_by_one(people.order_by("pk"), actions.remind)
    actions.remind_chiefs()
