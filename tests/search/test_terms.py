"""What is typed into a search, in either language; nothing is silently dropped."""

from datetime import date

import pytest

from program.refusals import Invalid
from program.search.rules import Terms, by_initials, example, initials, read


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", Terms()),
        ("  示例  YQ-2026 ", Terms(("示例", "YQ-2026"))),
        ("stage:formality_check", Terms(stage=("formality_check",))),
        ("stage:形式审查", Terms(stage=("formality_check",))),
        ("环节：形式审查", Terms(stage=("formality_check",))),
        ("STAGE:Formality_Check", Terms(stage=("formality_check",))),
        (example(), Terms(stage=("formality_check",), province="32", due=(("<", date(2026, 12, 31)),))),
        ("province:32 甲", Terms(("甲",), province="32")),
        ("province:江苏", Terms(province="32")),
        ("province:jiangsu", Terms(province="32")),
        ("track:park", Terms(track=("park",))),
        ("due:<2026-12-01", Terms(due=(("<", date(2026, 12, 1)),))),
        ("due:>2026-12-01", Terms(due=((">", date(2026, 12, 1)),))),
        ("http://x", Terms(("http://x",))),  # a colon makes no term
    ],
)
def test_a_line_is_read(text: str, terms: Terms) -> None:
    assert read(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "stage:", "stage:nothing", "stage:e", "province:99", "province:江", "track:parks", "due:2026-12-01", "due:<2026-13-01",
        "due:<1999-12-31", "due:=2026-12-01", "due:<", "stage:draft stage:draft", "长" * 201, "a\0b", "a b c d e f g h i",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(text)
    assert refusal.value.field == "q"


def test_what_there_is_is_said_with_it() -> None:
    with pytest.raises(Invalid) as refusal:
        read("track:parks")
    assert "Green_development_demonstration_park" in str(refusal.value)


def test_initials_of_a_name() -> None:
    assert initials("中关村科技园区") == "zgckjyq"
    names = [(1, "中关村科技园区"), (2, "苏州工业园区")]
    assert by_initials("zgc", names) == {1}
    assert by_initials("YQ", names) == {1, 2}
    for word in ("z", "", "中关", "z1", "zgcx"):
        assert by_initials(word, names) == set()
