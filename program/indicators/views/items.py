"""Pages of data items."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from program.indicators import actions, rules
from program.indicators.forms.items import ItemForm
from program.indicators.models import DataItem
from program.people.http import SignedIn, blame, posted, status_of
from program.people.models import Role
from program.people.rules import require_role, standing
from program.refusals import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def items(request: SignedIn) -> HttpResponse:
    """Everything that is declared: unit, kind, who declares it."""
    context = {
        "items": DataItem.objects.all(),
        "declared": rules.declared_codes(),
        "may_change": standing(request.user).has(Role.CLERK),
    }
    return render(request, "program/indicators/items.html", context)


@get_or_post
def add(request: SignedIn) -> HttpResponse:
    """One more data item."""
    require_role(request.user, Role.CLERK)
    form = ItemForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The data item is entered."))
            return redirect("indicators:items")
    words = {"title": _("Enter a data item"), "back": reverse("indicators:items")}
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))


@get_or_post
def change(request: SignedIn, code: str) -> HttpResponse:
    """Other names; unit, kind and level while nothing was declared."""
    item = get_object_or_404(DataItem, code=code)
    require_role(request.user, Role.CLERK)
    fixed = rules.is_declared(item)
    form = ItemForm(posted(request), item=item, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(item, form.cleaned_data, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The data item is changed."))
            return redirect("indicators:items")
    lead = (
        _("Figures were declared in it: its unit, its kind and who declares it stay as they are.")
        if fixed
        else ""
    )
    words = {"title": str(item), "lead": lead, "back": reverse("indicators:items")}
    return render(request, "program/form_page.html", {"form": form, **words}, status=status_of(form))
