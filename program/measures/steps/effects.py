"""Applying the effects of a measure and undoing them, inside the transaction of the signature.

The standing of a designation is always what the effects that last say of it, however many and in whatever order they end.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from program import clock
from program.decisions.models import CURRENT_STANDINGS, Designation, Standing
from program.decisions.steps import turn
from program.measures import rules
from program.measures.models import (
    Effect,
    EffectKind,
    Measure,
    Rectification,
    RectificationItem,
    RectificationState,
)
from program.people.models import User
from program.registers.models import Decided, Restriction, Stands
from program.registers.rules import years_later
from program.registers.steps import Basis, lift, restrict
from program.rulesets.rules import Limit
from program.zones.models import Zone


def lock_designations(keys: Iterable[int]) -> list[Designation]:
    """In the order of their keys, as every verb over several does; their zones first, as a merger and a term's end lock them."""
    wanted = Designation.objects.filter(pk__in=list(keys)).order_by("pk")
    zones = Zone.objects.filter(pk__in=wanted.order_by().values("zone")).order_by("pk")
    list(
        zones.select_for_update(of=("self",)).values_list("pk")
    )  # none closes between our question and the answer
    return list(wanted.select_for_update(of=("self",)).select_related("application", "zone"))


def basis_of(decided: Decided) -> Basis:
    return Basis(decided.authority, decided.document_number, decided.document_date, decided.document)


def apply(measure: Measure, plans: Iterable[rules.Planned], *, day: date, by: User) -> None:
    """Do what was planned on that day; the designations are locked."""
    assert connection.in_atomic_block
    for plan in plans:
        if plan.designation is not None and plan.kind is not None:
            hold(measure, plan.kind, plan.designation, by=by)
        elif plan.kind == EffectKind.RESTRICTION:
            Effect.objects.create(
                measure=measure,
                kind=plan.kind,
                restriction=restricted(measure, day, by),
                applied_at=clock.now(),
            )
        elif plan.kind == EffectKind.DEDUCTION:
            Effect.objects.create(
                measure=measure, kind=plan.kind, zone=measure.zone, points=measure.points, tiers=measure.tiers,
                year=measure.evaluated_year, applied_at=clock.now(),
            )  # fmt: skip
    if measure.rectify_by is not None:
        due = Limit(clock.end_of(measure.rectify_by), provisional=False)  # the day stands in the decision
        open_rectification(measure.required, due, measure=measure)


def hold(measure: Measure, kind: EffectKind, designation: Designation, *, by: User) -> None:
    """Suspend or revoke one designation, remembering how it stands without any measure."""
    earlier = designation.effects.lasting().first()
    Effect.objects.create(
        measure=measure, kind=kind, designation=designation, applied_at=clock.now(),
        held=earlier.held if earlier else designation.standing,
    )  # fmt: skip
    settle(designation, measure.decision, held=designation.standing, by=by)


def settle(designation: Designation, decided: Decided, *, held: str, by: User) -> None:
    """Let the designation stand as its lasting effects say.

    What another has replaced meanwhile, or whose zone is closed, does not come back.
    """
    if designation.standing == Standing.EXPIRED or designation.is_lost():
        return  # its term is over, or it was lost with a change of its holder: whatever held it before
    lasting = list(designation.effects.lasting())
    after = rules.standing_under(lasting, lasting[0].held if lasting else held)
    if after in CURRENT_STANDINGS and designation.standing not in CURRENT_STANDINGS:
        others = Designation.objects.current().of(designation.subject).filter(track=designation.track)
        if others.exclude(pk=designation.pk).exists() or (designation.zone and designation.zone.closed_on):
            after = Standing.SUCCEEDED
    turn(designation, after, authority=decided.authority, number=decided.document_number, by=by)


def restricted(measure: Measure, day: date, by: User) -> Restriction:
    assert measure.restriction_years is not None
    code, owner = rules.restricted(measure)
    return restrict(
        code, owner=owner, basis=basis_of(measure.decision), reason=measure.facts[:2000],
        since=day, until=years_later(day, measure.restriction_years),
        drafted_by=measure.decision.drafted_by, signed_by=by,
    )  # fmt: skip


def open_rectification(
    required: Iterable[str],
    due: Limit,
    *,
    measure: Measure | None = None,
    designation: Designation | None = None,
) -> Rectification:
    """What is asked for, item by item, by then: by a measure, or of a designation that was renewed with it."""
    assert connection.in_atomic_block
    opened = Rectification.objects.create(
        measure=measure,
        designation=designation,
        due=due.moment,
        due_provisional=due.provisional,
        opened_at=clock.now(),
    )
    RectificationItem.objects.bulk_create(
        RectificationItem(rectification=opened, position=position, requirement=requirement)
        for position, requirement in enumerate(required, 1)
    )
    return opened


def undo(effects: Iterable[Effect], decided: Decided, *, by: User) -> None:
    """End these effects by another decision (a reversal) or with the rectification that they waited for."""
    ended = list(effects)
    lock_designations(effect.designation_id for effect in ended if effect.designation_id)
    for effect in ended:
        effect.undone_at = clock.now()
        effect.save(update_fields=["undone_at"])
        if effect.designation is not None:
            designation = Designation.objects.select_related("application", "zone").get(
                pk=effect.designation.pk
            )
            settle(designation, decided, held=effect.held, by=by)
        elif effect.restriction is not None:
            release(effect, decided, by=by)


def release(effect: Effect, decided: Decided, *, by: User) -> None:
    """Lift the restriction, unless it was lifted by hand or is over."""
    restriction = effect.restriction
    assert restriction is not None
    if restriction.standing_on(clock.today()) in {Stands.IN_FORCE, Stands.TO_COME}:
        lift(
            restriction,
            basis=basis_of(decided),
            reason=decided.reason,
            drafted_by=decided.drafted_by,
            signed_by=by,
        )


def cancel_rectification(measure: Measure) -> None:
    Rectification.objects.filter(measure=measure, closed_at=None).update(
        state=RectificationState.CANCELLED, closed_at=clock.now()
    )
