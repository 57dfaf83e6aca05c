"""What became of one version in another, for any two versions that hypothesis thinks of."""

import copy
import json
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from demonstrations.parks.models import Basics, Commitment, Honours, Plan
from program.applications import rules
from program.applications.models.columns import Count, Figure
from program.applications.rules import Fate, compare, comparing
from program.applications.rules.comparing import Attached, Comparison, compare_files, naming
from program.applications.rules.content import meaning
from program.applications.rules.matching import Meanings, matched, reordered
from program.applications.rules.passages import passages
from program.applications.rules.reading import Head, Section, Table

PARTS = {"plan": Plan, "honours": Honours, "commitment": Commitment}
"""Figures, years, choices, dates, statements, long texts and tables are all among them."""
MIRRORED = {Fate.ADDED: Fate.GONE, Fate.GONE: Fate.ADDED}


# ---------------------------------------------------------------- what an applicant may have written
def answers(field: models.Field[Any, Any]) -> list[Any]:
    """Values of a column as they stand in a version; the first is what stands there before anything was written."""
    if field.choices:
        return ["", *dict(field.flatchoices)]
    if isinstance(field, models.BooleanField):
        return [False, True]
    if isinstance(field, models.DateField):
        return [None, "2026-02-10", "2026-03-10"]
    if isinstance(field, Figure):
        return [None, *(f"{figure}.{0:0{field.decimal_places}}" for figure in (0, 7, 1234))]
    if isinstance(field, Count):
        return [None, 0, 2026, 2027]
    return ["", "甲", "乙。\n丙", "能耗下降，碳排放下降。"]


def row_models(model: Any) -> dict[str, Any]:
    return {name: model._meta.get_field(name).related_model for name in model.ROWS}


COLUMNS = [(code, field) for code, model in PARTS.items() for field in rules.columns(model)]
ANSWERS = st.sampled_from(COLUMNS).flatmap(
    lambda column: st.tuples(st.just(column[0]), st.just(column[1].name), st.sampled_from(answers(column[1])))
)
ROWS_OF = {
    (code, name): [
        {
            field.name: answers(field)[(place * step) % len(answers(field))]
            for place, field in enumerate(rules.columns(model))
        }
        for step in range(5)
    ]
    for code, part in PARTS.items()
    for name, model in row_models(part).items()
}
"""Rows of each table: some agree in many cells, some in none."""
FILES = st.lists(
    st.builds(
        Attached,
        document=st.sampled_from(["", "规划文本"]),
        title=st.sampled_from(["甲", "乙"]),
        name=st.sampled_from(["a.pdf", "b.pdf"]),
        sha256=st.sampled_from(["11", "22", "33"]),
    ),
    max_size=4,
)


def empty() -> dict[str, Any]:
    """A version in which nothing was answered."""
    parts = {
        code: {
            "fields": {field.name: answers(field)[0] for field in rules.columns(model)},
            "rows": {name: [] for name in row_models(model)},
        }
        for code, model in PARTS.items()
    }
    zone, applicant = {"code": "SL3201", "name": "示例区"}, {"credit_code": "1", "name": "示例管委会"}
    return {"track": "park", "zone": zone, "applicant": applicant, "parts": parts, "attachments": []}


