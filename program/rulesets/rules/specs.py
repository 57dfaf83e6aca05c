"""What each parameter may be: its unit, its limits, the office's default and the authority that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.rulesets.models import (
    Audience,
    AuthorityKind,
    Follows,
    Key,
    Level,
    MeasureKind,
    SavingBasis,
    Scope,
    Unit,
)

PERMIT_LAW = "参照《中华人民共和国行政许可法》第三十二条、第八十二条"
"""What is incomplete is told once, within five days, which are working days."""
PENALTY_LAW = "参照《中华人民共和国行政处罚法》第四十四条、第四十五条、第六十四条"
"""Whoever is to be penalised is told of it and heard first; five days to ask for a hearing."""
REVIEW_LAW = "参照《中华人民共和国行政复议法》第二十条"
"""Sixty days to apply for review."""
CHANGE_LAW = "参照《高新技术企业认定管理办法》（国科发火〔2016〕32号）第十七条"
"""Three months to report a change of name or of what touches the conditions."""
DOWNGRADE = "《实施方案》六、4：对出现重特大环境污染事故的园区进行扣分降档处理；档次数为专项办规定"
"""The circular asks for both; how much is the office's own rule."""
HEAVIER = "《实施方案》六、4：在评价指标体系中加大绿色发展的指标权重；下限为专项办规定"
"""The circular asks for a heavier weight; how heavy is the office's own rule."""
CARBON_PEAK = "《实施方案》五（一）2"
"""Every zone makes a carbon-peak report each year; by which day, the circular does not say."""

GREEN_REPORT = "《实施方案》五（三）5：鼓励有条件的高新区发布年度绿色发展报告"
"""The circular encourages zones to publish theirs."""


SERVED = "专项办规则"
"""The circular asks that enterprises cut discharge or energy a great deal (六2); from how much on, it does not say."""


@dataclass(frozen=True)
class Spec:
    """What a parameter may be: unit, limits (inclusive), the office's default and its authority."""

    unit: Unit
    minimum: int
    maximum: int
    default: int
    authority_kind: AuthorityKind = AuthorityKind.OFFICE
    authority: str = "专项办工作规则"

    @property
    def words(self) -> dict[int, str]:
        """Where a value is a choice and no figure: what each means."""
        known = WORDS.get(self.unit, {})
        return {value: str(word) for value, word in known.items() if self.minimum <= value <= self.maximum}

    @property
    def is_figure(self) -> bool:
        """Neither a choice nor a day."""
        return self.unit not in WORDS and self.unit != Unit.DAY_OF_YEAR

    def said(self, value: Decimal | int) -> str:
        """A value as one reads it, without its unit: 30, yes, 30 June."""
        if self.unit == Unit.DAY_OF_YEAR:
            return date_format(day_in(COMMON_YEAR, int(value)), _("j F"))
        return self.words.get(int(value), f"{value:,.0f}")


WORDS: dict[Unit, Mapping[int, str | LazyText]] = {
    Unit.YES_NO: {1: gettext_lazy("yes"), 0: gettext_lazy("no")},
    Unit.SCOPE: {scope.value: scope.label for scope in Scope},
    Unit.LEVEL: {level.value: level.label for level in Level},
    Unit.FOLLOWS: {follows.value: follows.label for follows in Follows},
    Unit.SAVING: {basis.value: basis.label for basis in SavingBasis},
    Unit.AUDIENCE: {audience.value: audience.label for audience in Audience},
    Unit.MEASURE: {kind.weight: kind.label for kind in MeasureKind},
}
COMMON_YEAR = 2023
"""A due day is one that every year has: 29 February is none."""


def day_in(year: int, month_and_day: int) -> date:
    """The day of a year that a number names: 630 is 30 June. ValueError if there is none."""
    return date(year, *divmod(month_and_day, 100))


def _due(
    month_and_day: int, kind: AuthorityKind = AuthorityKind.OFFICE, text: str = "专项办工作规则"
) -> Spec:
    return Spec(Unit.DAY_OF_YEAR, 101, 1231, month_and_day, kind, text)


def _owed_by(scope: Scope) -> Spec:
    return Spec(Unit.SCOPE, Scope.NOBODY, Scope.BUILDING, scope)


def _days(default: int, maximum: int = 120) -> Spec:
    return Spec(Unit.WORKING_DAYS, 1, maximum, default)


def _band(points: int) -> Spec:
    return Spec(Unit.POINTS, 1, 100, points)


def _follows(follows: Follows) -> Spec:
    return Spec(Unit.FOLLOWS, Follows.RENEWED, Follows.NOT_RENEWED, follows)


