"""Check your answers, hand in, the frozen version, the sealed page, taking back and giving up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications import actions, rules
from program.applications.actions.submitting import GIVING_UP_STAGES
from program.applications.forms import AbandonForm, ReasonForm, SealForm, against_form
from program.applications.models import Application, Version
from program.applications.views.frame import form_page, own, require_stage, sent
from program.calls.rules import long_moment
from program.files.http import uploads
from program.files.models import File
from program.people.http import SignedIn
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import require_role, standing
from program.process.models import StageName
from program.refusals import Refused
from program.tracks import Beside

HANDED_IN = (StageName.RECOMMENDATION, StageName.FORMALITY_CHECK)


@require_safe
def answers(request: SignedIn, pk: int) -> HttpResponse:
    """Everything that was written on one page, what is missing, and the button for the manager."""
    application = own(request, pk)
    require_stage(application, *rules.WRITING_STAGES)
    return render(request, "program/applications/answers.html", answers_context(request, application))


def answers_context(request: SignedIn, application: Application) -> dict[str, Any]:
    written = rules.content(application)
    last = application.latest_version()
    found = rules.findings(application)
    check, where = rules.open_check(application), rules.places(application)
    limit = rules.submit_limit(application)
    return {
        "application": application,
        "sections": rules.sections(written, last.data if last else None),
        "beside": rules.beside(application, written),
        "attachments": application.attachments.select_related("file", "document"),
        "findings": found,
        "missing": by_part(application, found),
        "writable": rules.writable_parts(application),
        "items": [(where[item.part], item) for item in check.items.all()] if check else [],
        "restricted": rules.barred(application),
        "limit": limit,
        "late": clock.now() > limit,
        "manages": application.applicant_id in standing(request.user).organizations(Role.MANAGER),
        "effects": effects(application, last),
    }


def by_part(
    application: Application, found: list[rules.Finding]
) -> list[tuple[rules.Task, list[rules.Finding]]]:
    """What is missing, under the part in which it is missing."""
    tasks = rules.tasks(application, found)
    return [
        (task, [finding for finding in found if finding.part == task.code]) for task in tasks if task.missing
    ]


def effects(application: Application, last: Version | None) -> list[str]:
    """What submitting does, said before it is done."""
    number = last.number + 1 if last else 1
    told = [
        _("Version %(number)s is frozen: nobody can change it, you neither.") % {"number": number},
        _(
            "The application form is made as PDF; print its last page, have it sealed, scan it and hand it in."
        ),
    ]
    if application.stage == StageName.CORRECTION:
        return [*told, _("The office goes on with the formality check.")]
    return [*told, _("%(body)s is asked for its recommendation.") % {"body": application.recommender}]


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand the application in; a refusal is said on the page of answers."""
    application = own(request, pk)
    try:
        version = actions.submit(application, by=request.user)
    except Refused as refusal:
        application = own(request, pk)
        if application.stage not in rules.WRITING_STAGES:
            raise
        context = answers_context(request, application) | {"refusal": refusal}
        return render(request, "program/applications/answers.html", context, status=refusal.status)
    messages.success(request, _("Version %(number)s was submitted.") % {"number": version.number})
    return redirect(application)


@require_safe
def version(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A frozen version as people read it; to those who see the case, with what has changed since the one before."""
    versions = Version.objects.visible_to(request.user).select_related(
        "application__call", "application__zone", "application__applicant", "form__file", "submitted_by"
    )
    shown = get_object_or_404(versions, application=pk, number=number)
    sees_case = Application.objects.visible_to(request.user).filter(pk=pk).exists()
    before = rules.previous(shown) if sees_case else None
    data, earlier = shown.data, before.data if before else None
    attached = list(shown.files.select_related("file"))
    open_to = set(
        File.objects.visible_to(request.user).filter(version_files__in=attached).values_list("pk", flat=True)
    )
    context = {
        "application": shown.application,
        "sees_case": sees_case,
        "version": shown,
        "before": before,
        "sections": rules.sections(data, earlier),
        "beside": beside(request, shown.application, data),
        "files": [row for row in attached if row.file_id in open_to],
        "withheld": sum(row.file_id not in open_to for row in attached),
        "files_changed": earlier is not None and rules.compare(earlier, data).changed_files,
        "against": against_form(list(shown.application.versions.defer("content")), shown, before)
        if sees_case
        else None,
    }
    return render(request, "program/applications/version.html", context)


def beside(request: SignedIn, application: Application, data: dict[str, Any]) -> list[Beside]:
    """To whoever declared, and to the office: the zone that recommends does not read what stands in another zone's statistics."""
    held = standing(request.user)
    if held.reads_everything or application.applicant_id in held.organizations(*APPLICANT_ROLES):
        return rules.beside(application, data)
    return []


def seal(request: SignedIn, pk: int) -> HttpResponse:
    """Hand in the sealed page with the version code that is printed on it."""
    application = own(request, pk)
    require_stage(application, *HANDED_IN)
    latest = application.latest_version()
    form = SealForm(sent(request), uploads(request))
    return form_page(
        request,
        application,
        form,
        lambda: actions.hand_in_sealed_page(
            application, form.cleaned_data["file"], code=form.cleaned_data["code"], by=request.user
        ),
        done=_("The sealed page was handed in. The office confirms it against the version."),
        template="program/applications/seal.html",
        title=_("Hand in the sealed page"),
        submit=_("Hand it in"),
        version=latest,
        limit=rules.seal_limit(latest),
    )


def recall(request: SignedIn, pk: int) -> HttpResponse:
    """撤回修改."""
    application = own(request, pk)
    require_stage(application, *HANDED_IN)
    require_role(request.user, Role.MANAGER, organization=application.applicant)
    form = ReasonForm(sent(request), label=_("Why is it taken back?"))
    return form_page(
        request,
        application,
        form,
        lambda: actions.recall(application, reason=form.cleaned_data["reason"], by=request.user),
        done=_("The application is a draft again. Submit it before the deadline."),
        title=_("Take the application back for change"),
        lead=_(
            "It becomes a draft again and must be submitted anew by %(limit)s (Beijing time). "
            "A recommendation given for the version taken back no longer counts."
        )
        % {"limit": long_moment(application.call.apply_until)},
        submit=_("Take it back"),
    )


def abandon(request: SignedIn, pk: int) -> HttpResponse:
    """放弃申报."""
    application = own(request, pk)
    require_stage(application, *GIVING_UP_STAGES)
    require_role(request.user, Role.MANAGER, organization=application.applicant)
    form = AbandonForm(
        sent(request), uploads(request), needs_letter=application.first_submitted_at is not None
    )
    return form_page(
        request,
        application,
        form,
        lambda: actions.abandon(application, **form.cleaned_data, by=request.user),
        done=_("The application was given up."),
        title=_("Give the application up"),
        lead=_(
            "The case ends. What was written stays on record. The zone can begin anew while the call is open."
        ),
        submit=_("Give it up"),
    )
