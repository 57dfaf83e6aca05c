"""The small forms of declarations: reasons, remarks, an enterprise to list, files and pasted lines."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from program import clock
from program.figures import WholeField
from program.files.forms import UploadField
from program.files.models import MediaType
from program.indicators.models import FIRST_YEAR, DataItem, State
from program.people.models import check_credit_code
from program.zones.actions import Listing

LONGEST_PASTE = 200_000


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RemarksForm(forms.Form):
    """What is to be changed: of the whole, and cell by cell (`remark:<place>`)."""

    remark = forms.CharField(
        label=_("About the whole declaration"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        for place, name in places:
            self.fields[f"remark:{place}"] = forms.CharField(
                label=name, max_length=300, required=False, widget=forms.TextInput
            )

    def remarks(self) -> list[tuple[str, str]]:
        """(place, what is to be changed), the whole first."""
        given = [("", self.cleaned_data["remark"])]
        given += [(place, self.cleaned_data[f"remark:{place}"]) for place, _name in self.places]
        return [(place, text) for place, text in given if text]


class ListSiteForm(forms.Form):
    """入统: a site of an enterprise enters the zone's statistics."""

    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        validators=[check_credit_code],
        help_text=_("18 digits and capital letters (GB 32100-2015)."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name_zh = forms.CharField(
        label=_("Name of the enterprise"),
        max_length=120,
        help_text=_(
            "As on its business licence. An enterprise that the platform knows keeps the name it has."
        ),
    )
    site = forms.CharField(
        label=_("Site"), max_length=120, help_text=_("Where it works, for example its first plant.")
    )
    industry = forms.CharField(
        label=_("Industry"),
        max_length=2,
        validators=[RegexValidator(r"^[0-9]{2}\Z", _("Two digits, for example 39."))],
        help_text=_("The two digits of the division in GB/T 4754, for example 39."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    since_year = WholeField(
        label=_("In the zone's statistics since"),
        min_value=FIRST_YEAR,
        help_text=_("The first year that it declares here."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["since_year"].validators.append(MaxValueValidator(clock.today().year))

    def listing(self) -> Listing:
        return Listing(**self.cleaned_data)


class LeaveForm(forms.Form):
    """退出统计: the last year in which a site stands in the zone's statistics."""

    until_year = WholeField(
        label=_("Last year in the zone's statistics"),
        help_text=_("From the year after it on, it is not expected to declare here."),
    )

    def __init__(self, *args: Any, since: int, **options: Any) -> None:
        super().__init__(*args, **options)
        within = (MinValueValidator(since), MaxValueValidator(clock.today().year))
        self.fields["until_year"].validators.extend(within)


class UploadForm(forms.Form):
    """A filled template."""

    file = UploadField(label=_("Filled spreadsheet"), types={MediaType.XLSX})


class EvidenceForm(forms.Form):
    """A file for one of the data items."""

    item = forms.ChoiceField(label=_("Data item"))
    file = UploadField(label=_("File"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)
    """The newest file on the page: whoever attaches what it showed is mistaken, else somebody was faster."""

    def __init__(self, *args: Any, items: Iterable[DataItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].choices = [(one.code, str(one)) for one in items]  # type: ignore[attr-defined]


class PasteForm(forms.Form):
    """Lines of code, quantity and unit, as a spreadsheet copies them."""

    lines = forms.CharField(
        label=_("Lines"),
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "hash"}),
    )

    def clean_lines(self) -> str:
        text = str(self.cleaned_data["lines"])
        if not text.strip():
            raise forms.ValidationError(self.fields["lines"].error_messages["required"], code="required")
        return text


STATES = (
    ("none", _("nothing declared")),
    (State.DRAFT.value, _("being filled in")),
    (State.SUBMITTED.value, _("waiting for the check")),
    (State.RETURNED.value, _("sent back for change")),
    (State.ACCEPTED.value, _("passed the check")),
)
"""What a board tells apart: 未报, 填报中, 待审, 退回, 已审."""


class BoardFilter(forms.Form):
    """What of a board is shown. Anything else in the address is answered as if it were not there."""

    state = forms.ChoiceField(choices=STATES, required=False)
    q = forms.CharField(max_length=60, required=False, label=_("Name or credit code"))

    def chosen(self) -> tuple[str, str]:
        """State and words; empty where none, or none that there is."""
        self.is_valid()
        return self.cleaned_data.get("state", ""), self.cleaned_data.get("q", "")