def _measure(kind: MeasureKind) -> Spec:
    return Spec(Unit.MEASURE, 1, len(MeasureKind), kind.weight)


SPECS: dict[Key, Spec] = {
    Key.RECOMMENDATION_DAYS: _days(10),
    Key.FORMALITY_CHECK_DAYS: Spec(Unit.WORKING_DAYS, 1, 120, 5, AuthorityKind.COMPARABLE, PERMIT_LAW),
    Key.CORRECTION_DAYS: _days(10),
    Key.CORRECTIONS_ALLOWED: Spec(Unit.TIMES, 0, 3, 1, AuthorityKind.COMPARABLE, PERMIT_LAW),
    Key.EXPERT_REVIEW_DAYS: _days(20),
    Key.SITE_VISIT_DAYS: _days(15),
    Key.DELIBERATION_DAYS: _days(10),
    Key.PUBLIC_NOTICE_DAYS: _days(10),
    Key.OBJECTION_ACCEPTANCE_DAYS: _days(3),
    Key.OBJECTION_SETTLEMENT_DAYS: _days(20),
    Key.PUBLICATION_DAYS: _days(20),
    Key.PANEL_MINIMUM: Spec(Unit.PEOPLE, 3, 15, 5),
    Key.REVIEW_QUORUM: Spec(Unit.SHEETS, 3, 15, 5),
    Key.TRIM_FROM: Spec(Unit.SHEETS, 4, 15, 5),
    Key.PROVINCE_CONFLICT: Spec(Unit.YES_NO, 0, 1, 1),
    Key.EMPLOYER_CONFLICT_YEARS: Spec(Unit.YEARS, 0, 10, 3),
    Key.VISIT_TEAM_MINIMUM: Spec(Unit.PEOPLE, 3, 9, 3),
    Key.BUILDING_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.NAMED_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.CERTIFIED_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.ACCIDENT_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.VISIT_SAMPLE: Spec(Unit.PERCENT, 1, 100, 20),
    Key.TERM_REMIND_DAYS: Spec(Unit.DAYS, 1, 366, 90),
    Key.REEXAMINATION_MONTHS: Spec(Unit.MONTHS, 1, 24, 6),
    Key.BAND_EXCELLENT: _band(90),
    Key.BAND_GOOD: _band(80),
    Key.BAND_QUALIFIED: _band(70),
    Key.BAND_BASIC: _band(60),
    Key.FOLLOWS_EXCELLENT: _follows(Follows.RENEWED),
    Key.FOLLOWS_GOOD: _follows(Follows.RENEWED),
    Key.FOLLOWS_QUALIFIED: _follows(Follows.RENEWED),
    Key.FOLLOWS_BASIC: _follows(Follows.RECTIFIED),
    Key.FOLLOWS_UNQUALIFIED: _follows(Follows.NOT_RENEWED),
    Key.MERGER_GIVES_UP: Spec(Unit.YES_NO, 0, 1, 1),
    Key.CHANGE_REPORT_DAYS: Spec(Unit.DAYS, 1, 366, 90, AuthorityKind.COMPARABLE, CHANGE_LAW),
    Key.BAND_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 0),
    Key.PLAQUES: Spec(Unit.YES_NO, 0, 1, 0),
    Key.REMIND_BEFORE_DAYS: _days(3, 30),
    Key.REMIND_AFTER_DAYS: _days(1, 30),
    Key.COVERAGE_MINIMUM: Spec(Unit.PERCENT, 50, 100, 90),
    Key.PEAK_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.NEAR_ZERO_WASTEWATER: Spec(Unit.KILOGRAMS_A_WAN, 0, 10_000, 100),
    Key.RESTRICTION_YEARS: Spec(Unit.YEARS, 1, 10, 3),
    Key.CREDIT_CHECK_DAYS: Spec(Unit.DAYS, 1, 365, 30),
    Key.RESTRICTED_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 0),
    Key.CLOSED_MEASURES_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 0),
    Key.MEASURE_INCIDENT_1: _measure(MeasureKind.REVOKE),
    Key.MEASURE_INCIDENT_2: _measure(MeasureKind.SUSPEND),
    Key.MEASURE_INCIDENT_3: _measure(MeasureKind.RECTIFY),
    Key.MEASURE_INCIDENT_4: _measure(MeasureKind.TALK),
    Key.MEASURE_FALSE_FIGURES: _measure(MeasureKind.SUSPEND),
    Key.MEASURE_LATE: _measure(MeasureKind.RECTIFY),
    Key.MEASURE_UNRECTIFIED: _measure(MeasureKind.REVOKE),
    Key.POINTS_INCIDENT_1: Spec(Unit.POINTS, 1, 100, 20),
    Key.POINTS_INCIDENT_2: Spec(Unit.POINTS, 1, 100, 10),
    Key.TIERS_INCIDENT_1: Spec(Unit.TIERS, 1, 4, 2, AuthorityKind.CIRCULAR, DOWNGRADE),
    Key.TIERS_INCIDENT_2: Spec(Unit.TIERS, 1, 4, 1, AuthorityKind.CIRCULAR, DOWNGRADE),
    Key.SITE_CLAIM_ANSWER_DAYS: _days(10, 60),
    Key.DEFENCE_DAYS: Spec(Unit.WORKING_DAYS, 3, 60, 5, AuthorityKind.COMPARABLE, PENALTY_LAW),
    Key.RECTIFICATION_DAYS: Spec(Unit.WORKING_DAYS, 5, 250, 60),
    Key.APPEAL_DAYS: Spec(Unit.DAYS, 15, 180, 60, AuthorityKind.COMPARABLE, REVIEW_LAW),
    Key.PROGRESS_DUE: _due(228),
    Key.PROGRESS_OWED_BY: _owed_by(Scope.BUILDING),
    Key.LEDGER_DUE: _due(331),
    Key.LEDGER_OWED_BY: _owed_by(Scope.EVERY_ZONE),
    Key.DECLARATIONS_DUE: _due(430),
    Key.DECLARATIONS_OWED_BY: _owed_by(Scope.EVERY_ZONE),
    Key.ZONE_FIGURES_DUE: _due(531),
    Key.ZONE_FIGURES_OWED_BY: _owed_by(Scope.EVERY_ZONE),
    Key.CARBON_PEAK_REPORT_DUE: _due(630, AuthorityKind.OFFICE, f"{CARBON_PEAK}；日期依专项办工作规则"),
    Key.CARBON_PEAK_REPORT_OWED_BY: Spec(
        Unit.SCOPE, Scope.NOBODY, Scope.BUILDING, Scope.EVERY_ZONE, AuthorityKind.CIRCULAR, CARBON_PEAK
    ),
    Key.GREEN_REPORT_DUE: _due(731),
    Key.GREEN_REPORT_OWED_BY: _owed_by(Scope.LISTED),
    Key.PROGRESS_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 0),
    Key.CARBON_PEAK_REPORT_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 1),
    Key.GREEN_REPORT_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 1, AuthorityKind.CIRCULAR, GREEN_REPORT),
    Key.DUE_ON_WORKING_DAYS: Spec(Unit.YES_NO, 0, 1, 1),
    Key.LATE_YELLOW_DAYS: Spec(Unit.DAYS, 1, 90, 7),
    Key.LATE_ORANGE_DAYS: Spec(Unit.DAYS, 2, 120, 15),
    Key.LATE_RED_DAYS: Spec(Unit.DAYS, 3, 180, 30),
    Key.LATE_MEASURE: Spec(Unit.LEVEL, Level.BLUE, Level.NEVER, Level.RED),
    Key.GREEN_WEIGHT_MINIMUM: Spec(Unit.PERCENT, 50, 100, 60, AuthorityKind.CIRCULAR, HEAVIER),
    Key.RESULT_READ_BY: Spec(Unit.AUDIENCE, Audience.OWN, Audience.PUBLIC, Audience.OWN),
    Key.RESULT_TO_RECOMMENDERS: Spec(Unit.YES_NO, 0, 1, 0),
    Key.GAP_ON_TRACK: Spec(Unit.PERCENT, 0, 50, 5),
    Key.GAP_WATCH: Spec(Unit.PERCENT, 1, 100, 15),
    Key.OFF_TRACK_ORANGE: Spec(Unit.TIMES, 2, 5, 2),
    Key.ENTERPRISE_FORM_DUE: _due(331),
    Key.ENTERPRISE_FORM_CHECK_DUE: _due(430),
    Key.ENTERPRISE_FORM_JUMP: Spec(Unit.TIMES, 2, 20, 3),
    Key.SERVED_THRESHOLD: Spec(Unit.PERCENT, 1, 90, 15, authority=SERVED),
    Key.SERVED_BASIS: Spec(
        Unit.SAVING, SavingBasis.ABSOLUTE, SavingBasis.PER_OUTPUT, SavingBasis.ABSOLUTE, authority=SERVED
    ),
    Key.SERVED_SAMPLE: Spec(Unit.PERCENT, 1, 100, 10, authority=SERVED),
    Key.SERVED_PUBLISHED: Spec(Unit.YES_NO, 0, 1, 0, authority=SERVED),
}
"""Every procedural number; the circular itself names none of them."""
