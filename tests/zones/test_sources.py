"""From where a row of the reference data is known, in the reader's language."""

import csv
import re

import pytest
from django.utils import translation

from program.zones import rules
from program.zones.models import Zone
from program.zones.steps import PARKS

with PARKS.open(encoding="utf-8-sig", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

HALF_WIDTH = re.compile(r"[\u3400-\u9fff〕][,;:()]|[,;:()][\u3400-\u9fff]")


def test_every_note_has_its_chinese_and_no_other_is_kept() -> None:
    assert {row["source"] for row in ROWS} == set(rules.notes_in_chinese())


def test_the_chinese_keeps_the_addresses_and_is_written_as_the_office_writes() -> None:
    for english, chinese in rules.notes_in_chinese().items():
        addresses = re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./-]*\w)?", english)
        assert [one for one in addresses if one not in chinese] == []
        assert re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}", chinese) is None, chinese
        assert HALF_WIDTH.search(chinese) is None, chinese


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "批准年份凭记忆"), ("en", "year from memory")])
def test_a_reader_reads_it_in_the_own_language(language: str, said: str) -> None:
    zone = Zone(source="year from memory (Oct 2015, ->146)")
    with translation.override(language):
        assert rules.source_note(zone).startswith(said)


def test_what_somebody_else_wrote_stands_as_it_is() -> None:
    with translation.override("zh-hans"):
        assert rules.source_note(Zone(source="示例来源")) == "示例来源"
        assert rules.source_note(Zone()) == ""


def test_names_and_places_have_full_width_brackets() -> None:
    assert [row["code"] for row in ROWS if re.search(r"[(),;]", row["city"] + row["name_zh"])] == []
