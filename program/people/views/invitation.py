"""The page behind a one-time link."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from program import clock
from program.people import actions
from program.people.forms import NewcomerForm
from program.people.http import blame, posted
from program.people.models import STAFF_ROLES, Invitation, User
from program.people.rules import WHY_GONE, InvitationState, hashed, invitation_state
from program.refusals import Gone, Refused


def open_invitation_or_gone(token: str) -> Invitation:
    """The invitation of a link: 404 if there is none, 410 with the reason if it is no longer open."""
    invitations = Invitation.objects.select_related("organization", "invited_by")
    found = invitations.filter(token_hash=hashed(token)).first()
    if found is None:
        raise Http404
    state = invitation_state(found, clock.now())
    if state is not InvitationState.OPEN:
        raise Gone(WHY_GONE[state])
    return found


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites for what until when; a POST enters, as the person signed in or with a new account."""
    found = open_invitation_or_gone(token)
    if found.organization is None:
        return redirect("zones:onboarding", token)
    person = request.user if isinstance(request.user, User) else None
    form = None if person else NewcomerForm(posted(request), email=found.email, initial={"name": found.name})
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            taken = actions.accept(token, by=person, newcomer=form.newcomer() if form else None)
        except Refused as refusal:
            if form is None:
                raise
            blame(form, refusal)
        else:
            assert taken.accepted_by is not None
            if taken.role in STAFF_ROLES:
                messages.info(request, _("Your role begins when the security administrator confirms it."))
            return enter(request, taken.accepted_by)
    shown = {
        "invitation": found,
        "into": found.organization,
        "form": form,
        "person": person,
        "to_be_confirmed": found.role in STAFF_ROLES,
    }
    return render(request, "program/people/invitation.html", shown)


def enter(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the newcomer in and go to the desk."""
    if request.user != user:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("desk:desk")
