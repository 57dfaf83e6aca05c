"""Pages of measures: the office's, and those of whoever is measured from the announcement on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from program import clock
from program.files.http import uploads
from program.journal.models import Line
from program.measures import actions, rules
from program.measures.forms import DecisionForm, DropForm, MeasureFilter, StatementForm, TermsForm
from program.measures.models import Measure, supervises
from program.measures.rules import MeasureMoves
from program.measures.tables import MeasureTable, measure_tag, rectification_tag
from program.measures.views.frame import get_or_post, require_move
from program.people.http import SignedIn, number_in, posted
from program.people.models import Role
from program.people.rules import standing
from program.registers.views.frame import form_page, list_page

SHOWN = (
    "lead__finding__document", "zone", "organization", "rule_set", "drafted_by", "announced_by", "dropped_by",
    "defence__file", "defence__made_by", "appeal__file", "appeal__answered_by", "rectification",
    "decision__document", "decision__drafted_by", "decision__signed_by",
    "reversal__document", "reversal__drafted_by", "reversal__signed_by",
)  # fmt: skip


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Measures within reach."""
    rows = Measure.objects.visible_to(request.user).select_related("zone", "lead")
    return list_page(
        request, rows, MeasureTable, MeasureFilter, template="program/measures/list.html",
        title=_("Measures"), here=reverse("measures:measures"),
        lead=_("What follows from verified leads: announced, answered, signed on a document, reversed only by another decision."),
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> Measure:
    found: Measure = get_object_or_404(Measure.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)
    return found


def moves_of(request: SignedIn, shown: Measure) -> MeasureMoves:
    return rules.measure_moves(shown, standing(request.user), clock.now(), rules.rules_in_force())


@require_safe
def measure(request: SignedIn, pk: int) -> HttpResponse:
    """One measure: facts, announcement, answer, decision, effects, appeal, reversal, rectification."""
    shown, reads = reachable(request, pk), supervises(request.user)
    moves, said = moves_of(request, shown), rules.rules_in_force()
    decision, reversal = getattr(shown, "decision", None), getattr(shown, "reversal", None)
    plans = (
        rules.planned(shown, clock.today())
        if reads and (decision is None or decision.signed_at is None)
        else []
    )
    rectification = getattr(shown, "rectification", None)
    signed = decision is not None and decision.signed_at is not None
    context = {
        "measure": shown,
        "state": measure_tag(shown),
        "moves": moves,
        "reads": reads,
        "answer_limit": rules.answer_limit(shown) if shown.announced_at else None,
        "defence": getattr(shown, "defence", None),
        "decision": decision if decision is not None and (reads or signed) else None,
        "appeal": getattr(shown, "appeal", None),
        "appeal_until": rules.appeal_until(shown, said) if signed else None,
        "reversal": reversal if reversal is not None and (reads or reversal.signed_at) else None,
        "effects": shown.effects.select_related("designation", "restriction", "zone", "letter"),
        "plans": [plan.sentence for plan in plans],
        "fingerprint": rules.fingerprint(plans),
        "undoing": rules.undoing(shown) if moves.sign_reversal else [],
        "rectification": rectification,
        "rectification_state": rectification_tag(rectification) if rectification else "",
        "drop_form": DropForm(), "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if reads else None,
    }  # fmt: skip
    return render(request, "program/measures/measure.html", context)


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    require_move(request, moves_of(request, shown).change, *rules.RECORDERS)
    form = TermsForm(posted(request), measure=shown)
    return form_page(
        request, form,
        lambda: actions.change(shown, form.terms(), seen=form.cleaned_data["revision"] or 0, by=request.user),
        done=_("The measure is saved."), title=_("Change %(number)s") % {"number": shown.number},
        lead=_("It has been announced: it may only become lighter.") if shown.announced_at else "",
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def announce(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.announce(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("Announced. The organisation may answer now."))
    return redirect(shown)


def on_form(
    request: SignedIn,
    shown: Measure,
    form: Any,
    act: Callable[[], Any],
    *,
    done: Any,
    title: str,
    lead: Any = "",
) -> HttpResponse:
    """A form about a measure; it leads back to the measure."""
    return form_page(
        request, form, act, done=done, title=title % {"number": shown.number}, lead=lead, to=shown,
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@get_or_post
def drop(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    require_move(request, moves_of(request, shown).drop, *rules.RECORDERS)
    form = DropForm(posted(request))
    return on_form(
        request, shown, form, lambda: actions.drop(shown, reason=form.cleaned_data["reason"], by=request.user),
        done=_("The measure is dropped."), title=_("Drop %(number)s"),
        lead=_("Whoever was told of the measure is told of this and of the reason."),
    )  # fmt: skip


@get_or_post
def defend(request: SignedIn, pk: int) -> HttpResponse:
    """陈述申辩."""
    shown = reachable(request, pk)
    own = rules.may_answer(shown, standing(request.user))
    require_move(request, moves_of(request, shown).answer, own=own)
    form = StatementForm(posted(request), uploads(request))
    return on_form(
        request, shown, form,
        lambda: actions.defend(shown, text=form.cleaned_data["text"], file=form.cleaned_data["file"], by=request.user),
        done=_("Your answer has reached the office."), title=_("Answer %(number)s"),
        lead=_("Your answer is read before anything is decided; the measure does not become heavier for it."),
    )  # fmt: skip


@get_or_post
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """The document of the decision, with what the office says to the answer."""
    shown = reachable(request, pk)
    require_move(request, moves_of(request, shown).decide, *rules.RECORDERS)
    form = DecisionForm(posted(request), uploads(request))
    form.fields["reason"].help_text = _("Say what was made of the answer, point by point.")
    return on_form(
        request, shown, form,
        lambda: actions.decide(shown, form.given(), reason=form.cleaned_data["reason"], by=request.user),
        done=_("The decision waits for a director's signature."), title=_("Enter the decision on %(number)s"),
        lead=_("It has no effect before a director who had no hand in it signs."),
    )  # fmt: skip


@require_POST
def discard_decision(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.discard_decision(shown, by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect(shown)


@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign(shown, effects=request.POST.get("effects", ""), by=request.user)
    messages.success(request, _("Signed. All its effects are in force."))
    return redirect(shown)


@require_POST
def letter(request: SignedIn, pk: int) -> HttpResponse:
    """扣分降档建议函."""
    made = actions.draft_letter(reachable(request, pk), by=request.user)
    messages.success(
        request, _("%(number)s is drafted; its prints are being made.") % {"number": made.number}
    )
    return redirect(made)


@get_or_post
def appeal(request: SignedIn, pk: int) -> HttpResponse:
    """申诉."""
    shown = reachable(request, pk)
    own = rules.may_answer(shown, standing(request.user))
    require_move(request, moves_of(request, shown).appeal, own=own)
    form = StatementForm(posted(request), uploads(request))
    return on_form(
        request, shown, form,
        lambda: actions.appeal(shown, text=form.cleaned_data["text"], file=form.cleaned_data["file"], by=request.user),
        done=_("Your appeal has reached the office."), title=_("Appeal against %(number)s"),
        lead=_("The measure stands until it is reversed. Whoever signed it does not judge the appeal."),
    )  # fmt: skip


@get_or_post
def dismiss_appeal(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    require_move(request, moves_of(request, shown).dismiss_appeal, Role.DIRECTOR)
    form = DropForm(posted(request))
    return on_form(
        request, shown, form,
        lambda: actions.dismiss_appeal(shown, answer=form.cleaned_data["reason"], by=request.user),
        done=_("The appeal is dismissed; the measure stands."), title=_("Dismiss the appeal against %(number)s"),
    )  # fmt: skip


@get_or_post
def reverse_measure(request: SignedIn, pk: int) -> HttpResponse:
    """Draft the decision that undoes the measure."""
    shown = reachable(request, pk)
    require_move(request, moves_of(request, shown).reverse, *rules.RECORDERS)
    form = DecisionForm(posted(request), uploads(request))
    return on_form(
        request, shown, form,
        lambda: actions.draft_reversal(shown, form.given(), reason=form.cleaned_data["reason"], by=request.user),
        done=_("The reversal waits for a director's signature."), title=_("Draft the reversal of %(number)s"),
        lead=_("A decision of its own: once signed it undoes every effect of the measure, and nothing is erased."),
    )  # fmt: skip


@require_POST
def discard_reversal(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.discard_reversal(shown, by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect(shown)


@require_POST
def sign_reversal(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    actions.sign_reversal(shown, by=request.user)
    messages.success(request, _("Signed. Every effect of the measure has ended."))
    return redirect(shown)
