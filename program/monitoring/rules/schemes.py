"""Schemes: what one may say, who may do what with it, where two differ, what happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from program.figures import plain
from program.indicators.models import Indicator, IndicatorSet
from program.indicators.models import Scope as Over
from program.indicators.rules.versions import text_of
from program.journal.models import Line
from program.monitoring.models import Direction, Method, Scheme, SchemeCriterion, SchemeTier, Source

HEAD = ("title_zh", "title_en")
WHAT = ("name_zh", "name_en", "source", "indicator", "duty", "direction", "method")
"""What a criterion is: set when it is added; versions are compared by its code."""
HOW = (
    "is_green",
    "weight",
    "floor",
    "full",
    "no_data",
    "coverage",
    "red_line",
    "authority_zh",
    "authority_en",
)
"""How it counts: changed on the page of its scheme."""
TIER = ("name_zh", "name_en", "minimum", "authority_zh", "authority_en")
HUNDRED = Decimal(100)
Found = tuple[str, str, str]
"""Row (code of a criterion, “tier-1”, or none), field, sentence."""


# ---------------------------------------------------------------- what a scheme may say
def findings(
    scheme: Scheme, criteria: Sequence[SchemeCriterion], tiers: Sequence[SchemeTier], green_minimum: int
) -> list[Found]:
    """All that keeps a scheme from being signed."""
    found = [(one.code, field, said) for one in criteria for field, said in of_criterion(one)]
    found += list(weight_findings(criteria, green_minimum))
    found += list(tier_findings(tiers))
    if not scheme.title_zh.strip():
        found.append(("", "title_zh", _("Give it a title.")))
    return found


def weight_findings(criteria: Sequence[SchemeCriterion], green_minimum: int) -> Iterator[Found]:
    total = sum((one.weight for one in criteria), Decimal(0))
    if total != HUNDRED:
        yield "", "", _("The weights come to %(total)s, not to 100.") % {"total": plain(total)}
    green = green_weight(criteria)
    if green < green_minimum:
        yield "", "", _("Green criteria weigh %(green)s; the rules ask for at least %(minimum)d.") % {
            "green": plain(green), "minimum": green_minimum,
        }  # fmt: skip


def green_weight(criteria: Iterable[SchemeCriterion]) -> Decimal:
    return sum((one.weight for one in criteria if one.is_green), Decimal(0))


def tier_findings(tiers: Sequence[SchemeTier]) -> Iterator[Found]:
    if len(tiers) < 2:
        yield "", "", _("A scheme has at least two tiers.")
    for upper, lower in pairwise(tiers):
        if lower.minimum >= upper.minimum:
            yield tier_key(lower), "minimum", _("A tier begins below the one above it.")
    if tiers and tiers[-1].minimum:
        yield tier_key(tiers[-1]), "minimum", _("The last tier begins at 0: it takes whatever is left.")
    for tier in tiers:
        if not tier.authority_zh.strip():
            yield tier_key(tier), "authority_zh", _("Name what this number rests on.")


def tier_key(tier: SchemeTier) -> str:
    return f"tier-{tier.position}"


def of_criterion(one: SchemeCriterion) -> Iterator[tuple[str, str]]:
    """What is wrong with one criterion, field by field."""
    yield from _reads(one)
    if one.method == Method.LINEAR and one.floor is None:
        yield "floor", _("Say where the points begin.")
    if one.method == Method.WHOLE and one.floor is not None:
        yield "floor", _("All or nothing needs no floor.")
    if one.method == Method.LINEAR and one.floor is not None and not _runs(one, one.floor):
        yield "full", _("From the floor to the full mark it gets better.")
    if one.red_line is not None and _better(one, one.red_line, one.full):
        yield "red_line", _("The red line does not lie on the better side of the full mark.")
    if not 0 < one.weight <= HUNDRED:
        yield "weight", _("A weight lies above 0, and not above 100.")
    if not 0 <= one.no_data <= HUNDRED:
        yield "no_data", _("Points lie between 0 and 100.")
    if one.coverage > HUNDRED:
        yield "coverage", _("A coverage is at most 100 per cent.")
    if not one.authority_zh.strip():
        yield "authority_zh", _("Name what this number rests on.")


def _reads(one: SchemeCriterion) -> Iterator[tuple[str, str]]:
    shares = one.source in {Source.PUNCTUALITY, Source.REPORTING}
    if one.source == Source.INDICATOR and one.indicator is None:
        yield "indicator", _("Name the indicator.")
    if one.source != Source.INDICATOR and one.indicator is not None:
        yield "indicator", _("This source reads no indicator.")
    if one.duty and not shares:
        yield "duty", _("This source reads no duty.")
    if one.indicator is not None and (
        one.indicator.scope != Over.ZONE or one.indicator.set.signed_at is None
    ):
        yield "indicator", _("A criterion reads a zone's own indicator of a set that is signed.")


def _runs(one: SchemeCriterion, floor: Decimal) -> bool:
    return floor < one.full if one.direction == Direction.HIGHER else floor > one.full


def _better(one: SchemeCriterion, value: Decimal, than: Decimal) -> bool:
    return value > than if one.direction == Direction.HIGHER else value < than


def offered_indicators() -> Any:
    """Zones' own indicators of the newest signed version of each set."""
    newest = {one.family: one.pk for one in IndicatorSet.objects.signed().order_by("signed_at", "pk")}
    return (
        Indicator.objects.filter(set__in=newest.values(), scope=Over.ZONE)
        .select_related("set")
        .order_by("set__code", "position")
    )


