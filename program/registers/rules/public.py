"""Whether the public reads the restricted projects, and which."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from program.registers.models import RestrictedProject
from program.rulesets.models import Key
from program.rulesets.rules import in_force


def is_published() -> bool:
    """As the rules signed last say; no unless they say yes."""
    return bool(in_force(Key.RESTRICTED_PUBLISHED).value)


def published_projects(day: date) -> QuerySet[Any]:
    """Those in force, if any are shown at all; drafts, ended and lifted ones never."""
    return RestrictedProject.objects.in_force(day) if is_published() else RestrictedProject.objects.none()
