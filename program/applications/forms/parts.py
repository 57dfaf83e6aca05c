"""A part of the form as a page: typed fields with their units, tables of rows, and whatever of it is valid is stored."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseFormSet, formset_factory
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Part, Row
from program.applications.models.columns import Limit, Text, limits
from program.applications.rules import BOOKKEEPING, columns, empty, tables
from program.files.fonts import missing_characters

MOST_ROWS = 100
ONE_LINE = 100
"""Characters of a row's text that are read in one line; a longer one gets lines of its own."""


class Within:
    """A figure within the limits of its column; beyond them, the sentence of the database's own constraint.

    Where a column begins at 0 that sentence speaks of the upper end alone: a negative figure is told of the lower one.
    """

    def __init__(self, limit: Limit) -> None:
        self.limit = limit

    def __call__(self, value: Any) -> None:
        if value < self.limit.minimum == 0:
            raise ValidationError(_("Not less than %(limit)s.") % {"limit": 0}, code="minimum")
        if not self.limit.minimum <= value <= self.limit.maximum:
            raise ValidationError(str(self.limit.sentence), code="limit")


def printable(text: str) -> None:
    """What is written is printed and sealed: a character that our fonts lack is named at once."""
    if missing := missing_characters(text):
        raise ValidationError(
            _("These characters cannot be printed: %(characters)s") % {"characters": " ".join(missing[:10])},
            code="unprintable",
        )


class DraftForm(forms.ModelForm[models.Model]):
    """Fields of a part or a row while it is drafted: nothing is required yet, everything is typed and limited."""

    use_required_attribute = False

    class Meta:
        exclude: ClassVar[Sequence[str]] = tuple(sorted(BOOKKEEPING))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        limited = limits(self._meta.model)
        for name, field in self.fields.items():
            column: Any = self._meta.model._meta.get_field(name)
            field.required = False
            field.label = (
                _("%(label)s (optional)") % {"label": capfirst(column.verbose_name)}
                if column.blank
                else capfirst(column.verbose_name)
            )
            if name in limited:
                field.validators.append(Within(limited[name]))
            if isinstance(field, forms.CharField):
                field.validators.append(printable)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5

    def clean(self) -> dict[str, Any]:
        """Without asking the database about its constraints one by one: their limits are validators of the fields already."""
        return self.cleaned_data

    def unit(self, name: str) -> str:
        column: Any = self._meta.model._meta.get_field(name)
        return str(getattr(column, "unit", ""))

    def valid_values(self) -> Iterator[tuple[str, Any]]:
        """(column, value) of every field that is valid, as the column takes it."""
        for column in columns(self._meta.model):
            if column.name in self.cleaned_data:
                yield column.name, column.to_python(self.cleaned_data[column.name])


class RowForm(DraftForm):
    """One row of a table; subclasses name model and fields."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.help_text = self.unit(name)
            if self.unit(name):
                field.widget.attrs["class"] = "num"
            if isinstance(field, forms.CharField) and (field.max_length or 0) > ONE_LINE:
                field.widget = forms.Textarea(attrs={**field.widget.attrs, "rows": 2})

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written, not even something wrong."""
        return not self.errors and all(empty(value) for _name, value in self.valid_values())

    @property
    def is_gone(self) -> bool:
        """Whether it was taken away on the page."""
        return bool(self.cleaned_data.get("DELETE"))


class Rows(BaseFormSet[RowForm]):
    """A table of a part."""

    @property
    def title(self) -> str:
        return capfirst(str(row_of(self.form)._meta.verbose_name_plural))

    def store(self, part: Part) -> None:
        """Write the rows anew, in the order of the page. A cell that is wrong stays empty: a finding asks for it."""
        row_model = self.form._meta.model
        row_model._default_manager.filter(part=part).delete()
        kept = [form for form in self.forms if not (form.is_blank or form.is_gone)]
        row_model._default_manager.bulk_create(
            row_model(part=part, position=place, **dict(form.valid_values()))
            for place, form in enumerate(kept, 1)
        )


