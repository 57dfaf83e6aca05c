"""What the program aims at from 2026 on, as the office of the demonstration has set it; and the board, counted."""

from datetime import date
from decimal import Decimal

from program.indicators import actions as indicators
from program.indicators.models import IndicatorSet
from program.management.demo.acts import on
from program.management.demo.cast import Cast
from program.progress import actions
from program.progress.models import GoalSet
from program.progress.steps import CIRCULAR

AUTHORITY = {"authority_zh": "专项办规则", "authority_en": "the office's own rule"}
AIMS = {
    "energy_intensity": (
        Decimal("0.17"),
        "2030年降至0.17吨标准煤/万元以下",
        "down to 0.17 tce per 10,000 yuan by 2030",
    ),
    "share_below_0_3": (
        Decimal(90),
        "90%的国家高新区低于0.3吨标准煤/万元",
        "90 % of the zones below 0.3 tce per 10,000 yuan",
    ),
    "co2_intensity_annual_cut": (Decimal(4), "年均削减率4%以上", "a cut of 4 % a year or more"),
}
"""Indicator → threshold, in words; figures of the demonstration, said by nobody."""


def aim(cast: Cast) -> None:
    """The targets of 2026 to 2030: the set for the figures, then the numbers; drafted by the clerk, signed by the director."""
    with on(date(2026, 1, 12)):
        judged_by = indicator_set(cast)
    with on(date(2026, 1, 20)):
        goals = actions.draft(
            {
                "title_zh": "2026—2030年目标", "title_en": "Targets of 2026–2030", "first_year": 2026, "last_year": 2030,
                "ten": 50, "hundred": 500, "thousand": 5000, "indicator_set": judged_by, **AUTHORITY,
            },
            code="programme_2026.1", base=GoalSet.objects.get(code=CIRCULAR), by=cast.user("clerk"),
        )  # fmt: skip
    with on(date(2026, 1, 22)):
        actions.sign(goals, by=cast.user("director"), seen=goals.revision)


def indicator_set(cast: Cast) -> IndicatorSet:
    base = IndicatorSet.objects.get(code="notice_2021.1")
    made = indicators.draft_set(
        code="targets_2026.1", title_zh="2026—2030年总体目标（演示）", title_en="Targets of 2026–2030 (demonstration)",
        base=base, by=cast.user("clerk"),
    )  # fmt: skip
    for one in made.indicators.exclude(code__in=AIMS):
        made = indicators.remove_indicator(made, one.code, by=cast.user("clerk"))
    rows = {
        code: {"threshold": threshold, "words_zh": zh, "words_en": en, **AUTHORITY}
        for code, (threshold, zh, en) in AIMS.items()
    }
    made = indicators.change_set(made, {"base_year": 2025}, rows, by=cast.user("clerk"))
    return indicators.sign(made, by=cast.user("director"))
