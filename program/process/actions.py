"""The clock's own verbs: fire what is due, keep every failure, retry on command."""

import traceback
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from program import clock
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process import rules, steps
from program.process.models import Proceeding, StageName, Trouble
from program.refusals import SomebodyWasFaster
from program.rulesets.rules import last_published_moment


def due(moment: Any) -> list[Proceeding]:
    """Open proceedings that rest at a hold which may let them pass, or at a wait whose (not provisional) time has come."""
    here = Proceeding.objects.open().select_related("application")
    waits = here.filter(
        application__stage__in=rules.stages_of_type("TIMER"),
        application__due__lte=moment,
        application__due_provisional=False,
    )
    holds = here.filter(rules.at_answered_holds())
    return [*waits.order_by("pk"), *holds.order_by("pk")]


def run_due() -> tuple[int, int]:
    """Fire everything that is due, each in its own transaction; answer (fired, failed). A failure becomes a Trouble row."""
    fired = failed = 0
    for proceeding in due(clock.now()):
        stage = StageName(proceeding.application.stage)
        try:
            fired += fire(proceeding.application, stage)
        except SomebodyWasFaster:  # another sweeper: nothing failed
            continue
        except Exception as error:  # kept in a row, shown to the office, retried by command
            failed += 1
            report(proceeding, stage, error)
    return fired, failed


@transaction.atomic(durable=True)
def fire(application: Any, stage: StageName) -> bool:
    """Go on from one wait or hold, if it may; a success settles what was reported before."""
    held = steps.turn(application, stage)
    if not steps.fire(held):
        return False
    journal.record(Verb.TIMER, by=None, subject=application, application=application, stage=stage.value)
    Trouble.objects.open().filter(proceeding=held.proceeding, stage=stage).update(resolved_at=clock.now())
    return True


def recount_due() -> int:
    """Fix provisional (暂定) due dates whose year has been published since; answers how many. Usually there are none to ask."""
    cases = Proceeding.objects.open().filter(
        application__due_provisional=True, application__due__lte=last_published_moment()
    )
    waits = rules.stages_of_type("TIMER")  # a notice is counted anew as a whole, and printed again
    return sum(
        recount(proceeding.application)
        for proceeding in cases.exclude(application__stage__in=waits)
        .select_related("application")
        .order_by("pk")
    )


@transaction.atomic(durable=True)
def recount(application: Any) -> bool:
    """Count the due date of the stage where a case rests anew, from the day it came there."""
    try:
        held = steps.turn(application, StageName(application.stage))
    except SomebodyWasFaster:
        return False
    activation = held.task.flow_task.activation_class(held.task)
    since = clock.beijing_date(application.stage_since)
    _role, limit = held.task.flow_task.awaited(activation, since)
    if limit is None or limit.provisional or not application.due_provisional:
        return False
    steps.extend(application, limit)
    journal.record(Verb.RECOUNT, by=None, subject=application, application=application, due=limit.fact)
    return True


@transaction.atomic(durable=True)
def report(proceeding: Proceeding, stage: StageName, error: Exception) -> Trouble:
    """Keep what went wrong, one open row a proceeding and stage."""
    text = "".join(traceback.format_exception(error))[-8000:]
    trouble, made = Trouble.objects.open().get_or_create(
        proceeding=proceeding,
        stage=stage,
        resolved_at=None,
        defaults={"error": f"{type(error).__name__}: {error}", "traceback": text},
    )
    if made:
        tell(
            people_with(Role.ADMIN),
            Text.TROUBLE,
            application=proceeding.application,
            path=reverse("desk:clockwork"),
            case=proceeding.application.number,
        )
    else:
        Trouble.objects.filter(pk=trouble.pk).update(
            error=f"{type(error).__name__}: {error}",
            traceback=text,
            attempts=F("attempts") + 1,
            last_at=clock.now(),
        )
    return trouble


def retry(trouble: Trouble, *, by: User) -> bool:
    """Try a failed step again now; the error goes to whoever asked, and stays in the row."""
    require_role(by, Role.CLERK, Role.DIRECTOR, Role.ADMIN)
    try:
        return fire(trouble.proceeding.application, StageName(trouble.stage))
    except SomebodyWasFaster:  # the case has gone on, by the sweep or a colleague: what failed here is over
        Trouble.objects.open().filter(pk=trouble.pk).update(resolved_at=clock.now())
        raise
    except Exception as error:
        report(trouble.proceeding, StageName(trouble.stage), error)
        raise
