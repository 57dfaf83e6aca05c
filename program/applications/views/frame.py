"""What the pages of the case file share: who reaches which case, and a form whose refusals stand where they belong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from program.applications.models import Application
from program.files.http import keep_uploads
from program.people.http import SignedIn, say
from program.process.models import StageName
from program.refusals import Refused, SomebodyWasFaster

WITH_ALL = (
    "call__rule_set",
    "call__indicator_set",
    "zone__recommending_body__organization",
    "applicant",
    "clerk",
    "waiting_org",
)


def reachable(request: SignedIn, pk: int) -> Application:
    """A case within reach; 404 for everybody else."""
    return get_object_or_404(Application.objects.visible_to(request.user).select_related(*WITH_ALL), pk=pk)


def own(request: SignedIn, pk: int) -> Application:
    """A case of the person's own organisation: drafts exist for nobody else."""
    return get_object_or_404(Application.objects.written_by(request.user).select_related(*WITH_ALL), pk=pk)


def require_stage(application: Application, *stages: StageName) -> None:
    """The page of a move is for its stage; whoever comes later is told so. The verb asks again, with the case locked."""
    if application.stage not in stages:
        raise SomebodyWasFaster


def blame(form: BaseForm, refusal: Refused) -> int:
    """Put a refusal at its field, or on top of the form; nothing that was typed is lost. Answers the status."""
    say(form, refusal)
    return refusal.status


def form_page(
    request: SignedIn,
    application: Application,
    form: BaseForm,
    act: Callable[[], object],
    *,
    done: str,
    template: str = "program/form_page.html",
    **shown: Any,
) -> HttpResponse:
    """Show a form over a case; when it is sent and valid, act, and go back to the case."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except Refused as refusal:
                status = blame(form, refusal)
            else:
                messages.success(request, done)
                return redirect(application)
        keep_uploads(request, form)
    context = {
        "application": application,
        "form": form,
        "back": application.get_absolute_url(),
        "back_label": str(application.subject),
        **shown,
    }
    return render(request, template, context, status=status)


def sent(request: SignedIn) -> Any:
    """What was posted, or none."""
    return request.POST if request.method == "POST" else None
