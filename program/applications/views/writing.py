"""Writing the draft: begin, the parts, the attachments, the answers to a request for correction."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from program import clock, tracks
from program.applications import actions, rules
from program.applications.forms import AnswerForm, AttachForm, PartForm, differences, part_form
from program.applications.models import Application, Attachment, Part
from program.applications.views.frame import blame, form_page, own, require_stage, sent
from program.calls.models import Call
from program.files.http import keep_uploads, uploads
from program.people.autosave import Unsaved, revision_of, unsaved_answer, wants_json
from program.people.http import SignedIn
from program.people.models import APPLICANT_ROLES, Organization
from program.people.rules import standing
from program.process.models import StageName
from program.refusals import Overtaken, Refused
from program.zones.models import Zone


@require_POST
def start(request: SignedIn, call_pk: int, zone_pk: int) -> HttpResponse:
    """Begin the application of a zone under a call."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=call_pk)
    zone = get_object_or_404(Zone.objects.visible_to(request.user), pk=zone_pk)
    return begun(request, actions.start(call, zone, by=request.user))


@require_POST
def start_firm(request: SignedIn, call_pk: int, zone_pk: int, firm_pk: int) -> HttpResponse:
    """Begin the application of an enterprise, which a zone in whose statistics it stands will be asked to recommend."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=call_pk)
    own = standing(request.user).organizations(*APPLICANT_ROLES)
    firm = get_object_or_404(Organization.objects.filter(pk__in=own), pk=firm_pk)
    zone = get_object_or_404(rules.own_zones(firm, clock.today()), pk=zone_pk)
    return begun(request, actions.start(call, zone, firm, by=request.user))


def begun(request: SignedIn, application: Application) -> HttpResponse:
    messages.success(request, _("The application %(number)s was begun.") % {"number": application.number})
    return redirect(application)


def part(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """One part of the draft: read, written, saved by itself."""
    application = own(request, pk)
    if code not in {each.code for each in application.parts()}:
        raise Http404
    of_track = rules.part_of(application, code)
    stored = rules.draft(application, of_track)
    if request.method == "POST":
        return save(request, application, of_track, stored)
    return show(request, application, of_track, stored, part_form(of_track, stored), stored.revision)


def save(request: SignedIn, application: Application, of_track: tracks.Part, stored: Part) -> HttpResponse:
    """Store what is valid. The autosave gets JSON; the button gets the page again, or goes on."""
    form, opened_at = part_form(of_track, stored, request.POST), revision_of(request)
    try:
        saved = actions.save_part(application, of_track.code, form, revision=opened_at, by=request.user)
    except Refused as refusal:
        return not_saved(request, application.pk, of_track, form, opened_at, refusal)
    if wants_json(request):
        said = {"revision": saved.revision, "saved_at": at(saved), "errors": form.said()}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    if not form.is_valid():
        return show(request, application, of_track, saved, form, saved.revision, status=422)
    messages.success(request, _("Saved at %(time)s.") % {"time": at(saved)})
    return redirect(next_page(application, of_track.code) if "onward" in request.POST else request.path)


def not_saved(
    request: SignedIn, pk: int, of_track: tracks.Part, form: PartForm, opened_at: int, refusal: Refused
) -> HttpResponse:
    """What was typed stays on the page; where another text was saved meanwhile, the person chooses between the two."""
    application = own(request, pk)
    stored = rules.draft(application, of_track)
    unsaved = Unsaved(str(refusal), stored=request.path, save=request.path)
    if isinstance(refusal, Overtaken):
        unsaved = replace(unsaved, differences=differences(form, stored), revision=stored.revision)
    if wants_json(request):
        return unsaved_answer(request, unsaved, refusal.status)
    return show(
        request, application, of_track, stored, form, opened_at, unsaved=unsaved, status=refusal.status
    )


def at(saved: Part) -> str:
    """When a part was saved, by the clock on the wall in Beijing."""
    return f"{saved.edited_at.astimezone(clock.BEIJING):%H:%M:%S}"


def next_page(application: Application, code: str) -> str:
    """The page after this part: the next part, then the attachments."""
    codes = [each.code for each in application.parts()]
    place = codes.index(code) + 1
    if place < len(codes):
        return reverse("applications:part", args=[application.pk, codes[place]])
    return reverse("applications:attachments", args=[application.pk])


def show(
    request: SignedIn,
    application: Application,
    of_track: tracks.Part,
    stored: Part,
    form: PartForm,
    revision: int,
    *,
    unsaved: Unsaved | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a part, with what is missing in it and the way to the others."""
    found = rules.findings(application)
    writes = form.is_bound or (
        of_track.code in rules.writable_parts(application) and clock.now() <= rules.submit_limit(application)
    )
    context = {
        "application": application,
        "part": of_track,
        "form": form,
        "revision": revision,
        "stored": stored,
        "unsaved": unsaved,
        "closed": unsaved is not None and unsaved.revision is None,
        "writes": writes,
        "section": None if writes else rules.section(of_track, rules.written_part(stored)),
        "findings": [finding for finding in found if finding.part == of_track.code]
        if stored.revision
        else [],
        "tasks": rules.tasks(application, found),
        "asked": asked(application, of_track.code),
    }
    return render(request, "program/applications/part.html", context, status=status)