# ---------------------------------------------------------------- what stands in one, and where two differ
Contents = Mapping[tuple[str, str], str]
"""(row, field) → text."""


def contents(scheme: Scheme) -> dict[tuple[str, str], str]:
    """Everything that can be changed in a draft, as text; three queries, or none where the rows are prefetched."""
    found = {("", name): text_of(getattr(scheme, name)) for name in HEAD}
    for one in scheme.criteria.all():
        for name in WHAT + HOW:
            found[one.code, name] = said(one, name)
    for tier in scheme.tiers.all():
        found |= {(tier_key(tier), name): text_of(getattr(tier, name)) for name in TIER}
    return found


def said(one: SchemeCriterion, name: str) -> str:
    if name == "indicator":
        return f"{one.indicator.set.code}/{one.indicator.code}" if one.indicator else ""
    return text_of(getattr(one, name))


class Change(NamedTuple):
    """Something that stands otherwise than before; nothing in `what`: the whole row came or went."""

    where: str
    what: str
    before: str
    now: str


def changes(scheme: Scheme, other: Scheme | None) -> list[Change]:
    """All that differs from another version, in the reader's words."""
    if other is None:
        return []
    before, after = contents(other), contents(scheme)
    names = row_names(other) | row_names(scheme)
    found = []
    for row in dict.fromkeys(row for row, _field in (*after, *before)):
        was = {field: text for (code, field), text in before.items() if code == row}
        now = {field: text for (code, field), text in after.items() if code == row}
        if not was or not now:
            found.append(Change(names[row], "", _weight(was), _weight(now)))
            continue
        found += [
            Change(names[row], *in_words(row, field, was.get(field, ""), now[field]))
            for field in now
            if was.get(field, "") != now[field]
        ]
    return found


def _weight(row: Mapping[str, str]) -> str:
    return _("weight %(weight)s") % {"weight": row["weight"]} if row.get("weight") else row.get("minimum", "")


def row_names(scheme: Scheme) -> dict[str, str]:
    rows = {one.code: str(one) for one in scheme.criteria.all()}
    return {"": str(scheme.code)} | rows | {tier_key(tier): str(tier) for tier in scheme.tiers.all()}


def in_words(row: str, name: str, before: str, now: str) -> tuple[str, str, str]:
    """Column, before and now in the reader's words."""
    model: type[Model] = Scheme if not row else SchemeTier if row.startswith("tier-") else SchemeCriterion
    field: Any = model._meta.get_field(name)
    words = dict(field.flatchoices or ())
    if field.get_internal_type() == "BooleanField":
        words = {"1": _("yes"), "0": _("no")}
    return str(field.verbose_name), str(words.get(before, before)) or "–", str(words.get(now, now)) or "–"


class Event(NamedTuple):
    """A line of what happened, as the timeline shows it."""

    title: str
    note: str
    when: datetime
    who: str


def history(scheme: Scheme) -> list[Event]:
    """What happened to a version, the newest first."""
    names = row_names(scheme)
    lines = Line.objects.filter(subject=scheme.code, verb__in=scheme.VERBS).order_by("-pk")
    return [
        Event(line.verb_label, _noted(names, line.facts.get("changes", [])), line.at, line.actor_name)
        for line in lines
    ]


def _noted(names: Mapping[str, str], changed: Iterable[str]) -> str:
    return " · ".join(_note(names, change) for change in changed)


def _note(names: Mapping[str, str], change: str) -> str:
    place, _colon, figures = change.partition(": ")
    row, _slash, name = place.rpartition("/")
    before, _arrow, now = figures.partition(" → ")
    label, before, now = in_words(row, name, before, now)
    return " ".join(filter(None, (names.get(row, row) if row else "", label, f"{before} → {now}")))
