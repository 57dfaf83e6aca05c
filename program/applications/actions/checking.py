"""形式审查: 受理, 一次性告知补正, 不予受理; and the sealed page against its version."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications import rules, steps
from program.applications.models import Application, Checked, CorrectionItem, FormalityCheck, SealedPage
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, require_role
from program.process.models import StageName
from program.process.steps import Turn, take, turn
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import value


def turn_to_check(application: Application, *, by: User) -> Turn:
    """Lock the case for a clerk, who takes charge of it."""
    held = turn(application, StageName.FORMALITY_CHECK)
    require_role(by, Role.CLERK)
    steps.take_charge(application, by)
    return held


def judge(held: Turn, verdict: Checked, *, by: User, reason: str = "") -> FormalityCheck:
    """Write the verdict row of the locked case."""
    return FormalityCheck.objects.create(
        proceeding=held.proceeding,
        task=held.task,
        by=by,
        at=clock.now(),
        version=held.application.latest_version(),
        verdict=verdict,
        reason=reason,
    )


@transaction.atomic(durable=True)
def accept(application: Application, *, by: User) -> FormalityCheck:
    """受理: only with the sealed page of this very version confirmed."""
    held = turn_to_check(application, by=by)
    version = application.latest_version()
    if not version.sealed_pages.exclude(confirmed_at=None).exists():
        raise Incomplete(_("The sealed page of this version has not been confirmed yet."))
    rules.require_eligible(application)
    made = judge(held, Checked.ACCEPTED, by=by)
    take(held)
    journal.record(Verb.ACCEPT, by=by, subject=application, application=application, version=version.number)
    steps.tell_applicant(application, Text.ACCEPTED)
    return made


@transaction.atomic(durable=True)
def ask_correction(application: Application, items: Sequence[tuple[str, str]], *, by: User) -> FormalityCheck:
    """一次性告知补正: all items at once, (part, what must be corrected); no more often than the rule set allows."""
    held = turn_to_check(application, by=by)
    if rules.corrections_asked(held.proceeding) >= value(application.rule_set, Key.CORRECTIONS_ALLOWED):
        raise Refused(
            _("Corrections have been asked for as often as the rules allow: accept or do not accept.")
        )
    known = {part.code for part in application.parts()} | {rules.ATTACHMENTS, rules.SEALED_PAGE}
    if application.call.indicator_set_id is not None:
        known.add(rules.INDICATORS)
    wanted = [(part, request.strip()) for part, request in items if request.strip()]
    if not wanted:
        raise Incomplete(_("Name at least one thing to correct."))
    if any(part not in known for part, _request in wanted):
        raise Invalid(_("This part does not exist."))
    made = judge(held, Checked.CORRECTION, by=by)
    CorrectionItem.objects.bulk_create(
        CorrectionItem(check_row=made, position=number, part=part, request=request)
        for number, (part, request) in enumerate(wanted, 1)
    )
    take(held)
    due = steps.due_text(application)
    journal.record(
        Verb.ASK_CORRECTION, by=by, subject=application, application=application, version=made.version.number,
        count=len(wanted), due=due,
    )  # fmt: skip
    steps.tell_applicant(application, Text.CORRECTION, count=len(wanted), due=due)
    return made


@transaction.atomic(durable=True)
def not_accept(application: Application, *, reason: str, by: User) -> FormalityCheck:
    """不予受理, with reasons: the case ends."""
    held = turn_to_check(application, by=by)
    if not reason.strip():
        raise Invalid(_("Say why the application is not accepted."), field="reason")
    made = judge(held, Checked.NOT_ACCEPTED, by=by, reason=reason.strip())
    take(held)
    journal.record(
        Verb.NOT_ACCEPT,
        by=by,
        subject=application,
        application=application,
        version=made.version.number,
        reason=made.reason,
    )
    steps.tell_applicant(application, Text.NOT_ACCEPTED, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def lapse_correction(application: Application, *, by: User) -> None:
    """The correction period has passed unanswered: the check goes on with what there is."""
    held = turn(application, StageName.CORRECTION)
    require_role(by, Role.CLERK)
    if application.due is None or clock.now() <= application.due:
        raise Refused(_("The applicant still has time to correct."))
    take(held)
    journal.record(Verb.LAPSE_CORRECTION, by=by, subject=application, application=application)


def lock_page(page: SealedPage, *, by: User) -> SealedPage:
    """Lock the case and re-read a page that nobody has judged yet."""
    turn(page.version.application, StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)
    require_role(by, Role.CLERK)
    page = (
        SealedPage.objects.select_for_update(of=("self",))
        .select_related("version__application")
        .get(pk=page.pk)
    )
    if page.confirmed_at or page.rejected_at:
        raise SomebodyWasFaster
    return page


@transaction.atomic(durable=True)
def confirm_sealed_page(page: SealedPage, *, by: User) -> SealedPage:
    """The clerk has held the scan against the version and they agree."""
    page = lock_page(page, by=by)
    page.confirmed_by, page.confirmed_at = by, clock.now()
    page.save(update_fields=["confirmed_by", "confirmed_at"])
    application = page.version.application
    journal.record(
        Verb.CONFIRM_SEAL, by=by, subject=application, application=application, version=page.version.number,
        code=page.version.code, sha256=page.file.sha256,
    )  # fmt: skip
    return page


@transaction.atomic(durable=True)
def reject_sealed_page(page: SealedPage, *, reason: str, by: User) -> SealedPage:
    """The scan does not fit the version, or cannot be read: another is needed."""
    page = lock_page(page, by=by)
    if not reason.strip():
        raise Invalid(_("Say why the page is not accepted."), field="reason")
    page.rejected_by, page.rejected_at, page.reason = by, clock.now(), reason.strip()
    page.save(update_fields=["rejected_by", "rejected_at", "reason"])
    application = page.version.application
    journal.record(
        Verb.REJECT_SEAL,
        by=by,
        subject=application,
        application=application,
        version=page.version.number,
        reason=page.reason,
    )
    steps.tell_applicant(application, Text.SEAL_REJECTED, reason=page.reason)
    return page


@transaction.atomic(durable=True)
def assign_clerk(application: Application, clerk: User, *, by: User) -> None:
    """Put a clerk in charge."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    if not fresh_standing(clerk).has(Role.CLERK):
        raise NotYours(_("Only a clerk can be put in charge of a case."))
    application.clerk = clerk
    application.save(update_fields=["clerk"])
    journal.record(Verb.ASSIGN_CLERK, by=by, subject=application, application=application, clerk=clerk.name)
