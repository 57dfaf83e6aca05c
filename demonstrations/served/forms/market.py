"""What is typed about providers, needs and offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from demonstrations.served.models import Posting, Provider, Service, Side
from program.people.provinces import Province
from program.registers.forms.fields import prose
from program.registers.models import GreenField


def ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


class ContactForm(forms.Form):
    """Whom the other side meets; the public never reads it."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=60)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=30)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"revision", "organization"}
        }


class ProviderForm(ContactForm):
    """An organisation as it enters itself in the directory."""

    introduction = prose(_("What it does"), 2000, 5)
    field_order = ["introduction", "fields", "services", "regions", "contact_name", "contact_phone"]

    def __init__(self, *args: Any, entry: Provider | None = None, **options: Any) -> None:
        if entry is not None:
            options["initial"] = {
                "introduction": entry.introduction, "contact_name": entry.contact_name,
                "contact_phone": entry.contact_phone, "revision": entry.revision, "fields": entry.codes("field"),
                "services": entry.codes("service"), "regions": entry.codes("region"),
            }  # fmt: skip
        super().__init__(*args, **options)
        self.fields["fields"] = ticks(_("Fields"), GreenField.choices)
        self.fields["services"] = ticks(_("Kinds of service"), Service.choices)
        self.fields["regions"] = ticks(_("Provinces that it serves"), Province.choices)
        self.order_fields(self.field_order)


class PostingForm(ContactForm):
    """A need or an offer."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = prose(_("Description"), 2000, 5)
    field = forms.ChoiceField(label=_("Field"), choices=[("", "—"), *GreenField.choices])
    service = forms.ChoiceField(label=_("Kind of service"), choices=[("", "—"), *Service.choices])
    province = forms.ChoiceField(label=_("Province"), required=False)
    field_order = ["title", "text", "field", "service", "province", "contact_name", "contact_phone"]

    def __init__(self, *args: Any, side: Side, entry: Posting | None = None, **options: Any) -> None:
        if entry is not None:
            options["initial"] = {name: getattr(entry, name) for name in (*self.field_order, "revision")}
        super().__init__(*args, **options)
        everywhere = "—" if side == Side.NEED else _("the whole country")
        self.fields["province"].choices = [("", everywhere), *Province.choices]  # type: ignore[attr-defined]
        self.fields["province"].required = side == Side.NEED


class InterestForm(forms.Form):
    """A word to the other side."""

    text = forms.CharField(label=_("Note"), max_length=300, required=False)


class FollowForm(forms.Form):
    """The next step of a match; a service is recorded by its record."""

    text = forms.CharField(label=_("Note"), max_length=300, required=False)
    record: Any = forms.ModelChoiceField(label=_("Service record"), queryset=None, required=False)

    def __init__(self, *args: Any, records: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if records is None:
            del self.fields["record"]
        else:
            self.fields["record"].queryset = records  # type: ignore[attr-defined]
            self.fields["record"].required = True
