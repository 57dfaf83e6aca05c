"""Pure questions about zones: how it is known what stands in their rows."""

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import program
from program.refusals import SomebodyWasFaster
from program.zones.models import Zone

SOURCES = Path(program.__file__).parent / "assets" / "data" / "sources.csv"


class StandsElsewhere(SomebodyWasFaster):
    """A site is listed that stands in another zone's statistics: of that zone nothing more is told."""

    sentence = _("This site stands in the statistics of another zone. If it belongs to yours, claim it.")


def source_note(zone: Zone) -> str:
    """From where the row is known, in the reader's language; the reference data say it in English."""
    if (get_language() or "").startswith("en"):
        return zone.source
    return notes_in_chinese().get(zone.source, zone.source)


@cache
def notes_in_chinese() -> dict[str, str]:
    """English note → Chinese."""
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return {row["source"]: row["source_zh"] for row in csv.DictReader(file)}
