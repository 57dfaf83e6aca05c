"""The expert pool, as the office keeps it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from program.people.http import SignedIn, known_parameters, posted, say, status_of
from program.people.models import Role
from program.people.rules import people_with, require_role, standing
from program.refusals import Refused
from program.reviews import actions
from program.reviews.forms import EmploymentRows, ExpertForm, NewExpertForm, former_employers
from program.reviews.models import Expert


@require_safe
def experts(request: SignedIn) -> HttpResponse:
    """The pool with each expert's load; and who was invited but is not entered yet."""
    known_parameters(request)
    held = standing(request.user)
    if not held.reads_everything:
        raise Http404
    here = Q(assignments__voided_at=None, assignments__proceeding__closed_at=None)
    pool = (
        Expert.objects.visible_to(request.user)
        .select_related("user")
        .annotate(load=Count("assignments", filter=here))
    )
    holding = set(people_with(Role.EXPERT).values_list("pk", flat=True))
    rows = [(expert, expert.user_id in holding) for expert in pool]
    waiting = people_with(Role.EXPERT).filter(expert=None)
    return render(
        request,
        "program/reviews/experts.html",
        {"rows": rows, "waiting": waiting, "may_change": held.has(Role.CLERK)},
    )


def new(request: SignedIn) -> HttpResponse:
    """Enter somebody into the pool."""
    require_role(request.user, Role.CLERK)
    form, former = NewExpertForm(posted(request)), EmploymentRows(posted(request), prefix="former")
    if form.is_bound and form.is_valid() & former.is_valid():
        try:
            actions.add_expert(
                form.cleaned_data["user"], form.profile(former_employers(former)), by=request.user
            )
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The expert is in the pool."))
            return redirect("reviews:experts")
    return entry(request, form, former, title=_("Enter an expert into the pool"))


def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Correct an entry; assignments that it puts into conflict are voided with it."""
    expert = get_object_or_404(Expert.objects.visible_to(request.user).select_related("user"), pk=pk)
    require_role(request.user, Role.CLERK)
    known = list(expert.employments.values("employer_name", "credit_code", "since", "until"))
    fresh = Expert.objects.get(pk=pk)  # the form writes on it
    form = ExpertForm(posted(request), instance=fresh, initial={"revision": expert.revision})
    former = EmploymentRows(posted(request), prefix="former", initial=known)
    if form.is_bound and form.is_valid() & former.is_valid():
        profile, revision = form.profile(former_employers(former)), form.cleaned_data["revision"]
        try:
            voided = actions.change_expert(expert, profile, revision=revision, by=request.user)
        except Refused as refusal:
            say(form, refusal)
        else:
            messages.success(request, _("The entry was changed."))
            if voided:
                messages.warning(
                    request,
                    _("%(count)s assignments were voided for a conflict of interest.")
                    % {"count": len(voided)},
                )
            return redirect("reviews:experts")
    return entry(request, form, former, title=expert.user.name)


def entry(request: SignedIn, form: ExpertForm, former: Any, *, title: str) -> HttpResponse:
    """The page of one entry of the pool."""
    wrong = form.is_bound and not form.errors and bool(former.total_error_count())
    status = 422 if wrong else status_of(form)
    shown = {"title": title, "form": form, "former": former, "back": reverse("reviews:experts")}
    return render(request, "program/reviews/expert.html", shown, status=status)
