"""How lists are narrowed down by what stands in their address (templates/program/_filters.html)."""

from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class WrittenSelect(forms.Select):
    """A choice, written in one piece: Django fills in a template for each option, which costs many times as much."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = "".join(option(str(key), str(label), str(key) in chosen) for key, label in self.choices)
        known = {"name": name, "class": "form-select"} | self.build_attrs(self.attrs, attrs)
        return format_html("<select{}>{}</select>", flatatt(known), mark_safe(options))


@lru_cache(maxsize=4096)
def option(key: str, label: str, chosen: bool) -> str:
    """The same provinces, stages and zones are on every list."""
    return format_html('<option value="{}"{}>{}</option>', key, SELECTED if chosen else "", label)


SELECTED = mark_safe(" selected")


class Narrowing(django_filters.FilterSet):
    """With a search over some columns."""

    searched: tuple[str, ...] = ()

    @classmethod
    def get_filters(cls) -> Any:
        found = super().get_filters()
        for each in found.values():
            if isinstance(each, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter):
                each.extra["widget"] = WrittenSelect
        return found

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        words = Q()
        for column in self.searched:
            words |= Q(**{f"{column}__icontains": text})
        return rows.filter(words)

    @classmethod
    def names(cls) -> list[str]:
        """The parameters of the address that it knows."""
        known: dict[str, Any] = cls.base_filters
        return list(known)
