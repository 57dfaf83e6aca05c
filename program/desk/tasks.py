"""What the sweep does once in a while: reminders each working morning, medians each night, a word of every worker."""

from datetime import date
from functools import partial

from program import clock
from program.background.steps import one_by_one, promise_once
from program.desk import actions
from program.people.models import APPLICANT_ROLES, STAFF_ROLES, Membership, Role, User
from program.progress import actions as progress
from program.rulesets.rules import Calendar

MORNING, NIGHT, MONDAY = 8, 2, 0
"""Hours in Beijing from which reminders are sent, and medians counted; the day of the week of its mail."""
DIGEST_ROLES = STAFF_ROLES | APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.RECOMMENDER}


def daily() -> None:
    """Part of each sweep: promise the work of the day, once a day."""
    moment = clock.now().astimezone(clock.BEIJING)
    today = moment.date().isoformat()
    if moment.hour >= NIGHT:
        promise_once("program.desk.tasks.medians", today)
    if moment.hour >= MORNING and Calendar().is_working(moment.date()):
        promise_once("program.desk.tasks.reminders", today)
    if moment.hour >= MORNING and moment.weekday() == MONDAY:
        promise_once("program.desk.tasks.digests", today)


def medians(_day: str) -> None:
    progress.count_medians()


def reminders(_day: str) -> None:
    """Everybody with a current role, one at a time; then the chiefs."""
    people = User.objects.filter(is_active=True, pk__in=Membership.objects.current().values("user"))
    one_by_one(people.order_by("pk"), actions.remind)
    actions.remind_chiefs()


def digests(monday: str) -> None:
    """The mail of the week to everybody who works on cases or for a zone, one at a time."""
    held = Membership.objects.current().filter(role__in=DIGEST_ROLES)
    people = User.objects.filter(weekly_digest=True, pk__in=held.values("user")).order_by("pk")
    one_by_one(people, partial(actions.send_digest, monday=date.fromisoformat(monday)))
