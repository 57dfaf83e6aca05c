"""Pages of indicator sets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.indicators import actions, rules
from program.indicators.forms.versions import DraftSetForm, IndicatorForm, SetForm, SignForm
from program.indicators.models import DataItem, FactorSet, IndicatorSet
from program.indicators.views.finding import draft_of, moves, sign_page, visible, year_asked, years_in_force
from program.people.http import SignedIn, blame, known_parameters, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Indicator sets, factor sets and data items, with where each stands."""
    known_parameters(request)
    readable = [
        model.objects.visible_to(request.user).select_related("signed_by")
        for model in (IndicatorSet, FactorSet)
    ]
    context = {
        "sets": readable[0].prefetch_related("indicators"),
        "factor_sets": readable[1].prefetch_related("carriers", "grid"),
        "items": DataItem.objects.count(),
        "may_draft": standing(request.user).has(Role.CLERK),
    }
    return render(request, "program/indicators/list.html", context)


@require_safe
def detail(request: SignedIn, code: str) -> HttpResponse:
    """Each indicator in words with what it rests on; what all zones together come to; who judges by it."""
    chosen = visible(IndicatorSet, request, code)
    indicators, known = list(chosen.indicators.all()), rules.codes()
    sizes = rules.group_sizes(indicators)
    changed = moves(chosen, request)
    context: dict[str, Any] = changed | {
        "version": chosen,
        "rows": [
            {
                "indicator": one,
                "formula": rules.formula_words(one, chosen.base_year, known),
                "requirement": rules.requirement_words(one, sizes.get(one.group, 0)),
            }
            for one in indicators
        ],
        "from_memory": rules.from_memory(indicators),
        "calls": chosen.calls.visible_to(request.user).order_by("-pk"),
        **_together(request, chosen, indicators, known),
    }
    return render(request, "program/indicators/set.html", context)


def _together(request: SignedIn, chosen: IndicatorSet, indicators: Any, known: rules.Codes) -> dict[str, Any]:
    """The values of all zones; too few zones: for the office only, with a warning."""
    years = [year for year in years_in_force() if year >= chosen.base_year]
    year = year_asked(request, years)
    if year is None or not any(one.scope == "all_zones" for one in indicators):
        return {"year": None}
    minimum = rules.coverage_minimum()
    found = rules.together(chosen, indicators, known, year, minimum)
    return {
        "year": year,
        "years": years,
        "minimum": minimum,
        "together": [
            {"shown": rules.shown(one.judged, chosen.base_year, {}, known), "coverage": one.coverage, "enough": enough}
            for one in found
            for enough in [one.coverage.share is not None and one.coverage.share >= minimum]
        ],
    }  # fmt: skip


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """A new version from another (`?base=`)."""
    require_role(request.user, Role.CLERK)
    base = IndicatorSet.objects.filter(code=request.GET.get("base", "")).first()
    form = DraftSetForm(posted(request), initial=begun(base))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_set(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(made)
    words = {"title": _("Draft an indicator set"), "back": reverse("indicators:list"), "submit": _("Draft")}
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


def begun(base: Any) -> dict[str, Any]:
    """With what the form of a draft begins."""
    if base is None:
        return {}
    return {
        "base": base.pk, "code": rules.next_code(base), "title_zh": base.title_zh, "title_en": base.title_en,
    }  # fmt: skip


@get_or_post
def change(request: SignedIn, code: str) -> HttpResponse:
    """All numbers of a draft on one page."""
    chosen = draft_of(IndicatorSet, request, code, Role.CLERK)
    form = SetForm(chosen, posted(request))
    if request.method == "POST" and form.is_valid():
        head, rows = form.entered()
        try:
            actions.change_set(chosen, head, rows, by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(chosen)
    return render(request, "program/indicators/set_change.html", {"version": chosen, "form": form})


@get_or_post
def add(request: SignedIn, code: str) -> HttpResponse:
    """One more indicator."""
    chosen = draft_of(IndicatorSet, request, code, Role.CLERK)
    form = IndicatorForm(chosen, rules.codes(), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_indicator(chosen, form.entered(), by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The indicator is added."))
            return redirect("indicators:set_change", chosen.code)
    words = {
        "title": _("Add an indicator to %(version)s") % {"version": chosen.code},
        "back": reverse("indicators:set_change", args=[chosen.code]),
        "submit": _("Add"),
    }
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def change_one(request: SignedIn, code: str, indicator: str) -> HttpResponse:
    """Name, unit, formula and direction of one indicator."""
    chosen = draft_of(IndicatorSet, request, code, Role.CLERK)
    one = get_object_or_404(chosen.indicators, code=indicator)
    form = IndicatorForm(chosen, rules.codes(), posted(request), one=one)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["revision"]
            actions.change_indicator(chosen, one.code, form.entered(), by=request.user, seen=seen)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("indicators:set_change", chosen.code)
    words = {
        "title": _("Change %(indicator)s") % {"indicator": one},
        "lead": _("Its code %(code)s stays: by it versions are compared.") % {"code": one.code},
        "back": reverse("indicators:set_change", args=[chosen.code]),
    }
    return render(request, "program/form_page.html", {"form": form, **words})


@require_POST
def remove(request: SignedIn, code: str, indicator: str) -> HttpResponse:
    """Take an indicator out of a draft."""
    chosen = draft_of(IndicatorSet, request, code, Role.CLERK)
    form = SignForm(request.POST)
    if not form.is_valid():
        raise Refused
    actions.remove_indicator(chosen, indicator, by=request.user, seen=form.cleaned_data["revision"])
    messages.success(request, _("The indicator is taken out."))
    return redirect("indicators:set_change", chosen.code)


@get_or_post
def sign(request: SignedIn, code: str) -> HttpResponse:
    """Read what changes, then sign."""
    return sign_page(request, IndicatorSet, code)
