"""Verbs of the enterprise: fill the form in, show it by a file, hand it in; correct what was accepted."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from demonstrations.enterprises.yearly import rules, steps
from demonstrations.enterprises.yearly.models import COLUMNS, WRITABLE, State, YearlyFigures, YearlyForm
from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours


@transaction.atomic(durable=True)
def fill(
    form: YearlyForm,
    values: Mapping[str, Any],
    *,
    by: User,
    seen: int,
    upload: "UploadedFile[bytes] | None" = None,
    without_file: bool = False,
) -> YearlyForm:
    """Write what is known by now; nothing need be complete. A file takes the place of the one before."""
    form = steps.lock(form)
    if not rules.fills(form, fresh_standing(by)):
        raise NotYours
    steps.require_state(form, *WRITABLE, seen=seen)
    steps.write(form, {name: values[name] for name in COLUMNS if name in values})
    if upload is not None:
        form.evidence = store(upload, by=by, organization=form.organization)
    elif without_file:
        form.evidence = None
    form.revision += 1
    form.save(update_fields=["evidence", "revision"])
    note(Verb.FILL_FORM, form, by=by)
    return form


@transaction.atomic(durable=True)
def submit(form: YearlyForm, *, by: User, seen: int) -> YearlyForm:
    """The zone checks it next. What is missing, cannot be, or jumps without an explanation is said at its field."""
    form = steps.lock(form)
    if not rules.hands_in(form, fresh_standing(by)):
        raise NotYours
    steps.require_state(form, *WRITABLE, seen=seen)
    row, moment = YearlyFigures.objects.get(form=form), clock.now()
    if found := rules.findings(row, rules.before(form), rules.jump_of(form)):
        raise Incomplete(findings=found)
    first = form.first_submitted_at is None
    if form.version == 1 and (first or form.state == State.RETURNED):
        form.was_late = form.was_late or form.is_late(moment)
    form.first_submitted_at = form.first_submitted_at or moment
    form.state, form.submitted_by, form.submitted_at = State.SUBMITTED, by, moment
    form.passed_by = form.passed_at = form.again_due = None
    steps.let_check(form)
    form.revision += 1
    form.save()
    steps.close_remarks(form)
    note(Verb.SUBMIT_FORM, form, by=by, late=form.was_late or None)
    steps.tell_zone(form, Text.FORM_TO_CHECK)
    return form


@transaction.atomic(durable=True)
def correct(form: YearlyForm, *, reason: str, by: User, seen: int) -> YearlyForm:
    """A new version beside the accepted one, which stays in force until the new one is accepted too."""
    form = steps.lock(form)
    if not rules.hands_in(form, fresh_standing(by)):
        raise NotYours
    steps.require_state(form, State.ACCEPTED, seen=seen)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    form.state = State.CORRECTING
    form.version += 1
    form.revision += 1
    form.save(update_fields=["state", "version", "revision"])
    note(Verb.CORRECT_FORM, form, by=by, reason=reason.strip())
    return form


@transaction.atomic(durable=True)
def drop(form: YearlyForm, *, by: User, seen: int) -> YearlyForm:
    """The correction is given up: the form says again what was accepted last."""
    form = steps.lock(form)
    if not rules.hands_in(form, fresh_standing(by)):
        raise NotYours
    steps.require_state(form, *WRITABLE, seen=seen)
    last = form.accepted.first()
    if last is None:
        raise Invalid(_("Nothing was accepted yet: there is no correction to give up."))
    note(Verb.DROP_CORRECTION, form, by=by)
    steps.restore(form, last)
    return form


def note(verb: Verb, form: YearlyForm, /, *, by: User, **facts: Any) -> None:
    journal.record(
        verb, by=by, subject=form, on_behalf=form.organization.name_zh, version=form.version, **facts
    )
