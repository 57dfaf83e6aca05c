"""What Django says is said as the office says it: our catalogue wins, and its sentences are still Django's."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext, ngettext

from program.calls.models import Deadline
from program.config import wording
from tests.conventions import catalogue
from tests.conventions.catalogue import Key

DJANGO = Path(django.__file__).parent
SPOKEN = ("core/validators.py", "forms/*.py", "db/models/*.py", "db/models/fields/*.py", "contrib/auth/*.py")
OURS = catalogue.read(
    Path(settings.BASE_DIR) / "program" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
)


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    with translation.override("zh-hans"):
        yield


# ---------------------------------------------------------------- the list
def test_every_sentence_is_still_one_of_djangos() -> None:
    """Another version of Django may say it otherwise; then ours would translate nothing."""
    sources = "".join(path.read_text() for pattern in SPOKEN for path in sorted(DJANGO.glob(pattern)))
    said = re.sub(r'"\s*"', "", sources)  # sentences that run over several lines
    listed = [*wording.SENTENCES, *(text for pair in wording.COUNTING_SENTENCES for text in pair)]
    assert [text for text in listed if text not in said] == []


@pytest.mark.parametrize("sentence", wording.SENTENCES)
def test_our_words_win_over_djangos(sentence: str) -> None:
    assert OURS[Key("", sentence)].translations == [gettext(sentence)]


@pytest.mark.parametrize(("one", "many"), wording.COUNTING_SENTENCES)
def test_so_they_do_where_something_is_counted(one: str, many: str) -> None:
    assert OURS[Key("", one)].translations == [ngettext(one, many, 1)] == [ngettext(one, many, 20)]


# ---------------------------------------------------------------- what people read
class Entry(forms.Form):
    name = forms.CharField(min_length=20, max_length=40)
    email = forms.EmailField()
    day = forms.DateField()
    figure = forms.DecimalField(max_digits=5, decimal_places=1, min_value=0)
    deadline = forms.ChoiceField(choices=Deadline.choices)
    scan = forms.FileField(required=False)


@pytest.mark.parametrize(
    ("field", "entered", "said"),
    [
        ("name", "", "此项为必填项。"),
        ("name", "太短", "应不少于20个字，现为2个字。"),
        ("name", "\0" * 30, "填写内容含有不能识别的字符，请删除后重新填写。"),
        ("email", "nowhere", "电子邮箱格式不正确，请重新填写。"),
        ("day", "明天", "日期不正确，请重新填写。"),
        ("figure", "很多", "请填写数字。"),
        ("figure", "-1", "不得小于0。"),
        ("figure", "1.25", "小数不得超过1位。"),
        ("deadline", "never", "所选内容（never）不在可选范围内，请重新选择。"),
    ],
)
def test_a_form_speaks_like_the_office(field: str, entered: str, said: str) -> None:
    assert said in Entry({field: entered}).errors[field]


def test_so_does_the_password(db: None) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("1234567")
    assert "密码应不少于10个字符。" in refused.value.messages
    spoken = "".join(password_validators_help_texts())
    assert "密码不得全部为数字。" in spoken
    assert "你" not in spoken


# ---------------------------------------------------------------- the choice that is none
def choice(form: Callable[..., forms.Field]) -> str:
    rendered: Any = type("One", (forms.Form,), {"one": form()})()
    return str(rendered["one"])


def test_a_choice_not_made_yet_asks_for_one(db: None) -> None:
    dashes = [("", "---------"), *Deadline.choices]
    html = choice(lambda: forms.ChoiceField(choices=dashes))
    assert '<option value="" selected>请选择</option>' in html
    assert "---" not in html
    assert "申报" in html
