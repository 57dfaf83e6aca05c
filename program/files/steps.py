"""Keep a file, inside the caller's transaction. A rollback takes the row away; content that nobody names does no harm."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from program.files.models import File, FileKind, MediaType, place
from program.files.rules import ALLOWED, examine
from program.people.models import Organization, User


def store(
    upload: "UploadedFile[bytes]",
    *,
    by: User | None,
    organization: Organization | None,
    trade_secret: bool = False,
    types: Collection[MediaType] = ALLOWED,
) -> File:
    """Keep what somebody handed in; `Invalid` if it may not be kept. `by=None`: one of the public, without an account."""
    assert connection.in_atomic_block, "a file is stored inside the transaction of the change that needs it"
    examined = examine(upload, types)
    return File.objects.create(
        sha256=_put(examined.content),
        size=len(examined.content),
        media_type=examined.media_type,
        name=examined.name,
        kind=FileKind.UPLOAD if by is not None else FileKind.PUBLIC,
        owner_organization=organization,
        uploaded_by=by,
        trade_secret=trade_secret,
    )


def keep(content: bytes, *, name: str, media_type: str, organization: Organization | None = None) -> File:
    """Keep a document that the platform made itself."""
    assert connection.in_atomic_block, "a file is kept inside the transaction of the change that needs it"
    return File.objects.create(
        sha256=_put(content),
        size=len(content),
        media_type=media_type,
        name=name,
        kind=FileKind.GENERATED,
        owner_organization=organization,
    )


def discard(file: File) -> None:
    """Take a document that the platform made away again; its content after the commit, where no other row names it."""
    assert connection.in_atomic_block, "a file goes inside the transaction that lets it go"
    content = file.path
    file.delete()
    transaction.on_commit(lambda: _drop(content))


def _drop(content: Path) -> None:
    if not File.objects.filter(sha256=content.name).exists():
        content.unlink(missing_ok=True)


@contextmanager
def being_written() -> Iterator[Path]:
    """A file of our own beside the kept ones, for what is too large for the memory; gone afterwards unless it was kept."""
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def keep_written(
    written: Path, *, name: str, media_type: str, organization: Organization | None = None
) -> File:
    """Keep a document that the platform wrote into a file of `being_written`: it moves to its place, never whole in memory."""
    assert connection.in_atomic_block, "a file is kept inside the transaction of the change that needs it"
    with written.open("rb") as stream:
        sha256, size = hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
        os.fsync(stream.fileno())
    target = place(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    written.replace(target)
    _sync(target.parent)
    return File.objects.create(
        sha256=sha256,
        size=size,
        media_type=media_type,
        name=name,
        kind=FileKind.GENERATED,
        owner_organization=organization,
    )


def _put(content: bytes) -> str:
    """Write the content to its place, whole or not at all, and once only; answer its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = place(sha256)
    if target.exists() and target.stat().st_size == len(content):
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
    incoming = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        incoming.replace(target)
    except BaseException:
        incoming.unlink(missing_ok=True)
        raise
    _sync(target.parent)
    return sha256


def _sync(folder: Path) -> None:
    """The new name in the folder, too, survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
