"""How the engine is: what failed, what is late, what is stuck, who works. Asked by the page and by the alert alike."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import LEASE, is_held
from program.desk.models import Heartbeat
from program.process.models import Trouble
from program.process.rules import astray, stages_of_type

SLOW = timedelta(minutes=30)
"""So long nothing may lie in the queue."""


@dataclass(frozen=True)
class Health:
    """Each a list of rows, the oldest first; `queue` and `oldest` of what waits for a worker."""

    troubles: QuerySet[Trouble]
    given_up: QuerySet[Promise]
    failing: QuerySet[Promise]  # failed, and will be tried again
    stuck: QuerySet[Promise]  # held past its lease, or queued long ago and never begun
    late_timers: QuerySet[Application]  # a wait's moment has passed and it did not go on
    provisional: QuerySet[Application]  # 暂定: waits for a calendar
    workers: QuerySet[Heartbeat]
    silent: QuerySet[Heartbeat]
    astray: list[tuple[str, str, list[str]]]
    queue: int
    oldest: Any


def health() -> Health:
    """A constant number of queries."""
    moment = clock.now()
    waits = (
        Application.objects.open()
        .filter(stage__in=stages_of_type("TIMER"))
        .select_related("zone", "applicant", "call")
    )
    open_ones = Promise.objects.open()
    return Health(
        troubles=Trouble.objects.open()
        .select_related("proceeding__application__zone", "proceeding__application__applicant")
        .order_by("first_at"),
        given_up=Promise.objects.given_up().order_by("pk"),
        failing=open_ones.exclude(error="").order_by("pk"),
        stuck=open_ones.filter(
            Q(leased_until__lt=moment - LEASE)
            | Q(leased_until=None, queued_at__lt=moment - SLOW, promised_at__lt=moment - SLOW)
        ).order_by("pk"),
        late_timers=waits.filter(due__lt=moment - Heartbeat.PATIENCE, due_provisional=False).order_by("due"),
        provisional=Application.objects.open()
        .filter(due_provisional=True)
        .select_related("zone", "applicant", "call")
        .order_by("due"),
        workers=Heartbeat.objects.order_by(F("seen_at").desc()),
        silent=Heartbeat.objects.silent(),
        astray=astray(),
        queue=open_ones.count(),
        oldest=open_ones.filter(error="")
        .order_by("promised_at")
        .values_list("promised_at", flat=True)
        .first(),
    )


def ails() -> list[str]:
    """What an administrator is told of, each as a key that is told once until it has gone; none if all is well."""
    found = health()
    said = [f"given-up {promise.pk}" for promise in found.given_up]
    said += [f"stuck {promise.pk}" for promise in found.stuck if not is_held(promise.name)]
    said += [f"late {case.number}" for case in found.late_timers]
    said += [f"silent {worker.worker}" for worker in found.silent]
    said += [f"astray {number}" for number, _stage, _nodes in found.astray]
    return said
