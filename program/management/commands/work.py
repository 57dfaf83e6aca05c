"""`manage.py work`: the background worker and, each minute, the sweep of timers and lost promises."""

import logging
import os
import socket
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from program.alterations.tasks import take_effect
from program.background.steps import sweep
from program.claims.tasks import recount_claims
from program.decisions.tasks import keep_terms, recount_notices, recount_objections
from program.desk.actions import beat, rest, watch
from program.desk.tasks import daily
from program.exports.tasks import forget_exports
from program.files.actions import forget_uploads
from program.journal.steps import seal
from program.measures.tasks import cancel_rectifications, recount_rectifications
from program.monitoring.tasks import keep_targets
from program.process.actions import recount_due, run_due
from program.progress.tasks import keep_board
from program.supervision.tasks import follow_figures, keep_alerts, keep_duties
from program.tracks import yearly

logger = logging.getLogger("program.work")


def keep_yearly() -> None:
    """What the tracks have handed in each year."""
    for each in yearly():
        each.ask("keep")()


SWEEP: tuple[Callable[[], object], ...] = (
    recount_due,
    recount_notices,
    recount_objections,
    recount_rectifications,
    recount_claims,
    run_due,
    take_effect,
    keep_terms,
    cancel_rectifications,
    keep_duties,
    follow_figures,
    keep_alerts,
    keep_yearly,
    keep_targets,
    keep_board,
    sweep,
    seal,
    forget_uploads,
    forget_exports,
    daily,
    watch,
)
"""In this order: first dates are fixed, then what is due is fired; what is wrong after all that is told."""


class Command(BaseCommand):
    help = "Keep promises and fire timers; --once does what is due now and ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between looks into an empty queue"
        )
        parser.add_argument("--sweep", type=float, default=60.0, help="seconds between sweeps")

    def handle(self, *, once: bool, interval: float, **options: Any) -> None:
        name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,  # one task a turn: the sweep is on time also while the queue is long
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        swept = float("-inf")
        try:
            while worker.running:
                if time.monotonic() - swept >= options["sweep"]:
                    self.sweep(name)
                    swept = time.monotonic()
                worker._run_tasks = 0
                worker.run()
                if not worker._run_tasks:
                    if once:
                        return
                    time.sleep(interval)
        finally:
            rest(name)

    def sweep(self, name: str) -> None:
        """Every part of it, whatever became of the others; what broke is logged, kept and told."""
        close_old_connections()
        broken = []
        for part in SWEEP:
            try:
                part()
            except Exception as error:
                logger.exception("the sweep broke at %s", part.__name__)
                broken.append(f"{part.__name__}: {type(error).__name__}: {error}")
        try:
            beat(name, error="\n".join(broken))
        except Exception:
            logger.exception("the sweep left no word")
