"""The pages of an enterprise's application: which fields stand together under which heading."""

from django.utils.translation import gettext_lazy as _

from demonstrations.enterprises.models import (
    Basics,
    Benefits,
    Client,
    Commitment,
    Conduct,
    Patent,
    Performance,
    Result,
    Standard,
    Technology,
    Term,
)
from program.applications.forms import DraftForm, PartForm, RowForm


class BasicsForm(PartForm):
    GROUPS = (
        (_("Field and legal form"), ("field", "field_other", "is_branch", "founded_on", "industry", "main_products")),
        (_("People and accounts"), ("data_year", "employees", "rd_staff", "revenue", "green_revenue", "rd_spend")),
        (_("High and new technology enterprise"), ("is_hnte", "hnte_number")),
        (_("Contact"), ("contact_name", "contact_phone")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Basics


class TechnologyForm(PartForm):
    GROUPS = (
        (_("The technology"), ("name", "summary", "novelty", "comparison")),
        (_("In use"), ("maturity", "first_used", "applications", "awards")),
    )

    class Meta(DraftForm.Meta):
        model = Technology


class PatentForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Patent


class StandardForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Standard


class PerformanceForm(PartForm):
    GROUPS = (
        (_("Where and when"), ("where", "boundary", "base_year", "result_year")),
        (_("Output"), ("output_base", "output_result")),
        (_("In words"), ("method", "remarks")),
    )

    class Meta(DraftForm.Meta):
        model = Performance


class ResultForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Result


class BenefitsForm(PartForm):
    GROUPS = (
        (_("Clients"), ("clients_served", "contracts", "energy_saved", "co2_cut")),
        (_("In words"), ("in_zones", "spreading")),
    )

    class Meta(DraftForm.Meta):
        model = Benefits


class ClientForm(RowForm):
    class Meta(DraftForm.Meta):
        model = Client


class ConductForm(PartForm):
    GROUPS = (
        (_("Penalties and accidents"), ("penalties", "accidents", "dishonest", "remedies")),
        (_("Management"), ("management",)),
    )

    class Meta(DraftForm.Meta):
        model = Conduct


class TermForm(PartForm):
    GROUPS = (
        (_("Period"), ("period_start", "period_end", "summary")),
        (_("Figures of the term"), ("green_revenue", "rd_spend", "new_applications", "forms_owed", "forms_handed_in")),
        (_("In words"), ("shortfalls", "next_steps")),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Term


class CommitmentForm(PartForm):
    GROUPS = (
        (_("Who commits the enterprise"), ("signatory_name", "signatory_title", "signatory_phone")),
        (
            _("Statements"),
            (
                "statement_true", "statement_rights", "statement_no_accident", "statement_unclassified",
                "statement_publication", "statement_checks", "statement_forms",
            ),
        ),
        (_("Date"), ("signed_on",)),
    )  # fmt: skip

    class Meta(DraftForm.Meta):
        model = Commitment
