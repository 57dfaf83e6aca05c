"""What an organisation types about its change, and the office about its decision."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program.alterations.actions import Reported
from program.alterations.models import ChangeKind, ChangeReport, ChangeState
from program.files.forms import UploadField
from program.narrowing import Narrowing
from program.people.models import Organization
from program.registers.actions import Given
from program.registers.actions.entries import SCANS
from program.registers.forms.decided import BasisForm
from program.registers.forms.fields import code_field, day_field, prose

NOTICE = _("As the notice of the change of registration says.")


class ChangeForm(forms.Form):
    """One kind of change: what is not of that kind is not asked for. A report keeps its scan unless another is handed in."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=pgettext_lazy("change", "Organisation"), empty_label="—"
    )
    name_zh = forms.CharField(label=_("New name"), max_length=120, help_text=NOTICE)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    into_code = code_field()
    into_name = forms.CharField(label=_("Name of the organisation that goes on"), max_length=120)
    changed_on = day_field(
        _("Day of the change"), help_text=_("The day of its registration; without one, the day on which it happened.")
    )  # fmt: skip
    authority = forms.CharField(label=_("Registration authority"), max_length=120)
    notice_number = forms.CharField(label=_("Number of its notice"), max_length=60, help_text=NOTICE)
    notice = UploadField(label=_("Notice or other evidence (scan)"), types=SCANS)
    explanation = prose(
        _("Explanation"), 2000, 6,
        help_text=_("What has changed, why, and what it means for the conditions of what you hold or apply for."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, kind: ChangeKind, *args: Any, offered: QuerySet[Organization] | None = None,
        report: ChangeReport | None = None, **options: Any,
    ) -> None:  # fmt: skip
        if report is not None:
            kept = [name for name in self.base_fields if name not in {"organization", "notice"}]
            options["initial"] = {name: getattr(report, name) for name in kept}
        super().__init__(*args, **options)
        self.kind = kind
        for name in ("name_zh", "name_en") if kind != ChangeKind.RENAMING else ():
            del self.fields[name]
        for name in ("into_code", "into_name") if kind != ChangeKind.MERGER else ():
            del self.fields[name]
        if kind in (ChangeKind.BUSINESS, ChangeKind.OTHER):
            for name in ("authority", "notice_number"):
                self.fields[name].required = False
                self.fields[name].help_text = _("Leave it empty where nothing was registered.")
        if kind == ChangeKind.MERGER:
            self.fields["into_code"].label = _("Credit code of the organisation that goes on")
        self.offer(offered, report)

    def offer(self, offered: QuerySet[Organization] | None, report: ChangeReport | None) -> None:
        """Whoever acts for one organisation is not asked which; a scan that is there need not be handed in again."""
        chosen: Any = self.fields["organization"]
        if report is not None or offered is None:
            del self.fields["organization"]
            self.fields["notice"].required = False
            self.fields["notice"].label = _("Another scan of the notice or evidence")
            return
        chosen.queryset = offered
        if len(offered) == 1:
            chosen.initial, chosen.widget = offered[0].pk, forms.HiddenInput()

    def said(self) -> Reported:
        apart = {"organization", "notice", "revision"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return Reported(self.kind, values, self.cleaned_data.get("notice"))


class ChangeDecisionForm(BasisForm):
    """Whether the conditions still hold, and the document; left empty, the registration authority's notice is the basis."""

    holds = forms.TypedChoiceField(
        label=_("Do the conditions still hold?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("yes: what it holds stays, or passes to the organisation that goes on")),
            ("no", _("no: what it holds is revoked from the day of the change on")),
        ],
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)
    basis = ("authority", "document_number", "document_date", "document")
    field_order = ("holds", "reason", *basis)

    def __init__(self, report: ChangeReport, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"revision": report.revision})
        super().__init__(*args, **options)
        if report.kind == ChangeKind.RENAMING:
            del self.fields["holds"]
        for name in self.basis:
            self.fields[name].required = False
        if report.notice_number:
            self.fields["authority"].help_text = _(
                "A document of the office is needed where something is revoked. Else leave all four empty: the notice is enough."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        missing = [name for name in self.basis if not given.get(name) and name not in self.errors]
        if missing and len(missing) < len(self.basis):
            for name in missing:
                self.add_error(name, _("A document has an issuer, a number, a date and a scan."))
        return given

    def own_document(self) -> Given | None:
        return self.given() if self.cleaned_data.get("document_number") else None


class ChangeFilter(Narrowing):
    """By text, kind, state, and whether it came in time."""

    searched = ("name_zh", "into_name", "into_code", "notice_number")
    q = django_filters.CharFilter(label=_("Organisation, notice or number"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind of change"), choices=ChangeKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ChangeState.choices)

    class Meta:
        model = ChangeReport
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """By a name that the organisation bears or has borne, too; never by what is being rewritten after a return."""
        said = Q()
        for column in self.searched:
            said |= Q(**{f"{column}__icontains": text})
        words = Q(organization__in=Organization.objects.called(text)) | Q(number__icontains=text)
        words |= Q(organization__credit_code__icontains=text)
        return rows.filter(words | said & ~Q(state=ChangeState.RETURNED))
