"""Verbs of the zone and the office: pass a form on, return it, accept it; take two that are missing up as a lead."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from demonstrations.enterprises.yearly import rules, steps
from demonstrations.enterprises.yearly.models import COLUMNS, AcceptedForm, State, YearlyForm
from program import clock
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures.models import Ground, Lead, LeadSource
from program.measures.steps import Said, write_down
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster


@transaction.atomic(durable=True)
def pass_on(form: YearlyForm, *, by: User, seen: int) -> YearlyForm:
    """The zone has found it right; a clerk of the office accepts it next."""
    form = to_check(form, by, seen)
    form.state, form.passed_by, form.passed_at = State.PASSED, by, clock.now()
    form.revision += 1
    form.save(update_fields=["state", "passed_by", "passed_at", "revision"])
    journal.record(Verb.PASS_FORM, by=by, subject=form, on_behalf=form.zone.name_zh, version=form.version)
    steps.tell_clerks(form, Text.FORM_TO_CHECK)
    return form


@transaction.atomic(durable=True)
def send_back(form: YearlyForm, *, reason: str, by: User, seen: int) -> YearlyForm:
    """The zone returns it to the enterprise, and says why."""
    form = to_check(form, by, seen)
    return returned(form, {"": reason}, by, on_behalf=form.zone.name_zh)


@transaction.atomic(durable=True)
def accept(form: YearlyForm, *, by: User, seen: int) -> AcceptedForm:
    """Frozen as it stands; of a correction the version before stays beside it."""
    form = to_settle(form, by, seen)
    form.state, form.accepted_by, form.accepted_at = State.ACCEPTED, by, clock.now()
    form.revision += 1
    form.save(update_fields=["state", "accepted_by", "accepted_at", "revision"])
    kept = steps.freeze(form, by=by)
    journal.record(Verb.ACCEPT_FORM, by=by, subject=form, version=form.version, sha256=kept.sha256)
    steps.tell_enterprise(form, Text.FORM_ACCEPTED)
    return kept


@transaction.atomic(durable=True)
def return_items(form: YearlyForm, remarks: Mapping[str, str], *, by: User, seen: int) -> YearlyForm:
    """The office returns it to the enterprise, item by item ("": the whole); the zone checks it again afterwards."""
    form = to_settle(form, by, seen)
    if set(remarks) - {"", *COLUMNS}:
        raise Invalid(_("A remark says something, of an item of the form or of the whole."))
    return returned(form, remarks, by)


@transaction.atomic(durable=True)
def take_up(form: YearlyForm, *, by: User) -> Lead:
    """A clerk makes a lead of two forms that are missing; the supervisor verifies it. Nothing else follows by itself."""
    form = steps.lock(form)
    if not fresh_standing(by).has(Role.CLERK):
        raise NotYours
    if form.lead_id is not None:
        raise SomebodyWasFaster(_("This has been taken up as a lead already."))
    if not rules.missing_twice(clock.now()).filter(pk=form.pk).exists():
        raise Refused(_("Only forms that are missing two years in a row are taken up as a lead."))
    with translation.override(settings.LANGUAGE_CODE):
        text = str(Text.FORMS_MISSING.label) % {
            "organization": form.organization.name_zh, "years": rules.years_missing(form),
        }  # fmt: skip
    said = Said(
        ground=Ground.LATE, source=LeadSource.ALERT, happened_on=clock.beijing_date(form.due), text=text,
        credit_code=form.organization.credit_code, owner=form.organization.name_zh,
    )  # fmt: skip
    form.lead = write_down(said, by=by)
    form.save(update_fields=["lead"])
    journal.record(Verb.REPORT_MISSING, by=by, subject=form, audience=Audience.OFFICE, lead=form.lead.number)
    return form.lead


# ---------------------------------------------------------------- what they share
def to_check(form: YearlyForm, by: User, seen: int) -> YearlyForm:
    form = steps.lock(form)
    if not rules.checks(form, fresh_standing(by)):
        raise NotYours
    steps.require_state(form, State.SUBMITTED, seen=seen)
    require_no_hand_in(form, by)
    return form


def to_settle(form: YearlyForm, by: User, seen: int) -> YearlyForm:
    form = steps.lock(form)
    if not fresh_standing(by).has(Role.CLERK):
        raise NotYours
    steps.require_state(form, State.PASSED, seen=seen)
    require_no_hand_in(form, by)
    return form


def require_no_hand_in(form: YearlyForm, by: User) -> None:
    if rules.had_a_hand_in(form, by):
        raise NotYours(_("Whoever filled a form in does not check it."))


def returned(form: YearlyForm, remarks: Mapping[str, str], by: User, on_behalf: str = "") -> YearlyForm:
    """With at least one remark, and a day until which it is due again."""
    said = [(item, text.strip()) for item, text in remarks.items() if text.strip()]
    if not said:
        raise Incomplete(_("Say what is to be changed."), field="reason")
    limit = steps.due_again(form)
    count = steps.go_back(form, said, by=by)
    journal.record(
        Verb.RETURN_FORM, by=by, subject=form, on_behalf=on_behalf, version=form.version, count=count,
        reason="；".join(text.rstrip("。；") for _item, text in said)[:500], due=limit.fact,
    )  # fmt: skip
    steps.tell_enterprise(form, Text.FORM_RETURNED, count=count, due=limit.fact)
    return form
