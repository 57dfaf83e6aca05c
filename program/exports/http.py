"""What the views of lists share: the list as a file, or the way to where it will lie."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from program.exports import actions
from program.exports.models import Export, Form, Listing
from program.files.spreadsheet import write_table
from program.people.http import SignedIn

LONGEST = Export._meta.get_field("question").max_length


def as_file(request: SignedIn, listing: Listing) -> HttpResponse:
    """What the address narrows the list down to, in the posted form (`as`)."""
    wanted = request.POST.get("as", listing.forms[0].value)
    question = request.GET.urlencode()
    if wanted not in {form.value for form in listing.forms} or len(question) > (LONGEST or 0):
        raise BadRequest("no such form, or an address that is too long")
    form, taken = Form(wanted), listing.read(request.user, request.GET)
    long = actions.take_out(listing, form, question=question, rows=taken.count, by=request.user)
    if long is not None:
        messages.success(request, _("The list is being made; you may leave this page."))
        return redirect("exports:index")
    target = BytesIO()
    write_table(target, form, str(listing.label), taken.heads, taken.rows)
    response = HttpResponse(target.getvalue(), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{taken.name}.{form.value}"'
    return response
