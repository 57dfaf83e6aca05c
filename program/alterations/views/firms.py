"""Pages of reported changes: written by the organisation, checked and decided by the office, read by the zone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.alterations import actions, rules
from program.alterations.forms import ChangeDecisionForm, ChangeFilter, ChangeForm
from program.alterations.models import ChangeDecision, ChangeKind, ChangeReport
from program.alterations.tables import ChangeTable, change_tag, in_time_tag
from program.files.http import uploads
from program.journal.models import Line
from program.people.http import SignedIn, number_in, posted
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import require_role, standing
from program.refusals import Refused
from program.registers.forms.decided import ReasonForm
from program.registers.views.frame import form_page, list_page

PAGE = "program/alterations/change.html"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def changes(request: SignedIn) -> HttpResponse:
    """Reported changes within reach; whoever may report one begins it here."""
    held = standing(request.user)
    rows = ChangeReport.objects.visible_to(request.user).select_related("organization")
    may = held.has(*APPLICANT_ROLES) and rules.reporting_for(held).exists()
    return list_page(
        request, rows, ChangeTable, ChangeFilter, template="program/alterations/changes.html",
        title=_("Reported changes of organisations"), here=reverse("alterations:changes"),
        lead=_("A change of name, a merger, a division, or whatever touches the conditions: reported within %(days)d days.")
        % {"days": rules.report_within()},
        kinds=ChangeKind.choices if may else (),
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> ChangeReport:
    rows = ChangeReport.objects.visible_to(request.user).select_related(
        "organization", "into", "notice", "opened_by", "submitted_by", "returned_by",
        "decision__document", "decision__drafted_by", "decision__signed_by",
    )  # fmt: skip
    found: ChangeReport = get_object_or_404(rows, pk=pk)
    return found


def decision_of(report: ChangeReport) -> ChangeDecision | None:
    found: ChangeDecision | None = getattr(report, "decision", None)
    return found


@require_safe
def change(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: what is reported, whether in time, and everything that a signature would do."""
    return render(request, PAGE, page_of(request, reachable(request, pk)))


def page_of(request: SignedIn, shown: ChangeReport) -> dict[str, Any]:
    held, decision = standing(request.user), decision_of(shown)
    reads = held.reads_everything or held.has(Role.SUPERVISOR)
    plans = rules.change_effects(shown, decision) if reads else []
    return {
        "report": shown,
        "called": shown.organization.name_on(shown.last_day),
        "decision": decision if reads or (decision is not None and decision.signed_at) else None,
        "state": change_tag(shown),
        "in_time": in_time_tag(shown),
        "moves": rules.change_moves(shown, decision, held),
        "plans": plans,
        "fingerprint": rules.fingerprint(plans),
        "passed": decision.passed.all() if decision is not None else (),
        "return_form": ReasonForm(initial={"revision": shown.revision}),
        "reads": reads,
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk") if held.reads_everything else None,
    }


@get_or_post
def change_new(request: SignedIn, kind: str) -> HttpResponse:
    """Begin a report of one kind."""
    if kind not in ChangeKind.values:
        raise Http404
    held = standing(request.user)
    require_role(request.user, *APPLICANT_ROLES)
    offered = rules.reporting_for(held)
    if not offered:
        messages.error(
            request,
            _(
                "Your organisation has an open report already, or neither holds nor applies for anything of its own."
            ),
        )
        return redirect("alterations:changes")
    form = ChangeForm(ChangeKind(kind), posted(request), uploads(request), offered=offered)
    return form_page(
        request, form, lambda: actions.open_report(form.cleaned_data["organization"], form.said(), by=request.user),
        done=_("The report is kept. A manager hands it in."), **words_of(ChangeKind(kind)),
        back=reverse("alterations:changes"), back_label=_("Reported changes of organisations"),
    )  # fmt: skip


@get_or_post
def change_write(request: SignedIn, pk: int) -> HttpResponse:
    """Write it anew, before it is handed in or after it was returned."""
    shown = reachable(request, pk)
    require_role(request.user, *APPLICANT_ROLES, organization=shown.organization)
    if not rules.change_moves(shown, None, standing(request.user)).write:
        raise Refused(_("What was handed in is changed only after it was returned."))
    form = ChangeForm(ChangeKind(shown.kind), posted(request), uploads(request), report=shown)
    return form_page(
        request, form,
        lambda: actions.change_report(shown, form.said(), seen=form.cleaned_data["revision"], by=request.user),
        done=_("The report is kept. A manager hands it in."), **words_of(ChangeKind(shown.kind)),
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


def words_of(kind: ChangeKind) -> dict[str, Any]:
    within = rules.report_within()
    lead = _(
        "To be reported within %(days)d days of the change; later than that it is taken in all the same, as late."
    )
    return {"title": _("Report a change: %(kind)s") % {"kind": kind.label}, "lead": lead % {"days": within}}


@require_POST
def change_submit(request: SignedIn, pk: int) -> HttpResponse:
    made = actions.submit_report(reachable(request, pk), seen=number_in(request, "revision"), by=request.user)
    in_time, late = _("Handed in, in time."), _("Handed in, later than the rules ask for.")
    messages.success(request, in_time if made.in_time else late)
    return redirect(made)


@require_POST
def change_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    made = actions.withdraw_report(reachable(request, pk), by=request.user)
    messages.success(request, _("The report was withdrawn."))
    return redirect(made)


@require_POST
def change_return(request: SignedIn, pk: int) -> HttpResponse:
    """With the reason, which its managers are told."""
    shown, form = reachable(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, page_of(request, shown) | {"return_form": form}, status=422)
    typed = form.cleaned_data
    actions.return_change(shown, reason=typed["reason"], seen=typed["revision"], by=request.user)
    messages.success(request, _("The report was returned; its managers are told."))
    return redirect(shown)


@get_or_post
def change_decide(request: SignedIn, pk: int) -> HttpResponse:
    """Draft what is decided on it."""
    shown = reachable(request, pk)
    require_role(request.user, Role.CLERK)
    form = ChangeDecisionForm(shown, posted(request), uploads(request))

    def act() -> ChangeReport:
        typed = form.cleaned_data
        actions.draft_change(
            shown, form.own_document(), holds=typed.get("holds"), reason=typed["reason"], seen=typed["revision"],
            by=request.user,
        )  # fmt: skip
        return shown

    return form_page(
        request, form, act, done=_("It waits for a director's signature."),
        title=_("Decide on %(number)s") % {"number": shown.number},
        lead=_("Every effect is shown before a director signs."),
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@require_POST
def change_discard(request: SignedIn, pk: int) -> HttpResponse:
    made = actions.discard_change(reachable(request, pk), by=request.user)
    messages.success(request, _("The draft was discarded; the report is checked anew."))
    return redirect(made)


@require_POST
def change_sign(request: SignedIn, pk: int) -> HttpResponse:
    made = actions.sign_change(
        reachable(request, pk), effects=request.POST.get("effects", ""), by=request.user
    )
    messages.success(request, _("Signed; it has taken effect."))
    return redirect(made)
