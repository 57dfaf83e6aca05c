"""An archive's ZIP: written piece by piece to the disk, stored without compression, the same bytes for the same content."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from program import clock
from program.files.models import File

CHUNK = 2**20
EARLIEST = datetime(1980, 1, 1, tzinfo=clock.BEIJING)
"""ZIP knows no earlier moment."""


class Damaged(Exception):
    """A kept file is no longer what its hash says."""


@dataclass(frozen=True)
class Piece:
    """One file of the archive: kept already, or made just now."""

    path: str
    at: datetime
    sha256: str
    size: int  # bytes
    source: File | bytes

    def chunks(self) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def piece(path: str, at: datetime, source: File | bytes) -> Piece:
    if isinstance(source, bytes):
        return Piece(path, at, hashlib.sha256(source).hexdigest(), len(source), source)
    return Piece(path, at, source.sha256, source.size, source)


def pack(target: Path, pieces: Iterable[Piece]) -> None:
    """Write them in their order; each is held against its hash on the way."""
    with ZipFile(target, "w", ZIP_STORED) as written:
        for each in pieces:
            put(written, each)


def put(written: ZipFile, each: Piece) -> None:
    moment = max(each.at, EARLIEST).astimezone(clock.BEIJING)
    entry = ZipInfo(each.path, date_time=moment.timetuple()[:6])
    entry.compress_type, entry.external_attr, entry.file_size = ZIP_STORED, 0o644 << 16, each.size
    digest = hashlib.sha256()
    with written.open(entry, "w") as stream:
        for chunk in each.chunks():
            digest.update(chunk)
            stream.write(chunk)
    if digest.hexdigest() != each.sha256:
        raise Damaged(each.path)
