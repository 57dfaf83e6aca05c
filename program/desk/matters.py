"""Rows of many tables that wait for one person, in one question: each table gives the same columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, CharField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast

from program.people.models import in_language
from program.prepared import ME, Prepared

Rows = QuerySet[Any, tuple[Any, ...]]
NEVER = Cast(Value(None), DateTimeField())


@dataclass(frozen=True)
class Matter:
    """One row: of which kind, its key, what it is called, until when it waits."""

    kind: str
    key: int
    title_zh: str
    title_en: str
    number: str
    due: datetime | None
    provisional: bool

    @property
    def title(self) -> str:
        return in_language(self, "title")


def rows(
    kind: str,
    found: QuerySet[Any],
    title: str,
    *,
    key: str = "pk",
    number: str = "",
    due: str = "",
    provisional: str = "due_provisional",
) -> Rows:
    """A table's rows as columns. `title`: the way to a column; ending in an underscore, to a pair (…_zh, …_en); ending in
    `application__`, to a case, which is named after its zone or its enterprise."""
    chinese, english = of_case(title) if title.endswith("application__") else of_row(title)
    return found.order_by().values_list(
        Value(kind, CharField()),
        F(key),
        chinese,
        english,
        F(number) if number else Value("", CharField()),
        F(due) if due else NEVER,
        F(provisional) if due else Value(False, BooleanField()),
    )


def of_row(title: str) -> tuple[Any, Any]:
    if title.endswith("_"):
        return F(f"{title}zh"), F(f"{title}en")
    return F(title), Value("", CharField())


def of_case(way: str) -> tuple[Any, ...]:
    """The names of whose case it is, in both languages."""
    return tuple(
        Case(
            When(**{f"{way}for_zone": True}, then=F(f"{way}zone__{name}")),
            default=F(f"{way}applicant__{name}"),
        )
        for name in ("name_zh", "name_en")
    )


def together(first: Rows, *others: Rows) -> Rows:
    """The rows of all the tables: one query."""
    return first.union(*others, all=True)


def ask(question: Prepared, now: datetime, me: int = ME) -> Iterator[Matter]:
    """The rows, the oldest first of each kind."""
    for row in sorted(question.ask(me, now), key=lambda row: row[1]):
        yield Matter(*row)
