"""What the rules speak of: every procedural number, its unit, and the words that a number may stand for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    CIRCULAR = "circular", _("the circular")
    COMPARABLE = "comparable", _("a comparable national rule")
    OFFICE = "office", _("the office's own rule")


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")
    YEARS = "years", _("years")
    MONTHS = "months", _("months")
    TIMES = "times", _("times")
    PEOPLE = "people", _("people")
    SHEETS = "sheets", _("sheets")
    YES_NO = "yes_no", _("yes or no")
    PERCENT = "percent", _("per cent")
    POINTS = "points", _("points")
    TIERS = "tiers", _("tiers")
    KILOGRAMS_A_WAN = "kg_10k", _("kg per 10,000 yuan of value added")
    MEASURE = "measure", _("which measure")
    DAY_OF_YEAR = "day_of_year", _("day of the year")  # MMDD: 630 is 30 June
    SCOPE = "scope", _("who owes it")
    LEVEL = "level", _("level of an alert")
    AUDIENCE = "audience", _("who reads it")
    FOLLOWS = "follows", _("what follows")
    SAVING = "saving", _("how a saving is judged")


class SavingBasis(models.IntegerChoices):
    """By what a served enterprise's saving is judged."""

    ABSOLUTE = 1, _("absolute, and per unit of output too")
    PER_OUTPUT = 2, _("per unit of output")


class Follows(models.IntegerChoices):
    """What follows from the re-examination of a name at the end of its term, from the best to the worst."""

    RENEWED = 1, _("renewed")
    RECTIFIED = 2, _("renewed with rectification")
    NOT_RENEWED = 3, _("not renewed")


class MeasureKind(models.TextChoices):
    """处理措施, from the lightest to the heaviest: a rule names one by its place in this order, from 1 on."""

    REMIND = "remind", _("reminder")
    TALK = "talk", _("regulatory talk")
    CRITICISE = "criticise", _("circulated criticism")
    RECTIFY = "rectify", _("rectification within a time limit")
    SUSPEND = "suspend", _("suspension")
    REVOKE = "revoke", _("revocation")

    @classmethod
    def at(cls, place: int) -> "MeasureKind":
        return list(cls)[place - 1]

    @property
    def weight(self) -> int:
        return list(MeasureKind).index(self) + 1


class Scope(models.IntegerChoices):
    """Whom a duty falls on; every zone means every one that has joined the platform."""

    NOBODY = 0, _("nobody")
    EVERY_ZONE = 1, _("every zone")
    LISTED = 2, _("zones building or named")
    BUILDING = 3, _("zones in their building period")


class Level(models.IntegerChoices):
    """Of an alert. The last is reached by none: what would happen from there on does not happen."""

    BLUE = 0, _("blue")
    YELLOW = 1, _("yellow")
    ORANGE = 2, _("orange")
    RED = 3, _("red")
    NEVER = 4, _("never")


class Audience(models.IntegerChoices):
    """Who reads the result of monitoring, beside the office: each reads more than the one before."""

    OWN = 0, _("each zone its own")
    ZONES = 1, _("every zone those of all")
    PUBLIC = 2, _("the public")


