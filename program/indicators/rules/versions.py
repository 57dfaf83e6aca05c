"""Versions of indicator sets and factor sets: who may do what with one, what stands in it, where two differ, what happened."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.figures import plain
from program.indicators.models import CarrierFactor, GridFactor, Indicator, IndicatorSet, Versioned
from program.indicators.rules.factor_sets import declared_carriers, factor_findings
from program.indicators.rules.sets import findings
from program.indicators.rules.wording import codes, listed
from program.journal.models import Line
from program.people.models import Role, User
from program.people.rules import standing
from program.refusals import NotYours, SomebodyWasFaster

SET_FIELDS = ("title_zh", "title_en", "base_year", "may_veto")
INDICATOR_FIELDS = (
    "name_zh", "name_en", "unit", "kind", "operands", "per", "years", "bound", "comparison", "threshold", "words_zh",
    "words_en", "requirement", "group", "group_minimum", "scope", "fixed_factor", "sign_rule", "authority_zh", "authority_en",
    "certainty",
)  # fmt: skip
FACTOR_SET_FIELDS = ("title_zh", "title_en", "fixed_grid", "fixed_grid_document")
CARRIER_FIELDS = (
    "tce", "ncv", "carbon_content", "oxidation", "co2", "tce_certainty", "co2_certainty", "tce_source", "co2_source_zh",
    "co2_source_en", "note_zh", "note_en",
)  # fmt: skip
CARRIER_HEAD = ("name_zh", "name_en", "unit", "by_grid", "renewable")
"""What stays as it is as long as the carrier is in the set."""
GRID_FIELDS = ("value", "equivalent", "document", "certainty")


# ---------------------------------------------------------------- who may
def may_change(version: Versioned, user: User) -> bool:
    """A clerk, while nobody has signed."""
    return version.signed_at is None and standing(user).has(Role.CLERK)


def may_sign(version: Versioned, user: User) -> bool:
    """A director who had no hand in the draft, while nobody has signed."""
    return (
        version.signed_at is None and standing(user).has(Role.DIRECTOR) and not had_a_hand_in(version, user)
    )


def had_a_hand_in(version: Versioned, user: User) -> bool:
    """Drafted it, or changed something in it since."""
    _drafted, changed, _signed = version.VERBS
    lines = Line.objects.filter(verb=changed, subject=version.code, actor=user)
    return version.drafted_by_id == user.pk or lines.exists()


def versions_to_sign(model: Any, user: User) -> Any:
    """Drafts of versions of a kind in which this person had no hand; one query."""
    _drafted, changed, _signed = model.VERBS
    lines = Line.objects.filter(verb=changed, subject=OuterRef("code"), actor=user)
    return model.objects.filter(~Exists(lines), signed_at=None).exclude(drafted_by=user)


def require_draft(version: Versioned) -> None:
    """Refuse what only a draft allows."""
    if version.signed_at is not None:
        raise SomebodyWasFaster(_("This version is signed. Draft a new one from it to change something."))


def require_no_hand_in(version: Versioned, user: User) -> None:
    """Refuse the signature of somebody who wrote what is to be signed."""
    if had_a_hand_in(version, user):
        raise NotYours(_("Whoever drafted or changed a version does not sign it."))


def next_code(base: Versioned) -> str:
    """The version number that a new draft of the family would get: office_default.3 after office_default.2."""
    taken = (
        type(base)._default_manager.filter(code__startswith=f"{base.family}.").values_list("code", flat=True)
    )
    return f"{base.family}.{max(int(code.rpartition('.')[2]) for code in taken) + 1}"


def previous(version: Any) -> Any:
    """The version of the family that was signed last before this one: what a signature would change."""
    earlier = (
        type(version).objects.signed().filter(code__startswith=f"{version.family}.").exclude(pk=version.pk)
    )
    if version.signed_at is not None:
        earlier = earlier.filter(signed_at__lt=version.signed_at)
    return earlier.order_by("-signed_at", "-pk").first()


# ---------------------------------------------------------------- what stands in a version
Place = tuple[str, str]
"""Code of an indicator, a carrier or a year, empty for the version itself; and the field."""
Contents = Mapping[Place, str]


def contents(version: Any) -> dict[Place, str]:
    """Everything that can be changed in a draft, as text; one query for a set, two for factors."""
    if isinstance(version, IndicatorSet):
        return _values("", version, SET_FIELDS) | {
            place: text
            for one in version.indicators.all()
            for place, text in _values(one.code, one, INDICATOR_FIELDS).items()
        }
    found = _values("", version, FACTOR_SET_FIELDS)
    for carrier in version.carriers.all():
        found |= _values(carrier.code, carrier, CARRIER_HEAD + CARRIER_FIELDS)
    for row in version.grid.all():
        found |= _values(str(row.year), row, GRID_FIELDS)
    return found


def _values(code: str, row: Model, fields: tuple[str, ...]) -> dict[Place, str]:
    return {(code, name): text_of(getattr(row, name)) for name in fields}


def text_of(value: Any) -> str:
    """A value as the journal keeps it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)


