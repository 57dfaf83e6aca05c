"""What the clock does to obligations: they arise, are withdrawn, get their day counted anew, and follow the declared figures."""

from django.db import transaction

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.rulesets.models import RuleSet
from program.rulesets.rules import Calendar
from program.supervision import rules, steps
from program.supervision.models import Duty, Obligation, Release
from program.zones.models import Zone


@transaction.atomic(durable=True)
def arise(duty: Duty, year: int, rule_set: RuleSet | None, calendar: Calendar) -> int:
    """Let a duty of a year arise for every zone that owes it and has none yet, as long as its day has not passed.

    All or none of them: killed half-way, the next sweep makes them. Nobody is told of a duty after its day, so a zone that
    joins later begins with the next year.
    """
    limit, scope = rules.due_of(rule_set, duty, year, calendar), rules.scope_of(rule_set, duty)
    waiting = Zone.objects.select_for_update().filter(pk__in=rules.newcomers(duty, scope, year))
    list(waiting.order_by("pk"))  # whoever sweeps at the same moment waits here, and then finds nothing to do
    new = list(rules.newcomers(duty, scope, year).order_by("pk"))
    moment = clock.now()
    if not new or limit.moment < moment:
        return 0
    withdrawn = Obligation.objects.filter(zone__in=new, duty=duty, year=year)
    withdrawn.update(release="", released_at=None, release_reason="")  # listed again
    known = set(withdrawn.values_list("zone", flat=True))
    Obligation.objects.bulk_create(
        Obligation(
            zone=zone, duty=duty, year=year, due=limit.moment, due_provisional=limit.provisional, rule_set=rule_set,
            authority=rules.authority_of(rule_set, duty), scope=scope, arisen_at=moment,
        )
        for zone in new if zone.pk not in known
    )  # fmt: skip
    journal.record(
        Verb.ARISE_DUTIES,
        by=None,
        subject=f"{year} {duty}",
        duty=duty,
        year=year,
        count=len(new),
        due=limit.fact,
    )
    return len(new)


@transaction.atomic(durable=True)
def withdraw(obligation: Obligation) -> None:
    """The zone is listed no more before the day: what it owed as a listed zone is withdrawn."""
    obligation = steps.lock(obligation)
    if rules.to_withdraw(clock.now()).filter(pk=obligation.pk).exists():
        steps.released(obligation, Release.WITHDRAWN, NOT_LISTED)
        journal.record(Verb.WITHDRAW_DUTY, by=None, subject=obligation, reason=NOT_LISTED)


NOT_LISTED = "园区已不在建设或命名期内。"
"""The office's word, in Chinese whoever reads it."""


@transaction.atomic(durable=True)
def recount(obligation: Obligation, calendar: Calendar) -> None:
    """Count a provisional day anew; it is certain when the calendar of its year is published."""
    obligation = steps.lock(obligation)
    if not obligation.due_provisional or obligation.handed_in_at is not None:
        return
    if obligation.sent_back_at is not None:
        limit = rules.again_due_of(obligation, clock.beijing_date(obligation.sent_back_at), calendar)
        obligation.again_due = limit.moment
    else:
        limit = rules.due_of(obligation.rule_set, obligation.duty, obligation.year, calendar)
        obligation.due = limit.moment
    if not limit.provisional:
        obligation.due_provisional = False
        obligation.save(update_fields=["due", "again_due", "due_provisional"])
        journal.record(Verb.RECOUNT, by=None, subject=obligation, due=limit.day)


@transaction.atomic(durable=True)
def follow(obligation: Obligation, found: rules.Declared) -> None:
    """Take over what the declared figures say of an obligation that they meet."""
    obligation = steps.lock(obligation)
    if obligation.release or obligation.accepted_at is not None or not found.differs(obligation):
        return
    if found.accepted_at is not None:
        steps.handed_in(obligation, found.handed_in_at or found.accepted_at)
        steps.accepted(obligation, found.accepted_at)
    elif found.handed_in_at is not None:
        steps.handed_in(obligation, found.handed_in_at)
    elif found.sent_back_at is not None:
        steps.sent_back(obligation, found.sent_back_at)
    else:
        steps.taken_back(obligation)
    journal.record(Verb.FOLLOW_FIGURES, by=None, subject=obligation, now=obligation.stands(clock.now()))
