"""Second thoughts and changes of hands: a check undone, a refused case reopened, open work handed over."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from program.applications import actions, rules
from program.applications.forms import HandOverForm, ReopenForm
from program.applications.models import Handover
from program.applications.views.frame import blame, form_page, reachable, require_stage, sent
from program.applications.views.recommending import with_reason
from program.people.http import SignedIn, known_parameters
from program.people.models import DECIDING_ROLES, Role
from program.people.rules import require_role, standing
from program.process.models import StageName
from program.refusals import Refused

PAGE = 30


def undo_check(request: SignedIn, pk: int) -> HttpResponse:
    """Take the own formality check back."""
    application = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    require_stage(application, StageName.EXPERT_REVIEW, StageName.CORRECTION)
    return with_reason(
        request,
        application,
        actions.undo_check,
        label=_("Why is the check undone?"),
        done=_("The check was undone; the case waits for its formality check again."),
        title=_("Undo the formality check"),
        lead=_(
            "Possible as long as nobody has acted on it. The record keeps both, and the applicant is told."
        ),
        submit=_("Undo the check"),
    )


def reopen(request: SignedIn, pk: int) -> HttpResponse:
    """Reopen a refused case: a director's act."""
    application = reachable(request, pk)
    require_role(request.user, Role.DIRECTOR)
    require_stage(application, StageName.REFUSED)
    form = ReopenForm(sent(request), at=rules.resumable_at(application))
    return form_page(
        request,
        application,
        form,
        lambda: actions.reopen(application, **form.cleaned_data, by=request.user),
        done=_("The case is open again."),
        title=_("Reopen %(case)s") % {"case": application},
        lead=_(
            "A new proceeding of the same case begins where you say. What happened before stays on record unchanged."
        ),
        submit=_("Reopen the case"),
    )


def handovers(request: SignedIn) -> HttpResponse:
    """All handovers, and the form for the next."""
    held = standing(request.user)
    if not held.reads_everything:
        raise Http404
    known_parameters(request)
    status, form = 200, HandOverForm(sent(request), by=request.user)
    if request.method == "POST":
        require_role(request.user, *DECIDING_ROLES)
        status = 422
        if form.is_valid():
            try:
                made = actions.hand_over(**form.cleaned_data, by=request.user)
            except Refused as refusal:
                status = blame(form, refusal)
            else:
                messages.success(request, _("The work was handed over."))
                return redirect(made)
    rows = Handover.objects.visible_to(request.user).select_related("giver", "taker", "by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form if held.has(*DECIDING_ROLES) else None}
    return render(request, "program/applications/handovers.html", context, status=status)


@require_safe
def handover(request: SignedIn, pk: int) -> HttpResponse:
    """The record of one handover: from whom, to whom, which cases and where they stood."""
    rows = Handover.objects.visible_to(request.user).select_related("giver", "taker", "by")
    shown = get_object_or_404(rows, pk=pk)
    items = shown.items.select_related("application__zone", "application__applicant", "application__call")
    return render(request, "program/applications/handover.html", {"handover": shown, "items": items})