class Key(models.TextChoices):
    """The procedural numbers that the program asks for."""

    RECOMMENDATION_DAYS = "recommendation_days", _("recommendation within")
    FORMALITY_CHECK_DAYS = "formality_check_days", _("formality check within")
    CORRECTION_DAYS = "correction_days", _("corrections within")
    CORRECTIONS_ALLOWED = "corrections_allowed", _("requests for correction allowed")
    EXPERT_REVIEW_DAYS = "expert_review_days", _("expert review within")
    SITE_VISIT_DAYS = "site_visit_days", _("site visit within")
    DELIBERATION_DAYS = "deliberation_days", _("deliberation within")
    PUBLIC_NOTICE_DAYS = "public_notice_days", _("length of the public notice")
    OBJECTION_ACCEPTANCE_DAYS = "objection_acceptance_days", _("objection taken up within")
    OBJECTION_SETTLEMENT_DAYS = "objection_settlement_days", _("objection settled within")
    PUBLICATION_DAYS = "publication_days", _("publication within")
    PANEL_MINIMUM = "panel_minimum", _("fewest experts on a panel")
    REVIEW_QUORUM = "review_quorum", _("fewest counted score sheets")
    TRIM_FROM = "trim_from", _("highest and lowest score dropped from this many sheets on")
    PROVINCE_CONFLICT = "province_conflict", _("an expert of the applicant's province has a conflict")
    EMPLOYER_CONFLICT_YEARS = "employer_conflict_years", _("an employer counts as a conflict for")
    VISIT_TEAM_MINIMUM = "visit_team_minimum", _("fewest members of a visiting team")
    BUILDING_YEARS = "building_years", _("building period")
    NAMED_YEARS = "named_years", _("term of a name")
    CERTIFIED_YEARS = "certified_years", _("term of an enterprise's certificate")
    ACCIDENT_YEARS = "accident_years", _("an enterprise that caused an accident may not apply for")
    VISIT_SAMPLE = "visit_sample", _("share of the enterprises that are visited, by lot")
    TERM_REMIND_DAYS = "term_remind_days", _("reminder before a term ends")
    REEXAMINATION_MONTHS = "reexamination_months", _("re-examination may be applied for before a term ends")
    BAND_EXCELLENT = "band_excellent", _("band “excellent” from")
    BAND_GOOD = "band_good", _("band “good” from")
    BAND_QUALIFIED = "band_qualified", _("band “qualified” from")
    BAND_BASIC = "band_basic", _("band “basically qualified” from")
    FOLLOWS_EXCELLENT = "follows_excellent", _("what follows from the band “excellent”")
    FOLLOWS_GOOD = "follows_good", _("what follows from the band “good”")
    FOLLOWS_QUALIFIED = "follows_qualified", _("what follows from the band “qualified”")
    FOLLOWS_BASIC = "follows_basic", _("what follows from the band “basically qualified”")
    FOLLOWS_UNQUALIFIED = "follows_unqualified", _("what follows from the band “not qualified”")
    MERGER_GIVES_UP = (
        "merger_gives_up",
        _("open applications of a zone or an organisation that is merged into another are given up"),
    )
    CHANGE_REPORT_DAYS = "change_report_days", _("a change of an organisation is reported within")
    BAND_PUBLISHED = "band_published", _("bands of re-examinations stand in the public register")
    PLAQUES = "plaques", _("plaques may be made: their legal basis is given")
    REMIND_BEFORE_DAYS = "remind_before_days", _("reminder before a due date")
    REMIND_AFTER_DAYS = "remind_after_days", _("reminder after a due date")
    COVERAGE_MINIMUM = (
        "coverage_minimum",
        _("fewest sites that have declared, for a zone's figures to be published"),
    )
    PEAK_YEARS = "peak_years", _("a zone's emissions have peaked when the highest lie back at least")
    NEAR_ZERO_WASTEWATER = "near_zero_wastewater", _("discharge of industrial wastewater is near zero up to")
    RESTRICTION_YEARS = "restriction_years", _("an eligibility restriction lasts")
    CREDIT_CHECK_DAYS = "credit_check_days", _("a credit check is valid for")
    RESTRICTED_PUBLISHED = "restricted_published", _("restricted projects stand on the public portal")
    CLOSED_MEASURES_PUBLISHED = (
        "closed_measures_published",
        _("measures that were rectified and closed stand in the public profile of the zone"),
    )
    MEASURE_INCIDENT_1 = "measure_incident_1", _("measure after an accident of grade I")
    MEASURE_INCIDENT_2 = "measure_incident_2", _("measure after an accident of grade II")
    MEASURE_INCIDENT_3 = "measure_incident_3", _("measure after an accident of grade III")
    MEASURE_INCIDENT_4 = "measure_incident_4", _("measure after an accident of grade IV")
    MEASURE_FALSE_FIGURES = "measure_false_figures", _("measure for figures found false")
    MEASURE_LATE = "measure_late", _("measure for a duty not met in time")
    MEASURE_UNRECTIFIED = "measure_unrectified", _("measure for rectification not carried out")
    POINTS_INCIDENT_1 = "points_incident_1", _("points deducted after an accident of grade I")
    POINTS_INCIDENT_2 = "points_incident_2", _("points deducted after an accident of grade II")
    TIERS_INCIDENT_1 = "tiers_incident_1", _("tiers lost after an accident of grade I")
    TIERS_INCIDENT_2 = "tiers_incident_2", _("tiers lost after an accident of grade II")
    SITE_CLAIM_ANSWER_DAYS = "site_claim_answer_days", _("a claim to a site is answered within")
    DEFENCE_DAYS = "defence_days", _("an announced measure may be answered within")
    RECTIFICATION_DAYS = "rectification_days", _("rectification within")
    APPEAL_DAYS = "appeal_days", _("appeal against a measure within")
    PROGRESS_DUE = "progress_due", _("yearly progress report due")
    PROGRESS_OWED_BY = "progress_owed_by", _("yearly progress report owed by")
    LEDGER_DUE = "ledger_due", _("work ledger of the year due")
    LEDGER_OWED_BY = "ledger_owed_by", _("work ledger of the year owed by")
    DECLARATIONS_DUE = "declarations_due", _("energy declarations checked by the zone due")
    DECLARATIONS_OWED_BY = "declarations_owed_by", _("energy declarations checked by the zone owed by")
    ZONE_FIGURES_DUE = "zone_figures_due", _("the zone's own figures due")
    ZONE_FIGURES_OWED_BY = "zone_figures_owed_by", _("the zone's own figures owed by")
    CARBON_PEAK_REPORT_DUE = "carbon_peak_report_due", _("annual carbon-peak report due")
    CARBON_PEAK_REPORT_OWED_BY = "carbon_peak_report_owed_by", _("annual carbon-peak report owed by")
    GREEN_REPORT_DUE = "green_report_due", _("annual green development report due")
    GREEN_REPORT_OWED_BY = "green_report_owed_by", _("annual green development report owed by")
    PROGRESS_PUBLISHED = "progress_published", _("accepted yearly progress reports are published")
    CARBON_PEAK_REPORT_PUBLISHED = (
        "carbon_peak_report_published",
        _("accepted annual carbon-peak reports are published"),
    )
    GREEN_REPORT_PUBLISHED = (
        "green_report_published",
        _("accepted annual green development reports are published"),
    )
    DUE_ON_WORKING_DAYS = "due_on_working_days", _("a due day that is no working day moves to the next one")
    LATE_YELLOW_DAYS = "late_yellow_days", _("an alert for lateness turns yellow after")
    LATE_ORANGE_DAYS = "late_orange_days", _("an alert for lateness turns orange after")
    LATE_RED_DAYS = "late_red_days", _("an alert for lateness turns red after")
    LATE_MEASURE = "late_measure", _("an alert for lateness becomes a lead for measures from")
    GREEN_WEIGHT_MINIMUM = "green_weight_minimum", _("least weight of green criteria in a monitoring scheme")
    RESULT_READ_BY = "result_read_by", _("a zone's monitoring result is read by")
    RESULT_TO_RECOMMENDERS = (
        "result_to_recommenders",
        _("a recommending body reads the results of the zones that it recommends"),
    )
    GAP_ON_TRACK = "gap_on_track", _("a figure counts as on track up to this part of the way behind its path")
    GAP_WATCH = "gap_watch", _("a figure counts as lagging beyond this part of the way behind its path")
    OFF_TRACK_ORANGE = "off_track_orange", _("an alert for lagging turns orange after periods in a row")
    ENTERPRISE_FORM_DUE = "enterprise_form_due", _("yearly form of a leading enterprise due")
    ENTERPRISE_FORM_CHECK_DUE = (
        "enterprise_form_check_due",
        _("yearly form of a leading enterprise checked by the zone"),
    )
    ENTERPRISE_FORM_JUMP = (
        "enterprise_form_jump",
        _("a figure of the yearly form is explained when it changes by a factor of more than"),
    )
    SERVED_THRESHOLD = "served_threshold", _("a served enterprise counts when a metric falls by")
    SERVED_BASIS = "served_basis", _("the fall of a served enterprise's metric is judged")
    SERVED_SAMPLE = "served_sample", _("counted service records that the office inspects")
    SERVED_PUBLISHED = "served_published", _("names of counted served enterprises are published")
