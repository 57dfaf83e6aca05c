"""`manage.py work`: the background worker and, each minute, the sweep of timers and lost promises."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from program.background.steps import sweep
from program.decisions.tasks import recount_notices
from program.process.actions import run_due

logger = logging.getLogger("program.work")


class Command(BaseCommand):
    help = "Keep promises and fire timers; --once does what is due now and ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between looks into an empty queue"
        )
        parser.add_argument("--sweep", type=float, default=60.0, help="seconds between sweeps")

    def handle(self, *, once: bool, interval: float, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        swept = float("-inf")
        while worker.running:
            if time.monotonic() - swept >= options["sweep"]:
                self.sweep()
                swept = time.monotonic()
            done, worker._run_tasks = (
                0,
                0,
            )  # one task a turn: the sweep is on time also while the queue is long
            worker.run()
            done = worker._run_tasks
            if not done and once:
                return
            if not done:
                time.sleep(interval)

    def sweep(self) -> None:
        """Timers, holds and lost promises; whatever fails is reported, and the worker goes on."""
        close_old_connections()
        try:
            recount_notices()
            fired, failed = run_due()
            lost = sweep()
        except Exception:
            logger.exception("the sweep broke")
            return
        if fired or failed or lost:
            logger.info("sweep: %s fired, %s failed, %s promises returned to the queue", fired, failed, lost)
