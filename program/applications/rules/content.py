"""What is written: parts, columns, rows; and how a version freezes it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.module_loading import import_string

from program import tracks
from program.applications.models import Application, Part
from program.applications.models.columns import Figure

BOOKKEEPING = frozenset({"id", "application", "part", "revision", "edited_by", "edited_at", "position"})
ATTACHMENTS = "attachments"
"""The part code under which corrections and findings speak of attachments."""
SEALED_PAGE = "sealed_page"
"""…and of the sealed page."""
INDICATORS = "indicators"
"""…and of what the declared figures say under the call's indicator set."""


def part_of(application: Application, code: str) -> tracks.Part:
    """The part of that code; KeyError if the track has none."""
    return {part.code: part for part in application.parts()}[code]


def part_model(part: tracks.Part) -> type[Part]:
    model: type[Part] = import_string(part.form)._meta.model
    return model


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a part or row that the applicant fills, in the order of the model."""
    return [field for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]


def written_value(value: Any) -> Any:
    """A column's value as it stands in a version: decimals and dates as strings, nothing rounded."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def meaning(field: models.Field[Any, Any], value: Any) -> Any:
    """What a written value says, to be held against another: 414 is 414.00, a line may end either way, nothing is nothing."""
    if value is None or value == "":
        return None
    if isinstance(field, Figure):
        return Decimal(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def meanings(fields: Iterable[models.Field[Any, Any]], row: dict[str, Any]) -> tuple[Any, ...]:
    """What a written row says, column by column."""
    return tuple(meaning(field, row.get(field.name)) for field in fields)


def written(instance: models.Model) -> dict[str, Any]:
    return {field.name: written_value(getattr(instance, field.attname)) for field in columns(type(instance))}


def written_part(part: Part) -> dict[str, Any]:
    """A part with its rows, as it stands in a version."""
    rows = {name: [written(row) for row in rows] for name, rows in tables(part).items()}
    return {"fields": written(part), "rows": rows}


def tables(part: Part) -> dict[str, list[models.Model]]:
    """The rows of each table of a part."""
    return {name: list(getattr(part, name).all()) for name in part.ROWS}


def drafts(application: Application) -> dict[str, Part]:
    """Code → the draft row of each part with its rows; one query a part and one a table."""
    return {part.code: draft(application, part) for part in application.parts()}


def draft(application: Application, part: tracks.Part) -> Part:
    """The draft row of one part, with its rows."""
    model: Any = part_model(part)
    found: Part = model.objects.prefetch_related(*model.ROWS).get(application=application)
    return found


def canonical(data: dict[str, Any]) -> tuple[str, str]:
    """Canonical JSON text and its sha256: sorted keys, no spaces, no rounding, NaN refused."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text, hashlib.sha256(text.encode()).hexdigest()


CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for one another on paper."""


def version_code(sha256: str, number: int) -> str:
    """The code printed on each page of a version: eight letters of its hash, and its number ("K7QM-2XFA-1")."""
    bits = int(sha256[:16], 16)
    letters = "".join(CODE_LETTERS[(bits >> (5 * place)) % 32] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}-{number}"
