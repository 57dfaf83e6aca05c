"""PDF: whole, readable, not too long, and nothing in it that runs, starts or carries something else."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from program.files.examine.unfit import Unfit, ends_as_zip

PAGES = 500
OBJECTS = 200_000
STARTERS = {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition"}
"""Actions that start a program, send the reader's input away or open another file. A plain link (/URI) is harmless."""
PLAYERS = {"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}
# Also where our reader may not look: in objects that a broken table leaves out but a forgiving viewer finds.
RAW = re.compile(
    rb"/(?:(JavaScript|XFA)|(Launch|ImportData|SubmitForm)|(EmbeddedFiles?|RichMedia))(?![A-Za-z0-9])"
)
# Damage of any kind: the reader promises no single family of exceptions for a malformed file.
UNREADABLE = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OSError,
    NotImplementedError,
)


def examine_pdf(content: bytes) -> bytes:
    _whole(content)
    _raw(content)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Unfit("pdf_encrypted")
        if "/Pages" not in reader.root_object:
            raise Unfit("pdf_unreadable")
        _pages(reader)
        for thing in _objects(reader):
            _harmless(thing)
    except UNREADABLE as error:
        raise Unfit("pdf_unreadable") from error
    return content


def _whole(content: bytes) -> None:
    """Begins as a PDF and ends as one: nothing before, nothing after, no archive at the same time."""
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise Unfit("pdf_unreadable")
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Unfit("pdf_cut_off")
    if content[end + 5 :].strip(b"\r\n\t \0\x1a") or ends_as_zip(content):
        raise Unfit("pdf_something_behind")


def _raw(content: bytes) -> None:
    if found := RAW.search(content):
        script, starter, _carrier = found.groups()
        raise Unfit("pdf_script" if script else "pdf_launch" if starter else "pdf_attachment")


def _pages(reader: PdfReader) -> None:
    count = reader.get_num_pages()
    if count > PAGES:
        raise Unfit("pdf_pages")
    if count < 1 or len(reader.pages) != count:
        raise Unfit("pdf_unreadable")


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, wherever it stands."""
    listed = [(generation, number) for generation, table in reader.xref.items() for number in table]
    listed += [(0, number) for number in reader.xref_objStm]
    if len(listed) > OBJECTS:
        raise Unfit("pdf_too_complex")
    yield from _dictionaries(reader.trailer)
    for generation, number in listed:
        if number:
            yield from _dictionaries(_resolve(reader, number, generation))


def _resolve(reader: PdfReader, number: int, generation: int) -> Any:
    try:
        return reader._get_indirect_object(number, generation)
    except PyPdfError:
        return None  # a listed object that is not there: viewers read it as null too


def _dictionaries(thing: Any) -> Iterator[DictionaryObject]:
    """The direct dictionaries in a value; what it refers to is listed by itself."""
    waiting = [thing]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            yield value
            waiting.extend(dict.values(value))
        elif isinstance(value, ArrayObject):
            waiting.extend(list.__iter__(value))


def _harmless(thing: DictionaryObject) -> None:
    action = _name(thing, "/S")
    if action == "/JavaScript" or "/JS" in thing or "/JavaScript" in thing or "/XFA" in thing:
        raise Unfit("pdf_script")
    if action in STARTERS:
        raise Unfit("pdf_launch")
    carries = "/EF" in thing or "/EmbeddedFiles" in thing or _name(thing, "/Type") == "/EmbeddedFile"
    elsewhere = isinstance(thing, StreamObject) and "/F" in thing  # a stream whose bytes lie in another file
    if carries or elsewhere or _name(thing, "/Subtype") in PLAYERS:
        raise Unfit("pdf_attachment")


def _name(thing: DictionaryObject, key: str) -> str:
    value = dict.get(thing, key)
    return value if isinstance(value, str) else ""
