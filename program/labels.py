"""The word of a choice, read quickly."""

from typing import Any

from django.db import models


class Labelled(models.Model):
    """Rows that lists show in numbers: `get_…_display` translates the one word that is shown.

    Django's own translates every choice of the field each time, thirty-four provinces for one.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802  # Django's name
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, value))
