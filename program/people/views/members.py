"""The people of one's organisation; for administrators, clerks and directors those of the office."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from program import clock
from program.people import actions
from program.people.forms import InviteForm
from program.people.http import SignedIn, blame, known_parameters, posted, status_of, way_back
from program.people.models import (
    APPLICANT_ROLES,
    Invitation,
    InvitationQuerySet,
    Organization,
    OrganizationKind,
    Role,
)
from program.people.rules import (
    Standing,
    invitations_within_reach,
    may_confirm,
    memberships_within_reach,
    organizations_within_reach,
    roles_to_end,
    roles_to_invite,
    second_factor_set_up,
    standing,
)
from program.people.steps import link
from program.refusals import NotYours, Refused


def members(request: SignedIn) -> HttpResponse:
    """One organisation's people and open invitations (`?organization=`, one's own first); a POST invites."""
    known_parameters(request, filters=["organization"])
    organization = _chosen(request)
    held = standing(request.user)
    given = roles_to_invite(held, organization)
    form = InviteForm(posted(request), roles=given, organization=organization)
    if request.method == "POST":
        if not given:
            raise NotYours
        if form.is_valid():
            try:
                invitation, token = actions.invite(organization, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                blame(form, refusal)
            else:
                tell_link(request, invitation, token)
                return redirect(_address(organization))
    memberships = memberships_within_reach(request.user).filter(organization=organization)
    shown = {
        "organization": organization,
        "others": request.user.memberships.current()
        .exclude(organization=organization)
        .select_related("organization"),
        "memberships": second_factor_set_up(memberships.current())
        .select_related("user")
        .order_by("role", "granted_at", "pk"),
        "invitations": _open_invitations(request, organization),
        "to_confirm": _to_confirm(request, organization),
        "given": given,
        "ended": roles_to_end(held, organization),
        "reports_changes": reports_changes(organization, held),
        "keeps_security": organization.pk in held.organizations(Role.SECURITY),
        "effects_of_ending": [
            _("The person loses this role at once; what was done stays in the journal."),
            _("All sessions of the person end: with other roles one signs in again."),
        ],
        "form": form if given else None,
    }
    return render(request, "program/people/members.html", shown, status=status_of(form))


def reports_changes(organization: Organization, held: Standing) -> bool:
    """Whoever acts for an organisation that can hold something of its own; the page itself says whether it does."""
    apart = {
        OrganizationKind.SPECIAL_OFFICE,
        OrganizationKind.MANAGING_BODY,
        OrganizationKind.RECOMMENDING_BODY,
    }
    return organization.kind not in apart and organization.pk in held.organizations(*APPLICANT_ROLES)


def _open_invitations(request: SignedIn, organization: Organization) -> InvitationQuerySet:
    within = invitations_within_reach(request.user).filter(organization=organization)
    return within.open(clock.now()).select_related("invited_by").order_by("expires_at", "pk")


def _to_confirm(request: SignedIn, organization: Organization) -> list[tuple[Invitation, bool]]:
    """Roles of the office that wait for their confirmation, each with whether it is this person who answers."""
    if organization.kind != OrganizationKind.SPECIAL_OFFICE:
        return []
    within = invitations_within_reach(request.user).to_confirm().filter(organization=organization)
    waiting = within.select_related("accepted_by", "invited_by").order_by("accepted_at", "pk")
    held = standing(request.user)
    return [(one, may_confirm(held, one)) for one in waiting]


def _chosen(request: SignedIn) -> Organization:
    wanted = request.GET.get("organization")
    if wanted is not None:
        if not wanted.isascii() or not wanted.isdigit():
            raise Http404
        return get_object_or_404(organizations_within_reach(request.user), pk=int(wanted))
    own = request.user.memberships.current().select_related("organization").order_by("pk").first()
    if own is None:
        raise Http404
    return own.organization


def _address(organization: Organization) -> str:
    return f"{reverse('people:members')}?organization={organization.pk}"


def tell_link(request: SignedIn, invitation: Invitation, token: str) -> None:
    """The inviter sees the link once: letters get lost, and the office may hand it over itself."""
    words = _("%(email)s is invited. The one-time link, shown here once and sent by e-mail: %(link)s")
    messages.success(request, words % {"email": invitation.email, "link": link(token)})


@require_POST
def end_membership(request: SignedIn, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        memberships_within_reach(request.user).select_related("user", "organization"), pk=pk
    )
    try:
        actions.end_membership(membership, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role of %(name)s has ended.") % {"name": membership.user.name})
    return redirect(_address(membership.organization))


@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    invitation = get_object_or_404(
        invitations_within_reach(request.user).select_related("organization"), pk=pk
    )
    try:
        actions.revoke(invitation, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The invitation to %(email)s was taken back.") % {"email": invitation.email}
        )
    return redirect(way_back(request, "people:members"))


@require_POST
def confirm_role(request: SignedIn, pk: int) -> HttpResponse:
    return _answer(
        request,
        pk,
        actions.confirm_role,
        _("The role of %(name)s is in effect."),
    )


@require_POST
def decline_role(request: SignedIn, pk: int) -> HttpResponse:
    return _answer(
        request,
        pk,
        actions.decline_role,
        _("The role of %(name)s was not confirmed."),
    )


def _answer(request: SignedIn, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    within = invitations_within_reach(request.user).filter(accepted_at__isnull=False)
    invitation = get_object_or_404(within.select_related("accepted_by", "organization"), pk=pk)
    try:
        verb(invitation, by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"name": invitation.accepted_by})
    return redirect(way_back(request, "people:members"))
