"""The pages of a park's application: which fields stand together under which heading."""

from django.utils.translation import gettext_lazy as _

from demonstrations.parks.models import (
    Achievements,
    Basics,
    Building,
    BuildingTask,
    Commitment,
    Honour,
    Honours,
    Industry,
    Plan,
    PlanTask,
    Subzone,
    Term,
    TermTask,
)
from program.applications.forms import DraftForm, PartForm, RowForm


class BasicsForm(PartForm):
    GROUPS = (
        (_("Area and people"), ("data_year", "area_approved", "area_entrusted", "population", "employees")),
        (
            _("Economy"),
            (
                "gdp",
                "industrial_output",
                "industrial_value_added",
                "revenue",
                "rd_spend",
                "enterprises",
                "hightech_enterprises",
            ),
        ),
        (
            _("Leading and green industry"),
            ("leading_industry", "leading_share", "green_field", "green_output"),
        ),
        (_("Surroundings"), ("forest_cover", "pm25_good_days")),
        (_("Contact"), ("contact_name", "contact_phone")),
    )

    class Meta(DraftForm.Meta):
        model = Basics


class IndustryForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Industry


class SubzoneForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Subzone


class PlanForm(PartForm):
    GROUPS = (
        (_("Period and goal"), ("period_start", "period_end", "overall_goal")),
        (
            _("Energy, carbon, water"),
            (
                "base_year", "energy_intensity_base", "energy_intensity_target", "co2_annual_cut_target", "carbon_peak_year",
                "carbon_neutral_year", "near_zero_wastewater", "near_zero_year", "energy_platform",
            ),
        ),
        (_("Money"), ("investment_total", "investment_public")),
        (_("Organisation"), ("leading_group", "leading_group_head", "document_number", "document_date")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Plan


class PlanTaskForm(RowForm):
    class Meta(DraftForm.Meta):
        model = PlanTask


class BuildingForm(PartForm):
    GROUPS = (
        (_("Period"), ("period_start", "period_end", "summary")),
        (
            _("Energy, carbon, water"),
            (
                "energy_intensity_target", "energy_intensity_reached", "co2_annual_cut_target", "co2_annual_cut_reached",
                "near_zero_reached", "energy_platform",
            ),
        ),
        (_("Money"), ("investment_total", "investment_public")),
        (_("In words"), ("shortfalls", "experience", "next_steps")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Building


class BuildingTaskForm(RowForm):
    class Meta(DraftForm.Meta):
        model = BuildingTask


class TermForm(PartForm):
    GROUPS = (
        (_("Period"), ("period_start", "period_end", "summary")),
        (
            _("Energy, carbon, water"),
            (
                "energy_intensity_target", "energy_intensity_reached", "co2_annual_cut_target", "co2_annual_cut_reached",
                "near_zero_reached", "energy_platform",
            ),
        ),
        (
            _("Duties, accidents, measures"),
            ("reports_owed", "reports_on_time", "accidents", "measures", "remedies"),
        ),
        (_("In words"), ("shortfalls", "experience", "next_steps")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Term


class TermTaskForm(RowForm):
    class Meta(DraftForm.Meta):
        model = TermTask


class AchievementsForm(PartForm):
    GROUPS = (
        (
            _("Tens: the zone"),
            ("demonstration_work", "circular_projects", "green_factories", "supply_chains"),
        ),
        (
            _("Hundreds: technology and enterprises"),
            (
                "leading_enterprises",
                "research_centres",
                "research_projects",
                "patents",
                "standards",
                "incubators",
                "alliances",
                "events",
            ),
        ),
        (
            _("Thousands: enterprises served"),
            (
                "served_enterprises",
                "reduced_enterprises",
                "audits",
                "energy_saved",
                "co2_cut",
                "cod_cut",
                "green_loans",
            ),
        ),
    )

    class Meta(DraftForm.Meta):
        model = Achievements


class HonoursForm(PartForm):
    GROUPS = (
        (
            _("Honours"),
            ("holds_honours", "national_count", "provincial_count", "evaluation_rank", "cooperation"),
        ),
        (
            _("Certificates and penalties"),
            ("iso14001_enterprises", "iso50001_enterprises", "green_buildings", "penalties"),
        ),
    )

    class Meta(DraftForm.Meta):
        model = Honours


class HonourForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Honour


class CommitmentForm(PartForm):
    GROUPS = (
        (_("Who commits the zone"), ("signatory_name", "signatory_title", "signatory_phone")),
        (
            _("Statements"),
            (
                "statement_true", "statement_no_accident", "statement_unclassified", "statement_publication", "statement_checks",
                "statement_reports",
            ),
        ),
        (_("Date and remarks"), ("signed_on", "remarks")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Commitment
