"""How the engine is, and what can be tried again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.background import actions as background
from program.desk import work
from program.desk.health import health
from program.journal.rules import unsealed
from program.people.http import SignedIn
from program.people.rules import require_role, standing
from program.process import actions as process
from program.process.models import Trouble


@require_safe
def clockwork(request: SignedIn) -> HttpResponse:
    """How the engine is: what failed, what is late, what is stuck, who works."""
    if not standing(request.user).has(*work.CLOCKWORK_ROLES):
        raise Http404
    context = {
        "health": health(),
        "unsealed": unsealed().count(),
        "may_retry": standing(request.user).has(*work.RETRYING_ROLES),
    }
    return render(request, "program/desk/clockwork.html", context)


@require_POST
def retry(request: SignedIn, pk: int) -> HttpResponse:
    """Try a failed step again; an error stays on the page."""
    require_role(request.user, *work.RETRYING_ROLES)
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
    require_role(request.user, *work.RETRYING_ROLES)
    if not background.retry(pk):
        raise Http404
    messages.success(request, _("The work is in the queue again."))
    return redirect("desk:clockwork")
