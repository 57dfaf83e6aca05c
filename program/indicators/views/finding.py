"""What the pages of versions share: finding one, who may do what with it, the page on which it is signed."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from program.indicators import actions, rules
from program.indicators.forms.versions import SignForm
from program.indicators.models import Declaration
from program.people.http import SignedIn, blame, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused


def visible(model: Any, request: SignedIn, code: str) -> Any:
    """A version that the person may read; for everybody else it does not exist."""
    readable = model.objects.visible_to(request.user).select_related("drafted_by", "signed_by", "cloned_from")
    return get_object_or_404(readable, code=code)


def draft_of(model: Any, request: SignedIn, code: str, role: Role) -> Any:
    """A draft, for somebody of the role who may do something with it."""
    version = visible(model, request, code)
    require_role(request.user, role)
    rules.require_draft(version)
    return version


def moves(version: Any, request: SignedIn) -> dict[str, Any]:
    """What the person may do; the history and the differences are the office's."""
    reads = standing(request.user).reads_everything
    return {
        "may_draft": standing(request.user).has(Role.CLERK),
        "may_change": rules.may_change(version, request.user),
        "may_sign": rules.may_sign(version, request.user),
        "reads": reads,
        "events": rules.history(version) if reads else [],
        "changes": rules.changes(version, version.cloned_from) if reads else [],
    }


def sign_page(request: SignedIn, model: Any, code: str) -> HttpResponse:
    """What the signature changes against the version signed last; then the signature."""
    version = draft_of(model, request, code, Role.DIRECTOR)
    rules.require_no_hand_in(version, request.user)
    form = SignForm(posted(request), initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(version, by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%(version)s is signed.") % {"version": version.code})
            return redirect(version)
    before = rules.previous(version)
    context = {"version": version, "form": form, "before": before, "changes": rules.changes(version, before)}
    return render(request, "program/indicators/sign.html", context)


def year_asked(request: SignedIn, years: list[int]) -> int | None:
    """`?year=`, if it is one of those offered; else the latest."""
    asked = request.GET.get("year", "")
    if re.fullmatch("20[0-9]{2}", asked) and int(asked) in years:
        return int(asked)
    return years[-1] if years else None


def years_in_force(**within: Any) -> list[int]:
    """The years of which something is in force, the oldest first; one query."""
    found = Declaration.objects.in_force().filter(**within).order_by("year").values_list("year", flat=True)
    return list(found.distinct())
