"""What yearly forms are called, and where they stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TITLE = "leading_enterprise"
"""The title whose holders owe a form for each year."""
FIRST_YEAR, LAST_YEAR = 2020, 2045


class State(models.TextChoices):
    """Where a form stands. What was accepted stays accepted while a newer version is on its way."""

    OWED = "owed", pgettext_lazy("yearly form", "not handed in")
    CORRECTING = "correcting", pgettext_lazy("yearly form", "being corrected")
    SUBMITTED = "submitted", _("to be checked by the zone")
    PASSED = "passed", _("to be accepted by the office")
    RETURNED = "returned", _("returned for change")
    ACCEPTED = "accepted", pgettext_lazy("yearly form", "accepted")
    WITHDRAWN = "withdrawn", _("no longer owed")


WRITABLE = (State.OWED, State.CORRECTING, State.RETURNED)
"""The enterprise writes; nobody else reads what it has not handed in."""
HANDED_IN = (State.SUBMITTED, State.PASSED, State.ACCEPTED)
