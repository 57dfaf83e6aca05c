"""The findings of one declaration, with what was said of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import CarrierFactor, DataItem, Declaration, FactorSet, Use
from program.indicators.rules.checks import Found, Rule, Sheet, findings
from program.indicators.rules.energy import Factors
from program.indicators.rules.gathering import last_year_of, peers, sheet_of


def judged_findings(declaration: Declaration, factors: Factors) -> list[tuple[Found, str]]:
    """Everything found, each with its explanation; one that speaks of another figure is none any more."""
    before = last_year_of(declaration)
    return judged_against(declaration, factors, sheet_of(before) if before else None)


def judged_against(
    declaration: Declaration, factors: Factors, before: Sheet | None
) -> list[tuple[Found, str]]:
    """The same where last year's sheet was read already."""
    found = findings(sheet_of(declaration, factors), before, peers(declaration))
    said = {(one.rule, one.place): one for one in declaration.explanations.all()}
    return [(one, explanation(one, said.get((one.rule.value, one.place)))) for one in found]


def explanation(found: Found, said: object) -> str:
    figure, text = getattr(said, "figure", None), getattr(said, "text", "")
    return str(text) if figure == plain(found.figure) else ""


def stopping(judged: list[tuple[Found, str]]) -> list[Found]:
    """What keeps a declaration from being handed in: hard rules, and warnings that nobody has explained."""
    return [found for found, said in judged if found.rule.stops or (found.rule.asks and not said)]


@dataclass(frozen=True)
class Names:
    """What places are called, and their units, in the reader's language."""

    names: Mapping[str, str]
    units: Mapping[str, str]

    def place(self, place: str) -> str:
        kind, _colon, rest = place.partition(":")
        if kind != "energy":
            return self.names.get(rest, rest)
        code, _colon, use = rest.partition(":")
        carrier = self.names.get(code, code)
        return (
            carrier
            if use == Use.PRODUCTION or use not in Use.values
            else _("%(carrier)s, %(use)s") % {"carrier": carrier, "use": Use(use).label}
        )

    def unit(self, place: str) -> str:
        return self.units.get(place.partition(":")[2].partition(":")[0], "")


def names_for(factor_set: FactorSet, items: Iterable[DataItem] | None = None) -> Names:
    """The names of all carriers and items; two queries, none for what was read before."""
    known = DataItem.objects.all() if items is None else items
    rows: list[CarrierFactor | DataItem] = [*factor_set.carriers.all(), *known]
    return Names({row.code: str(row) for row in rows}, {row.code: row.unit for row in rows})


def sentence(found: Found, names: Names) -> str:
    """A finding as it is said to whoever declares."""
    facts = {
        "place": names.place(found.place),
        "figure": plain(found.figure),
        "against": "" if found.against is None else plain(found.against),
        "times": "" if found.times is None else plain(Decimal(f"{found.times:.4g}")),
    }
    return SENTENCES[found.rule]() % facts


SENTENCES = {
    Rule.PART: lambda: _(
        "%(place)s (%(figure)s) is larger than the whole of which it is a part (%(against)s)."
    ),
    Rule.SUM: lambda: _("%(place)s is %(figure)s, but its kinds add up to %(against)s."),
    Rule.PAIR: lambda: _("%(place)s is missing: without it the figures declared beside it cannot be judged."),
    Rule.SLIP: lambda: _(
        "%(place)s is %(times)s times last year's %(against)s: is the unit right? Correct it, or say why."
    ),
    Rule.CHANGE: lambda: _(
        "%(place)s has changed by more than 30 per cent (last year %(against)s): say why."
    ),
    Rule.PEERS: lambda: _(
        "%(place)s is %(times)s times what comparable enterprises declare for their size: say why."
    ),
    Rule.TORCH: lambda: _(
        "%(place)s differs from the Torch statistics (%(against)s): say why beside the figure, or here."
    ),
    Rule.NO_FACTOR: lambda: _("No CO2 factor is known for %(place)s: say what it is used for."),
    Rule.SAME: lambda: _("%(place)s is exactly last year's figure."),
    Rule.ROUND: lambda: _("%(place)s is a round figure: is it measured?"),
}
"""Rule → sentence; asked for when it is read, in the reader's language."""
