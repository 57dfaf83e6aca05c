"""Pages of the two registers whose entries are decided: eligibility restrictions and restricted projects."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program import clock
from program.files.http import uploads
from program.journal.models import Line
from program.people.http import SignedIn, number_in, posted
from program.people.rules import require_role, standing
from program.refusals import SomebodyWasFaster
from program.registers import actions, rules
from program.registers.forms import EntryFilter, LiftingForm, RestrictedProjectForm, RestrictionForm
from program.registers.models import RestrictedProject, Restriction, Stands, reads_registers
from program.registers.tables import (
    EntryTable,
    RestrictedProjectTable,
    RestrictionTable,
    standing_tag,
)
from program.registers.views.frame import form_page, list_page
from program.rulesets.models import Key
from program.rulesets.rules import in_force

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Register:
    """One of the two: what its rows are, and its words."""

    name: str  # of its addresses
    model: Any
    form: Any
    table: type[EntryTable]
    title: LazyText
    lead: LazyText
    new: LazyText
    effect: LazyText
    lifted: LazyText

    @property
    def here(self) -> str:
        return reverse(f"registers:{self.name}s")

    def address(self, move: str, entry: Any) -> str:
        return reverse(f"registers:{self.name}_{move}", args=[entry.pk])


RESTRICTIONS = Register(
    "restriction", Restriction, RestrictionForm, RestrictionTable,
    gettext_lazy("Eligibility restrictions"),
    gettext_lazy("Organisations that may not take part until a day. Every gate asks here: only signed decisions count."),
    gettext_lazy("Draft a restriction"),
    gettext_lazy("From its first day the organisation can neither submit nor be accepted, chosen or listed, under any track."),
    gettext_lazy("The organisation can take part again at once."),
)  # fmt: skip
PROJECTS = Register(
    "restricted_project", RestrictedProject, RestrictedProjectForm, RestrictedProjectTable,
    gettext_lazy("Restricted projects"),
    gettext_lazy("Projects that green finance does not take, each on a document and for a term."),
    gettext_lazy("Enter a restricted project"),
    gettext_lazy("From its first day the project cannot be admitted to the reserve pool."),
    gettext_lazy("The project can be admitted to the reserve pool again."),
)  # fmt: skip


@require_safe
def index(request: SignedIn, register: Register) -> HttpResponse:
    """The entries within reach."""
    drafts = standing(request.user).has(*rules.DRAFTERS[register.model])
    rows = register.model.objects.visible_to(request.user).select_related("lifting")
    return list_page(
        request, rows, register.table, EntryFilter, columns={"today": clock.today()},
        title=register.title, lead=register.lead, here=register.here,
        new=reverse(f"registers:{register.name}_new") if drafts else "", new_label=register.new,
        published=in_force(Key.RESTRICTED_PUBLISHED) if register is PROJECTS and reads_registers(request.user) else None,
    )  # fmt: skip


@get_or_post
def draft(request: SignedIn, register: Register) -> HttpResponse:
    """A draft, which a director signs."""
    require_role(request.user, *rules.DRAFTERS[register.model])
    form = register.form(posted(request), uploads(request))
    return form_page(
        request, form, lambda: actions.draft(register.model, form.given(), form.values(), by=request.user),
        done=_("The entry waits for a director's signature."), title=register.new,
        lead=_("It has no effect before a director who had no hand in it signs."),
        back=register.here, back_label=register.title,
    )  # fmt: skip


def reachable(request: SignedIn, register: Register, pk: int) -> Any:
    return get_object_or_404(register.model.objects.visible_to(request.user).with_all(), pk=pk)


@require_safe
def entry(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    """One entry: about whom, by which document, until when; its signature, and its lifting."""
    shown, day = reachable(request, register, pk), clock.today()
    reads, lifting = reads_registers(request.user), shown.lifted_by
    moves = rules.entry_moves(shown, standing(request.user), day)
    context = {
        "entry": shown,
        "register": register,
        "state": standing_tag(shown.standing_on(day)),
        "draft": shown.standing_on(day) == Stands.DRAFT,
        "lifting": lifting if lifting is not None and (reads or lifting.signed_at) else None,
        "moves": moves,
        "urls": {move: register.address(move, shown) for move in MOVES},
        "sign_effects": [register.effect, _("The entry can no longer be changed; a decision of its own lifts it.")],
        "lift_effects": [register.lifted, _("Nothing of the entry is erased.")],
        "reads": reads,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if reads else None,
    }  # fmt: skip
    return render(request, "program/registers/entry.html", context)


MOVES = ("change", "sign", "discard", "lift", "lifting_sign", "lifting_discard")


@get_or_post
def change(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    shown = reachable(request, register, pk)
    require_role(request.user, *rules.DRAFTERS[register.model])
    if shown.signed_at is not None:
        raise SomebodyWasFaster
    form = register.form(posted(request), uploads(request), entry=shown)
    return form_page(
        request, form,
        lambda: actions.change(
            shown, form.given(), form.values(), seen=form.cleaned_data["revision"] or 0, by=request.user
        ),
        done=_("The draft is saved."), title=_("Change %(number)s") % {"number": shown.number},
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def sign(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    shown = reachable(request, register, pk)
    actions.sign(shown, seen=number_in(request, "revision"), by=request.user)
    messages.success(request, _("Signed. The entry is in force from its first day."))
    return redirect(shown)


@require_POST
def discard(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    actions.discard(reachable(request, register, pk), by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect(register.here)


@get_or_post
def lift(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    """Draft the decision that lifts the entry."""
    shown = reachable(request, register, pk)
    require_role(request.user, *rules.DRAFTERS[register.model])
    form = LiftingForm(posted(request), uploads(request))
    return form_page(
        request, form,
        lambda: actions.draft_lifting(shown, form.given(), reason=form.cleaned_data["reason"], by=request.user),
        done=_("The lifting waits for a director's signature."),
        title=_("Draft the lifting of %(number)s") % {"number": shown.number},
        lead=_("It is a decision of its own: until a director signs it, the entry stays in force."),
        to=shown, back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def lifting_sign(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    shown = reachable(request, register, pk)
    actions.sign_lifting(shown, by=request.user)
    messages.success(request, _("Signed. The entry is lifted."))
    return redirect(shown)


@require_POST
def lifting_discard(request: SignedIn, register: Register, pk: int) -> HttpResponse:
    shown = reachable(request, register, pk)
    actions.discard_lifting(shown, by=request.user)
    messages.success(request, _("The draft was discarded."))
    return redirect(shown)
