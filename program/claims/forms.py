"""What is typed about claims to sites."""

from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from program import clock
from program.claims.actions import Claimed
from program.claims.models import ClaimKind, ClaimState, SiteClaim
from program.figures import WholeField
from program.files.forms import UploadField
from program.indicators.models import FIRST_YEAR
from program.narrowing import Narrowing
from program.people.models import check_credit_code
from program.registers.forms.decided import BasisForm
from program.registers.forms.fields import prose

MOVES, STAYS = "moves", "stays"


class ClaimForm(forms.Form):
    """Which site, since when it should stand here, and why."""

    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=18, validators=[check_credit_code],
        help_text=_("18 digits and capital letters (GB 32100-2015)."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    site = forms.CharField(
        label=_("Site"), max_length=120, help_text=_("By the name under which it is listed.")
    )
    kind = forms.ChoiceField(label=_("What is claimed"), choices=ClaimKind.choices, widget=forms.RadioSelect)
    since_year = WholeField(
        label=_("Should stand in your statistics since"),
        min_value=FIRST_YEAR,
        help_text=_("A year for which it has declared already stays with the zone in which it declared."),
    )
    reason = prose(_("Reason"), 2000)
    evidence = UploadField(
        label=_("Evidence"), help_text=_("For example the lease or the new business licence. The other zone reads it.")
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["since_year"].validators.append(MaxValueValidator(clock.today().year + 1))

    def claimed(self) -> Claimed:
        return Claimed(**self.cleaned_data)


class ContestForm(forms.Form):
    """Why the site stays."""

    reason = prose(_("Reason"), 2000, help_text=_("The claiming zone and the enterprise read it."))
    evidence = UploadField(
        label=_("Evidence"), help_text=_("The office reads it, the claiming zone does not.")
    )


class ViewForm(forms.Form):
    """What the enterprise says."""

    text = prose(_("In a sentence or two"), 500, 3)


class SettleForm(BasisForm):
    """Stays, or moves from a year on; by which document, on what grounds."""

    result = forms.ChoiceField(
        label=_("Settlement"), choices=[(STAYS, _("stays where it stands")), (MOVES, _("moves to the claiming zone"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    from_year = WholeField(label=_("First year in the claiming zone"), min_value=FIRST_YEAR, required=False)
    field_order = (
        "result",
        "from_year",
        "reason",
        "authority",
        "document_number",
        "document_date",
        "document",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["from_year"].validators.append(MaxValueValidator(clock.today().year + 1))
        self.fields["reason"].label = _("Grounds")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("result") == MOVES and given.get("from_year") is None and "from_year" not in self.errors:
            self.add_error("from_year", _("Say from which year on."))
        return given

    def terms(self) -> dict[str, Any]:
        """What the verb takes beside the document."""
        year = self.cleaned_data["from_year"] if self.cleaned_data["result"] == MOVES else None
        return {"reason": self.cleaned_data["reason"], "from_year": year}


class ClaimFilter(Narrowing):
    """By text and by where a claim stands."""

    searched = (
        "number",
        "site__name_zh",
        "site__organization__name_zh",
        "site__organization__credit_code",
        "claimant__name_zh",
    )
    q = django_filters.CharFilter(label=_("Enterprise, site, zone or number"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ClaimState.choices, method="by_state")

    class Meta:
        model = SiteClaim
        fields: list[str] = []

    def by_state(self, rows: Any, _name: str, wanted: str) -> Any:
        return rows.standing(ClaimState(wanted), clock.now())