def told(before: Contents, after: Contents) -> list[str]:
    """What changed, for the journal: “energy_intensity/threshold: 0.4 → 0.38”."""
    return [
        f"{'/'.join(filter(None, place))}: {before.get(place, '')} → {after.get(place, '')}"
        for place in dict.fromkeys((*before, *after))
        if before.get(place, "") != after.get(place, "")
    ]


def version_findings(version: Any) -> list[tuple[str, str, str]]:
    """All that keeps a version from being signed."""
    if isinstance(version, IndicatorSet):
        return findings(version, list(version.indicators.all()), codes())
    return factor_findings(version, version.carriers.all(), version.grid.all(), declared_carriers())


# ---------------------------------------------------------------- where two versions differ
class Change(NamedTuple):
    """Something that stands otherwise: where, what, before, now; nothing in `what`: the whole row came or went."""

    where: str
    what: str
    before: str
    now: str


def changes(version: Any, other: Any) -> list[Change]:
    """All that differs from another version, in the reader's words and in the order of the page."""
    if other is None:
        return []
    before, after = contents(other), contents(version)
    names = row_names(other) | row_names(version)
    rows = dict.fromkeys((code for code, _field in (*after, *before)))
    found: list[Change] = []
    for code in rows:
        was = {field: text for (row, field), text in before.items() if row == code}
        now = {field: text for (row, field), text in after.items() if row == code}
        if not was or not now:
            found.append(Change(names[code], "", _whole(version, code, was), _whole(version, code, now)))
            continue
        found += [
            Change(names[code], *_in_words(version, code, field, was.get(field, ""), now[field]))
            for field in now
            if was.get(field, "") != now[field]
        ]
    return found


def _whole(version: Any, code: str, row: Mapping[str, str]) -> str:
    """A row that came or went, with everything that stands in it."""
    said = (_in_words(version, code, field, "", text) for field, text in row.items() if text not in ("", "0"))
    return listed(f"{label} {text}" for label, _before, text in said)


def row_names(version: Any) -> dict[str, str]:
    if isinstance(version, IndicatorSet):
        return {"": str(version.code)} | {one.code: str(one) for one in version.indicators.all()}
    carriers = {one.code: str(one) for one in version.carriers.all()}
    years = {str(row.year): _("%(year)d grid factor") % {"year": row.year} for row in version.grid.all()}
    return {"": str(version.code)} | carriers | years


def model_of(version: Any, code: str) -> type[Model]:
    if not code:
        return type(version)
    if isinstance(version, IndicatorSet):
        return Indicator
    return GridFactor if code.isdigit() else CarrierFactor


LABELS: Mapping[str, LazyText] = {
    "by_grid": gettext_lazy("CO2 by the grid factor of the year"),
    "scope": gettext_lazy("measured over"),
    "certainty": gettext_lazy("certainty"),
    "tce_certainty": gettext_lazy("certainty of the tce factor"),
    "co2_certainty": gettext_lazy("certainty of the CO2 factor"),
    "co2_source_en": gettext_lazy("source of the CO2 factor in English"),
    "note_en": gettext_lazy("note in English"),
}
"""What columns are called that have no name of their own."""


def label_of(field: Any) -> str:
    return str(LABELS.get(field.name, field.verbose_name))


def _in_words(version: Any, code: str, name: str, before: str, now: str) -> tuple[str, str, str]:
    field: Any = model_of(version, code)._meta.get_field(name)
    words = dict(field.flatchoices or ())
    if field.get_internal_type() == "BooleanField":
        words = {"1": _("yes"), "0": _("no")}
    return label_of(field), str(words.get(before, before)) or "–", str(words.get(now, now)) or "–"


# ---------------------------------------------------------------- what happened
class Event(NamedTuple):
    """A line of what happened, as the timeline shows it."""

    title: str
    note: str
    when: datetime
    who: str


def history(version: Any) -> list[Event]:
    """What happened to a version, the newest first; what was changed in the reader's words."""
    names = row_names(version)
    lines = Line.objects.filter(subject=version.code, verb__in=version.VERBS).order_by("-pk")
    return [
        Event(
            line.verb_label, _noted(version, names, line.facts.get("changes", [])), line.at, line.actor_name
        )
        for line in lines
    ]


def _noted(version: Any, names: Mapping[str, str], said: list[str]) -> str:
    return " · ".join(_note(version, names, change) for change in said)


def _note(version: Any, names: Mapping[str, str], change: str) -> str:
    place, _colon, figures = change.partition(": ")
    code, slash, name = place.rpartition("/")
    if slash and name == "row":
        return f"{names.get(code, code)} {figures}"
    before, _arrow, now = figures.partition(" → ")
    label, before, now = _in_words(version, code, name, before, now)
    return " ".join(filter(None, (names.get(code, code) if code else "", label, f"{before} → {now}")))
