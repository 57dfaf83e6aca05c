"""Taking the ledger out of the program."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.ledger.models import WRITING_ROLES
from program.people.models import READING_ROLES, Role, User
from program.people.rules import require_role


@transaction.atomic(durable=True)
def export(entries: "QuerySet[Any]", *, filters: str, by: User) -> int:
    """Note that a list leaves the program: who took how many entries, narrowed down how."""
    require_role(by, *READING_ROLES, Role.SUPERVISOR, *WRITING_ROLES)
    count = entries.count()
    journal.record(
        Verb.EXPORT, by=by, subject=f"ledger {filters}".strip(), audience=Audience.OFFICE, rows=count
    )
    return count
