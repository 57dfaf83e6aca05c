"""Verbs that give a measure its effects, and that take them away: signature, appeal, reversal."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures import rules, steps
from program.measures.models import (
    Appeal,
    AppealOutcome,
    Effect,
    EffectKind,
    Measure,
    MeasureState,
    Reversal,
)
from program.notify.models import Text
from program.papers import steps as papers
from program.papers.models import Paper, PaperKind
from program.people.models import Role, User
from program.people.rules import fresh_standing, require_role
from program.refusals import Invalid, NotYours, SomebodyWasFaster, TooLate
from program.registers.actions import Given
from program.registers.steps import require_sound

LASTING = (MeasureState.IN_FORCE, MeasureState.CLOSED)


@transaction.atomic(durable=True)
def sign(measure: Measure, *, by: User, effects: str | None = None) -> Measure:
    """Sign a measure: all its effects at once, those that the page showed (`effects`: their fingerprint) and no others."""
    measure = steps.lock_measure(measure, MeasureState.TO_SIGN)
    require_role(by, Role.DIRECTOR)
    rules.require_no_hand_in(measure, by)
    steps.lock_designations(rules.touched(measure).values_list("pk", flat=True))
    day = clock.today()
    plans = rules.planned(measure, day)
    if effects is not None and effects != rules.fingerprint(plans):
        raise SomebodyWasFaster(
            _("The effects have changed since you opened the page. Read them again, then sign.")
        )
    decision = measure.decision
    decision.signed_by, decision.signed_at = by, clock.now()
    decision.save(update_fields=["signed_by", "signed_at"])
    measure.state = MeasureState.IN_FORCE
    measure.save()
    steps.apply(measure, plans, day=day, by=by)
    journal.record(
        Verb.SIGN_MEASURE, by=by, subject=measure, audience=Audience.OFFICE, measure=measure.kind,
        issuer=decision.authority, document=decision.document_number, effects=[str(plan.kind) for plan in plans if plan.kind],
    )  # fmt: skip
    steps.tell_owner(
        measure, Text.MEASURE_SIGNED, measure=measure.get_kind_display(), document=decision.document_number
    )
    return measure


@transaction.atomic(durable=True)
def draft_letter(measure: Measure, *, by: User) -> Paper:
    """扣分降档建议函: to whoever evaluates the zones; drafted anew, it takes the place of the one before."""
    measure = steps.lock_measure(measure, *LASTING)
    require_role(by, *rules.RECORDERS)
    effect: Effect | None = measure.effects.lasting().filter(kind=EffectKind.DEDUCTION).first()
    if effect is None:
        raise SomebodyWasFaster
    paper = papers.draft(
        PaperKind.DEDUCTION,
        lambda issue: rules.deduction_letter(measure, effect, issue),
        by=by,
        subject=measure,
    )
    effect.letter = paper
    effect.save(update_fields=["letter"])
    return paper


@transaction.atomic(durable=True)
def appeal(measure: Measure, *, text: str, by: User, file: "UploadedFile[bytes] | None" = None) -> Appeal:
    """申诉, once and within the term; the measure stands until it is reversed."""
    measure = steps.lock_measure(measure, *LASTING)
    if not rules.may_answer(measure, fresh_standing(by)):
        raise NotYours
    if clock.now() > rules.appeal_until(measure, rules.rules_in_force()):
        raise TooLate
    if not text.strip():
        raise Invalid(_("Give the grounds of the appeal."), field="text")
    kept = store(file, by=by, organization=measure.answering) if file else None
    made: Appeal = steps.stored(
        Appeal(measure=measure, text=text.strip(), file=kept, made_by=by, made_at=clock.now()),
        _("An appeal has been made already."),
    )
    journal.record(
        Verb.APPEAL, by=by, subject=measure, on_behalf=rules.acting_for(measure), audience=Audience.OFFICE
    )
    for role in (Role.SUPERVISOR, Role.DIRECTOR):
        steps.tell_office(role, measure, Text.APPEAL_MADE, owner=measure.owner)
    return made


@transaction.atomic(durable=True)
def dismiss_appeal(measure: Measure, *, answer: str, by: User) -> Appeal:
    """The measure stands. Whoever signed it does not judge the appeal against it."""
    measure = steps.lock_measure(measure, *LASTING)
    require_role(by, Role.DIRECTOR)
    made: Appeal | None = Appeal.objects.filter(measure=measure, answered_at=None).first()
    if made is None or Reversal.objects.filter(measure=measure).exists():
        raise SomebodyWasFaster
    if measure.decision.signed_by_id == by.pk:
        raise NotYours(_("Whoever signed a measure does not judge the appeal against it."))
    if not answer.strip():
        raise Invalid(_("Say why."), field="reason")
    answered(made, AppealOutcome.DISMISSED, answer, by)
    journal.record(Verb.DISMISS_APPEAL, by=by, subject=measure, audience=Audience.OFFICE)
    steps.tell_owner(measure, Text.APPEAL_DISMISSED, reason=made.answer)
    return made


def answered(made: Appeal, outcome: AppealOutcome, answer: str, by: User) -> None:
    made.outcome, made.answer, made.answered_by, made.answered_at = outcome, answer.strip(), by, clock.now()
    made.save()


@transaction.atomic(durable=True)
def draft_reversal(measure: Measure, given: Given, *, reason: str, by: User) -> Reversal:
    """Draft the decision that undoes a measure."""
    measure = steps.lock_measure(measure, *LASTING)
    require_role(by, *rules.RECORDERS)
    made = Reversal(
        measure=measure,
        **given.stored(by).columns,
        reason=reason.strip(),
        drafted_by=by,
        drafted_at=clock.now(),
    )
    require_sound(made)
    steps.stored(made, _("The reversal of this measure has been drafted already."))
    journal.record(
        Verb.DRAFT_REVERSAL,
        by=by,
        subject=measure,
        audience=Audience.OFFICE,
        issuer=made.authority,
        document=made.document_number,
    )
    steps.tell_office(Role.DIRECTOR, measure, Text.REVERSAL_TO_SIGN)
    return made


def reversal_of(measure: Measure) -> Reversal:
    """The unsigned one of the (locked) measure."""
    found: Reversal | None = Reversal.objects.filter(measure=measure, signed_at=None).first()
    if found is None:
        raise SomebodyWasFaster
    return found


@transaction.atomic(durable=True)
def discard_reversal(measure: Measure, *, by: User) -> None:
    """Throw the draft away; the measure stands."""
    measure = steps.lock_measure(measure, *LASTING)
    require_role(by, *rules.RECORDERS, Role.DIRECTOR)
    found = reversal_of(measure)
    journal.record(
        Verb.DISCARD_REVERSAL,
        by=by,
        subject=measure,
        audience=Audience.OFFICE,
        document=found.document_number,
    )
    found.delete()


@transaction.atomic(durable=True)
def sign_reversal(measure: Measure, *, by: User) -> Measure:
    """Undo every effect of a measure that still lasts; an open appeal is upheld by it."""
    measure = steps.lock_measure(measure, *LASTING)
    require_role(by, Role.DIRECTOR)
    reversal = reversal_of(measure)
    if reversal.drafted_by_id == by.pk:
        raise NotYours(_("Whoever drafted or changed a decision does not sign it."))
    reversal.signed_by, reversal.signed_at = by, clock.now()
    reversal.save(update_fields=["signed_by", "signed_at"])
    effects = measure.effects.lasting().select_related("designation", "restriction")
    steps.undo(effects, reversal, by=by)
    steps.cancel_rectification(measure)
    measure.state = MeasureState.REVERSED
    measure.save()
    open_appeal = Appeal.objects.filter(measure=measure, answered_at=None).first()
    if open_appeal is not None:
        answered(open_appeal, AppealOutcome.UPHELD, reversal.reason, by)
    journal.record(
        Verb.SIGN_REVERSAL, by=by, subject=measure, audience=Audience.OFFICE,
        issuer=reversal.authority, document=reversal.document_number,
    )  # fmt: skip
    steps.tell_owner(measure, Text.MEASURE_REVERSED, document=reversal.document_number)
    return measure
