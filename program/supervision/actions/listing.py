"""The matrix leaves the program."""

from django.db import transaction

from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import User


@transaction.atomic(durable=True)
def export_matrix(rows: int, *, filters: str, by: User) -> None:
    """Note who took how many rows of what they see, narrowed down how."""
    journal.record(
        Verb.EXPORT, by=by, subject=f"duties {filters}".strip(), audience=Audience.OFFICE, rows=rows
    )
