"""Closing a case whose ground is gone: a director's page."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Application
from program.applications.views.frame import form_page, reachable, require_stage, sent
from program.decisions import actions, rules
from program.decisions.forms import ReasonForm
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import require_role


def close(request: SignedIn, pk: int) -> HttpResponse:
    """Why it can no longer be listed, what closing does, and the reason."""
    application = reachable(request, pk)
    require_role(request.user, Role.DIRECTOR)
    require_stage(application, *actions.WITHDRAWING_STAGES)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        application,
        form,
        lambda: actions.close_groundless(application, **form.cleaned_data, by=request.user),
        done=_("The case was closed as not listed; its applicant was told."),
        template="program/decisions/close.html",
        title=_("Close the case for want of its ground"),
        lead=rules.ground_gone(application),
        submit=_("Close for want of its ground"),
        effects=effects(application),
    )


def effects(application: Application) -> list[str]:
    """What closing does, before it is done."""
    found = [_("The case ends as not listed; a director may reopen it.")]
    if application.call.recommends:
        found.append(_("Applicant and recommending body are told, with the reason."))
    else:
        found.append(_("The applicant is told, with the reason."))
    if not tracks.get(application.track).renews:
        found.append(_("Its place is free for a reserve."))
    return [*found, _("Objections that are open are examined to their end.")]
