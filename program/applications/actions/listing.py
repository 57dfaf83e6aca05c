"""Taking a list out of the program."""

from django.db import transaction
from django.db.models import QuerySet

from program.applications.models import Application
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import READING_ROLES, User
from program.people.rules import require_role


@transaction.atomic(durable=True)
def export(applications: QuerySet[Application], *, filters: str, by: User) -> int:
    """Note that the list leaves the program: who took how many cases, narrowed down how."""
    require_role(by, *READING_ROLES)
    count = applications.count()
    journal.record(
        Verb.EXPORT, by=by, subject=f"applications {filters}".strip(), audience=Audience.OFFICE, rows=count
    )
    return count
