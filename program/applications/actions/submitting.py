"""Handing in, taking back, giving up."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications import rules, steps
from program.applications.models import Abandonment, Application, Recall, Recommendation, SealedPage, Version
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.models import StageName
from program.process.steps import take, turn
from program.refusals import Incomplete, Invalid, Refused, SomebodyWasFaster, TooLate

GIVING_UP_STAGES = (
    StageName.DRAFT,
    StageName.RECOMMENDATION,
    StageName.FORMALITY_CHECK,
    StageName.CORRECTION,
    StageName.EXPERT_REVIEW,
    StageName.SITE_VISIT,
    StageName.DELIBERATION,
    StageName.UNLISTED,
)
"""From the public notice on, only with the office's consent."""


@transaction.atomic(durable=True)
def submit(application: Application, *, by: User) -> Version:
    """Freeze a version and hand it in. Only the manager submits, only what is complete, only in time."""
    held = turn(application, *rules.WRITING_STAGES)
    require_role(by, Role.MANAGER, organization=application.applicant)
    if clock.now() > rules.submit_limit(application):
        raise TooLate(_("The deadline has passed: this application can no longer be submitted."))
    rules.require_eligible(application)
    corrects = application.stage == StageName.CORRECTION
    check = rules.open_check(application)
    if check is not None and check.items.filter(answer="").exists():
        raise Incomplete(_("Say for each correction what was done."))
    measured = rules.measurement(application)  # once: what is judged is what is frozen
    found = rules.findings(application, measured=measured)
    if found:
        raise Incomplete(
            _("%(count)s things are still missing: %(first)s")
            % {"count": len(found), "first": found[0].sentence}
        )
    version = steps.freeze(application, by=by, corrects=corrects, measured=measured)
    if application.first_submitted_at is None:
        application.first_submitted_at = version.submitted_at
        application.save(update_fields=["first_submitted_at"])
    take(held)
    journal.record(
        Verb.SUBMIT_CORRECTION if corrects else Verb.SUBMIT,
        by=by,
        subject=application,
        application=application,
        on_behalf=application.applicant.name_zh,
        version=version.number,
        sha256=version.sha256,
    )
    tell_next(application)
    return version


def tell_next(application: Application) -> None:
    """Whoever the case now waits for hears of it."""
    due = steps.due_text(application)
    if application.stage == StageName.RECOMMENDATION:
        asked = application.holder(application.recommending_role)
        if asked is not None:
            people = people_with(application.recommending_role, asked)
            tell(
                people,
                Text.WAITS_FOR_RECOMMENDATION,
                application=application,
                case=application.subject.name_zh,
                due=due,
            )
    elif application.stage == StageName.FORMALITY_CHECK:
        steps.tell_clerks(application, Text.WAITS_FOR_CHECK, due=due)


@transaction.atomic(durable=True)
def hand_in_sealed_page(
    application: Application, upload: "UploadedFile[bytes]", *, code: str, by: User
) -> SealedPage:
    """The sealed page scanned back; the version code printed on it, typed by the uploader, must fit the latest version."""
    turn(application, StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)
    require_role(by, Role.MANAGER, Role.CONTACT, organization=application.applicant)
    version = application.latest_version()
    if code.strip().upper() != version.code:
        raise Invalid(
            _(
                "This code is not the one of version %(number)s: print the current form, seal it and scan it again."
            )
            % {"number": version.number},
            field="code",
        )
    limit = rules.seal_limit(version)
    if limit is not None and clock.now() > limit:
        raise TooLate(_("The deadline for the sealed page has passed."))
    if version.sealed_pages.filter(rejected_at=None).exists():
        raise SomebodyWasFaster(_("The sealed page of this version has been handed in already."))
    file = store(upload, by=by, organization=application.applicant)
    page = SealedPage.objects.create(version=version, file=file, uploaded_by=by, uploaded_at=clock.now())
    journal.record(
        Verb.SEAL,
        by=by,
        subject=application,
        application=application,
        on_behalf=application.applicant.name_zh,
        version=version.number,
        code=version.code,
        sha256=file.sha256,
    )
    return page


@transaction.atomic(durable=True)
def recall(application: Application, *, reason: str, by: User) -> Recall:
    """撤回修改: take the submitted version back before it is accepted, while it can still be submitted again."""
    held = turn(application, StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)
    require_role(by, Role.MANAGER, organization=application.applicant)
    version = application.latest_version()
    if version.corrects:
        raise Refused(_("Corrections that were handed in cannot be taken back."))
    if clock.now() > application.call.apply_until:
        raise TooLate(_("The window has closed: a version taken back now could not be submitted again."))
    if not reason.strip():
        raise Invalid(_("Say why the application is taken back."), field="reason")
    made = Recall.objects.create(
        proceeding=held.proceeding, task=held.task, by=by, at=clock.now(), reason=reason.strip()
    )
    Recommendation.objects.filter(version=version, superseded_at=None).update(superseded_at=clock.now())
    take(held)
    journal.record(
        Verb.RECALL,
        by=by,
        subject=application,
        application=application,
        on_behalf=application.applicant.name_zh,
        version=version.number,
        reason=made.reason,
    )
    return made


@transaction.atomic(durable=True)
def abandon(
    application: Application, *, reason: str, letter: "UploadedFile[bytes] | None" = None, by: User
) -> Abandonment:
    """放弃申报: end the case on the applicant's wish; with a sealed letter once it had been submitted."""
    held = turn(application, *GIVING_UP_STAGES)
    require_role(by, Role.MANAGER, organization=application.applicant)
    if application.batch_items.filter(carried_at=None, batch__signed_at__isnull=False).exists():
        # On public notice perhaps, though the clock has not led it there yet; the sentence does not say which.
        raise Refused(_("This case is being decided on at this moment. Look again in a few minutes."))
    if not reason.strip():
        raise Invalid(_("Say why the application is given up."), field="reason")
    if application.first_submitted_at and letter is None:
        raise Incomplete(
            _("A sealed letter is needed to give up an application that was submitted."), field="letter"
        )
    file = store(letter, by=by, organization=application.applicant) if letter else None
    made = steps.give_up(held, reason=reason.strip(), letter=file, by=by)
    journal.record(Verb.ABANDON, by=by, subject=application, application=application, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def lapse_draft(application: Application, *, by: User) -> Abandonment:
    """A draft that was never handed in ends when the call closes."""
    held = turn(application, StageName.DRAFT)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    if clock.now() <= rules.submit_limit(application):
        raise Refused(_("This draft can still be submitted."))
    made = steps.give_up(held, reason=_("not submitted by the deadline"), letter=None, by=by)
    journal.record(Verb.ABANDON, by=by, subject=application, application=application, reason=made.reason)
    return made
