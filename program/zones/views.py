"""Pages of zones and recommending bodies."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from program import clock
from program.journal.models import Line
from program.people.forms import NewcomerForm
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import DECIDING_ROLES, Invitation, Role, User
from program.people.rules import require_role, standing
from program.people.views.invitation import enter, open_invitation_or_gone
from program.people.views.members import tell_link
from program.refusals import Refused
from program.zones import actions, rules
from program.zones.forms import InviteBodyForm, JoiningForm, ZoneFilter
from program.zones.models import Onboarding, RecommendingBody, Zone
from program.zones.tables import BodyTable, ZoneTable


@require_safe
def zones(request: SignedIn) -> HttpResponse:
    """The zones within reach, narrowed down by the address."""
    known_parameters(request, filters=ZoneFilter.names(), sort=ZoneTable.base_columns)
    within = (
        Zone.objects.visible_to(request.user)
        .select_related("recommending_body", "merged_into")
        .with_managers()
    )
    narrowed = ZoneFilter(request.GET, queryset=within)
    table = ZoneTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": 30}).configure(table)
    return render(request, "program/zones/zones.html", {"table": table, "filter": narrowed})


@require_safe
def zone(request: SignedIn, code: str) -> HttpResponse:
    """What is known of one zone, how surely and from where; the office's moves."""
    within = Zone.objects.visible_to(request.user).select_related(
        "recommending_body__organization", "merged_into"
    )
    found = get_object_or_404(within.prefetch_related("former_names", "subzones"), code=code)
    held = standing(request.user)
    managements = list(found.managements.select_related("organization").order_by("-since"))
    managed = next((row.organization for row in managements if row.until is None), None)
    reader = held.reads_everything
    invitations = list(_open_invitations(found)) if reader else []
    shown: dict[str, Any] = {
        "zone": found,
        "source": rules.source_note(found),
        "managed": managed,
        "managements": managements,
        "people": managed.memberships.current().select_related("user").order_by("role", "pk")
        if managed and reader
        else None,
        "invitations": invitations,
        "read_only": not held.is_office,
        "lines": Line.objects.filter(subject=found.code).order_by("-pk")[:30] if reader else None,
        "may_invite": held.is_office and managed is None and not invitations and found.closed_on is None,
        "may_change": held.has(Role.CLERK) and found.closed_on is None,
        "alterations": found.alterations.all() if reader else (),
    }
    return render(request, "program/zones/zone.html", shown)


def _open_invitations(zone: Zone) -> QuerySet[Invitation]:
    return Invitation.objects.open(clock.now()).filter(onboarding__zone=zone).select_related("invited_by")


@require_safe
def bodies(request: SignedIn) -> HttpResponse:
    """The recommending bodies within reach: who has joined, who is invited."""
    known_parameters(request, sort=BodyTable.base_columns)
    waiting = Onboarding.objects.filter(invitation__in=Invitation.objects.open(clock.now())).select_related(
        "invitation"
    )
    within = RecommendingBody.objects.visible_to(request.user).select_related("organization")
    rows = (
        within.annotate(zone_count=Count("zones"))
        .order_by("code")
        .prefetch_related(Prefetch("onboardings", waiting, to_attr="waiting"))
    )
    table = BodyTable(rows, may_invite=standing(request.user).is_office)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "program/zones/bodies.html", {"table": table})


def invite_managing_body(request: SignedIn, code: str) -> HttpResponse:
    """Invite the managing body of a zone."""
    found = get_object_or_404(Zone.objects.visible_to(request.user), code=code)
    words = {
        "title": _("Invite the managing body of %(zone)s") % {"zone": found},
        "back": found.get_absolute_url(),
        "back_label": str(found),
    }
    return _invite(
        request, lambda **whom: actions.invite_managing_body(found, by=request.user, **whom), words
    )


def invite_recommending_body(request: SignedIn, code: str) -> HttpResponse:
    """Invite a recommending body."""
    found = get_object_or_404(RecommendingBody.objects.visible_to(request.user), code=code)
    words = {
        "title": _("Invite the recommending body %(body)s") % {"body": found},
        "back": reverse("zones:bodies"),
        "back_label": _("Recommending bodies"),
    }
    return _invite(
        request, lambda **whom: actions.invite_recommending_body(found, by=request.user, **whom), words
    )


def _invite(
    request: SignedIn, invite: Callable[..., tuple[Invitation, str]], words: dict[str, str]
) -> HttpResponse:
    require_role(request.user, *DECIDING_ROLES)
    form = InviteBodyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(**form.cleaned_data)
        except Refused as refusal:
            blame(form, refusal)
        else:
            tell_link(request, invitation, token)
            return redirect(words["back"])
    lead = _(
        "The letter carries a one-time link. Whoever opens it enters the organisation's data and becomes its first manager."
    )
    return render(
        request,
        "program/form_page.html",
        {"form": form, "lead": lead, "submit": _("Send the invitation"), **words},
        status=status_of(form),
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def onboarding(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the one-time link of a body that has yet to join: its data, and an account for its first manager."""
    invitation = open_invitation_or_gone(token)
    found = get_object_or_404(
        Onboarding.objects.select_related("zone", "recommending_body"), invitation=invitation
    )
    person = request.user if isinstance(request.user, User) else None
    form = JoiningForm(posted(request))
    account = (
        None
        if person
        else NewcomerForm(posted(request), email=invitation.email, initial={"name": invitation.name})
    )
    if request.method == "POST" and form.is_valid() & (account is None or account.is_valid()):
        try:
            actions.onboard(
                token, form.joining(), by=person, newcomer=account.newcomer() if account else None
            )
        except Refused as refusal:
            blame(account if account and refusal.field in account.fields else form, refusal)
        else:
            joined = Invitation.objects.select_related("accepted_by").get(pk=invitation.pk)
            assert joined.accepted_by is not None
            return enter(request, joined.accepted_by)
    shown = {
        "invitation": invitation,
        "into": found,
        "joining": form,
        "account": account,
        "forms": [form, account],
        "person": person,
    }
    return render(request, "program/zones/onboarding.html", shown)
