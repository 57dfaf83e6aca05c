"""What a file is, by its content; what is wrong with it, as a sentence that says what to do."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from program.files.confined import Confined, Ended
from program.files.models import MediaType
from program.files.rules.names import clean_name
from program.refusals import Invalid

ALLOWED = frozenset(MediaType)
OFFICE = frozenset({MediaType.DOCX, MediaType.XLSX})
SECONDS = 15
_examiner = Confined("program.files.examine", seconds=SECONDS)

PROBLEMS: dict[str, LazyText] = {
    "pdf_unreadable": _("This PDF is damaged: it cannot be read. Export it again."),
    "pdf_cut_off": _("This PDF is incomplete: its end is missing. Export it again or repeat the upload."),
    "pdf_something_behind": _("Something else follows behind the end of this PDF. Export it again."),
    "pdf_encrypted": _("This PDF is encrypted or protected by a password. Export it without protection."),
    "pdf_script": _("This PDF contains a script. Print it to a new PDF and hand that in."),
    "pdf_launch": _(
        "This PDF starts a program, sends data away or opens another file. Print it to a new PDF and hand that in."
    ),
    "pdf_attachment": _("This PDF carries other files, sound or film inside. Hand them in one by one."),
    "pdf_pages": _("This PDF has more than 500 pages. Divide it."),
    "pdf_too_complex": _(
        "This PDF is too complicated to be checked. Print it to a new PDF and hand that in."
    ),
    "picture_unreadable": _("This picture is damaged: it cannot be read. Export it again."),
    "picture_something_behind": _("Something else follows behind the end of this picture. Export it again."),
    "picture_pixels": _("This picture has more than 60 million pixels. Make it smaller."),
    "office_unreadable": _(
        "This document is damaged or not what its name says: it cannot be read. Save it again."
    ),
    "office_encrypted": _("This document is protected by a password. Save it without one."),
    "office_something_behind": _(
        "Something else is hidden in front of this document or behind it. Save it again."
    ),
    "office_bomb": _("Unpacked, this document is far too large."),
    "office_macros": _("This document contains macros or programs. Save it without them, as .docx or .xlsx."),
    "office_objects": _(
        "This document contains embedded objects or controls. Export it as PDF and hand that in."
    ),
    "office_elsewhere": _(
        "This document loads a template, a picture or data from elsewhere. Remove the reference, or export it as PDF."
    ),
    "office_entities": _("This document contains XML declarations that have no place in it. Save it again."),
    "too_hard": _(
        "This file takes too long or too much memory to be checked. Print it to a new PDF and hand that in."
    ),
}


@dataclass(frozen=True)
class Examined:
    """A file that may be kept, under this name and with this content (a picture's is written anew)."""

    name: str
    media_type: MediaType
    content: bytes


def examine(upload: "UploadedFile[bytes]", types: Collection[MediaType] = ALLOWED) -> Examined:
    """Look into an upload; `Invalid` with field "file" says what is wrong. Form and step ask alike: the answer is remembered."""
    known: Examined | None = getattr(upload, "_examined", None)
    if known is None:
        known = _examine(upload, types)
        upload._examined = known  # type: ignore[attr-defined]
    _require(known.media_type, types)
    return known


def _require(media_type: MediaType, types: Collection[MediaType]) -> None:
    """Of a kind that is taken here."""
    if media_type not in types:
        sentence = _("This is a %(type)s file; here %(types)s is wanted.")
        raise Invalid(sentence % {"type": media_type.label, "types": listed(types)}, field="file")


def listed(types: Collection[MediaType]) -> str:
    """ "PDF, JPEG, PNG", always in the same order."""
    return _(", ").join(str(media_type.label) for media_type in MediaType if media_type in types)


def _examine(upload: "UploadedFile[bytes]", types: Collection[MediaType]) -> Examined:
    limit = settings.FILE_MAX_BYTES
    upload.seek(0)
    content = upload.read(limit + 1)
    if not content:
        raise Invalid(_("The file is empty."), field="file")
    if len(content) > limit:
        raise Invalid(
            _("The file is larger than %(limit)s.") % {"limit": filesizeformat(limit)}, field="file"
        )
    media_type = detect(content, types)
    _require(media_type, types)  # first of all: nobody mends a document that is not wanted here anyway
    name = clean_name(upload.name or "", media_type)
    return Examined(name, media_type, _confined(content, media_type))


def detect(content: bytes, types: Collection[MediaType] = ALLOWED) -> MediaType:
    """What the first bytes say it is; names and declared types are only what somebody wrote there.

    `types`: what is taken here; what cannot be told is answered with these and no others.
    """
    if content.startswith(b"%PDF-"):
        return MediaType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content.startswith(b"PK\x03\x04"):
        if b"word/document.xml" in content:
            return MediaType.DOCX
        if b"xl/workbook.xml" in content:
            return MediaType.XLSX
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and OFFICE & set(types):
        sentence = _(
            "This is an old Office file (.doc, .xls), or one with a password. Save it as .docx or .xlsx without a password."
        )
        raise Invalid(sentence, field="file")
    sentence = _("Files of this kind are not accepted. Accepted: %(types)s.")
    raise Invalid(sentence % {"types": listed(types)}, field="file")


def _confined(content: bytes, media_type: MediaType) -> bytes:
    """The content to keep, by the word of the child that looks into it."""
    try:
        facts, blobs = _examiner.ask({"type": media_type.name}, [content])
    except Ended as ended:
        raise Invalid(PROBLEMS["too_hard"], field="file") from ended
    if "problem" in facts:
        raise Invalid(PROBLEMS[facts["problem"]], field="file")
    return blobs[0]
