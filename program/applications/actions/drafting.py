"""Writing the draft: start, save a part, attach and take off files, answer corrections."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications import rules, steps
from program.applications.models import Application, Attachment, CorrectionItem, Part
from program.calls.models import Call, RequestedDocument
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Organization, Role, User
from program.people.rules import people_with, require_role
from program.process.models import StageName
from program.process.steps import extend, open_case, turn
from program.refusals import Invalid, NotYours, Overtaken, Refused, SomebodyWasFaster, TooEarly, TooLate
from program.rulesets.rules import Limit
from program.zones.models import Zone, managing_organization


@transaction.atomic(durable=True)
def start(call: Call, zone: Zone, firm: Organization | None = None, *, by: User) -> Application:
    """Begin the one application of a zone under an open call; or of an enterprise, in whose name its zone is asked."""
    organization = firm or managing_organization(zone)
    if organization is None:
        raise Refused(_("This zone has no managing body on the platform yet."))
    require_role(by, Role.MANAGER, Role.CONTACT, organization=organization)
    call = Call.objects.select_for_update().select_related("rule_set").get(pk=call.pk)
    moment = clock.now()
    if call.opened_at is None or moment < call.opens_at:
        raise TooEarly(_("This call is not open yet."))
    if call.closed_at is not None or moment > call.apply_until:
        raise TooLate(_("This call no longer takes applications."))
    track = tracks.get(call.track)
    # Whoever lets a term end, or closes the zone, locks it too.
    zone = Zone.objects.select_for_update(of=("self",)).get(pk=zone.pk)
    if firm is not None:
        firm = organization = Organization.objects.select_for_update().get(pk=firm.pk)
    require_applicant(call, track, zone, firm)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call, number=steps.number_for(track), applicant=organization, zone=zone, for_zone=firm is None,
                started_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        taken = _("This zone has an application under this call already.")
        if firm is not None:
            taken = _("This enterprise has an application under this call already.")
        raise SomebodyWasFaster(taken) from error
    steps.begin_parts(application)
    open_case(application)
    journal.record(
        Verb.START, by=by, subject=application, application=application, on_behalf=organization.name_zh
    )
    return application


def require_applicant(call: Call, track: tracks.Track, zone: Zone, firm: Organization | None) -> None:
    """Refuse whom the call is not for: a closed zone, another zone's firm, whoever lacks what the track takes further."""
    if zone.closed_on is not None:
        raise Refused(_("This zone is part of another one now."))
    if firm is not None and firm.ended_on is not None:
        raise Refused(_("This organisation is part of another one now."))
    if track.for_zones != (firm is None):
        raise Refused(_("This call is for zones.") if track.for_zones else _("This call is for enterprises."))
    if firm is not None and zone not in rules.own_zones(firm, clock.today()):
        raise Refused(_("The enterprise does not stand in the statistics of this zone."))
    if not rules.may_apply(call, firm or zone):
        raise Refused(call.only_for)


@transaction.atomic(durable=True)
def follow_limit(application: Application) -> bool:
    """Set the due date of a draft, or of a recommendation, to what the call now says; whoever holds the case is told."""
    held = turn(application, StageName.DRAFT, StageName.RECOMMENDATION)
    drafted = held.application.stage == StageName.DRAFT
    limit = (
        Limit(rules.submit_limit(application), provisional=False)
        if drafted
        else rules.recommend_limit(application)
    )
    if limit.moment == application.due:
        return False
    extend(application, limit)
    told = {"call": application.call.title, "due": limit.fact}
    if drafted:
        steps.tell_applicant(application, Text.DEADLINE_EXTENDED, **told)
    else:
        role = application.recommending_role
        people = people_with(role, application.holder(role))
        tell(people, Text.DEADLINE_EXTENDED, application=application, **told)
    return True


def lock_for_writing(application: Application, part: str, *, by: User) -> None:
    """Lock the case and make sure that this person may write this part of it now."""
    try:
        turn(application, *rules.WRITING_STAGES)
    except SomebodyWasFaster as late:
        application.refresh_from_db()
        raise SomebodyWasFaster(rules.no_longer_written(application)) from late
    require_role(by, Role.MANAGER, Role.CONTACT, organization=application.applicant)
    if part not in rules.writable_parts(application):
        raise NotYours(_("Only what the office asked to correct can be changed now."))
    if clock.now() > rules.submit_limit(application):
        raise TooLate(_("The deadline has passed; the draft can still be read."))


@transaction.atomic(durable=True)
def save_part(application: Application, code: str, form: Any, *, revision: int, by: User) -> Part:
    """Store what is valid in a bound PartForm, if nobody has written this part since `revision`.

    A draft is not journalled save by save: what was submitted is the version.
    """
    lock_for_writing(application, code, by=by)
    model: Any = rules.part_model(rules.part_of(application, code))
    part: Part = model.objects.select_for_update().get(application=application)
    if part.revision != revision:
        raise Overtaken(
            _(
                "This part was saved elsewhere at %(time)s by %(name)s. Nothing was overwritten; your text is still here."
            )
            % {"time": f"{part.edited_at.astimezone(clock.BEIJING):%H:%M:%S}", "name": part.edited_by or "—"}
        )
    form.store(part)
    part.revision += 1
    part.edited_by, part.edited_at = by, clock.now()
    part.save()
    return part


@transaction.atomic(durable=True)
def attach(
    application: Application,
    upload: "UploadedFile[bytes]",
    *,
    title: str,
    document: RequestedDocument | None = None,
    trade_secret: bool = False,
    seen: int = 0,
    by: User,
) -> Attachment:
    """Attach a file, for a requested document or freely; `seen` is the newest attachment that was on the page."""
    lock_for_writing(application, rules.ATTACHMENTS, by=by)
    if document is not None and document.call_id != application.call_id:
        raise Invalid(_("This document belongs to another call."), field="document")
    rules.require_room(application, upload.size or 0)
    file = store(upload, by=by, organization=application.applicant, trade_secret=trade_secret)
    twin = application.attachments.filter(document=document, file__sha256=file.sha256).first()
    if twin is not None:
        raise (SomebodyWasFaster if twin.pk > seen else Invalid)(
            _("This file is attached already."), field="file"
        )
    return Attachment.objects.create(
        application=application, document=document, title=title, file=file, added_by=by
    )


@transaction.atomic(durable=True)
def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file off the draft; versions that froze it keep it."""
    lock_for_writing(attachment.application, rules.ATTACHMENTS, by=by)
    attachment.delete()


@transaction.atomic(durable=True)
def answer_corrections(application: Application, answers: dict[int, str], *, by: User) -> None:
    """What was done about each item asked for: {item id: sentence}."""
    turn(application, *rules.WRITING_STAGES)
    require_role(by, Role.MANAGER, Role.CONTACT, organization=application.applicant)
    check = rules.open_check(application)
    if check is None:
        raise SomebodyWasFaster
    for pk, answer in answers.items():
        CorrectionItem.objects.filter(pk=pk, check_row=check).update(answer=answer.strip())
