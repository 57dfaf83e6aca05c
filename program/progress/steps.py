"""Loading the targets that the circular names; what is there already is left as it is."""

from django.db import connection

from program import clock
from program.indicators.models import IndicatorSet
from program.progress.models import GoalSet

CIRCULAR = "programme_2021.1"


def load_goals() -> None:
    """The circular's period with its targets of 2025; it names no numbers of parks and enterprises."""
    assert connection.in_atomic_block
    GoalSet.objects.get_or_create(
        code=CIRCULAR,
        defaults={
            "title_zh": "《实施方案》2021—2025年总体目标",
            "title_en": "The circular's targets, 2021–2025",
            "first_year": 2021,
            "last_year": 2025,
            "indicator_set": IndicatorSet.objects.get(code="notice_2021.1"),
            "signed_at": clock.now(),
        },
    )
