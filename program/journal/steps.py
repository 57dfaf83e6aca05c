"""Write the line of a verb, inside the verb's transaction."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from program import clock
from program.journal import rules
from program.journal.models import Audience, Line, Seal, Verb

BATCH = 1_000


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
    line = Line(
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
    line.stamp = rules.stamp(line, secrets.token_hex(rules.NONCE // 2))
    line.save(force_insert=True)
    return line


def seal() -> rules.Head:
    """Chain what is not chained yet, a thousand lines a transaction; answers the newest head, which is kept on disk too.

    Of two sealers at once one wins each number and the other leaves off: numbers are the primary key.
    """
    head = rules.newest()
    try:
        while lines := list(rules.unsealed()[:BATCH]):
            with transaction.atomic(durable=True):
                head = chain(head, lines)
            anchor(head)
    except IntegrityError:
        return rules.newest()
    return head


def chain(head: rules.Head, lines: Iterable[Line]) -> rules.Head:
    """Put the links after `head`."""
    seals, moment = [], clock.now()
    for line in lines:
        digest, number = rules.digest(line), head.number + 1
        head = rules.Head(number, rules.next_head(head.head, number, line.pk, digest))
        seals.append(Seal(number=number, line=line, line_sha256=digest, head=head.head, sealed_at=moment))
    Seal.objects.bulk_create(seals)
    return head


def anchor(head: rules.Head) -> None:
    """Note the head outside the database, where a cut-off cannot reach it."""
    settings.JOURNAL_ANCHORS.parent.mkdir(parents=True, exist_ok=True)
    with settings.JOURNAL_ANCHORS.open("a", encoding="ascii") as notes:
        notes.write(f"{head.number} {head.head}\n")


def anchored() -> list[rules.Head]:
    """The heads noted outside the database."""
    if not settings.JOURNAL_ANCHORS.exists():
        return []
    notes = settings.JOURNAL_ANCHORS.read_text(encoding="ascii").split()
    return [rules.Head(int(number), head) for number, head in zip(notes[::2], notes[1::2], strict=True)]
