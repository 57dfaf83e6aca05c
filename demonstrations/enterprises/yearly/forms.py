"""How a form is filled in, returned and corrected, and how the list is narrowed down."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from demonstrations.enterprises.yearly import rules
from demonstrations.enterprises.yearly.models import (
    CHANGES,
    COLUMNS,
    FIGURES,
    FIRST_YEAR,
    TEXTS,
    State,
    YearlyFigures,
    YearlyForm,
)
from demonstrations.enterprises.yearly.rules import Shown
from program import clock
from program.applications.forms.parts import DraftForm
from program.applications.models.columns import YesNo
from program.figures import plain
from program.files.forms import UploadField
from program.narrowing import Narrowing
from program.registers.forms.fields import prose
from program.registers.forms.listing import ZoneFilter


class FillForm(DraftForm):
    """Everything that a form says; nothing is required before it is handed in."""

    class Meta:
        model = YearlyFigures
        fields: ClassVar = list(COLUMNS)

    def __init__(self, *args: Any, form: YearlyForm, **options: Any) -> None:
        """`form`: the one whose figures are written; its file is a field beside them."""
        super().__init__(*args, **options)
        self.fields["evidence"] = UploadField(label=_("Evidence (optional)"), required=False)
        if form.evidence_id is not None:
            self.fields["without_file"] = forms.BooleanField(
                label=_("Take the attached file off"), required=False
            )
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=form.revision
        )
        for name in TEXTS:
            self.fields[name].widget.attrs["rows"] = 3

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def lines(self, shown: list[Shown]) -> Iterator[tuple[BoundField, Shown]]:
        for line in shown:
            yield self[line.name], line

    def changes(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each question with what explains a yes."""
        for name in CHANGES:
            yield self[name], self[f"{name}_note"]

    def texts(self) -> Iterator[BoundField]:
        for name in TEXTS:
            yield self[name]


def typed(row: YearlyFigures, form: YearlyForm) -> dict[str, Any]:
    """What is written, as it was typed: to say at its fields what is wrong with it."""
    said = {name: getattr(row, name) for name in COLUMNS}
    known = {name: plain(figure) if isinstance(figure, Decimal) else figure for name, figure in said.items()}
    return {name: "" if figure is None else figure for name, figure in known.items()} | {
        "revision": form.revision
    }


class ReasonForm(forms.Form):
    """Why something goes back, or is corrected."""

    reason = prose(_("Reason"), 500, 3)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ItemsForm(forms.Form):
    """A remark beside each item that is to be changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = prose(_("The form as a whole"), 500, 2, required=False)
        for name in (*FIGURES, *CHANGES, *TEXTS):
            label = capfirst(YearlyFigures._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.fields[name] = forms.CharField(label=label, max_length=500, required=False)

    def remarks(self) -> dict[str, str]:
        """Item → what is to be changed; "" is the form as a whole."""
        given: Mapping[str, Any] = self.cleaned_data
        found = {name: given[name] for name in (*FIGURES, *CHANGES, *TEXTS) if given.get(name)}
        return ({"": given["reason"]} if given.get("reason") else {}) | found


# ---------------------------------------------------------------- the list
def years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(clock.today().year - 1, FIRST_YEAR - 1, -1)]


class FormFilter(Narrowing):
    """By text, year, zone, state, and whether it is late."""

    searched = ("number", "organization__name_zh", "organization__credit_code")
    q = django_filters.CharFilter(label=_("Enterprise or number"), method="search")
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years)
    zone = ZoneFilter()
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    late = django_filters.ChoiceFilter(
        label=_("Overdue"), choices=[(YesNo.YES.value, YesNo.YES.label)], method="only_late"
    )

    class Meta:
        model = YearlyForm
        fields: ClassVar[list[str]] = []

    def only_late(self, rows: Any, _name: str, _wanted: str) -> Any:
        return rows.filter(pk__in=rules.overdue(clock.now()).order_by().values("pk"))
