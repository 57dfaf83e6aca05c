"""Verbs on schemes: drafted from a version, changed by clerks, signed by a director with no hand in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.indicators import steps as versions
from program.indicators.rules import require_no_hand_in, told
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.monitoring import rules
from program.monitoring.models import Scheme, SchemeCriterion, SchemeTier
from program.people.models import Role, User
from program.people.rules import require_role
from program.refusals import Invalid, SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import newest, value

Values = Mapping[str, Any]
"""Field → value."""


@transaction.atomic(durable=True)
def draft_scheme(*, code: str, title_zh: str, title_en: str, base: Scheme, by: User) -> Scheme:
    """A new version with the criteria and tiers of `base`."""
    require_role(by, Role.CLERK)
    made = Scheme(code=code, title_zh=title_zh, title_en=title_en)
    versions.begin(made, base, by)
    criteria, tiers = list(base.criteria.all()), list(base.tiers.all())
    rows: list[Any] = [*criteria, *tiers]
    for row in rows:
        row.pk, row.scheme = None, made
        row._state.adding = True
    SchemeCriterion.objects.bulk_create(criteria)
    SchemeTier.objects.bulk_create(tiers)
    journal.record(
        Verb.DRAFT_SCHEME, by=by, subject=made.code, audience=Audience.OFFICE, cloned_from=base.code
    )
    return made


@transaction.atomic(durable=True)
def change_scheme(
    scheme: Scheme, head: Values, criteria: Mapping[str, Values], tiers: Mapping[int, Values], *,
    by: User, seen: int | None = None,
) -> Scheme:  # fmt: skip
    """Change a draft: its title, how its criteria (by code) count, its tiers (by place).

    `seen`: the revision that was on the page. Weights come to 100 when it is signed, no sooner.
    """
    scheme = versions.lock(scheme, seen, Role.CLERK, by)
    before = rules.contents(scheme)
    rows, steps_down = list(scheme.criteria.select_related("indicator__set")), list(scheme.tiers.all())
    put(scheme, head, rules.HEAD)
    for one in rows:
        put(one, criteria.get(one.code, {}), rules.HOW)
    for tier in steps_down:
        put(tier, tiers.get(tier.position, {}), rules.TIER)
    wrong = [each for each in findings(scheme, rows, steps_down) if each[1]]
    require_sound(wrong, on_page=True)
    scheme.save(update_fields=rules.HEAD)
    SchemeCriterion.objects.bulk_update(rows, rules.HOW)
    SchemeTier.objects.bulk_update(steps_down, rules.TIER)
    return tell_change(scheme, before, by)


@transaction.atomic(durable=True)
def add_criterion(scheme: Scheme, values: Values, *, by: User, seen: int | None = None) -> Scheme:
    """One more criterion, behind the others."""
    scheme = versions.lock(scheme, seen, Role.CLERK, by)
    before = rules.contents(scheme)
    rows = list(scheme.criteria.all())
    if values["code"] in {one.code for one in rows}:
        raise Invalid(_("This criterion is in the scheme already."), field="code")
    made = SchemeCriterion(
        scheme=scheme, position=max((one.position for one in rows), default=0) + 1, **values
    )
    if found := list(rules.of_criterion(made)):
        raise Invalid(findings=found)
    made.save()
    return tell_change(scheme, before, by)


@transaction.atomic(durable=True)
def remove_criterion(scheme: Scheme, code: str, *, by: User, seen: int | None = None) -> Scheme:
    """Take a criterion out of a draft."""
    scheme = versions.lock(scheme, seen, Role.CLERK, by)
    before = rules.contents(scheme)
    if not scheme.criteria.filter(code=code).delete()[0]:
        raise SomebodyWasFaster
    return tell_change(scheme, before, by)


@transaction.atomic(durable=True)
def sign_scheme(scheme: Scheme, *, by: User, seen: int | None = None) -> Scheme:
    """Put a draft into force; whoever had a hand in it does not sign. `seen`: the revision that was on the page."""
    scheme = versions.lock(scheme, seen, Role.DIRECTOR, by)
    require_no_hand_in(scheme, by)
    rows = list(scheme.criteria.select_related("indicator__set"))
    require_sound(findings(scheme, rows, list(scheme.tiers.all())), on_page=False)
    scheme.signed_by, scheme.signed_at = by, clock.now()
    scheme.save(update_fields=["signed_by", "signed_at"])
    journal.record(
        Verb.SIGN_SCHEME, by=by, subject=scheme.code, version=scheme.revision, audience=Audience.OFFICE
    )
    return scheme


# ---------------------------------------------------------------- what they share
def findings(
    scheme: Scheme, rows: Sequence[SchemeCriterion], tiers: Sequence[SchemeTier]
) -> list[tuple[str, str, str]]:
    return rules.findings(scheme, rows, tiers, value(newest(), Key.GREEN_WEIGHT_MINIMUM))


def put(row: Any, values: Values, fields: Sequence[str]) -> None:
    for name in fields:
        if name in values:
            setattr(row, name, values[name])


def require_sound(found: Sequence[tuple[str, str, str]], *, on_page: bool) -> None:
    """Refuse what cannot be, each sentence at its field (“energy_intensity-floor”); without fields: the row is named."""
    if not found:
        return
    if on_page:
        raise Invalid(findings=[("-".join(filter(None, (row, field))), said) for row, field, said in found])
    raise Invalid(findings=[(None, f"{row}: {said}" if row else said) for row, _field, said in found])


def tell_change(scheme: Scheme, before: rules.Contents, by: User) -> Scheme:
    """Count the change and keep it in the journal; a draft that says the same is left alone."""
    changed = told(before, rules.contents(Scheme.objects.get(pk=scheme.pk)))
    if not changed:
        return scheme
    scheme.revision += 1
    scheme.save(update_fields=["revision"])
    journal.record(
        Verb.CHANGE_SCHEME, by=by, subject=scheme.code, version=scheme.revision, audience=Audience.OFFICE, changes=changed
    )  # fmt: skip
    return scheme
