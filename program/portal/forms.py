"""What is typed about news; how directory, news and search are narrowed down."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program.decisions.models import CURRENT_STANDINGS, Standing
from program.files.forms import UploadField
from program.ledger.models import Clause
from program.narrowing import Narrowing
from program.people.models import Organization
from program.people.provinces import Province
from program.portal import rules
from program.portal.actions import PICTURES
from program.portal.models import News, NewsKind, NewsState
from program.portal.rules import (
    ENTERPRISES,
    OF_ENTERPRISES,
    PARKS,
    STANDINGS,
    firms_named,
    honours,
)
from program.registers.forms.fields import day_field, prose
from program.search.rules import zones_named
from program.zones.models import Zone

TEXT = 8000
ALL = "all"
STANDING_CHOICES = [
    *((each.value, each.label) for each in STANDINGS),
    (ALL, pgettext_lazy("directory", "every national high-tech zone")),
]


class NewsForm(forms.Form):
    """News or an activity as a zone or the office writes it."""

    kind = forms.ChoiceField(label=_("Kind of news"), choices=NewsKind.choices)
    title = forms.CharField(label=pgettext_lazy("news", "Title"), max_length=100)
    day = day_field(_("Date"), help_text=_("Of an activity its first day."))
    until = day_field(_("Last day"), required=False, help_text=_("Only of an activity of several days."))
    place = forms.CharField(
        label=pgettext_lazy("news", "Place"),
        max_length=120,
        required=False,
        help_text=_("Only of an activity."),
    )
    text = prose(
        pgettext_lazy("news", "Text"), TEXT, 12,
        help_text=_(
            "An empty line begins a paragraph; a line that begins with “- ” is an item of a list; words between two asterisks "
            "on each side are bold; a link is its words in square brackets and its address behind them in round ones."
        ),
    )  # fmt: skip
    clause = forms.ChoiceField(label=_("Clause of the circular"), required=False)
    picture = UploadField(label=_("Picture"), types=PICTURES, required=False)
    picture_words = forms.CharField(
        label=_("What the picture shows"), max_length=120, required=False,
        help_text=_("Stands below the picture, and is read aloud to those who cannot see it."),
    )  # fmt: skip
    drop_picture = forms.BooleanField(label=_("Leave the picture out"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, news: News | None = None, **options: Any) -> None:
        if news is not None:
            apart = {"picture", "drop_picture"}
            options["initial"] = {name: getattr(news, name) for name in self.base_fields if name not in apart}
        super().__init__(*args, **options)
        clauses = [("", "—"), *((each.value, each.named) for each in Clause)]
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]
        if news is None or news.picture is None:
            del self.fields["drop_picture"]
        else:
            self.fields["picture"].label = _("Another picture")

    def clean(self) -> dict[str, Any]:
        """What the verb will ask, as far as the fields themselves can be read."""
        given = super().clean() or self.cleaned_data
        if "kind" in given:
            for field, sentence in rules.faults(given):
                self.add_error(field, str(sentence))
        return given

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class NewsFilter(Narrowing):
    """Public news by text, kind and zone."""

    searched = ("title", "text", "place", "zone__name_zh", "zone__name_en")
    q = django_filters.CharFilter(label=_("Title, text or zone"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind of news"), choices=NewsKind.choices)
    province = django_filters.ChoiceFilter(
        label=_("Province"), field_name="zone__province", choices=Province.choices
    )
    zone = django_filters.CharFilter(field_name="zone__code", widget=forms.HiddenInput)

    class Meta:
        model = News
        fields: list[str] = []


class FiledFilter(Narrowing):
    """Filed news by text, kind and state."""

    searched = ("number", "title", "text", "zone__name_zh")
    q = django_filters.CharFilter(label=_("Title, text, zone or number"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind of news"), choices=NewsKind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=NewsState.choices)

    class Meta:
        model = News
        fields: list[str] = []


class HolderFilter(Narrowing):
    """Whoever stands in a directory, by province and standing. `holder`: their column in a designation."""

    directory, holder = "", ""
    province = django_filters.ChoiceFilter(label=_("Province"), choices=Province.choices)

    def by_standing(self, rows: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        """What is over counts where nothing stands in its place today."""
        held = honours(self.directory).filter(standing=wanted).values(self.holder)
        over = Q() if Standing(wanted) in CURRENT_STANDINGS else Q(place=1)
        return rows.filter(over, pk__in=held)


class DirectoryFilter(HolderFilter):
    """Zones by name, province and standing; without a standing, those that are or were listed."""

    directory, holder = PARKS, "zone"
    q = django_filters.CharFilter(label=_("Name of the zone"), method="search")
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), method="by_standing", choices=STANDING_CHOICES,
        empty_label=pgettext_lazy("directory", "listed now or before"),
    )  # fmt: skip

    class Meta:
        model = Zone
        fields = ("q", "province", "standing")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("standing") else rows.filter(place__lt=2)

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """By a part of a name that it bears or has borne, its code, or the initials of its syllables."""
        return rows.filter(pk__in=zones_named([text])[text])

    def by_standing(self, rows: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        return rows if wanted == ALL else super().by_standing(rows, _name, wanted)


class EnterpriseFilter(HolderFilter):
    """Certified enterprises by name, province and standing."""

    directory, holder = ENTERPRISES, "organization"
    q = django_filters.CharFilter(label=_("Name or credit code"), method="search")
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), method="by_standing", choices=[(each.value, each.label) for each in OF_ENTERPRISES],
        empty_label=pgettext_lazy("directory", "certified now or before"),
    )  # fmt: skip

    class Meta:
        model = Organization
        fields = ("q", "province", "standing")

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """By a part of a name that it bears or has borne, its credit code, or the initials of its syllables."""
        return rows.filter(pk__in=firms_named([text])[text])


class FindForm(forms.Form):
    """The line that is searched for, and one kind of thing or all."""

    q = forms.CharField(label=_("Search the site"), required=False, strip=True)
    kind = forms.ChoiceField(
        required=False,
        choices=lambda: [("", ""), *((code, source.label) for code, source in rules.SOURCES.items())],
    )
