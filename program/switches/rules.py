"""What is switched on: asked of the database wherever something is refused, and of a glance where it is only shown.

A refusal must hold at once in every process, so it asks: one short query of a page that writes anyway. The banner is on every
page, most of which ask the database nothing of the kind: each process looks once in `SECONDS`, and shows what it saw.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from program.background.steps import register_brake
from program.refusals import Refused
from program.switches.models import Name, Switch

SECONDS = 5.0
"""So long a banner may come or go later than what it tells of."""
Task = TypeVar("Task", bound=Callable[..., object])


class ClosedNow(Refused):
    """Switched off for a while; the same may be tried again later."""

    status = 503


class Glance:
    """What this process saw last, and until when that is shown."""

    until = float("-inf")
    seen: Mapping[str, Switch] = {}


def glance() -> Mapping[str, Switch]:
    """What is on, by name, as it was some seconds ago."""
    moment = time.monotonic()
    if moment >= Glance.until:
        Glance.seen, Glance.until = {each.name: each for each in Switch.objects.on()}, moment + SECONDS
    return Glance.seen


def look_again() -> None:
    """Something was switched here: this process looks at once."""
    Glance.until = float("-inf")


def on_now(name: Name) -> Switch | None:
    """By the database, this moment."""
    found: Switch | None = Switch.objects.on().filter(name=name).first()
    return found


def require_exports() -> None:
    """Part of every verb by which a list leaves the program."""
    found = on_now(Name.EXPORTS_OFF)
    if found is not None:
        said = _("Taking lists out is switched off for the time being. Reason: %(reason)s")
        raise ClosedNow(said % {"reason": found.reason})


def require_open() -> None:
    """Part of every request that would write."""
    found = on_now(Name.READ_ONLY)
    if found is not None:
        said = _("The platform can only be read for the time being; nothing was saved. %(text)s")
        raise ClosedNow(said % {"text": found.text})


# ---------------------------------------------------------------- work that waits
def held_by(name: Name) -> Callable[[Task], Task]:
    """Mark a background task that waits in the queue, without losing an attempt, while something is on."""

    def mark(task: Task) -> Task:
        task.held_by = name  # type: ignore[attr-defined]
        return task

    return mark


def is_held(task: str) -> bool:
    try:
        name: Any = getattr(import_string(task), "held_by", None)
    except ImportError:  # no such task: whoever begins it finds out, and it is written down
        return False
    return name is not None and on_now(name) is not None


register_brake(is_held)
