"""The targets of the program in versions: which hold, and what a version says."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from program.indicators.rules.versions import text_of
from program.progress.models import GoalSet

FIELDS = (
    "title_zh", "title_en", "first_year", "last_year", "ten", "hundred", "thousand", "authority_zh", "authority_en",
    "indicator_set",
)  # fmt: skip
UNSIGNED = _("Choose an indicator set that is signed.")


def in_force() -> list[GoalSet]:
    """Of each period the version signed last, the newest period first. Two queries."""
    signed = GoalSet.objects.signed().select_related("indicator_set").order_by("signed_at", "pk")
    newest = {each.family: each for each in signed.prefetch_related("indicator_set__indicators")}
    return sorted(newest.values(), key=lambda each: (-each.last_year, each.code))


def running(goals: Iterable[GoalSet], year: int) -> GoalSet | None:
    """The period of a year, whose numbers the counters are held against."""
    return next((each for each in goals if each.first_year <= year <= each.last_year), None)


def told(before: GoalSet, after: GoalSet) -> list[str]:
    """What a change changed, for the journal: “ten: 50 → 60”."""
    pairs = ((name, text_of(getattr(before, name)), text_of(getattr(after, name))) for name in FIELDS)
    return [f"{name}: {was} → {now}" for name, was, now in pairs if was != now]
