"""Withdrawing from the public notice on: the applicant asks, a director answers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from program.applications.views.frame import form_page, own, reachable, require_stage, sent
from program.decisions import actions
from program.decisions.forms import ConsentForm, WithdrawalForm
from program.decisions.models import Consent, WithdrawalRequest
from program.files.http import uploads
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import require_role


def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask the office for its consent, with a sealed letter."""
    application = own(request, pk)
    require_stage(application, *actions.WITHDRAWING_STAGES)
    require_role(request.user, Role.MANAGER, organization=application.applicant)
    form = WithdrawalForm(sent(request), uploads(request))
    return form_page(
        request,
        application,
        form,
        lambda: actions.ask_withdrawal(application, **form.cleaned_data, by=request.user),
        done=_("The office was asked for its consent; the case goes on until it has answered."),
        title=_("Ask to withdraw"),
        lead=_(
            "From the public notice on a case is withdrawn only with the office's consent. "
            "Objections are examined to their end."
        ),
        submit=_("Ask for consent"),
    )


def answer(request: SignedIn, pk: int) -> HttpResponse:
    """The director's answer to the open request of a case."""
    application = reachable(request, pk)
    require_role(request.user, Role.DIRECTOR)
    asked = get_object_or_404(
        WithdrawalRequest.objects.visible_to(request.user)
        .open()
        .select_related("letter", "asked_by", "application"),
        application=application,
    )
    form = ConsentForm(sent(request))

    def act() -> None:
        if form.cleaned_data["consent"] == Consent.GRANTED:
            actions.grant_withdrawal(asked, by=request.user)
        else:
            actions.decline_withdrawal(asked, reason=form.cleaned_data["answer"], by=request.user)

    return form_page(
        request,
        application,
        form,
        act,
        done=_("The applicant was told."),
        template="program/decisions/withdrawal.html",
        title=_("Answer the request to withdraw"),
        lead=_("With consent the case ends as given up and its place is free; without it the case goes on."),
        submit=_("Answer"),
        asked=asked,
    )
