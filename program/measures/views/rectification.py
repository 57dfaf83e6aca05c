"""Pages of a rectification: written by the organisation, checked by the supervisor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.files.http import uploads
from program.journal.models import Line
from program.measures import actions, rules
from program.measures.forms import CheckForm, ExtensionForm, WritingForm
from program.measures.models import Rectification, supervises
from program.measures.tables import rectification_tag
from program.measures.views.frame import get_or_post, require_move
from program.people.http import SignedIn, number_in, posted
from program.people.models import Role
from program.people.rules import standing
from program.registers.views.frame import form_page


def reachable(request: SignedIn, pk: int) -> Rectification:
    found: Rectification = get_object_or_404(
        Rectification.objects.visible_to(request.user).for_pages(), pk=pk
    )
    return found


@require_safe
def rectification(request: SignedIn, pk: int) -> HttpResponse:
    """Item by item: what is asked for, planned, done, shown, found."""
    shown, reads = reachable(request, pk), supervises(request.user)
    items = list(shown.items.prefetch_related("evidence__file"))
    moves = rules.rectification_moves(shown, standing(request.user))
    context = {
        "rectification": shown,
        "state": rectification_tag(shown),
        "late": shown.closed_at is None and not shown.due_provisional and clock.now() > shown.due,
        "items": items,
        "moves": moves,
        "missing": rules.unready(shown, items) if moves.hand_in else [],
        "follow_ups": shown.follow_ups.select_related("checked_by"),
        "reads": reads,
        "lines": Line.objects.filter(subject=str(shown)).order_by("-pk") if reads else None,
    }
    return render(request, "program/measures/rectification.html", context)


@get_or_post
def write(request: SignedIn, pk: int) -> HttpResponse:
    """Plan and report of each item that has not passed yet."""
    shown = reachable(request, pk)
    held = standing(request.user)
    require_move(request, rules.rectification_moves(shown, held).write, own=rules.may_write(shown, held))
    items = shown.items.exclude(passed=True)
    form = WritingForm(items, posted(request), uploads(request), initial={"revision": shown.revision})
    return form_page(
        request, form,
        lambda: actions.write(shown, form.written(), seen=form.cleaned_data["revision"], by=request.user),
        template="program/measures/write.html", done=_("Saved. Hand it in once every item is done and shown."),
        title=_("Rectification of %(number)s") % {"number": shown}, to=shown,
        back=shown.get_absolute_url(), back_label=str(shown),
    )  # fmt: skip


@require_POST
def hand_in(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.hand_in(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("Handed in. The supervisor checks it."))
    return redirect(shown)


@get_or_post
def check(request: SignedIn, pk: int) -> HttpResponse:
    """复查."""
    shown = reachable(request, pk)
    require_move(request, rules.rectification_moves(shown, standing(request.user)).check, Role.SUPERVISOR)
    form = CheckForm(shown.items.exclude(passed=True), posted(request))
    return form_page(
        request, form,
        lambda: actions.check(
            shown, form.findings(), remark=form.cleaned_data["remark"], again_by=form.cleaned_data["again_by"], by=request.user
        ),
        template="program/measures/check.html", done=_("The check is recorded."),
        title=_("Follow-up check on %(number)s") % {"number": shown}, to=shown,
        lead=_("If every item has passed, the rectification is closed; a measure and its suspension end with it."),
        back=shown.get_absolute_url(), back_label=str(shown),
    )  # fmt: skip


@get_or_post
def extend(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    require_move(request, rules.rectification_moves(shown, standing(request.user)).extend, Role.DIRECTOR)
    form = ExtensionForm(posted(request))
    return form_page(
        request, form,
        lambda: actions.extend(shown, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], by=request.user),
        done=_("The new day stands; the organisation is told."), title=_("More time for %(number)s") % {"number": shown},
        to=shown, back=shown.get_absolute_url(), back_label=str(shown),
    )  # fmt: skip
