"""Rows of many tables that wait for one person, in one question: each table gives the same columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, CharField, DateTimeField, F, QuerySet, Value
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
    kind: str, found: QuerySet[Any], title: str, *, key: str = "pk", number: str = "", due: str = ""
) -> Rows:
    """A table's rows as columns. `title`: the way to a column, or, ending in an underscore, to a pair (…_zh, …_en)."""
    pair = title.endswith("_")
    return found.order_by().values_list(
        Value(kind, CharField()),
        F(key),
        F(f"{title}zh" if pair else title),
        F(f"{title}en") if pair else Value("", CharField()),
        F(number) if number else Value("", CharField()),
        F(due) if due else NEVER,
        F("due_provisional") if due else Value(False, BooleanField()),
    )


def together(first: Rows, *others: Rows) -> Rows:
    """The rows of all the tables: one query."""
    return first.union(*others, all=True)


def ask(question: Prepared, now: datetime, me: int = ME) -> Iterator[Matter]:
    """The rows, the oldest first of each kind."""
    for row in sorted(question.ask(me, now), key=lambda row: row[1]):
        yield Matter(*row)
