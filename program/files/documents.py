"""Documents that the program makes: PDF from our own templates, byte for byte the same each time, and QR codes."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from program.files.confined import Confined, Ended, Why
from program.files.fonts import CONFIGURATION, missing_characters, printed_text
from program.refusals import Invalid, Refused

SECONDS = 30
STYLE = settings.BASE_DIR / "templates" / "program" / "files" / "document.css"
_renderer = Confined(
    "program.files.render",
    str(STYLE),
    seconds=SECONDS,
    environment={"FONTCONFIG_FILE": str(CONFIGURATION), "XDG_CACHE_HOME": str(settings.VAR_DIR / "cache")},
)

ENDINGS: dict[Why, LazyText] = {
    Why.TIME: _("This document takes too long to make; it was given up."),
    Why.MEMORY: _("This document takes too much memory to make; it was given up."),
    Why.START: _(
        "PDF documents cannot be made on this machine: Pango is missing. The administrator can install it."
    ),
    Why.CRASH: _("This document could not be made."),
}


def render_pdf(
    template: str, context: Mapping[str, Any], *, title: str, assets: Mapping[str, bytes] | None = None
) -> bytes:
    """The template as an A4 document in the office's language; same input, same bytes.

    The template extends program/files/document.html. `assets` are pictures (PNG, JPEG) that it shows as `asset:name`.
    Raises `Invalid` naming the characters that our fonts lack, `Refused` if the document cannot be made.
    """
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(template, {**context, "title": title})
    require_printable(title + printed_text(html))
    return made(html, {f"asset:{name}": content for name, content in (assets or {}).items()})


def require_printable(text: str) -> None:
    """Refuse a text with characters that our fonts lack, naming them: they would be printed as boxes."""
    if missing := missing_characters(text):
        names = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing[:20])
        raise Invalid(_("The document's fonts lack these characters: %(characters)s") % {"characters": names})


def made(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of a whole page of HTML, which may show the pictures by their addresses and nothing else."""
    try:
        facts, blobs = _renderer.ask({"assets": list(pictures)}, [html.encode(), *pictures.values()])
    except Ended as ended:
        raise Refused(ENDINGS[ended.why]) from ended
    if not blobs:
        addresses = ", ".join(facts["refused"])[:200]
        raise Refused(
            _("The document refers to something outside itself: %(addresses)s") % {"addresses": addresses}
        )
    return blobs[0]


def qr_svg(text: str, *, title: str = "") -> SafeString:
    """A QR code as SVG to stand in a page or a document."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(
        code.svg_inline(scale=4, border=4, title=title or None, omitsize=True, svgclass="qr", lineclass=None)
    )


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """A QR code as PNG."""
    target = BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=scale, border=4)
    return target.getvalue()
