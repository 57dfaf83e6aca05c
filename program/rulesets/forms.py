"""What is typed about rule sets and the calendar."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.figures import FigureField, WholeField
from program.rulesets import rules
from program.rulesets.models import AuthorityKind, CalendarYear, Key, RuleSet, Unit
from program.rulesets.rules import Day, Rule, Spec
from program.rulesets.steps import FIRST_YEAR


class DraftForm(forms.ModelForm[RuleSet]):
    """A new version: its number, its title, and what it begins with."""

    base = forms.ModelChoiceField(
        RuleSet.objects.all(),
        label=gettext_lazy("Begin with the numbers of"),
        required=False,
        empty_label=gettext_lazy("the defaults of the platform"),
    )

    class Meta:
        model = RuleSet
        fields = ["code", "title"]
        help_texts = {"code": gettext_lazy("Year and number, for example 2026.1")}


@dataclass(frozen=True)
class Row:
    """The three cells of a parameter."""

    key: Key
    spec: Spec
    value: BoundField
    kind: BoundField
    authority: BoundField


class ParametersForm(forms.Form):
    """All parameters of a draft, a row each: value, kind of authority, authority. What is wrong is said at its cell."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, rule_set: RuleSet, data: Any = None) -> None:
        super().__init__(data, initial={"revision": rule_set.revision})
        self.current = rules.ruled(rule_set)
        for key, rule in self.current.items():
            self.fields[key] = _value_field(key, rules.SPECS[key], rule)
            self.fields[f"{key}-kind"] = forms.ChoiceField(
                choices=AuthorityKind.choices,
                initial=rule.authority_kind,
                label=_named(key, _("kind of authority")),
            )
            self.fields[f"{key}-authority"] = forms.CharField(
                max_length=200, initial=rule.authority, label=_named(key, _("authority"))
            )

    def clean(self) -> dict[str, Any]:
        """Numbers that contradict each other, once each is right for itself."""
        for key, sentence in rules.findings(self.entered()).items():
            self.add_error(key, sentence)
        return self.cleaned_data

    def entered(self) -> dict[Key, Rule]:
        """What was typed for each parameter, where all three cells were right."""
        typed = self.cleaned_data
        return {
            key: Rule(Decimal(typed[key]), AuthorityKind(typed[f"{key}-kind"]), typed[f"{key}-authority"])
            for key in self.current
            if {key, f"{key}-kind", f"{key}-authority"} <= typed.keys()
        }

    def rows(self) -> Iterator[Row]:
        for key in self.current:
            yield Row(key, rules.SPECS[key], self[key], self[f"{key}-kind"], self[f"{key}-authority"])


def _named(key: Key, what: str) -> str:
    return f"{key.label} · {what}"


def _value_field(key: Key, spec: Spec, rule: Rule) -> forms.Field:
    if spec.words:
        choices = [(str(value), word) for value, word in spec.words.items()]
        return forms.ChoiceField(choices=choices, initial=f"{rule.value:.0f}", label=key.label)
    if spec.unit == Unit.DAY_OF_YEAR:
        return forms.RegexField(
            "^[0-9]{3,4}\\Z", initial=f"{rule.value:04.0f}", label=key.label,
            error_messages={"invalid": _("Write a day that every year has as month and day: 0630 is 30 June.")},
        )  # fmt: skip
    return FigureField(
        decimal_places=0,
        min_value=spec.minimum,
        max_value=spec.maximum,
        initial=Decimal(int(rule.value)),
        label=key.label,
    )


class SignForm(forms.Form):
    """The revision that the director has read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class YearForm(forms.Form):
    """The holidays of a year as the State Council published them, pasted or as a CSV file."""

    year = WholeField(min_value=FIRST_YEAR, label=gettext_lazy("Year"))
    document = forms.CharField(
        max_length=200,
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("Title and number of the State Council General Office's notice."),
    )
    pasted = forms.CharField(
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        label=gettext_lazy("Days that differ from their weekday"),
        help_text=gettext_lazy(
            "A line each: date, works (1) or rests (0), name – for example 2027-01-01,0,元旦. "
            "List holidays on weekdays and working Saturdays and Sundays only. Cells copied from a spreadsheet are taken too."
        ),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("or a CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_year(self) -> int:
        """Not yet published here, and not further away than the State Council publishes."""
        year: int = self.cleaned_data["year"]
        if year > clock.today().year + 1:
            raise ValidationError(_("Holidays are published for the coming year at most."))
        if CalendarYear.objects.filter(year=year).exists():
            raise ValidationError(_("The calendar of this year is published already."))
        return year

    def clean_file(self) -> str:
        """The text of the file, in the two encodings that spreadsheets in China write."""
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if (upload.size or 0) > LARGEST_FILE:
            raise ValidationError(
                _("A list of a year's holidays is smaller than %(size)d KB.") % {"size": LARGEST_FILE // 1024}
            )
        content: bytes = upload.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError(_("This is not a CSV file. Save the list as CSV and send it again."))

    def clean(self) -> dict[str, Any]:
        """The days of either source; every line that is wrong is named."""
        typed = self.cleaned_data
        if {"pasted", "file"} <= typed.keys():
            source = "file" if typed["file"] else "pasted"
            try:
                if bool(typed["pasted"].strip()) == bool(typed["file"]):
                    raise ValidationError(_("Paste the days or choose a file: one of both."))
                typed["days"] = read_days(typed[source])
                if found := rules.year_findings(typed["year"], typed["days"]) if "year" in typed else []:
                    raise ValidationError(found)
            except ValidationError as error:
                self.add_error(source, error)
        return typed


LARGEST_FILE = 64 * 1024
MOST_DAYS = 100
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_WORKS = {
    "1": True,
    "true": True,
    "班": True,
    "上班": True,
    "0": False,
    "false": False,
    "休": False,
    "放假": False,
}


def read_days(text: str) -> list[Day]:
    """Lines of `date,is_working,name`, comma or tab between; a head line is passed over. All wrong lines are named at once."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and not any(character.isdigit() for character in lines[0]):
        del lines[0]
    if len(lines) > MOST_DAYS:
        raise ValidationError(_("At most %(count)d days.") % {"count": MOST_DAYS})
    days, wrong = [], []
    for line in lines:
        try:
            days.append(_day(line))
        except ValueError as error:
            wrong.append(_("“%(line)s”: %(fault)s") % {"line": line.strip()[:60], "fault": error})
    if wrong:
        raise ValidationError(wrong)
    return days


def _day(line: str) -> Day:
    """One line; ValueError with a sentence."""
    delimiter = "\t" if "\t" in line else ","
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    if len(cells) != 3:
        raise ValueError(_("three cells are needed: date, works or rests, name."))
    written = _DATE.fullmatch(cells[0])
    try:
        day = date(*map(int, written.groups())) if written else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(_("write the date as 2027-01-01."))
    if cells[1].lower() not in _WORKS:
        raise ValueError(_("write 1 for a working day, 0 for a day of rest."))
    if not cells[2].isprintable() or not 0 < len(cells[2]) <= 40:
        raise ValueError(_("the name has 1 to 40 characters."))
    return Day(day, _WORKS[cells[1].lower()], cells[2])
