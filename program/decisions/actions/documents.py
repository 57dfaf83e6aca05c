"""印发: the issued document entered and signed; each case listed; whoever was not chosen told, now and not before."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.applications.steps import tell_applicant
from program.background.steps import promise
from program.calls.models import Call
from program.decisions import rules, steps
from program.decisions.models import (
    Designation,
    DesignationLetter,
    DocumentItem,
    OfficialDocument,
    Publication,
    Telling,
)
from program.files.models import MediaType
from program.files.steps import keep, store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.journal.rules import Head
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.models import Proceeding, StageName
from program.process.steps import fire, lock_all, take, turn
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster


@transaction.atomic(durable=True)
def enter_document(
    call: Call,
    *,
    issuer: str,
    number: str,
    day: date,
    title: str,
    statement: str,
    scan: "UploadedFile[bytes]",
    by: User,
) -> OfficialDocument:
    """Enter the document as issued, with its PDF. It lists every case that has come through its notice and may take part.

    Where nobody was chosen it lists none: by it those are told, and names that were not renewed end with their terms.
    """
    require_role(by, Role.CLERK)
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if day > clock.today():
        raise Invalid(_("The document bears a date in the future."), field="day")
    if not statement.strip():
        raise Invalid(_("The statement on the public notice is missing."), field="statement")
    cases = list(rules.listable(call, clock.today()))
    if not cases and not rules.nobody_chosen(call, clock.today()):
        why = [sentence for _case, sentence in rules.held_back(call, clock.today())]
        raise SomebodyWasFaster(" ".join([_("No case of this call waits for publication."), *why]))
    file = store(scan, by=by, organization=None, types=[MediaType.PDF])
    try:
        with transaction.atomic():
            document = OfficialDocument.objects.create(
                call=call,
                issuer=issuer.strip(),
                number=number.strip(),
                date=day,
                title=title.strip(),
                statement=statement.strip(),
                file=file,
                entered_by=by,
                entered_at=clock.now(),
            )
    except IntegrityError as error:
        raise SomebodyWasFaster(
            _("This document of this issuer has been entered already."), field="number"
        ) from error
    proceedings = dict(
        Proceeding.objects.open().filter(application__in=cases).values_list("application", "pk")
    )
    DocumentItem.objects.bulk_create(
        DocumentItem(document=document, application=case, proceeding_id=proceedings[case.pk])
        for case in cases
    )
    journal.record(
        Verb.ENTER_DOCUMENT,
        by=by,
        subject=document.subject,
        audience=Audience.OFFICE,
        number=document.number,
        issuer=document.issuer,
        date=day,
        count=len(cases),
        sha256=file.sha256,
    )
    tell(
        people_with(Role.DIRECTOR),
        Text.DOCUMENT_TO_SIGN,
        path=document.get_absolute_url(),
        number=document.number,
    )
    return document


def lock_document(document: OfficialDocument) -> OfficialDocument:
    """An unsigned document, locked and read again."""
    rows = OfficialDocument.objects.select_for_update(of=("self",)).select_related("call", "file")
    locked: OfficialDocument | None = rows.filter(pk=document.pk, signed_at=None).first()
    if locked is None:
        raise SomebodyWasFaster
    return locked


@transaction.atomic(durable=True)
def discard_document(document: OfficialDocument, *, reason: str, by: User) -> None:
    """Take a wrong entry back before it is signed: number and cases are free again; the journal keeps why."""
    document = lock_document(document)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    if not reason.strip():
        raise Invalid(_("Say what is wrong with the entry."), field="reason")
    journal.record(
        Verb.DISCARD_DOCUMENT,
        by=by,
        subject=document.subject,
        audience=Audience.OFFICE,
        reason=reason.strip(),
    )
    document.delete()


@transaction.atomic(durable=True)
def sign_document(document: OfficialDocument, *, by: User) -> OfficialDocument:
    """Sign what somebody else entered; each case is then listed in a transaction of its own."""
    # The cases' locks first: none is withdrawn between our question and the signature.
    lock_all(list(document.items.values_list("application", flat=True)))
    document = lock_document(document)
    require_role(by, Role.DIRECTOR)
    if document.entered_by_id == by.pk:
        raise NotYours(_("Whoever entered a document does not sign it."))
    if document.items.exclude(application__stage=StageName.PUBLICATION).exists():
        raise SomebodyWasFaster(
            _("A case of this document no longer waits for publication. Discard the entry and enter it anew.")
        )
    if found := rules.stopped_in(document, clock.today()):
        again = _("Discard the entry and enter it anew: it then lists the others.")
        raise Refused(" ".join([*found, again]))
    document.signed_by, document.signed_at = by, clock.now()
    document.save(update_fields=["signed_by", "signed_at"])
    promise("program.decisions.tasks.publish_document", document.pk)
    journal.record(
        Verb.SIGN_DOCUMENT,
        by=by,
        subject=document.subject,
        number=document.number,
        issuer=document.issuer,
        date=document.date,
        count=document.items.count(),
    )
    return document


@transaction.atomic(durable=True)
def publish(item: DocumentItem) -> Designation | None:
    """List one case; done once, however often it is asked for."""
    application, document = item.application, item.document
    try:
        held = turn(application, StageName.PUBLICATION)
    except SomebodyWasFaster:  # listed by another worker
        return None
    signer = document.signed_by
    assert signer is not None
    Publication.objects.create(
        proceeding=held.proceeding, task=held.task, by=signer, at=clock.now(), document=document
    )
    take(held)
    designation = steps.designate(application, document)
    journal.record(
        Verb.DESIGNATE,
        by=signer,
        subject=application,
        application=application,
        document=document.number,
        letter=designation.letter_number,
        until=designation.until,
    )
    tell_applicant(application, Text.LISTED, document=document.number, letter=designation.letter_number)
    return designation


@transaction.atomic(durable=True)
def tell_result(application: Application, document: OfficialDocument) -> bool:
    """Tell somebody who was not chosen, and end the case; only after a document is out."""
    try:
        held = turn(application, StageName.UNLISTED)
    except SomebodyWasFaster:  # told by another worker, moved up, or given up
        return False
    signer = document.signed_by
    assert signer is not None
    Telling.objects.create(
        proceeding=held.proceeding, task=held.task, by=signer, at=clock.now(), document=document
    )
    fire(held)
    journal.record(
        Verb.TELL, by=signer, subject=application, application=application, document=document.number
    )
    tell_applicant(application, Text.NOT_LISTED, document=document.number)
    return True


@transaction.atomic(durable=True)
def keep_letter(designation: Designation, content: bytes, *, head: Head) -> DesignationLetter:
    """Keep the letter as it was printed, once; its hash stands where its number is verified."""
    Designation.objects.select_for_update().get(pk=designation.pk)
    made: DesignationLetter | None = DesignationLetter.objects.filter(designation=designation).first()
    if made is None:
        name = f"{designation.letter_number}.pdf"
        file = keep(content, name=name, media_type=MediaType.PDF, organization=designation.organization)
        made = DesignationLetter.objects.create(
            designation=designation, file=file, sha256=file.sha256, made_at=clock.now(),
            seal_number=head.number, seal_head=head.head,
        )  # fmt: skip
    return made
