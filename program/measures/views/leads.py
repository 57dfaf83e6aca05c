"""Pages of leads: the office's alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from program import clock
from program.decisions.models import Objection
from program.files.http import uploads
from program.journal.models import Line
from program.measures import actions, rules
from program.measures.forms import AccidentForm, LeadFilter, LeadForm, MeasureForm, VerdictForm
from program.measures.models import Ground, Lead, LeadSource
from program.measures.tables import LeadTable, lead_tag
from program.measures.views.frame import get_or_post, office_only, require_move
from program.people.http import SignedIn, posted
from program.people.models import Role
from program.people.rules import require_role, standing
from program.registers.views.frame import form_page, list_page
from program.supervision.models import Alert
from program.supervision.rules import what_is_wrong

INDEX = "measures:leads"


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """All leads; objections that were kept as leads and that nobody has taken up yet."""
    office_only(request)
    records = standing(request.user).has(*rules.RECORDERS)
    return list_page(
        request, Lead.objects.visible_to(request.user).select_related("zone"), LeadTable, LeadFilter,
        template="program/measures/leads.html", title=_("Leads"), here=reverse(INDEX),
        lead=_("What the office has heard. A lead has no effect before the supervisor has verified it."),
        new=reverse("measures:lead_new") if records else "", new_label=_("Record a lead"),
        kept=Objection.objects.filter(is_lead=True, lead=None).select_related("item") if records else (),
    )  # fmt: skip


@get_or_post
def record(request: SignedIn) -> HttpResponse:
    """Write a lead down."""
    office_only(request)
    require_role(request.user, *rules.RECORDERS)
    form = LeadForm(posted(request), uploads(request))
    return form_page(
        request, form, lambda: actions.record(form.said(), by=request.user),
        done=_("The lead is recorded; the supervisor verifies it."), title=_("Record a lead"),
        lead=_("Nothing follows from a lead before it is verified. Name the zone, the organisation, or both."),
        back=reverse(INDEX), back_label=_("Leads"),
    )  # fmt: skip


@get_or_post
def take_up(request: SignedIn, pk: int) -> HttpResponse:
    """Make a lead of an objection that was kept as one."""
    office_only(request)
    rows = Objection.objects.filter(is_lead=True, lead=None).select_related(
        "item__application__zone", "item__application__applicant"
    )
    objection = get_object_or_404(rows, pk=pk)
    known = {
        "source": LeadSource.OBJECTION, "zone": objection.item.application.zone, "ground": Ground.OTHER,
        "happened_on": clock.beijing_date(objection.submitted_at), "text": objection.grounds,
    }  # fmt: skip
    return taken_up(request, objection, known, objection.number)


@get_or_post
def take_up_alert(request: SignedIn, pk: int) -> HttpResponse:
    """Make a lead of an open alert: the rules suggest it from a level on."""
    office_only(request)
    alert = get_object_or_404(
        Alert.objects.open().filter(lead=None).select_related("zone", "obligation"), pk=pk
    )
    wrong = what_is_wrong(alert, clock.now())
    known = {
        "source": LeadSource.ALERT, "zone": alert.zone, "ground": Ground.LATE,
        "happened_on": clock.beijing_date(alert.opened_at), "text": f"{wrong}（{alert.get_level_display()}）",
    }  # fmt: skip
    return taken_up(request, alert, known, wrong)


def taken_up(request: SignedIn, cause: Objection | Alert, known: dict[str, Any], name: str) -> HttpResponse:
    require_role(request.user, *rules.RECORDERS)
    form = LeadForm(posted(request), uploads(request), initial=known)
    return form_page(
        request, form, lambda: actions.record(form.said_of(cause), by=request.user),
        done=_("The lead is recorded; the supervisor verifies it."),
        title=_("Take up as a lead: %(name)s") % {"name": name}, back=reverse(INDEX), back_label=_("Leads"),
    )  # fmt: skip


def reachable(request: SignedIn, pk: int) -> Lead:
    rows = Lead.objects.visible_to(request.user).select_related(
        "zone", "finding__document", "file", "recorded_by", "settled_by", "objection"
    )
    found: Lead = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def lead(request: SignedIn, pk: int) -> HttpResponse:
    """What is said, what was found, what followed."""
    shown = reachable(request, pk)
    context = {
        "lead": shown,
        "state": lead_tag(shown),
        "moves": rules.lead_moves(shown, standing(request.user)),
        "measures": shown.measures.select_related("zone").order_by("pk"),
        "lines": Line.objects.filter(subject=shown.number).order_by("-pk"),
    }
    return render(request, "program/measures/lead.html", context)


@get_or_post
def verify(request: SignedIn, pk: int) -> HttpResponse:
    """It is true; of an accident, by the ecology authority's document."""
    shown = reachable(request, pk)
    require_move(request, rules.lead_moves(shown, standing(request.user)).verify, Role.SUPERVISOR)
    accident = rules.needs_finding(shown)
    form: Any = (AccidentForm if accident else VerdictForm)(posted(request), uploads(request))
    return form_page(
        request, form,
        lambda: actions.verify(
            shown, verdict=form.cleaned_data["verdict"], by=request.user, accident=form.accident() if accident else None
        ),
        done=_("The lead is verified; a measure can be proposed."), title=_("Verify %(number)s") % {"number": shown.number},
        lead=_("Grade and responsibility come from the ecology authority's document alone.") if accident else "",
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@get_or_post
def dismiss(request: SignedIn, pk: int) -> HttpResponse:
    shown = reachable(request, pk)
    require_move(request, rules.lead_moves(shown, standing(request.user)).dismiss, Role.SUPERVISOR)
    form = VerdictForm(posted(request))
    return form_page(
        request, form, lambda: actions.dismiss(shown, verdict=form.cleaned_data["verdict"], by=request.user),
        done=_("The lead is dismissed."), title=_("Dismiss %(number)s") % {"number": shown.number},
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip


@get_or_post
def propose(request: SignedIn, pk: int) -> HttpResponse:
    """Draft a measure on a verified lead, beginning with what the rules name."""
    shown = reachable(request, pk)
    require_move(request, rules.lead_moves(shown, standing(request.user)).propose, *rules.RECORDERS)
    said = rules.rules_in_force()
    wanted = rules.proposed(shown, said, clock.today(), against_zone=shown.zone_id is not None)
    form = MeasureForm(shown, wanted, posted(request))
    lead_in = _("The rules name: %(measure)s (%(authority)s).") % {
        "measure": wanted.kind.label, "authority": wanted.authority,
    }  # fmt: skip
    return form_page(
        request, form, lambda: actions.draft(shown, form.chosen(), form.terms(), by=request.user),
        done=_("The measure is drafted."), title=_("Propose a measure on %(number)s") % {"number": shown.number},
        lead=lead_in if wanted.authority else _("The rules leave the measure open; say why this one."),
        back=shown.get_absolute_url(), back_label=shown.number,
    )  # fmt: skip
