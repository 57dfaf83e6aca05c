"""Questions whose text never changes: put together once, planned by PostgreSQL once a connection.

A desk asks a dozen tables what waits. Putting such a question together takes Django longer, and planning it takes PostgreSQL
longer, than answering it.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Keys = Collection[int] | QuerySet[Any, Any]
"""Of rows; or the question that finds them."""
ME = -1
"""Stands for the key of the person who asks, while the question is put together; no row has it."""
NOW = datetime(1949, 10, 1, tzinfo=UTC)
"""Stands likewise for the moment of asking."""


class Prepared:
    """A question of columns (`values_list`), made by `put` on the first use.

    `put` names the person who asks by `ME` and the moment by `NOW`, if at all; every other value is part of it for good.
    """

    def __init__(self, put: Callable[[], QuerySet[Any, tuple[Any, ...]]]) -> None:
        self.put = put

    @cached_property
    def _text(self) -> tuple[str, tuple[Any, ...], dict[int, Any]]:
        compiler = self.put().query.get_compiler(connection=connection)
        try:
            text, values = compiler.as_sql()
        except EmptyResultSet:  # nothing can fit, whoever asks
            return "", (), {}
        columns = [column for column, _sql, _name in compiler.select[: compiler.col_count]]
        return text, values, compiler.get_converters(columns)

    def ask(self, me: int = ME, now: datetime = NOW) -> Iterator[tuple[Any, ...]]:
        """The rows, each value as the models give it."""
        text, values, converters = self._text
        if not text:
            return
        asking = {ME: me, self._written(NOW): self._written(now)}
        with self._cursor() as cursor:
            cursor.execute(text, [asking.get(value, value) for value in values])
            found = cursor.fetchall()
        for row in found:
            yield tuple(
                self._converted(value, *converters[place]) if place in converters else value
                for place, value in enumerate(row)
            )

    @staticmethod
    def _written(moment: datetime) -> Any:
        return connection.ops.adapt_datetimefield_value(moment)

    @staticmethod
    def _cursor() -> Any:
        """One that leaves the values to PostgreSQL, which then keeps the plan. Django's own writes them into the text."""
        if connection.vendor != "postgresql":
            return connection.cursor()
        connection.ensure_connection()
        return connection._prepare_cursor(psycopg.Cursor(connection.connection))  # type: ignore[attr-defined]

    @staticmethod
    def _converted(value: Any, converters: list[Any], expression: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return value
