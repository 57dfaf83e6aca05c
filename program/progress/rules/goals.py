"""The targets of the program in versions: which hold, and what a version says."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.indicators.rules.versions import text_of
from program.progress.models import GoalSet

FIELDS = (
    "title_zh", "title_en", "first_year", "last_year", "ten", "hundred", "thousand", "authority_zh", "authority_en",
    "indicator_set",
)  # fmt: skip
UNSIGNED = gettext_lazy("Choose an indicator set that is signed.")


def in_force() -> list[GoalSet]:
    """Of each period the version signed last, the newest period first. Two queries."""
    signed = GoalSet.objects.signed().select_related("indicator_set").order_by("signed_at", "pk")
    newest = {each.family: each for each in signed.prefetch_related("indicator_set__indicators")}
    return sorted(newest.values(), key=lambda each: (-each.last_year, each.code))


def findings(goals: GoalSet) -> list[tuple[str, Any]]:
    """What a version's period cannot be beside those in force, field by field: its family's other one, or a part of another's."""
    found: list[tuple[str, Any]] = []
    for other in in_force():
        same = (other.first_year, other.last_year) == (goals.first_year, goals.last_year)
        if other.family == goals.family and not same:
            found.append(
                ("first_year", _("The versions of a family are of one period: begin a family of its own."))
            )
        apart = goals.last_year < other.first_year or other.last_year < goals.first_year
        if other.family != goals.family and not apart:
            found.append(
                ("first_year", _("This period overlaps the one of %(version)s.") % {"version": other.code})
            )
    return found


def told(before: GoalSet, after: GoalSet) -> list[str]:
    """What a change changed, for the journal: “ten: 50 → 60”."""
    pairs = ((name, text_of(getattr(before, name)), text_of(getattr(after, name))) for name in FIELDS)
    return [f"{name}: {was} → {now}" for name, was, now in pairs if was != now]
