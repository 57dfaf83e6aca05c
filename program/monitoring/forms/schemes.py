"""What is typed about schemes: a draft's head, how its criteria count, its tiers; one more criterion."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from program.indicators.forms.versions import Row, RowsForm, draft_form, form_field
from program.indicators.models import Indicator
from program.monitoring import rules
from program.monitoring.models import Method, Scheme, SchemeCriterion, Source

DraftSchemeForm = draft_form(Scheme)


def counting(one: SchemeCriterion) -> list[str]:
    """Those fields that mean something for the criterion."""
    idle = {
        "floor": one.method == Method.WHOLE,
        "coverage": one.source != Source.INDICATOR,
        "red_line": one.source != Source.INDICATOR,
    }
    return [name for name in rules.HOW if not idle.get(name)]


class SchemeForm(RowsForm):
    """All numbers of a draft: a criterion each row, a tier each row."""

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        super().__init__(data, initial={"revision": scheme.revision})
        self.criteria = list(scheme.criteria.select_related("indicator__set"))
        self.tiers = list(scheme.tiers.all())
        self.add_head(scheme, rules.HEAD)
        for one in self.criteria:
            self.add_row(one.code, one, counting(one))
        for tier in self.tiers:
            self.add_row(rules.tier_key(tier), tier, rules.TIER)

    def head(self) -> list[BoundField]:
        return [self[name] for name in rules.HEAD]

    def rows(self) -> Iterator[Row]:
        for one in self.criteria:
            yield self.row(one, one.code, counting(one))

    def tier_rows(self) -> Iterator[Row]:
        for tier in self.tiers:
            yield self.row(tier, rules.tier_key(tier), rules.TIER)

    def entered(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[int, dict[str, Any]]]:
        """The head, the criteria by code, the tiers by place."""
        return (
            {name: self.cleaned_data[name] for name in rules.HEAD},
            {one.code: self.read(one.code, counting(one)) for one in self.criteria},
            {tier.position: self.read(rules.tier_key(tier), rules.TIER) for tier in self.tiers},
        )


class CriterionForm(forms.Form):
    """One more criterion of a draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        super().__init__(data, initial={"revision": scheme.revision})
        for name in ("code", *rules.WHAT, *rules.HOW):
            self.fields[name] = self._field(name)
        self.fields["floor"].required = self.fields["coverage"].required = False
        self.fields["code"].help_text = _(
            "Small letters, digits and underscores: by it versions are compared."
        )
        self.fields["duty"].help_text = _("Of a share of duties: which; none: all of them.")
        self.fields["floor"].help_text = _("0 points there; nothing where it is all or nothing.")

    @staticmethod
    def _field(name: str) -> forms.Field:
        if name == "indicator":
            column: Any = SchemeCriterion._meta.get_field(name)
            return IndicatorField(rules.offered_indicators(), label=column.verbose_name, required=False)
        return form_field(SchemeCriterion, name)

    def entered(self) -> dict[str, Any]:
        """No coverage typed: 0."""
        typed = {name: self.cleaned_data[name] for name in ("code", *rules.WHAT, *rules.HOW)}
        return typed | {"coverage": typed["coverage"] or 0}


class IndicatorField(forms.ModelChoiceField[Indicator]):
    """With the version of the set in which it stands."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.set.code} · {obj}"
