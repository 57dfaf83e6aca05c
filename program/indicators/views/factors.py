"""Pages of factor sets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from program.indicators import actions, rules
from program.indicators.forms.versions import CarrierForm, DraftFactorsForm, FactorsForm, SignForm
from program.indicators.models import FactorSet, PublishedGridFactor
from program.indicators.views.finding import draft_of, moves, sign_page, visible
from program.indicators.views.sets import begun
from program.people.http import SignedIn, blame, posted, status_of
from program.people.models import Role
from program.people.rules import require_role
from program.refusals import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def detail(request: SignedIn, code: str) -> HttpResponse:
    """By what every quantity becomes tce and CO2, how surely and from where; beside it what documents printed."""
    version = visible(FactorSet, request, code)
    carriers = list(version.carriers.all())
    context = moves(version, request) | {
        "version": version,
        "carriers": [{"row": one, "by_heat": rules.by_heat(one), "disagrees": rules.disagrees(one)} for one in carriers],
        "grid": version.grid.all(),
        "published": PublishedGridFactor.objects.all(),
        "declarations": version.declarations.in_force().count(),
        "is_current": version.pk == rules.current_factors().pk,
    }  # fmt: skip
    return render(request, "program/indicators/factors.html", context)


@get_or_post
def draft(request: SignedIn) -> HttpResponse:
    """A new version from another (`?base=`)."""
    require_role(request.user, Role.CLERK)
    base = FactorSet.objects.filter(code=request.GET.get("base", "")).first()
    form = DraftFactorsForm(posted(request), initial=begun(base))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_factors(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect(made)
    words = {"title": _("Draft a factor set"), "back": reverse("indicators:list"), "submit": _("Draft")}
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def change(request: SignedIn, code: str) -> HttpResponse:
    """All factors of a draft on one page."""
    version = draft_of(FactorSet, request, code, Role.CLERK)
    form = FactorsForm(version, posted(request))
    if request.method == "POST" and form.is_valid():
        head, carriers, grid = form.entered()
        try:
            actions.change_factors(
                version, head, carriers, grid, by=request.user, seen=form.cleaned_data["revision"]
            )
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(version)
    context = {"version": version, "form": form, "declared": rules.declared_carriers()}
    return render(request, "program/indicators/factors_change.html", context)


@get_or_post
def add(request: SignedIn, code: str) -> HttpResponse:
    """One more energy carrier."""
    version = draft_of(FactorSet, request, code, Role.CLERK)
    form = CarrierForm(version, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_carrier(version, form.entered(), by=request.user, seen=form.cleaned_data["revision"])
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The energy carrier is added."))
            return redirect("indicators:factors_change", version.code)
    words = {
        "title": _("Add an energy carrier to %(version)s") % {"version": version.code},
        "back": reverse("indicators:factors_change", args=[version.code]),
        "submit": _("Add"),
    }
    return render(request, "program/form_page.html", {"form": form, **words})


@require_POST
def remove(request: SignedIn, code: str, carrier: str) -> HttpResponse:
    """Take an energy carrier out of a draft."""
    version = draft_of(FactorSet, request, code, Role.CLERK)
    form = SignForm(request.POST)
    if not form.is_valid():
        raise Refused
    actions.remove_carrier(version, carrier, by=request.user, seen=form.cleaned_data["revision"])
    messages.success(request, _("The energy carrier is taken out."))
    return redirect("indicators:factors_change", version.code)


@get_or_post
def sign(request: SignedIn, code: str) -> HttpResponse:
    """Read what changes, then sign."""
    return sign_page(request, FactorSet, code)
