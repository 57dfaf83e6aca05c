"""My work, and the page of a case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.applications.models import Application
from program.background import actions as background
from program.background.models import Promise
from program.desk import rules, work
from program.notify.models import Message
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import require_role, standing
from program.process import actions as process
from program.process.models import Trouble


@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """What waits for me, what I wait for, deadlines, messages."""
    moment = clock.now()
    context = {
        "waiting": work.waiting_for(request.user),
        "others": work.i_wait_for(request.user),
        "calls": rules.open_calls(moment),
        "inbox": Message.objects.visible_to(request.user).select_related("application")[:10],
        "troubles": work.troubles(request.user),
    }
    return render(request, "program/desk/desk.html", context)


@require_POST
def read_messages(request: SignedIn) -> HttpResponse:
    """All messages are read."""
    Message.objects.visible_to(request.user).unread().update(read_at=clock.now())
    return redirect("desk:desk")


@require_safe
def case(request: SignedIn, pk: int) -> HttpResponse:
    """The case: where it stands, what can be done, what was handed in, what happened."""
    reach = Application.objects.visible_to(request.user).select_related(
        "call__rule_set", "zone__recommending_body__organization", "applicant", "waiting_org", "clerk"
    )
    application = get_object_or_404(reach, pk=pk)
    journal = rules.lines(application, request.user)
    return render(request, "program/desk/case.html", work.case_page(application, journal, request.user))


@require_safe
def clockwork(request: SignedIn) -> HttpResponse:
    """Steps of the clock that failed, and background work that was given up."""
    if not standing(request.user).has(Role.CLERK, Role.DIRECTOR, Role.ADMIN, Role.AUDITOR):
        raise Http404
    context = {
        "troubles": Trouble.objects.open()
        .select_related("proceeding__application__zone")
        .order_by("first_at"),
        "given_up": Promise.objects.given_up().order_by("pk"),
        "queue": Promise.objects.open().count(),
        "may_retry": standing(request.user).has(Role.CLERK, Role.DIRECTOR, Role.ADMIN),
    }
    return render(request, "program/desk/clockwork.html", context)


@require_POST
def retry(request: SignedIn, pk: int) -> HttpResponse:
    """Try a failed step again; an error stays on the page."""
    require_role(request.user, Role.CLERK, Role.DIRECTOR, Role.ADMIN)
    trouble = get_object_or_404(Trouble.objects.open(), pk=pk)
    try:
        fired = process.retry(trouble, by=request.user)
    except Exception as error:  # kept in the row by the verb; said here
        messages.error(request, _("It failed again: %(error)s") % {"error": error})
    else:
        messages.success(request, _("The step went through.") if fired else _("Nothing was due."))
    return redirect("desk:clockwork")


@require_POST
def retry_promise(request: SignedIn, pk: int) -> HttpResponse:
    require_role(request.user, Role.CLERK, Role.DIRECTOR, Role.ADMIN)
    if not background.retry(pk):
        raise Http404
    messages.success(request, _("The work is in the queue again."))
    return redirect("desk:clockwork")
