"""提出异议: what anybody may do against a line of a notice, without an account."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from program import clock
from program.applications.steps import tell_clerks
from program.decisions import rules, steps
from program.decisions.models import NoticeItem, Objection, ObjectorKind, PublicNotice
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.people.rules import hashed
from program.process.steps import next_number
from program.refusals import Gone, Invalid, TooLate, TooOften
from program.rulesets.models import Key
from program.rulesets.rules import limit


@dataclass(frozen=True)
class Objector:
    """Who objects, as entered; without a name it is a lead."""

    kind: ObjectorKind
    name: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic(durable=True)
def object_to(
    item: NoticeItem, objector: Objector, *, grounds: str, evidence: "UploadedFile[bytes] | None", client: str
) -> Objection:
    """Hand in an objection, in time; it counts once its e-mail address is confirmed. Without a name it is kept as a lead."""
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(
        pk=item.notice_id
    )  # counts and deadline after the lock
    moment = clock.now()
    if not rules.takes_objections(notice, moment):
        raise TooLate(_("This public notice has ended; objections are no longer taken."))
    if rules.too_many(notice, client, moment):
        raise TooOften(
            _("Too many objections came from here within an hour. Try again later, or telephone the office.")
        )
    if len(grounds.strip()) < rules.FEWEST_LETTERS:
        raise Invalid(
            _("Say in at least %(count)s characters what is wrong.") % {"count": rules.FEWEST_LETTERS},
            field="grounds",
        )
    anonymous = objector.kind == ObjectorKind.ANONYMOUS
    if not anonymous and not (objector.name.strip() and objector.email):
        raise Invalid(_("An objection bears a real name and an e-mail address."), field="name")
    token, year = secrets.token_urlsafe(32), clock.today().year
    file = store(evidence, by=None, organization=None) if evidence else None
    objection = Objection.objects.create(
        item=item,
        number=f"YY-{year}-{next_number(f'objection-{year}'):04d}",
        receipt=rules.new_receipt(),
        kind=objector.kind,
        name="" if anonymous else objector.name.strip(),
        phone="" if anonymous else objector.phone.strip(),
        email="" if anonymous else objector.email,
        grounds=grounds.strip(),
        evidence=file,
        is_lead=anonymous,
        language=get_language() or settings.LANGUAGE_CODE,
        client=client,
        token_hash=None if anonymous else hashed(token),
        submitted_at=moment,
    )
    journal.record(
        Verb.OBJECT,
        by=None,
        subject=item.application,
        application=item.application,
        audience=Audience.OFFICE,
        receipt=objection.number,
    )
    link = settings.SITE_URL + reverse("decisions:objection_confirm", args=[token])
    steps.write_to_objector(objection, "objection_confirm.txt", link=link, notice=notice)
    return objection


@transaction.atomic(durable=True)
def confirm_objection(token: str) -> Objection:
    """The address was real: from now on the objection holds its item. Once the notice has ended it is kept as a lead."""
    found = rules.of_link(token)
    if found is None:
        raise Gone
    # The case's lock first: the clock cannot lead the case on between our question and our answer.
    objection = steps.lock_objection(found)
    application = objection.item.application
    if dead := rules.dead_link(objection):
        raise Gone(dead)
    objection.confirmed_at = clock.now()
    if not rules.takes_objections(objection.item.notice, objection.confirmed_at):
        objection.is_lead = True
        objection.save()
        journal.record(
            Verb.KEEP_LEAD,
            by=None,
            subject=application,
            application=application,
            audience=Audience.OFFICE,
            receipt=objection.number,
        )
        return objection
    due = limit(application.rule_set, Key.OBJECTION_ACCEPTANCE_DAYS, clock.today())
    objection.acceptance_due, objection.due_provisional = due.moment, due.provisional
    objection.save()
    steps.follow_objections(application)  # the notice and the clock may end within one moment
    journal.record(
        Verb.CONFIRM_OBJECTION,
        by=None,
        subject=application,
        application=application,
        audience=Audience.OFFICE,
        receipt=objection.number,
    )
    path = objection.get_absolute_url()
    tell_clerks(application, Text.OBJECTION_RECEIVED, path=path, receipt=objection.number, due=due.fact)
    return objection
