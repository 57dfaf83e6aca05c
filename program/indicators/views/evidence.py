"""The evidence of a declaration: attached to its data items and taken off, while it is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from program.files.http import keep_uploads, uploads
from program.indicators import actions, rules
from program.indicators.forms import EvidenceForm
from program.indicators.views.frame import reachable, sheet_for, writing
from program.people.http import SignedIn, blame, posted, status_of
from program.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedIn, pk: int) -> HttpResponse:
    """The files of each data item, and one more (`?item=`)."""
    found = reachable(request, pk)
    sheet = writing(sheet_for(request, found))
    items = rules.declared_items(found, sheet.known.items)
    newest = max((row.pk for rows in sheet.evidence.values() for row in rows), default=0)
    initial = {"item": request.GET.get("item", ""), "seen": newest}
    form = EvidenceForm(posted(request), uploads(request), items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            seen = given["seen"] or 0
            actions.attach_evidence(found, given["item"], given["file"], seen=seen, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The file was attached."))
            return redirect("indicators:evidence", found.pk)
    keep_uploads(request, form)
    context = {"declaration": found, "form": form, "groups": rules.evidence_groups(items, sheet.evidence)}
    return render(request, "program/indicators/evidence.html", context, status=status_of(form))


@require_POST
def take_off(request: SignedIn, pk: int, evidence_pk: int) -> HttpResponse:
    """Take a file off."""
    found = reachable(request, pk)
    writing(sheet_for(request, found))
    row = get_object_or_404(found.evidence.attached(), pk=evidence_pk)
    actions.take_evidence_off(row, by=request.user)
    messages.success(request, _("The file was taken off."))
    return redirect("indicators:evidence", found.pk)