def row_of(form: type[RowForm]) -> type[Row]:
    """The model of a row's form."""
    model: Any = form._meta.model
    return cast("type[Row]", model)


def table_name(form: type[RowForm]) -> str:
    """The related name under which a part knows its rows, which is also the prefix of their fields."""
    meta: Any = row_of(form)._meta
    return str(meta.get_field("part").remote_field.related_name)


class PartForm(DraftForm):
    """The form of a part with its tables; subclasses name model, fields and GROUPS."""

    GROUPS: ClassVar[Sequence[tuple[Text, Sequence[str]]]] = ()
    """Headings and the fields under them; every field once."""

    def __init__(self, data: Any = None, *, part: Part, rows: Sequence[type[RowForm]] = ()) -> None:
        super().__init__(data, instance=part)
        self.part = part
        self.tables = [self.table(form, data) for form in rows]

    def table(self, form: type[RowForm], data: Any) -> Rows:
        name = table_name(form)
        stored = [
            forms.model_to_dict(row, exclude=["id", "part", "position"]) for row in tables(self.part)[name]
        ]
        extra = 0 if data is not None else max(1, self.part.ROWS[name] - len(stored))
        factory: Any = formset_factory(
            form, formset=Rows, extra=extra, can_delete=True, max_num=MOST_ROWS, validate_max=True
        )
        # What comes back is not compared with what is stored: a row that is unchanged since the last autosave is still a row.
        made: Rows = factory(data, prefix=name, initial=stored if data is None else None)
        return made

    def is_valid(self) -> bool:
        """Form and tables; each is looked at, so that all errors are said at once."""
        return all([super().is_valid(), *(table.is_valid() for table in self.tables)])

    def store(self, part: Part) -> None:
        """Copy what is valid onto the part and write its rows. What is wrong keeps its old value; the verb saves the part."""
        self.is_valid()
        for name, value in self.valid_values():
            setattr(part, name, value)
        for table in self.tables:
            if table.management_form.is_valid():  # a page of another shape must not wipe the rows
                table.store(part)

    def said(self) -> dict[str, list[str]]:
        """Name of a field in the page → what is wrong with it; for the answer to an autosave."""
        found = {self.add_prefix(name): list(map(str, errors)) for name, errors in self.errors.items()}
        for table in self.tables:
            for row in (row for row in table.forms if not row.is_gone):
                found |= {row.add_prefix(name): list(map(str, errors)) for name, errors in row.errors.items()}
            if table.non_form_errors():
                found[str(table.prefix)] = list(map(str, table.non_form_errors()))
        return found

    @property
    def helper(self) -> FormHelper:
        """Fieldsets with the unit beside each figure."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        groups = self.GROUPS or (("", list(self.fields)),)
        helper.layout = Layout(*(Fieldset(str(title), *map(self.placed, names)) for title, names in groups))
        return helper

    def placed(self, name: str) -> Any:
        unit = self.unit(name)
        return AppendedText(name, unit, css_class="num") if unit else Field(name)


def part_form(part: tracks.Part, stored: Part, data: Any = None) -> PartForm:
    """The form of a track's part over its draft row."""
    form: Any = import_string(part.form)
    made: PartForm = form(data, part=stored, rows=[import_string(path) for path in part.rows])
    return made


# ---------------------------------------------------------------- as a browser sends it
Page = dict[str, str]
"""Field → text, of one page."""


def rows(name: str, given: list[Page]) -> Page:
    """A table of rows as part of a page."""
    page = {f"{name}-TOTAL_FORMS": str(len(given)), f"{name}-INITIAL_FORMS": "0"}
    return page | {
        f"{name}-{place}-{field}": text for place, row in enumerate(given) for field, text in row.items()
    }
