"""What becomes of a file whose form was refused: it waits for the next try, and is thrown away after two hours."""

import logging
import secrets
from contextlib import suppress
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum

from program import clock
from program.files.models import WaitingUpload
from program.people.models import User
from program.people.rules import hashed

logger = logging.getLogger(__name__)
PATIENCE = timedelta(hours=2)
MOST_OF_ONE = 10
"""Files that wait for one person or browser; the oldest goes first."""
MOST_OF_THE_PUBLIC = 1024**3
"""Bytes that wait for the public altogether: nobody fills our disk with forms that are refused."""


def wait(upload: "UploadedFile[bytes]", *, person: User | None, browser: str) -> str:
    """Keep a good file of a refused form for its holder; answers the ticket, or nothing where there is no room.

    The row comes first and the content after it: what is left of a crash is swept with its row.
    """
    size = upload.size or 0
    if person is None:
        waiting = WaitingUpload.objects.filter(person=None).aggregate(total=Sum("size"))["total"] or 0
        if waiting + size > MOST_OF_THE_PUBLIC:
            return ""
    held = WaitingUpload.objects.filter(person=person, browser=browser).order_by("-pk")
    for old in held[MOST_OF_ONE - 1 :]:
        forget(old)
    ticket = secrets.token_urlsafe(32)
    made = WaitingUpload.objects.create(
        ticket_hash=hashed(ticket),
        person=person,
        browser=browser,
        name=(upload.name or "")[:255],
        size=size,
        until=clock.now() + PATIENCE,
    )
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
        upload.seek(0)
        with made.path.open("wb") as kept:
            kept.writelines(upload.chunks())
    except OSError:  # the form comes back all the same, and asks for the file once more
        logger.exception("an upload could not be kept for the next try")
        forget(made)
        return ""
    return ticket


def forget(upload: WaitingUpload) -> None:
    """The content first: what is left of a crash is swept again."""
    with suppress(FileNotFoundError, NotADirectoryError):
        upload.path.unlink()
    upload.delete()


def forget_uploads() -> int:
    """Part of each sweep: whatever has waited long enough. Answers how many."""
    over = list(WaitingUpload.objects.filter(until__lte=clock.now()))
    for upload in over:
        forget(upload)
    return len(over)
