"""The word of a choice, read quickly."""

from functools import cache
from typing import Any

from django.db import models


class Labelled(models.Model):
    """Rows that lists show in numbers: `get_…_display` translates the one word that is shown.

    Django's own lays out and translates every choice of the field each time, thirty-four provinces for one.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802  # Django's name
        value = getattr(self, field.attname)
        return str(words(field).get(value, value))


@cache
def words(field: Any) -> dict[Any, Any]:
    """Value → its word, translated when it is read. Fields live as long as the process, and so do their choices."""
    return dict(field.flatchoices)
