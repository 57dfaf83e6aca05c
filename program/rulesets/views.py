"""The office's pages of rule sets and of the calendar."""

import re
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from program import clock
from program.files.http import keep_uploads, uploads
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused
from program.rulesets import actions, rules
from program.rulesets.forms import DraftForm, ParametersForm, SignForm, YearForm
from program.rulesets.models import CalendarYear, RuleSet

WEEKDAYS = [
    gettext_lazy("Mo"),
    gettext_lazy("Tu"),
    gettext_lazy("We"),
    gettext_lazy("Th"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("Su"),
]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """All versions, the newest first."""
    known_parameters(request)
    _for_readers(request)
    rule_sets = RuleSet.objects.visible_to(request.user).select_related(
        "drafted_by", "signed_by", "cloned_from"
    )
    return render(
        request, "program/rulesets/list.html", {"rule_sets": rule_sets, "may_draft": _is_clerk(request)}
    )


@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """Each number with what it rests on, and where it differs from the set it was cloned from."""
    rule_set = _visible(request, pk)
    context = {
        "rule_set": rule_set,
        "differences": rules.differences(rule_set, rule_set.cloned_from),
        "events": rules.history(rule_set),
        "may_draft": _is_clerk(request),
        "may_change": rules.may_change(rule_set, request.user),
        "may_sign": rules.may_sign(rule_set, request.user),
    }
    return render(request, "program/rulesets/detail.html", context)


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """A new version, from the defaults or from another (`?base=`)."""
    _for_readers(request)
    require_role(request.user, Role.CLERK)
    begun = {
        "code": rules.next_code(clock.today().year),
        "title": rules.DEFAULT_TITLE,
        "base": request.GET.get("base"),
    }
    form = DraftForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            rule_set = actions.draft(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(rule_set)
    return _form_page(request, form, _("Draft a rule set"))


@get_or_post
def change(request: SignedIn, pk: int) -> HttpResponse:
    """All numbers of a draft on one page."""
    rule_set = _visible(request, pk)
    require_role(request.user, Role.CLERK)
    rules.require_draft(rule_set)
    form = ParametersForm(rule_set, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(rule_set, form.entered(), by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(rule_set)
    context = {"rule_set": rule_set, "form": form}
    return render(request, "program/rulesets/change.html", context, status=status_of(form))


@get_or_post
def sign(request: SignedIn, pk: int) -> HttpResponse:
    """What the signature changes against the set in force; then the signature."""
    rule_set = _visible(request, pk)
    require_role(request.user, Role.DIRECTOR)
    rules.require_draft(rule_set)
    rules.require_no_hand_in(rule_set, request.user)
    form = SignForm(request.POST or None, initial={"revision": rule_set.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(rule_set, by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The rule set is signed. New calls can use it."))
            return redirect(rule_set)
    return render(request, "program/rulesets/sign.html", _to_sign(rule_set, form), status=status_of(form))


@require_safe
def calendar(request: SignedIn) -> HttpResponse:
    """A year in twelve months: working days, holidays, 调休."""
    _for_readers(request)
    published = list(CalendarYear.objects.select_related("published_by"))
    known = {entry.year: entry for entry in published}
    this_year = clock.today().year
    year = _asked_year(request.GET.get("year", ""), default=this_year)
    context = {
        "year": year,
        "entry": known.get(year),
        "weekdays": WEEKDAYS,
        "months": rules.months(year),
        "years": sorted({*known, this_year, this_year + 1, year}),
        "may_publish": _is_clerk(request),
    }
    return render(request, "program/rulesets/calendar.html", context)


@get_or_post
def publish(request: SignedIn) -> HttpResponse:
    """Enter the holidays of a year."""
    _for_readers(request)
    require_role(request.user, Role.CLERK)
    form = YearForm(posted(request), uploads(request), initial={"year": request.GET.get("year")})
    words = {"back": reverse("rulesets:calendar"), "submit": _("Publish")}
    if request.method == "POST" and form.is_valid():
        year, document, days = (form.cleaned_data[name] for name in ("year", "document", "days"))
        try:
            actions.publish_year(year, document, days, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The calendar of %(year)d is published.") % {"year": year})
            return redirect(f"{reverse('rulesets:calendar')}?year={year}")
    keep_uploads(request, form)
    return _form_page(request, form, _("Publish a calendar year"), **words)


# ---------------------------------------------------------------- what the views share


def _visible(request: SignedIn, pk: int) -> RuleSet:
    readable = RuleSet.objects.visible_to(request.user).select_related(
        "drafted_by", "signed_by", "cloned_from"
    )
    return get_object_or_404(readable, pk=pk)


def _for_readers(request: SignedIn) -> None:
    """For everybody else the page does not exist."""
    if not standing(request.user).reads_everything:
        raise Http404


def _is_clerk(request: SignedIn) -> bool:
    return standing(request.user).has(Role.CLERK)


def _asked_year(asked: str, *, default: int) -> int:
    return int(asked) if re.fullmatch("20[0-9]{2}", asked) else default


def _to_sign(rule_set: RuleSet, form: BaseForm) -> dict[str, Any]:
    before = rules.previous(rule_set)
    compared = rules.differences(rule_set, before)
    changed = [difference for difference in compared if difference.changed or difference.before is None]
    return {"rule_set": rule_set, "form": form, "before": before, "changed": changed}


def _form_page(request: SignedIn, form: BaseForm, title: str, **words: str) -> HttpResponse:
    return render(
        request,
        "program/form_page.html",
        {"form": form, "title": title, "back": reverse("rulesets:list"), **words},
        status=status_of(form),
    )
