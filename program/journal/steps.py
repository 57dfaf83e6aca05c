"""Write the line of a verb, inside the verb's transaction."""

from typing import Any

from django.db import connection

from program import clock
from program.journal.models import Audience, Line, Verb


def record(
    verb: Verb,
    *,
    by: Any,
    subject: object,
    application: Any = None,
    on_behalf: object = "",
    version: int | None = None,
    audience: Audience = Audience.CASE,
    **facts: Any,
) -> Line:
    """One line: `by` did `verb` to `subject`, for `on_behalf`, on `version`. `by=None`: the clock did it."""
    assert connection.in_atomic_block, "a journal line belongs to the transaction of its verb"
    return Line.objects.create(
        at=clock.now(),
        actor=by,
        actor_name=by.name if by is not None else "",
        on_behalf=str(on_behalf)[:120],
        verb=verb,
        application=application,
        subject=str(subject)[:200],
        version=version,
        facts={
            key: value if isinstance(value, int | bool | list) else str(value)
            for key, value in facts.items()
            if value is not None
        },
        audience=audience,
    )
