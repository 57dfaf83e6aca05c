"""Which letterhead is in use, and who may do what with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from program.papers.models import Letterhead, PaperKind
from program.people.models import Role, User
from program.people.rules import standing

DEFAULT_WORDS: dict[PaperKind, str] = {
    PaperKind.CORRECTION: "专项办补",
    PaperKind.NOT_ACCEPTED: "专项办不受",
    PaperKind.RECOMMENDATION: "推荐函拟稿",
    PaperKind.MEETING: "专项办会",
    PaperKind.PUBLIC_NOTICE: "公示拟稿",
    PaperKind.STATEMENT: "专项办说明",
    PaperKind.LIST: "公布文件拟稿",
    PaperKind.DEDUCTION: "专项办建议",
}


@dataclass(frozen=True)
class Stationery:
    """The names and words that papers bear now; `letterhead`: the signed version that says so, none for the settings."""

    heading: str
    red: bool
    signature: str
    issuer: str
    copy_to: str
    words: Mapping[str, str]
    letterhead: Letterhead | None = None

    def series(self, kind: PaperKind, year: int) -> str:
        """专项办补〔2026〕, before the number."""
        return f"{self.words.get(kind, DEFAULT_WORDS[kind])}〔{year}〕"


@dataclass(frozen=True)
class Issue:
    """What a paper bears beside its data: names, its own number, the day on which it is drafted."""

    stationery: Stationery
    number: str
    day: date


def in_use() -> Stationery:
    """The newest signed letterhead; until one is signed, the names of the settings."""
    newest: Letterhead | None = Letterhead.objects.signed().order_by("-signed_at", "-pk").first()
    return stationery(newest) if newest else of_settings()


def stationery(letterhead: Letterhead) -> Stationery:
    words = dict(letterhead.words.values_list("kind", "word"))
    return Stationery(
        letterhead.heading, letterhead.red, letterhead.signature, letterhead.issuer, letterhead.copy_to,
        words, letterhead,
    )  # fmt: skip


def of_settings() -> Stationery:
    office = settings.OFFICE
    words = {kind.value: word for kind, word in DEFAULT_WORDS.items()}
    return Stationery(office["name"], True, office["name"], office["issuer"], "", words)


@dataclass(frozen=True)
class LetterheadMoves:
    """What a person may do with a letterhead now."""

    sign: bool
    discard: bool


def letterhead_moves(letterhead: Letterhead, user: User) -> LetterheadMoves:
    held, open_ = standing(user), letterhead.signed_at is None
    return LetterheadMoves(
        sign=open_ and held.has(Role.DIRECTOR) and letterhead.drafted_by_id != user.pk,
        discard=open_ and held.has(Role.CLERK, Role.DIRECTOR),
    )
