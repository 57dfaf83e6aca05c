"""撤回: asked for while a case is on notice or waits for its document; ended only with a director's consent."""

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.applications.steps import give_up, tell_applicant
from program.decisions.models import Consent, WithdrawalRequest
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.models import StageName
from program.process.steps import Turn, turn
from program.refusals import Incomplete, Invalid, SomebodyWasFaster

WITHDRAWING_STAGES = (StageName.PUBLIC_NOTICE, StageName.OBJECTIONS, StageName.PUBLICATION)
"""Before them a case is given up by its applicant alone."""


@transaction.atomic(durable=True)
def ask_withdrawal(
    application: Application, *, reason: str, letter: "UploadedFile[bytes] | None", by: User
) -> WithdrawalRequest:
    """Ask to withdraw a case that the public has read of, with a sealed letter. It goes on until the office has answered."""
    held = turn(application, *WITHDRAWING_STAGES)
    require_role(by, Role.MANAGER, organization=application.applicant)
    if not reason.strip():
        raise Invalid(_("Say why the case is withdrawn."), field="reason")
    if letter is None:
        raise Incomplete(_("A sealed letter is needed."), field="letter")
    file = store(letter, by=by, organization=application.applicant)
    try:
        with transaction.atomic():
            made = WithdrawalRequest.objects.create(
                application=application,
                proceeding=held.proceeding,
                reason=reason.strip(),
                letter=file,
                asked_by=by,
                asked_at=clock.now(),
            )
    except IntegrityError as error:
        raise SomebodyWasFaster(_("This case has asked to withdraw already.")) from error
    journal.record(
        Verb.ASK_WITHDRAWAL, by=by, subject=application, application=application,
        on_behalf=application.applicant.name_zh, reason=made.reason, sha256=file.sha256,
    )  # fmt: skip
    tell(
        people_with(Role.DIRECTOR),
        Text.WITHDRAWAL_ASKED,
        application=application,
        case=application.subject.name_zh,
    )
    return made


@transaction.atomic(durable=True)
def grant_withdrawal(request: WithdrawalRequest, *, by: User) -> WithdrawalRequest:
    """Consent: the case ends as given up, and its place is free. What was objected is examined to its end."""
    held, request = in_hand(request, by=by)
    application = held.application
    if application.document_items.filter(
        proceeding=held.proceeding, document__signed_at__isnull=False
    ).exists():
        raise SomebodyWasFaster(_("The document that lists this case is signed already."))
    answer(request, Consent.GRANTED, "", by=by)
    give_up(held, reason=request.reason, letter=request.letter, by=request.asked_by)
    journal.record(
        Verb.GRANT_WITHDRAWAL, by=by, subject=application, application=application, reason=request.reason
    )
    tell_applicant(application, Text.WITHDRAWAL_GRANTED)
    return request


@transaction.atomic(durable=True)
def decline_withdrawal(request: WithdrawalRequest, *, reason: str, by: User) -> WithdrawalRequest:
    """Do not consent, with reasons: the case goes on."""
    held, request = in_hand(request, by=by)
    if not reason.strip():
        raise Invalid(_("Say why the office does not consent."), field="reason")
    application = held.application
    answer(request, Consent.DECLINED, reason.strip(), by=by)
    journal.record(
        Verb.DECLINE_WITHDRAWAL, by=by, subject=application, application=application, reason=request.answer
    )
    tell_applicant(application, Text.WITHDRAWAL_DECLINED, reason=request.answer)
    return request


def in_hand(request: WithdrawalRequest, *, by: User) -> tuple[Turn, WithdrawalRequest]:
    """The case locked, the request read again, open, in the hand of a director."""
    held = turn(request.application, *WITHDRAWING_STAGES)
    require_role(by, Role.DIRECTOR)
    found = WithdrawalRequest.objects.open().select_related("letter", "asked_by")
    locked: WithdrawalRequest | None = found.filter(pk=request.pk, proceeding=held.proceeding).first()
    if locked is None:
        raise SomebodyWasFaster
    return held, locked


def answer(request: WithdrawalRequest, consent: Consent, words: str, *, by: User) -> None:
    request.consent, request.answer, request.decided_by, request.decided_at = consent, words, by, clock.now()
    request.save(update_fields=["consent", "answer", "decided_by", "decided_at"])