@st.composite
def versions(draw: st.DrawFn, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """What somebody wrote, on an empty form or on what was there: a few answers, some rows, some files."""
    version = copy.deepcopy(before or empty())
    for code, name, value in draw(st.lists(ANSWERS, max_size=4)):
        version["parts"][code]["fields"][name] = value
    for (code, name), known in ROWS_OF.items():
        if draw(st.booleans()):
            version["parts"][code]["rows"][name] = draw(st.lists(st.sampled_from(known), max_size=4))
    if draw(st.booleans()):
        version["attachments"] = [asdict(file) for file in draw(FILES)]
    if draw(st.booleans()):
        version["zone"]["name"] = draw(st.sampled_from(["甲区", "乙区"]))
    return version


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A version, and what somebody made of it."""
    older = draw(versions())
    return older, draw(versions(before=older))


quickly = settings(max_examples=50, deadline=None)


# ---------------------------------------------------------------- what must hold of any two
def named(comparison: Comparison) -> dict[tuple[str, str], tuple[str | None, str]]:
    """(part, column) → before and after."""
    return {
        (part.code, cell.name): (cell.before, cell.text) for part in comparison.parts for cell in part.cells
    }


def fates(comparison: Comparison) -> Counter[tuple[str, str, str]]:
    return Counter(
        (part.code, table.name, row.fate)
        for part in comparison.parts
        for table in part.tables
        for row in table.rows
    )


@quickly
@given(versions())
def test_a_version_does_not_differ_from_itself(version: dict[str, Any]) -> None:
    comparison = compare(version, json.loads(json.dumps(version)))
    assert comparison.is_empty
    assert (comparison.count, comparison.codes, comparison.changed_files) == (0, [], [])
    assert all(part.kept == len(rules.columns(PARTS[part.code])) for part in comparison.parts)


@quickly
@given(pairs())
def test_swapping_the_two_swaps_before_and_after_added_and_gone(
    two: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    older, newer = two
    there, back = compare(older, newer), compare(newer, older)
    assert named(back) == {key: (after, before) for key, (before, after) in named(there).items()}
    assert fates(back) == Counter(
        {
            (code, name, MIRRORED.get(Fate(fate), fate)): count
            for (code, name, fate), count in fates(there).items()
        }
    )
    assert Counter(
        (MIRRORED.get(change.fate, change.fate), change.after, change.before) for change in there.files
    ) == (Counter((change.fate, change.before, change.after) for change in back.files))
    assert (there.codes, bool(there.heading)) == (back.codes, bool(back.heading))


@quickly
@given(pairs())
def test_every_field_that_differs_is_named_and_nothing_else(
    two: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    older, newer = two
    comparison = compare(older, newer)
    assert set(named(comparison)) == {
        (code, name)
        for code, part in older["parts"].items()
        for name, value in part["fields"].items()
        if value != newer["parts"][code]["fields"][name]
    }
    assert {(part.code, table.name) for part in comparison.parts for table in part.tables} == {
        (code, name)
        for code, part in older["parts"].items()
        for name, rows in part["rows"].items()
        if rows != newer["parts"][code]["rows"][name]
    }
    assert bool(comparison.heading) == (older["zone"] != newer["zone"])


@quickly
@given(pairs())
def test_the_parts_that_differ_are_those_that_the_page_of_the_version_marks(
    two: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    older, newer = two
    marked = {section.code: section.changes for section in rules.sections(newer, older)}
    assert marked == {part.code: part.count for part in compare(older, newer).parts}


@quickly
@given(pairs())
def test_every_file_is_there_once_and_equal_contents_are_never_called_replaced(
    two: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    older, newer = two
    files = compare(older, newer).files
    for data, there in (
        (older, [change.before for change in files if change.before]),
        (newer, [change.after for change in files if change.after]),
    ):
        assert Counter(there) == Counter(Attached(**row) for row in data["attachments"])
    for change in files:
        if change.before and change.after:
            same = change.before.sha256 == change.after.sha256
            assert (change.fate != Fate.REPLACED) == same
            assert (change.fate == Fate.KEPT) == (change.before == change.after)
    left = [{change.before.sha256 for change in files if change.fate == Fate.GONE and change.before}]
    left += [{change.after.sha256 for change in files if change.fate == Fate.ADDED and change.after}]
    assert not left[0] & left[1]


def fates_of(older: list[Attached], newer: list[Attached]) -> list[tuple[Fate, str, str]]:
    """Each with the titles that it had and has."""
    return [
        (
            change.fate,
            change.before.title if change.before else "",
            change.after.title if change.after else "",
        )
        for change in compare_files(older, newer)
    ]


def test_files_are_told_apart_by_what_they_are_and_the_place_that_they_fill() -> None:
    def file(title: str, sha256: str = "11", document: str = "", name: str = "a.pdf") -> Attached:
        return Attached(document, title, name, sha256)

    one, two = file("甲"), file("乙")
    assert fates_of([one, two], [two, one]) == [(Fate.KEPT, "乙", "乙"), (Fate.KEPT, "甲", "甲")]
    here, there = file("甲", document="规划文本"), file("乙", document="台账")
    renamed = [file("丁", document="台账", name="b.pdf"), file("丙", document="规划文本", name="b.pdf")]
    assert fates_of([here, there], renamed) == [(Fate.RENAMED, "乙", "丁"), (Fate.RENAMED, "甲", "丙")]
    assert fates_of([here], [file("丙", "22", "规划文本")]) == [(Fate.REPLACED, "甲", "丙")]
    assert fates_of([one], [file("丙", "22")]) == [(Fate.GONE, "甲", ""), (Fate.ADDED, "", "丙")]


def test_a_row_is_called_by_what_somebody_wrote_not_by_what_they_chose() -> None:
    chosen: Any = models.CharField(max_length=5, choices=[("a", "A")])
    figure, name = models.IntegerField(), models.CharField(max_length=20)
    assert naming([chosen, figure, name]) == 2
    assert naming([chosen, figure]) is None


def test_a_zone_renamed_is_a_difference_and_a_figure_written_otherwise_is_none() -> None:
    version = empty()
    renamed = copy.deepcopy(version)
    renamed["zone"]["name"] = "另一区"
    comparison = compare(version, renamed)
    assert ([(cell.before, cell.text) for cell in comparison.heading], comparison.count) == (
        [("示例区", "另一区")],
        0,
    )
    assert not comparison.is_empty
    otherwise = copy.deepcopy(version)
    version["parts"]["plan"]["fields"]["investment_total"] = "414"
    otherwise["parts"]["plan"]["fields"]["investment_total"] = "414.00"
    assert compare(version, otherwise).is_empty


def test_rows_that_changed_places_are_a_difference() -> None:
    version = empty()
    (code, name), known = next(iter(ROWS_OF.items()))
    version["parts"][code]["rows"][name] = known[:2]
    swapped = copy.deepcopy(version)
    swapped["parts"][code]["rows"][name].reverse()
    (table,) = next(part.tables for part in compare(version, swapped).parts if part.code == code)
    assert (table.reordered, {row.fate for row in table.rows}) == (True, {Fate.KEPT})


def test_what_was_measured_says_before_only_where_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def said(rows: list[list[str]]) -> Section:
        return Section("indicators", "", [], [Table("indicators", "", [], rows)])

    older, newer = [["甲", "1"], ["乙", "1"], ["丙", "1"]], [["甲", "1"], ["乙", "2"], ["丁", "1"]]
    known = {"older": said(older), "newer": said(newer), "none": None}
    monkeypatch.setattr(comparing, "indicator_section", lambda data: known[data["is"]])
    monkeypatch.setattr(comparing, "indicator_heads", lambda: [Head("指标"), Head("值")])
    (part,) = comparing.compare_measurements({"is": "older"}, {"is": "newer"})
    assert [(row.fate, [(cell.text, cell.before) for cell in row.cells]) for row in part.tables[0].rows] == [
        (Fate.KEPT, [("甲", None), ("1", None)]),
        (Fate.CHANGED, [("乙", None), ("2", "1")]),
        (Fate.ADDED, [("丁", None), ("1", None)]),
        (Fate.GONE, [("丙", None), ("1", None)]),
    ]
    (same,) = comparing.compare_measurements({"is": "older"}, {"is": "older"})
    assert same.tables == []
    assert list(comparing.compare_measurements({"is": "none"}, {"is": "none"})) == []


# ---------------------------------------------------------------- rows
CELLS = st.none() | st.sampled_from("ab") | st.integers(0, 2).map(Decimal)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)


@given(ROWS, ROWS, st.sampled_from([None, 0]))
def test_rows_are_each_matched_once_and_the_same_whichever_is_older(
    older: list[Meanings], newer: list[Meanings], name: int | None
) -> None:
    there, back = matched(older, newer, name=name), matched(newer, older, name=name)
    assert sorted(before for before, _after in there if before is not None) == list(range(len(older)))
    assert sorted(after for _before, after in there if after is not None) == list(range(len(newer)))
    assert set(there) == {(before, after) for after, before in back}
    assert reordered(there) == reordered(back)


@given(ROWS, ROWS)
def test_rows_that_are_the_same_are_kept(older: list[Meanings], newer: list[Meanings]) -> None:
    kept = [
        before
        for before, after in matched(older, newer)
        if before is not None and after is not None and older[before] == newer[after]
    ]
    assert len(kept) == (Counter(older) & Counter(newer)).total()


def row(name: str, *figures: int) -> Meanings:
    return (name, *map(Decimal, figures))


A, B, C = row("甲", 1, 2, 3), row("乙", 4, 5, 6), row("丙", 7, 8, 9)


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        ([A, B, C], [(0, 0), (1, 1), (2, 2)]),
        ([A, C], [(0, 0), (1, None), (2, 1)]),  # the middle one is gone, and stands where it stood
        ([row("丁", 0, 0, 0), A, B, C], [(None, 0), (0, 1), (1, 2), (2, 3)]),  # a new one before all others
        ([A, row("丙", 7, 8, 0)], [(0, 0), (1, None), (2, 1)]),  # not the second row changed: the third
        (
            [C, row("乙", 0, 0, 0), A],
            [(2, 0), (1, 1), (0, 2)],
        ),  # of the same name, though every figure is new
        ([A, row("乙区", 4, 5, 6), C], [(0, 0), (1, 1), (2, 2)]),  # called otherwise, the figures the same
        ([A, row("丁", 0, 0, 0), C], [(0, 0), (1, 1), (2, 2)]),  # nothing alike: the same place
        ([row("乙", 0, 0, 0), A, C], [(1, 0), (0, 1), (2, 2)]),  # of the same name at another place
        ([row("丁", 4, 0, 0), row("戊", 0, 0, 0), C], [(0, 0), (1, 1), (2, 2)]),  # alike in too little
        (
            [row("丁", 1, 2, 0), row("戊", 1, 2, 3)],
            [(None, 0), (1, None), (0, 1), (2, None)],
        ),  # what is most alike, not what comes first
    ],
)
def test_rows_are_matched_as_a_reader_would(newer: list[Meanings], expected: list[tuple[int, int]]) -> None:
    assert matched([A, B, C], newer, name=0) == expected


# ---------------------------------------------------------------- texts, and what only looks different
TEXTS = st.text("能耗，。；\nA1", max_size=12)


@given(TEXTS, TEXTS)
def test_passages_put_together_are_the_texts(before: str, after: str) -> None:
    was, now = passages(before, after)
    assert ("".join(piece.text for piece in was), "".join(piece.text for piece in now)) == (before, after)
    common = [["".join(piece.text for piece in side if not piece.changed)] for side in (was, now)]
    assert common[0] == common[1]


def test_a_long_text_is_marked_clause_by_clause() -> None:
    was, now = passages(
        "能耗持续下降，到2028年达峰。建成示范园区。", "能耗持续下降，到2027年达峰。建成示范园区。"
    )
    assert [piece.text for piece in was if piece.changed] == ["到2028年达峰。"]
    assert [piece.text for piece in now if piece.changed] == ["到2027年达峰。"]


def test_the_same_figure_and_the_same_lines_written_otherwise_are_the_same() -> None:
    columns = {field.name: field for field in rules.columns(Basics)}
    gdp, contact = columns["gdp"], columns["contact_name"]
    assert meaning(gdp, "414") == meaning(gdp, "414.00") != meaning(gdp, "414.01")
    assert meaning(contact, "甲\r\n乙") == meaning(contact, "甲\n乙")
    assert meaning(contact, "") == meaning(contact, None) != meaning(contact, "–")
