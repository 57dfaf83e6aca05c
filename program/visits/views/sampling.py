"""The draw of those who are visited, on one page for the office."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from program import tracks
from program.calls.models import Call
from program.people.http import SignedIn
from program.people.models import Role
from program.people.rules import standing
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.visits import actions, rules


def sample(request: SignedIn, call_pk: int) -> HttpResponse:
    """Who waits for a draw, and each draw with its seed, so that whoever reads it can draw again."""
    held = standing(request.user)
    if not held.reads_everything:
        raise Http404
    call = get_object_or_404(Call.objects.published().select_related("rule_set"), pk=call_pk)
    if not tracks.get(call.track).samples_visits:
        raise Http404
    if request.method == "POST":
        made = actions.draw_sample(call, by=request.user)
        count = made.lots.filter(is_drawn=True).count()
        messages.success(
            request, _("%(count)s cases are drawn; the others go on without a visit.") % {"count": count}
        )
        return redirect("visits:sample", call.pk)
    draws = call.samples.select_related("drawn_by").prefetch_related(
        "lots__application__applicant", "lots__application__zone"
    )
    context = {
        "call": call,
        "waiting": rules.without_lot(call),
        "draws": draws,
        "share": value(call.rule_set, Key.VISIT_SAMPLE),
        "may_draw": held.has(Role.CLERK),
    }
    return render(request, "program/visits/sample.html", context)
