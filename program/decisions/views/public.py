"""What everybody may read and do: notices, objections, the register, the verification of a letter."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from program import clock
from program.applications.models import Application
from program.decisions import actions, rules
from program.decisions.forms import NumberForm, ObjectForm, ReceiptForm
from program.decisions.models import Designation, Objection, ObjectorKind, PublicNotice
from program.files.http import keep_uploads, uploads
from program.people.http import known_parameters, posted, say
from program.refusals import Gone, Refused
from program.registers.rules import is_published
from program.rulesets.models import Key
from program.rulesets.rules import value

PAGE = 30


def client_of(request: HttpRequest) -> str:
    """A key of where the request comes from; behind our own proxy that is what the proxy appended last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PRODUCTION else ""
    return rules.client_key(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


@login_not_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All public notices, the newest first."""
    known_parameters(request)
    rows = PublicNotice.objects.select_related("batch__call").annotate(listed=Count("items"))
    page = Paginator(rows.order_by("-published_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "program/decisions/notices.html", {"page": page, "moment": clock.now()})


@login_not_required
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its frozen list, until when, where to object."""
    shown = get_object_or_404(PublicNotice.objects.select_related("batch__call", "file"), pk=pk)
    takes = rules.takes_objections(shown, clock.now())
    context = {
        "notice": shown,
        "items": shown.items.select_related("application__zone", "application__applicant"),
        "takes": takes,
    }
    return render(request, "program/decisions/notice.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a line of a notice that is still open. Whatever is refused, what was typed stays in the form."""
    shown = get_object_or_404(PublicNotice.objects.select_related("batch__call"), pk=pk)
    if not rules.takes_objections(shown, clock.now()) and request.method == "GET":
        return redirect(shown)
    form = ObjectForm(posted(request), uploads(request), items=shown.items.all())
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            objection = hand_in(request, form)
        except Refused as refusal:
            say(form, refusal)
            status = refusal.status
        else:
            return redirect("decisions:objection_receipt", objection.receipt)
    keep_uploads(request, form)
    context = {"notice": shown, "form": form}
    return render(request, "program/decisions/object.html", context, status=status)


def hand_in(request: HttpRequest, form: ObjectForm) -> Objection:
    """What the form says, as the verb takes it."""
    given = form.cleaned_data
    objector = actions.Objector(ObjectorKind(given["kind"]), given["name"], given["phone"], given["email"])
    return actions.object_to(
        given["item"],
        objector,
        grounds=given["grounds"],
        evidence=given["evidence"],
        client=client_of(request),
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def objection_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link of the letter: opening it changes nothing, the button confirms; a dead link says so at once."""
    found = rules.of_link(token)
    dead = rules.dead_link(found)
    if request.method == "POST" and not dead:
        try:
            return confirmed(request, token)
        except Gone as refusal:
            dead = str(refusal)
    late = found is not None and not rules.takes_objections(found.item.notice, clock.now())
    context = {"objection": found, "dead": dead, "late": late}
    return render(
        request, "program/decisions/objection_confirm.html", context, status=Gone.status if dead else 200
    )


def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm, and go to the receipt."""
    objection = actions.confirm_objection(token)
    if objection.is_lead:
        messages.warning(
            request,
            _("The public notice ended before the address was confirmed. The office keeps what you wrote as a lead."),
        )  # fmt: skip
    return redirect("decisions:objection_receipt", objection.receipt)


@login_not_required
@require_safe
def receipt_any(request: HttpRequest) -> HttpResponse:
    """A receipt typed by hand leads to its page."""
    form = ReceiptForm(request.GET if "receipt" in request.GET else None)
    if form.is_valid():
        return redirect("decisions:objection_receipt", form.cleaned_data["receipt"])
    context = {"form": form}
    return render(request, "program/decisions/receipt_any.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def objection_receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Where an objection stands, for whoever has its receipt; not who objected, nor what was said."""
    receipt = rules.receipt_number(receipt)
    objection = Objection.objects.select_related("item__notice").filter(receipt=receipt).first()
    if objection is None:
        form = ReceiptForm({"receipt": receipt})
        form.add_error("receipt", _("No objection has this receipt. Compare it with yours, sign by sign."))
        return render(request, "program/decisions/receipt_any.html", {"form": form}, status=404)
    return render(request, "program/decisions/objection_receipt.html", {"objection": objection})


@login_not_required
@require_safe
def designations(request: HttpRequest) -> HttpResponse:
    """The register, with everything that was ever listed."""
    known_parameters(request, filters=["q"])
    asked = request.GET.get("q", "").strip()[:80]
    rows = Designation.objects.for_lists().order_by("-since", "letter_number")
    page = Paginator(rows.called(asked) if asked else rows, PAGE).get_page(request.GET.get("page"))
    # A letter is read by whoever sees its case (models/reach.py).
    cases = Application.objects.visible_to(request.user).filter(designation__in=[row.pk for row in page])
    context = {
        "page": page,
        "asked": asked,
        "cases": set(cases.order_by().values_list("pk", flat=True)),
        "restricted_published": is_published(),
    }
    return render(request, "program/decisions/designations.html", context)


@login_not_required
@require_safe
def verify_any(request: HttpRequest) -> HttpResponse:
    """A number typed by hand leads to its page."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("decisions:verify", form.cleaned_data["number"])
    context = {"form": form}
    return render(request, "program/decisions/verify_any.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """What the register says of a letter's number; an unknown number is answered in words, with 404."""
    number = rules.letter_number(number) or number
    rows = Designation.objects.for_lists().select_related("application__call__rule_set", "application__zone")
    found = rules.with_history(rows)
    designation = found.filter(letter_number__iexact=number).first()
    plaques = designation is not None and value(designation.application.rule_set, Key.PLAQUES)
    context: dict[str, Any] = {
        "number": number,
        "designation": designation,
        "plaques": plaques,
        "today": clock.today(),
    }
    if designation is not None:
        context["events"] = rules.history(designation)
        context["notice"] = PublicNotice.objects.filter(items__application=designation.application).first()
        context["band"] = rules.published_band(designation)
    return render(request, "program/decisions/verify.html", context, status=200 if designation else 404)
