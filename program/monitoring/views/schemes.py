"""Pages of schemes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program.indicators.forms.versions import SignForm
from program.indicators.rules import (
    may_change,
    may_sign,
    next_code,
    previous,
    require_draft,
    require_no_hand_in,
)
from program.measures.views.frame import get_or_post
from program.monitoring import actions, rules
from program.monitoring.forms import CriterionForm, DraftSchemeForm, SchemeForm
from program.monitoring.models import Scheme, with_rows
from program.people.http import SignedIn, blame, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused


def visible(request: SignedIn, code: str) -> Scheme:
    """A version that the person may read; for everybody else it does not exist."""
    readable = Scheme.objects.visible_to(request.user).select_related(
        "drafted_by", "signed_by", "cloned_from"
    )
    found: Scheme = get_object_or_404(with_rows(readable), code=code)
    return found


def draft_of(request: SignedIn, code: str, role: Role) -> Scheme:
    """A draft, for somebody of the role who may do something with it."""
    scheme = visible(request, code)
    require_role(request.user, role)
    require_draft(scheme)
    return scheme


@require_safe
def detail(request: SignedIn, code: str) -> HttpResponse:
    """Each criterion with how it counts and what that rests on; the tiers; where it was used."""
    scheme = visible(request, code)
    held = standing(request.user)
    reads = held.reads_everything
    criteria = list(scheme.criteria.all())
    before: Any = scheme.cloned_from
    context: dict[str, Any] = {
        "version": scheme,
        "criteria": criteria,
        "tiers": scheme.tiers.all(),
        "total": sum(one.weight for one in criteria),
        "green": rules.green_weight(criteria),
        "runs": scheme.runs.visible_to(request.user),
        "may_draft": held.has(Role.CLERK),
        "may_change": may_change(scheme, request.user),
        "may_sign": may_sign(scheme, request.user),
        "reads": reads,
        "events": rules.history(scheme) if reads else [],
        "changes": rules.changes(scheme, before) if reads else [],
    }
    return render(request, "program/monitoring/scheme.html", context)


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """A new version from another (`?base=`)."""
    require_role(request.user, Role.CLERK)
    base = Scheme.objects.filter(code=request.GET.get("base", "")).first()
    begun = (
        {"base": base.pk, "code": next_code(base), "title_zh": base.title_zh, "title_en": base.title_en}
        if base
        else {}
    )
    form = DraftSchemeForm(posted(request), initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_scheme(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(made)
    words = {
        "title": _("Draft a monitoring scheme"),
        "back": reverse("monitoring:index"),
        "submit": _("Draft"),
    }
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def change(request: SignedIn, code: str) -> HttpResponse:
    """All numbers of a draft on one page."""
    scheme = draft_of(request, code, Role.CLERK)
    form = SchemeForm(scheme, posted(request))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            actions.change_scheme(scheme, *form.entered(), by=request.user, seen=seen)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(scheme)
    context = {"version": scheme, "form": form}
    return render(request, "program/monitoring/scheme_change.html", context, status=status_of(form))


@get_or_post
def add(request: SignedIn, code: str) -> HttpResponse:
    """One more criterion."""
    scheme = draft_of(request, code, Role.CLERK)
    form = CriterionForm(scheme, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_criterion(scheme, form.entered(), by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The criterion is added."))
            return redirect("monitoring:scheme_change", scheme.code)
    words = {
        "title": _("Add a criterion to %(version)s") % {"version": scheme.code},
        "back": reverse("monitoring:scheme_change", args=[scheme.code]), "submit": _("Add"),
    }  # fmt: skip
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@require_POST
def remove(request: SignedIn, code: str, criterion: str) -> HttpResponse:
    """Take a criterion out of a draft."""
    scheme = draft_of(request, code, Role.CLERK)
    form = SignForm(request.POST)
    if not form.is_valid():
        raise Refused
    actions.remove_criterion(scheme, criterion, by=request.user, seen=form.cleaned_data["revision"])
    messages.success(request, _("The criterion is taken out."))
    return redirect("monitoring:scheme_change", scheme.code)


@get_or_post
def sign(request: SignedIn, code: str) -> HttpResponse:
    """Read what changes, then sign."""
    scheme = draft_of(request, code, Role.DIRECTOR)
    require_no_hand_in(scheme, request.user)
    form = SignForm(posted(request), initial={"revision": scheme.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_scheme(scheme, by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(version)s is signed.") % {"version": scheme.code})
            return redirect(scheme)
    before = previous(scheme)
    context = {"version": scheme, "form": form, "before": before, "changes": rules.changes(scheme, before)}
    return render(request, "program/monitoring/scheme_sign.html", context, status=status_of(form))