def asked(application: Application, code: str) -> list[str]:
    """What the office asked to correct in this part."""
    check = rules.open_check(application)
    return list(check.items.filter(part=code).values_list("request", flat=True)) if check else []


def attachments(request: SignedIn, pk: int) -> HttpResponse:
    """The files of the draft, and one more."""
    application = own(request, pk)
    documents, given = application.call.documents.all(), groups(application)
    missing = next(
        (document for document, rows in given if document and document.required and not rows), None
    )
    newest = max((row.pk for _document, rows in given for row in rows), default=0)
    initial = {"document": missing, "seen": newest}
    form = AttachForm(sent(request), uploads(request), documents=documents, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                attach(application, form, request)
            except Refused as refusal:
                status = blame(form, refusal)
            else:
                messages.success(request, _("The file was attached."))
                return redirect(request.path)
        keep_uploads(request, form)
    context = {"form": form, "groups": given, **attachments_context(application)}
    return render(request, "program/applications/attachments.html", context, status=status)


def attach(application: Application, form: AttachForm, request: SignedIn) -> Attachment:
    given = form.cleaned_data
    document = given["document"]
    title = given["title"] or (document.title_zh if document else given["file"].name)
    return actions.attach(
        application,
        given["file"],
        title=title,
        document=document,
        trade_secret=given["trade_secret"],
        seen=given["seen"] or 0,
        by=request.user,
    )


def attachments_context(application: Application) -> dict[str, Any]:
    found = rules.findings(application)
    writes = rules.ATTACHMENTS in rules.writable_parts(application)
    return {
        "application": application,
        "writes": writes and clock.now() <= rules.submit_limit(application),
        "tasks": rules.tasks(application, found),
        "asked": asked(application, rules.ATTACHMENTS),
    }


def groups(application: Application) -> list[tuple[Any, list[Attachment]]]:
    """(document asked for, its files), and last (none, the others)."""
    given = list(application.attachments.select_related("file", "added_by", "document"))
    asked_for = [
        (document, [row for row in given if row.document_id == document.pk])
        for document in application.call.documents.all()
    ]
    others = [row for row in given if row.document_id is None]
    return [*asked_for, (None, others)] if others else asked_for


@require_POST
def detach(request: SignedIn, pk: int) -> HttpResponse:
    """Take a file off the draft."""
    reach = Attachment.objects.filter(application__in=Application.objects.written_by(request.user))
    attachment = get_object_or_404(reach.select_related("application__applicant", "application__call"), pk=pk)
    actions.detach(attachment, by=request.user)
    messages.success(request, _("The file was taken off."))
    return redirect("applications:attachments", attachment.application_id)


def corrections(request: SignedIn, pk: int) -> HttpResponse:
    """Say for each correction that was asked for what was done."""
    application = own(request, pk)
    require_stage(application, StageName.CORRECTION)
    check = rules.open_check(application)
    items = list(check.items.all()) if check else []
    form = AnswerForm(sent(request), items=items)
    return form_page(
        request,
        application,
        form,
        lambda: actions.answer_corrections(application, form.answers(), by=request.user),
        done=_("Your answers were saved. Check everything and submit."),
        template="program/applications/corrections.html",
        rows=[(rules.places(application)[item.part], form.of(item)) for item in items],
        title=_("What was done about each correction"),
        lead=_(
            "Change the parts that were named, then say here what you did. All of it is handed in together."
        ),
        submit=_("Save the answers"),
    )
