"""Verbs on indicator sets and factor sets: drafted from a version, changed by clerks, signed by a director with no hand in it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from program import clock
from program.indicators import rules, steps
from program.indicators.models import CarrierFactor, FactorSet, GridFactor, Indicator, IndicatorSet
from program.indicators.rules import (
    CARRIER_FIELDS,
    FACTOR_SET_FIELDS,
    GRID_FIELDS,
    INDICATOR_FIELDS,
    SET_FIELDS,
)
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Invalid, Refused, SomebodyWasFaster

Version = TypeVar("Version", IndicatorSet, FactorSet)
Values = Mapping[str, Any]
"""Field → value."""


# ---------------------------------------------------------------- indicator sets
@transaction.atomic(durable=True)
def draft_set(*, code: str, title_zh: str, title_en: str, base: IndicatorSet, by: User) -> IndicatorSet:
    """A new version with the indicators of `base`, their thresholds and authorities."""
    require_role(by, Role.CLERK)
    made = IndicatorSet(
        code=code, title_zh=title_zh, title_en=title_en, base_year=base.base_year, may_veto=base.may_veto
    )
    steps.begin(made, base, by)
    copy(base.indicators.all(), set=made)
    journal.record(
        Verb.DRAFT_INDICATORS, by=by, subject=made.code, audience=Audience.OFFICE, cloned_from=base.code
    )
    return made


@transaction.atomic(durable=True)
def change_set(
    chosen: IndicatorSet, values: Values, rows: Mapping[str, Values], *, by: User, seen: int | None = None
) -> IndicatorSet:
    """Change a draft and its indicators (code → fields); `seen` is the revision that was on the page."""
    chosen = steps.lock(chosen, seen, Role.CLERK, by)
    before = rules.contents(chosen)
    put(chosen, values, SET_FIELDS)
    indicators = list(chosen.indicators.all())
    for one in indicators:
        put(one, rows.get(one.code, {}), INDICATOR_FIELDS)
    require_sound(rules.set_findings(chosen, indicators, rules.codes()))
    Indicator.objects.bulk_update(indicators, INDICATOR_FIELDS)
    chosen.save(update_fields=SET_FIELDS)
    return tell_change(chosen, before, by)


@transaction.atomic(durable=True)
def add_indicator(chosen: IndicatorSet, values: Values, *, by: User, seen: int | None = None) -> IndicatorSet:
    """One more indicator, behind the others: one of the eight formulas over known data items."""
    chosen = steps.lock(chosen, seen, Role.CLERK, by)
    before = rules.contents(chosen)
    indicators = list(chosen.indicators.all())
    if values["code"] in {one.code for one in indicators}:
        raise Invalid(_("This indicator is in the set already."), field="code")
    position = max((one.position for one in indicators), default=0) + 1
    made = Indicator(set=chosen, position=position, **values)
    require_sense(made)
    made.save()
    return tell_change(chosen, before, by)


@transaction.atomic(durable=True)
def change_indicator(
    chosen: IndicatorSet, code: str, values: Values, *, by: User, seen: int | None = None
) -> IndicatorSet:
    """Another name, unit, formula or direction of one indicator of a draft; its code stays, by which versions are compared."""
    chosen = steps.lock(chosen, seen, Role.CLERK, by)
    before = rules.contents(chosen)
    one = chosen.indicators.filter(code=code).first()
    if one is None:
        raise SomebodyWasFaster
    put(one, values, INDICATOR_FIELDS)
    require_sense(one)
    one.save(update_fields=INDICATOR_FIELDS)
    return tell_change(chosen, before, by)


@transaction.atomic(durable=True)
def remove_indicator(chosen: IndicatorSet, code: str, *, by: User, seen: int | None = None) -> IndicatorSet:
    """Take an indicator out of a draft."""
    chosen = steps.lock(chosen, seen, Role.CLERK, by)
    before = rules.contents(chosen)
    if not chosen.indicators.filter(code=code).delete()[0]:
        raise SomebodyWasFaster
    return tell_change(chosen, before, by)


# ---------------------------------------------------------------- factor sets
@transaction.atomic(durable=True)
def draft_factors(*, code: str, title_zh: str, title_en: str, base: FactorSet, by: User) -> FactorSet:
    """A new version with the carriers and grid factors of `base`."""
    require_role(by, Role.CLERK)
    made = FactorSet(
        code=code, title_zh=title_zh, title_en=title_en,
        fixed_grid=base.fixed_grid, fixed_grid_document=base.fixed_grid_document,
    )  # fmt: skip
    steps.begin(made, base, by)
    copy(base.carriers.all(), factor_set=made)
    copy(base.grid.all(), factor_set=made)
    journal.record(
        Verb.DRAFT_FACTORS, by=by, subject=made.code, audience=Audience.OFFICE, cloned_from=base.code
    )
    return made


@transaction.atomic(durable=True)
def change_factors(
    factor_set: FactorSet,
    values: Values,
    carriers: Mapping[str, Values],
    grid: Mapping[int, Values | None],
    *,
    by: User,
    seen: int | None = None,
) -> FactorSet:
    """Change a draft, its carriers (code → fields) and its grid factors (year → fields; none takes the year away)."""
    factor_set = steps.lock(factor_set, seen, Role.CLERK, by)
    before = rules.contents(factor_set)
    put(factor_set, values, FACTOR_SET_FIELDS)
    rows = list(factor_set.carriers.all())
    for row in rows:
        put(row, carriers.get(row.code, {}), CARRIER_FIELDS)
    years = {row.year: row for row in factor_set.grid.all()}
    for year, said in grid.items():
        if said is not None:
            put(years.setdefault(year, GridFactor(factor_set=factor_set, year=year)), said, GRID_FIELDS)
    kept = [row for year, row in years.items() if grid.get(year, row) is not None]
    require_sound(rules.factor_findings(factor_set, rows, kept, rules.declared_carriers()))
    CarrierFactor.objects.bulk_update(rows, CARRIER_FIELDS)
    factor_set.grid.exclude(year__in=[row.year for row in kept]).delete()
    GridFactor.objects.bulk_update([row for row in kept if row.pk], GRID_FIELDS)
    GridFactor.objects.bulk_create([row for row in kept if not row.pk])
    factor_set.save(update_fields=FACTOR_SET_FIELDS)
    return tell_change(factor_set, before, by)


@transaction.atomic(durable=True)
def add_carrier(factor_set: FactorSet, values: Values, *, by: User, seen: int | None = None) -> FactorSet:
    """One more energy carrier, behind the others, in the unit in which other sets have it."""
    factor_set = steps.lock(factor_set, seen, Role.CLERK, by)
    before = rules.contents(factor_set)
    last = factor_set.carriers.aggregate(last=Max("position"))["last"] or 0
    made = CarrierFactor(factor_set=factor_set, position=last + 1, **values)
    if found := rules.carrier_findings(made):
        raise Invalid(findings=found)
    made.save()
    return tell_change(factor_set, before, by)


@transaction.atomic(durable=True)
def remove_carrier(factor_set: FactorSet, code: str, *, by: User, seen: int | None = None) -> FactorSet:
    """Take an energy carrier out of a draft, if nobody ever declared a quantity of it."""
    factor_set = steps.lock(factor_set, seen, Role.CLERK, by)
    before = rules.contents(factor_set)
    if code in rules.declared_carriers():
        raise Refused(_("Quantities of this carrier were declared: it stays in the set."))
    if not factor_set.carriers.filter(code=code).delete()[0]:
        raise SomebodyWasFaster
    return tell_change(factor_set, before, by)


# ---------------------------------------------------------------- both
@transaction.atomic(durable=True)
def sign(version: Version, *, by: User, seen: int | None = None) -> Version:
    """Put a draft into force; whoever had a hand in it does not sign. `seen` is the revision that was on the page."""
    held = steps.lock(version, seen, Role.DIRECTOR, by)
    rules.require_no_hand_in(held, by)
    require_sound(rules.version_findings(held), on_page=False)
    held.signed_by, held.signed_at = by, clock.now()
    held.save(update_fields=["signed_by", "signed_at"])
    *_before, signed = held.VERBS
    journal.record(signed, by=by, subject=held.code, version=held.revision, audience=Audience.OFFICE)
    return held


def copy(rows: Any, **whole: Any) -> None:
    """The same rows under another head."""
    model = rows.model
    (key,) = whole
    names = [
        field.attname for field in model._meta.concrete_fields if not field.primary_key and field.name != key
    ]
    model.objects.bulk_create(model(**whole, **{name: getattr(row, name) for name in names}) for row in rows)


def put(row: Any, values: Values, fields: Sequence[str]) -> None:
    for name in fields:
        if name in values:
            setattr(row, name, values[name])


def require_sense(one: Indicator) -> None:
    """Refuse what one indicator cannot say, each sentence at its field.

    A group grows one by one: that it has enough is asked when the whole draft is changed, and when it is signed.
    """
    if own := list(rules.indicator_findings(one, rules.codes())):
        raise Invalid(findings=own)


def require_sound(found: Sequence[tuple[str, str, str]], *, on_page: bool = True) -> None:
    """Refuse what cannot be, each sentence at its field (“energy_intensity-threshold”); without fields: the row is named."""
    if not found:
        return
    if on_page:
        raise Invalid(findings=[("-".join(filter(None, (code, field))), said) for code, field, said in found])
    raise Invalid(findings=[(None, f"{code}: {said}" if code else said) for code, _field, said in found])


def tell_change(version: Version, before: rules.Contents, by: User) -> Version:
    """Count the change and keep it in the journal; a draft that says the same is left alone."""
    changed = rules.told(before, rules.contents(type(version).objects.get(pk=version.pk)))
    if not changed:
        return version
    version.revision += 1
    version.save(update_fields=["revision"])
    _drafted, verb, _signed = version.VERBS
    journal.record(
        verb, by=by, subject=version.code, version=version.revision,
        audience=Audience.OFFICE, changes=changed,
    )  # fmt: skip
    return version
