"""Every screen in the office's Chinese: complete, fresh, its terms always the same word, its punctuation full-width."""

import gettext
import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from django.core.management import call_command

from tests.conventions import catalogue
from tests.conventions.catalogue import Key, Message

ROOT = Path(configured.BASE_DIR)
CATALOGUE = ROOT / "program" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MESSAGES = catalogue.read(CATALOGUE)

needs_gettext = pytest.mark.skipif(
    shutil.which("xgettext") is None and "CI" not in os.environ,
    reason="gettext is not installed: apt install gettext",
)

CHINESE = r"[\u3400-\u9fff]"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
WORDS = {
    "CO", "CO2", "CSV", "Cookie", "DOCX", "Excel", "GB", "ICS", "IP", "JPEG", "JSON", "KB", "MB", "Office", "PDF", "PM2.5", "PNG",
    "JavaScript", "Pango", "SHA-256", "TOTP", "Windows", "Word", "XLSX", "XML", "ZIP", "csv", "doc", "docx",
    "MWh", "UTF-8", "km", "pdf", "tCO", "tCO2", "tce", "xls", "xlsx", "zip",
}  # fmt: skip
"""What stays Latin in a Chinese sentence."""
SAMPLES = re.compile(r"K7QM-2XFA-1|GB 32100-2015|AGPL-3.0-or-later|^English$")

TERMS = {
    "recommendation": "推荐",
    "formality check": "形式审查",
    "accepted": "受理",
    "not accepted": "不予受理",
    "correction": "补正",
    "expert review": "专家评审",
    "site visit": "现场核查",
    "deliberation": "集体审议",
    "public notice": "公示",
    "objection": "异议",
    "official document": "公布文件",
    "document number": "文号",
    "reserve": "备选",
    "Recall for change": "撤回修改",
    "Give the application up": "放弃申报",
    "Sealed page": "盖章页",
    "version code": "版本码",
    "provisional": "暂定",
    "Team": "核查组",
    "standing": "认定状态",
    "building": "建设中",
    "designation": "认定",
    "applicant": "申报单位",
    "recommending body": "推荐单位",
    "working days": "工作日",
    "clerk": "经办人",
    "director": "负责人",
    "legal representative": "法定代表人",
    "unified social credit code": "统一社会信用代码",
    "implementation plan": "实施方案",
    "high and new technology enterprises": "高新技术企业数",
    "leading industry": "主导产业",
    "industrial value added": "工业增加值",
    "forest coverage": "森林覆盖率",
    "the circular": "28号文",
    "Calls": "申报",
    "Cases": "案卷",
    "Manage calls": "申报通知",
}
"""The office's own word for each of these, and no other."""


# ---------------------------------------------------------------- complete and fresh
def test_every_message_is_translated_and_nothing_is_guessed() -> None:
    untranslated = [key.text for key, message in MESSAGES.items() if not all(message.translations)]
    guessed = [key.text for key, message in MESSAGES.items() if "fuzzy" in message.flags]
    assert (untranslated, guessed) == ([], [])


@needs_gettext
def test_the_catalogue_is_what_a_fresh_gathering_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    left_out = shutil.ignore_patterns("static", "assets", "locale", "__pycache__")
    for folder in ("program", "demonstrations", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=left_out)
    gathered = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    gathered.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["zh_Hans"], no_obsolete=True, verbosity=0)
    found = set(catalogue.read(gathered))
    assert {"missing: run make messages": found - set(MESSAGES), "no longer used": set(MESSAGES) - found} == {
        "missing: run make messages": set(),
        "no longer used": set(),
    }


def test_what_is_compiled_is_what_is_written() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    kept = {_key(entry): text for entry, text in catalog.items() if entry}
    assert kept == {
        key: message.translations[0] for key, message in MESSAGES.items() if message.translations[0]
    }


def _key(entry: str | tuple[str, int]) -> Key:
    """The compiled catalogue joins context and text with EOT and numbers the plurals."""
    context, _, text = (entry if isinstance(entry, str) else entry[0]).rpartition("\x04")
    return Key(context, text)


# ---------------------------------------------------------------- faithful
def test_placeholders_are_those_of_the_original() -> None:
    def differs(message: Message) -> bool:
        asked = set(PLACEHOLDER.findall(message.originals[-1]))
        return any(set(PLACEHOLDER.findall(text)) != asked for text in message.translations)

    assert [key.text for key, message in MESSAGES.items() if differs(message)] == []


def test_chinese_has_one_form_for_every_number() -> None:
    assert [key.text for key, message in MESSAGES.items() if len(message.translations) != 1] == []


@pytest.mark.parametrize(("english", "chinese"), TERMS.items())
def test_a_term_is_always_the_offices_word(english: str, chinese: str) -> None:
    assert MESSAGES[Key("", english)].translations == [chinese]


# ---------------------------------------------------------------- written as the office writes
def _offending(pattern: str, *, apart_from: str = "") -> list[str]:
    return [
        text
        for message in MESSAGES.values()
        for text in message.translations
        if text != apart_from and re.search(pattern, text)
    ]


def test_punctuation_beside_chinese_is_full_width() -> None:
    lists_for_machines = {"是,否,", "是,否"}  # arguments of a filter
    quoted = re.compile("“[^”]*”")  # what is to be typed as it stands
    sentences = {quoted.sub("", text) for text in _offending(",") or [] if text not in lists_for_machines}
    assert not [text for text in sentences if re.search(rf"{CHINESE},|,{CHINESE}", text)]
    assert _offending(rf"{CHINESE}(?:[;:!?()]|\.(?![a-z]))|[;:!?()]{CHINESE}") == []


def test_chinese_is_quoted_in_chinese() -> None:
    assert _offending(rf"""["']{CHINESE}|{CHINESE}["']""") == []


def test_no_blank_stands_between_chinese_and_figures_or_letters() -> None:
    sentences_that_list_signs = "用于登录，可用字母、数字和 @ . + - _"
    assert _offending(rf"{CHINESE} +[\w%(“]|[\w)”] +{CHINESE}", apart_from=sentences_that_list_signs) == []


def test_a_sentence_ends_as_the_original_does() -> None:
    """A full stop for a sentence, none for a label; questions and colons likewise."""
    ends = {".": "。", "?": "？", ":": "："}
    without = [
        key.text
        for key, message in MESSAGES.items()
        for text in message.translations
        if key.text[-1:] == "."
        and text[-1:] not in "。_”）"
        and not PLACEHOLDER.search(text[-12:])
        and key.text.count(" ") > 2
    ]
    odd = [
        key.text
        for key, message in MESSAGES.items()
        for text in message.translations
        if text[-1:] in ends.values() and key.text.rstrip()[-1:] not in ends
    ]
    assert (without, odd) == ([], [])


def test_no_english_word_leaks_into_a_chinese_sentence() -> None:
    def leaks(text: str) -> list[str]:
        plain = SAMPLES.sub("", PLACEHOLDER.sub("", text))
        return [
            word for word in re.findall(r"[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9]", plain) if word not in WORDS
        ]

    found = {
        text: leaks(text) for message in MESSAGES.values() for text in message.translations if leaks(text)
    }
    assert found == {}
