"""DOCX and XLSX: an archive of bounded size that holds what it says, without macros, objects or references to elsewhere."""

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

from program.files.examine.unfit import Unfit, ends_as_zip

ENTRIES = 3_000
BYTES = 200 * 2**20
"""All entries together, unpacked."""
PART = 100 * 2**20
MAIN = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xl": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACROS = re.compile(
    r"vbaproject|vbadata|macrosheets/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|hta|scr|jar|docm|xlsm|xlam|dotm|swf)$",
    re.IGNORECASE,
)
"""Whatever Word or Excel might run."""
OBJECTS = re.compile(r"/embeddings/.*\.bin$|/activex/|oleobject|\.ole$", re.IGNORECASE)
ELSEWHERE = re.compile(r"^xl/externallinks/|^xl/connections\.xml$|^xl/querytables/", re.IGNORECASE)
WEB_LINK = re.compile(r"^(https?://|mailto:|tel:|#)", re.IGNORECASE)
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, RuntimeError, OSError)
"""What a malformed archive raises; RuntimeError stands for methods of packing that nobody knows."""


def examine_docx(content: bytes) -> bytes:
    return _examine(content, folder="word", main="word/document.xml")


def examine_xlsx(content: bytes) -> bytes:
    return _examine(content, folder="xl", main="xl/workbook.xml")


def _examine(content: bytes, *, folder: str, main: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _bounded(archive)
            if not ends_as_zip(content):
                raise Unfit("office_something_behind")
            _names(archive)
            for entry in archive.infolist():
                _part(entry.filename, _read(archive, entry))
            _main(archive, main, MAIN[folder])
    except UNREADABLE as error:
        raise Unfit("office_unreadable") from error
    return content


def _bounded(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > BYTES:
        raise Unfit("office_bomb")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unfit("office_encrypted")
    if archive.comment or min((entry.header_offset for entry in entries), default=1) != 0:
        raise Unfit("office_something_behind")


def _names(archive: zipfile.ZipFile) -> None:
    names = [entry.filename for entry in archive.infolist()]
    if len({name.lower() for name in names}) < len(names):
        raise Unfit("office_unreadable")
    for name in names:
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name:
            raise Unfit("office_unreadable")
        if MACROS.search(name):
            raise Unfit("office_macros")
        if OBJECTS.search(name):
            raise Unfit("office_objects")
        if ELSEWHERE.search(name):
            raise Unfit("office_elsewhere")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The part, unpacked; the sizes in an archive are only what somebody wrote there."""
    if entry.file_size > PART:
        raise Unfit("office_bomb")
    with archive.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise Unfit("office_unreadable")
    return content


def _part(name: str, content: bytes) -> None:
    lower = name.lower()
    if not lower.endswith((".xml", ".rels", ".vml")):
        return
    plain = content.replace(b"\0", b"")  # UTF-16 hides the words otherwise
    if DECLARATION.search(plain):
        raise Unfit("office_entities")
    if lower == "[content_types].xml" and re.search(
        rb"macroEnabled|vbaProject|activeX|oleObject", plain, re.IGNORECASE
    ):
        raise Unfit("office_macros")
    if lower.endswith(".rels"):
        _relationships(content)


def _relationships(content: bytes) -> None:
    """References out of the file: a link somebody may click is one, anything that loads by itself is not."""
    for relation in _tree(content).iter():
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if kind in {"vbaProject", "wordVbaData", "xlMacrosheet"}:
            raise Unfit("office_macros")
        if kind in {"oleObject", "control", "activeXControl"}:
            raise Unfit("office_objects")
        leads_out = relation.get("TargetMode", "").lower() == "external"
        is_link = kind == "hyperlink" and WEB_LINK.match(relation.get("Target", ""))
        if leads_out and not is_link:
            raise Unfit("office_elsewhere")


def _main(archive: zipfile.ZipFile, main: str, wanted: str) -> None:
    types = {
        part.get("PartName"): part.get("ContentType") for part in _tree(archive.read("[Content_Types].xml"))
    }
    if types.get(f"/{main}") != wanted:
        raise Unfit("office_unreadable")
    _tree(archive.read(main))


def _tree(content: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise Unfit("office_unreadable") from error
