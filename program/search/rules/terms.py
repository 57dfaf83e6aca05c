"""What somebody typed: words, and terms that narrow down – stage:, track:, province:, due:. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override, pgettext_lazy
from pypinyin import Style, lazy_pinyin

from program import tracks
from program.people.provinces import Province
from program.process.models import StageName
from program.refusals import Invalid

LONGEST, MOST_WORDS = 200, 8
NAMES: Mapping[str, LazyText] = {
    "stage": pgettext_lazy("search term", "stage"),
    "track": pgettext_lazy("search term", "track"),
    "province": pgettext_lazy("search term", "province"),
    "due": pgettext_lazy("search term", "due"),
    "overdue": pgettext_lazy("search term", "overdue"),
    "call": pgettext_lazy("search term", "call"),
    "clerk": pgettext_lazy("search term", "clerk"),
}
"""Terms by their code names; in Chinese their Chinese names do as well."""
OF_THE_OFFICE = ("due", "overdue", "clerk")
"""Terms of what the office alone is told."""
BEFORE, AFTER = "<", ">"
OPEN, NOBODY, YES = "open", "-", "yes"
"""A stage that is any of those not closed; the clerk of a case that has none; overdue."""


@dataclass(frozen=True)
class Terms:
    """Words that all must be found, and what narrows cases down.

    `stage`, `track`: any of several. `due`: “<” or “>” and a day, which is not included; once each. `overdue`: yes or no.
    """

    words: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    province: str = ""
    due: tuple[tuple[str, date], ...] = ()
    overdue: str = ""
    call: str = ""
    clerk: str = ""

    @property
    def of_cases(self) -> bool:
        """Only cases have what is asked for."""
        return bool(self.stage or self.track or self.of_the_office or self.call)

    @property
    def of_the_office(self) -> bool:
        """Nobody else knows until when a case waits for whom."""
        return any(getattr(self, name) for name in OF_THE_OFFICE)


def read(text: str) -> Terms:
    """The terms of a line. `Invalid` at the field `q`, naming what is not understood: nothing is silently dropped."""
    if len(text) > LONGEST or "\0" in text:
        raise Invalid(_("Search for at most %(most)d characters.") % {"most": LONGEST}, field="q")
    words: list[str] = []
    found: dict[str, Any] = {}
    for part in text.split():
        name, colon, value = part.replace("：", ":", 1).partition(":")
        term = term_of(name) if colon else ""
        if not term:
            words.append(part)
        elif term == "due" and {sign for sign, _day in found.get(term, ())} & {value[:1]} == set():
            found[term] = (*found.get(term, ()), day_of(value))
        elif term in found:
            raise Invalid(_("“%(term)s” stands there twice.") % {"term": part}, field="q")
        else:
            found[term] = READ[term](value)
    if len(words) > MOST_WORDS:
        raise Invalid(_("Search for at most %(most)d words.") % {"most": MOST_WORDS}, field="q")
    return Terms(tuple(words), **found)


def term_of(name: str) -> str:
    """The code name of a term, typed in either language; nothing where it is no term."""
    return next((code for code, label in NAMES.items() if name.lower() in {code, *both(label)}), "")


def both(label: object) -> set[str]:
    """A label as either language has it."""
    found = set()
    for language in ("zh-hans", "en"):
        with override(language):
            found.add(str(label).lower())
    return found


def one_of(value: str, choices: Iterable[tuple[str, Any]]) -> str:
    """The code of what was named: by code, by its whole label, or by the only label that begins or contains it so."""
    wanted = value.lower().replace("_", " ")
    there = list(choices)
    known = [(code, both(label)) for code, label in there]
    exact = [code for code, labels in known if value.lower() == code.lower() or wanted in labels]
    within = [code for code, labels in known if wanted and any(wanted in label for label in labels)]
    for found in (exact, within):
        if len(found) == 1:
            return found[0]
    said = _("“%(value)s” is not understood, or could be several. There is: %(known)s")
    labels = [str(label).replace(" ", "_") for _code, label in there]
    raise Invalid(said % {"value": value, "known": "、".join(labels)}, field="q")


def day_of(value: str) -> tuple[str, date]:
    try:
        sign, day = value[:1], date.fromisoformat(value[1:])
    except ValueError:
        sign, day = "", date.min
    if sign not in {BEFORE, AFTER} or not 2000 <= day.year <= 2999:
        example = f"{NAMES['due']}:<2026-12-31"
        raise Invalid(_("Write < or > and a day, such as %(example)s.") % {"example": example}, field="q")
    return sign, day


def several(value: str, choices: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    """One or more of them, with commas between."""
    offered = list(choices)
    return tuple(one_of(each, offered) for each in value.replace("，", ",").replace("、", ",").split(","))


def named(value: str) -> str:
    """A code or a name as it was typed; nothing typed names nothing."""
    if not value:
        raise Invalid(_("“%(value)s” is not understood, or could be several.") % {"value": value}, field="q")
    return value


STAGES = [(OPEN, pgettext_lazy("search term", "open")), *StageName.choices]
ANSWERS = [(YES, _lazy("yes")), ("no", _lazy("no"))]
READ: Mapping[str, Any] = {
    "stage": lambda value: several(value, STAGES),
    "track": lambda value: several(value, tracks.choices()),
    "province": lambda value: one_of(value, Province.choices),
    "overdue": lambda value: one_of(value, ANSWERS),
    "call": named,
    "clerk": named,
}


def offered(*, office: bool) -> list[LazyText]:
    """The terms that a person may type."""
    return [label for name, label in NAMES.items() if office or name not in OF_THE_OFFICE]


def example(*, office: bool = True) -> str:
    """A line as one may type it, in the reader's language."""
    said = {"province": Province.JIANGSU.label, "stage": StageName.FORMALITY_CHECK.label.replace(" ", "_")}
    if office:
        said["due"] = "<2026-12-31"
    return " ".join(f"{NAMES[name]}:{value}" for name, value in said.items())


# ---------------------------------------------------------------- initials
@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The first letters of a Chinese name's syllables: 中关村 → zgc; what is no character stays."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def by_initials(word: str, names: Iterable[tuple[int, str]]) -> set[int]:
    """The keys of names whose initials contain a word of two Latin letters or more."""
    wanted = word.lower()
    if not (len(wanted) >= 2 and wanted.isascii() and wanted.isalpha()):
        return set()
    return {key for key, name in names if wanted in initials(name)}
