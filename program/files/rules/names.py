"""A file's name: as the person gave it, unless it would fool a reader or a computer."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from program.files.models import MediaType
from program.refusals import Invalid

LENGTH = 120
ENDINGS: dict[MediaType, tuple[str, ...]] = {
    MediaType.PDF: (".pdf",),
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.PNG: (".png",),
    MediaType.DOCX: (".docx",),
    MediaType.XLSX: (".xlsx",),
}
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Devices on Windows, whatever ending they carry."""
UNSAVEABLE = re.compile(r'[<>:"|?*]')


def clean_name(name: str, media_type: MediaType) -> str:
    """The name to keep; refused when it hides something, leads elsewhere or does not fit the content."""
    name = unicodedata.normalize("NFC", name)
    if any(
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in name
    ):
        raise Invalid(
            _("The file's name contains invisible or control characters. Rename the file and try again."),
            field="file",
        )
    if "/" in name or "\\" in name:
        raise Invalid(_("The file's name contains a path. Rename the file and try again."), field="file")
    name = UNSAVEABLE.sub("_", " ".join(name.split()))
    stem, dot, ending = name.rpartition(".")
    if not stem.strip(". ") or name.startswith("."):
        raise Invalid(_("The file needs a name with an ending, such as plan.pdf."), field="file")
    if RESERVED.fullmatch(name.split(".")[0].strip()):
        raise Invalid(
            _("Windows reserves this name for a device. Rename the file and try again."), field="file"
        )
    if len(name) > LENGTH:
        raise Invalid(
            _("The file's name is longer than %(limit)d characters.") % {"limit": LENGTH}, field="file"
        )
    if (dot + ending).lower() not in ENDINGS[media_type]:
        sentence = _(
            "The name ends in “%(ending)s”, but the content is %(type)s. Hand in the file that its name promises."
        )
        raise Invalid(sentence % {"ending": (dot + ending)[:12], "type": media_type.label}, field="file")
    return name
