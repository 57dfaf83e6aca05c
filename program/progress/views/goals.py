"""The program's targets in versions: everybody reads those that were signed; the office drafts and signs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from program.indicators.rules import may_change, may_sign, next_code, require_draft, require_no_hand_in
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.progress import actions, rules
from program.progress.forms import DraftGoalsForm, GoalsForm, SignForm
from program.progress.models import GoalSet, Tier
from program.refusals import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """All versions within reach, the newest period first."""
    known_parameters(request)
    context = {
        "versions": readable(request).order_by("-last_year", "-pk"),
        "in_force": {each.pk for each in rules.in_force()},
        "may_draft": standing(request.user).has(Role.CLERK),
    }
    return render(request, "program/progress/goals.html", context)


@require_safe
@login_not_required
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One version: the numbers, the targets of its indicator set, who signed."""
    goals = get_object_or_404(readable(request), code=code)
    chosen = goals.indicator_set
    context = {
        "goals": goals,
        "numbers": [(tier.label, goals.wanted(tier)) for tier in Tier],
        "targets": chosen.indicators.filter(requirement="target") if chosen else [],
        "may_draft": standing(request.user).has(Role.CLERK),
        "may_change": request.user.is_authenticated and may_change(goals, request.user),
        "may_sign": request.user.is_authenticated and may_sign(goals, request.user),
    }
    return render(request, "program/progress/goals_one.html", context)


def readable(request: HttpRequest) -> Any:
    """Drafts are the office's."""
    found = GoalSet.objects.visible_to(request.user)
    return found.select_related("indicator_set", "drafted_by", "signed_by")


def draft_of(request: SignedIn, code: str, role: Role) -> GoalSet:
    goals: GoalSet = get_object_or_404(readable(request), code=code)
    require_role(request.user, role)
    require_draft(goals)
    return goals


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """A new version from another (`?base=`)."""
    require_role(request.user, Role.CLERK)
    base = GoalSet.objects.filter(code=request.GET.get("base", "")).first()
    if base is None:
        raise Http404
    begun = model_to_dict(base, rules.FIELDS) | {"code": next_code(base)}
    form = DraftGoalsForm(posted(request), initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            made = actions.draft(form.entered(), code=code, base=base, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(made)
    words = {
        "title": _("Draft targets of the program"),
        "lead": _("From %(version)s. Another period begins a family of its own.") % {"version": base.code},
        "back": reverse("progress:goals"),
        "submit": _("Draft"),
    }  # fmt: skip
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def change(request: SignedIn, code: str) -> HttpResponse:
    """Everything that a draft says."""
    goals = draft_of(request, code, Role.CLERK)
    form = GoalsForm(posted(request), instance=goals)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(goals, form.entered(), by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(goals)
    words = {"title": _("Change %(version)s") % {"version": goals.code}, "back": goals.get_absolute_url()}
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def sign(request: SignedIn, code: str) -> HttpResponse:
    """Read what will hold, then sign."""
    goals = draft_of(request, code, Role.DIRECTOR)
    require_no_hand_in(goals, request.user)
    form = SignForm(posted(request), initial={"revision": goals.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(goals, by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(version)s is signed.") % {"version": goals.code})
            return redirect(goals)
    context = {"goals": goals, "form": form, "numbers": [(tier.label, goals.wanted(tier)) for tier in Tier]}
    return render(request, "program/progress/goals_sign.html", context, status=status_of(form))
