"""How a typed number is read: of a letter (LS-2026-0001), of a receipt (K7QM-2XFA-9B3D)."""

import re
import unicodedata

SERIES = re.compile(r"(.+?)-*((?:19|20)\d\d)-*(\d{4,})")
LETTERS_OF_A_RECEIPT = 12


def letter_number(typed: str) -> str:
    """LS-2026-0001, however it was typed: full-width, in small letters, with any dash or none, with blanks, seen or not."""
    found = SERIES.fullmatch(_plain(typed))
    return "-".join(found.groups()) if found else _plain(typed)


def receipt_number(typed: str) -> str:
    """K7QM-2XFA-9B3D, however it was typed; what has not its twelve letters is left as it is, and will not be found."""
    letters = _plain(typed).replace("-", "")
    if len(letters) != LETTERS_OF_A_RECEIPT:
        return _plain(typed)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _plain(typed: str) -> str:
    """Capital letters, digits and hyphens alone: NFKC makes full-width signs plain, and every dash is one hyphen."""
    signs = (_sign(each) for each in unicodedata.normalize("NFKC", typed).upper())
    return re.sub("-+", "-", "".join(signs)).strip("-")


MORE_DASHES = frozenset("\u02d7\u2043\u2212\u2500\u2796\u30fc\u4e00_~")
"""What Unicode counts among no dashes, and keyboards and scanners give for one: −, ─, ー, 一 …"""


def _sign(each: str) -> str:
    if each in MORE_DASHES or unicodedata.category(each) == "Pd":
        return "-"
    return each if each.isalnum() else ""
