"""What the pages of the registers share: a list, and a form whose refusals stand where they belong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from program.files.http import keep_uploads
from program.people.http import SignedIn, known_parameters, say
from program.refusals import Refused

ROWS = 30


def list_page(
    request: SignedIn, rows: Any, table: Any, narrowing: Any, *, columns: dict[str, Any] | None = None,
    template: str = "program/registers/list.html", **shown: Any,
) -> HttpResponse:  # fmt: skip
    """A list within reach, narrowed down by the address."""
    known_parameters(request, filters=narrowing.names(), sort=table.base_columns)
    narrowed = narrowing(request.GET, queryset=rows)
    made = table(narrowed.qs, **(columns or {}))
    RequestConfig(request, paginate={"per_page": ROWS}).configure(made)
    return render(request, template, {"table": made, "filter": narrowed, **shown})


def form_page(
    request: SignedIn, form: BaseForm, act: Callable[[], Any], *, done: Any, to: Any = None,
    template: str = "program/form_page.html", **words: Any,
) -> HttpResponse:  # fmt: skip
    """Show a form; when it is sent and valid, act and go to what was made (or to `to`)."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act()
            except Refused as refusal:
                say(form, refusal)
                status = refusal.status
            else:
                messages.success(request, done)
                return redirect(to or made)
        keep_uploads(request, form)
    words.setdefault("back_label", _("Registers"))
    return render(request, template, {"form": form, **words}, status=status)
