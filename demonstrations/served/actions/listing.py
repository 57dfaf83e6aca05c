"""Taking records out of the program."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import APPLICANT_ROLES, READING_ROLES, Role, User
from program.people.rules import require_role


@transaction.atomic(durable=True)
def export(records: "QuerySet[Any]", *, filters: str, by: User) -> int:
    """Note that a list leaves the program: who took how many records, narrowed down how."""
    require_role(by, *READING_ROLES, Role.SUPERVISOR, *APPLICANT_ROLES, Role.ZONE_REVIEWER)
    count = records.count()
    journal.record(
        Verb.EXPORT, by=by, subject=f"served {filters}".strip(), audience=Audience.OFFICE, rows=count
    )
    return count
