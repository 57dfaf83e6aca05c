"""Moving a case, inside a transaction that a verb opened. The proceeding's row is the one lock, always taken first."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from program import clock, tracks
from program.process.models import Counter, Outcomes, Proceeding, StageName
from program.refusals import SomebodyWasFaster
from program.rulesets.rules import Limit


@dataclass(frozen=True)
class Turn:
    """A case locked at an open stage: what a verb holds while it decides."""

    application: Any
    proceeding: Proceeding
    task: Task


def open_case(application: Any, *, how: str = "opened") -> Proceeding:
    """Start a proceeding of an application at that start of its flow. The application's row is locked by the caller."""
    flow = tracks.get(application.track).flow_class
    getattr(flow, how).run(application=application)
    return lock(application)


def lock(application: Any) -> Proceeding:
    """Lock the case's open proceeding and re-read the application; a closed case answers that somebody was faster."""
    assert connection.in_atomic_block, "a case is locked inside a verb's transaction"
    proceeding = (
        Proceeding.objects.select_for_update().filter(application_id=application.pk, closed_at=None).first()
    )
    if proceeding is None:
        raise SomebodyWasFaster
    application.refresh_from_db()
    proceeding.application = application
    return proceeding


def lock_all(applications: Any) -> None:
    """Lock the open proceedings of many cases, in key order, as every verb over many does."""
    assert connection.in_atomic_block, "cases are locked inside a verb's transaction"
    list(
        Proceeding.objects.open()
        .filter(application__in=applications)
        .order_by("pk")
        .select_for_update()
        .values_list("pk")
    )


def turn(application: Any, *stages: StageName) -> Turn:
    """Lock the case and make sure that it rests at one of the stages; whoever comes second is told so."""
    proceeding = lock(application)
    if application.stage not in stages:
        raise SomebodyWasFaster
    task = Task.objects.get(process=proceeding, status__in=(STATUS.NEW, STATUS.SCHEDULED), finished=None)
    task.process = proceeding
    return Turn(application, proceeding, task)


def take(held: Turn) -> None:
    """Finish the stage; the flow decides what comes next from the verdict row the verb has written."""
    activation = held.task.flow_task.activation_class(held.task)
    activation.run(None)
    activation.complete()
    activation.activate_next()


def fire(held: Turn) -> bool:
    """Go on from a wait whose time has come, or from a hold whose question is answered. An error goes to the caller."""
    activation = held.task.flow_task.activation_class(held.task)
    application = held.application
    if held.task.status == STATUS.SCHEDULED:
        if application.due_provisional or application.due > clock.now():
            return False
    elif not activation.condition_met():
        return False
    activation.start()
    activation.complete()
    activation.activate_next()
    return True


def settle(application: Any, stage: StageName) -> bool:
    """Ask a hold's question now, where a verb knows that the answer may have changed."""
    return fire(turn(application, stage))


def close(held: Turn, outcome: Outcomes) -> None:
    """End the proceeding outside its flow (giving up). Cancelling alone would enter no node and leave the projection stale."""
    activation = held.task.flow_task.activation_class(held.task)
    activation.cancel()
    proceeding = held.proceeding
    proceeding.status, proceeding.finished, proceeding.closed_at = PROCESS.CANCELED, clock.now(), clock.now()
    proceeding.save(update_fields=["status", "finished", "closed_at"])
    project(held.application, StageName(outcome), outcome=outcome)


def enter(activation: Any, *, role: str = "", limit: Limit | None = None, outcome: str = "") -> None:
    """A node where a case rests was entered: write the projection, in the same transaction."""
    proceeding = activation.process
    project(
        proceeding.application, StageName(activation.flow_task.name), role=role, limit=limit, outcome=outcome
    )
    if outcome:
        proceeding.closed_at = clock.now()
        proceeding.save(update_fields=["closed_at"])


def project(
    application: Any, stage: StageName, *, role: str = "", limit: Limit | None = None, outcome: str = ""
) -> None:
    """The only writer of stage, holder, due date and outcome."""
    application.stage, application.stage_since = stage, clock.now()
    application.outcome = outcome
    application.due = limit.moment if limit else None
    application.due_provisional = bool(limit and limit.provisional)
    application.waiting_role, application.waiting_org = role, application.holder(role) if role else None
    application.save(update_fields=application.PROJECTION)


def wait_for(application: Any, role: str) -> None:
    """Within a stage: from now on somebody else is waited for (the panel is drawn, now the experts). The case is locked."""
    if application.waiting_role == role:
        return
    application.waiting_role, application.waiting_org = role, application.holder(role)
    application.save(update_fields=["waiting_role", "waiting_org"])


def extend(application: Any, limit: Limit) -> None:
    """Move the due date of the stage where a case rests; a wait's own clock moves with it."""
    application.due, application.due_provisional = limit.moment, limit.provisional
    application.save(update_fields=["due", "due_provisional"])
    Task.objects.filter(process__proceeding__application=application, status=STATUS.SCHEDULED).update(
        scheduled=limit.moment
    )


def next_number(series: str) -> int:
    """The next number of a series, consecutive: the row stays locked until the transaction ends."""
    assert connection.in_atomic_block, (
        "a number is taken inside a transaction, so that a rollback gives it back"
    )
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
