"""What everybody may read and do: notices, objections, the register, the verification of a letter."""

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
from program.decisions import actions, rules
from program.decisions.forms import ObjectForm
from program.decisions.models import Designation, Objection, ObjectorKind, PublicNotice
from program.files.models import File
from program.people.http import blame, known_parameters, posted
from program.refusals import Refused

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
    context = {"notice": shown, "items": shown.items.all(), "takes": takes}
    return render(request, "program/decisions/notice.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a line of a notice that is still open."""
    shown = get_object_or_404(PublicNotice.objects.select_related("batch__call"), pk=pk)
    if not rules.takes_objections(shown, clock.now()) and request.method == "GET":
        return redirect(shown)
    form = ObjectForm(posted(request), request.FILES or None, items=shown.items.all())
    if form.is_valid():
        try:
            objection = hand_in(request, form)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return redirect("decisions:objection_receipt", objection.receipt)
    context = {"notice": shown, "form": form}
    return render(request, "program/decisions/object.html", context, status=422 if form.errors else 200)


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
    """The one-time link of the letter: opening it changes nothing, the button confirms."""
    if request.method == "POST":
        objection = actions.confirm_objection(token)
        if objection.is_lead:
            messages.warning(
                request,
                _(
                    "The public notice ended before the address was confirmed. The office keeps what you wrote as a lead."
                ),
            )
        return redirect("decisions:objection_receipt", objection.receipt)
    return render(request, "program/decisions/objection_confirm.html")


@login_not_required
@require_safe
def objection_receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Where an objection stands, for whoever has its receipt; not who objected, nor what was said."""
    objection = get_object_or_404(Objection.objects.select_related("item__notice"), receipt=receipt)
    return render(request, "program/decisions/objection_receipt.html", {"objection": objection})


@login_not_required
@require_safe
def designations(request: HttpRequest) -> HttpResponse:
    """The register, with everything that was ever listed."""
    known_parameters(request)
    page = Paginator(Designation.objects.for_lists().order_by("-since", "letter_number"), PAGE).get_page(
        request.GET.get("page")
    )
    seen = File.objects.visible_to(request.user).filter(
        designation_letters__designation__in=[row.pk for row in page]
    )
    context = {"page": page, "letters": set(seen.values_list("pk", flat=True))}
    return render(request, "program/decisions/designations.html", context)


@login_not_required
@require_safe
def verify_any(request: HttpRequest) -> HttpResponse:
    """A number typed by hand leads to its page."""
    number = request.GET.get("number", "").strip()
    if number:
        return redirect("decisions:verify", number[:30].replace("/", ""))
    return render(request, "program/decisions/verify_any.html")


@login_not_required
@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """What the register says of a letter's number; an unknown number is answered in words, with 404."""
    designation = Designation.objects.for_lists().filter(letter_number=number).first()
    context = {"number": number, "designation": designation}
    return render(request, "program/decisions/verify.html", context, status=200 if designation else 404)
