"""What views with files share: a file that was good once is not chosen again because something else in its form was not."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

from program import clock
from program.files import actions
from program.files.models import WaitingUpload
from program.people.models import User
from program.people.rules import hashed

KEPT, WITHOUT = "-kept", "-without"
"""Behind the name of a field: the ticket of its file; ticked where the file is not wanted any more."""
MOST = 5
"""Tickets that one form may bring."""


def uploads(request: HttpRequest) -> Any:
    """What a form with files is bound to: the files that were sent, and where none was, what its holder left here before."""
    if request.method != "POST":
        return None
    tickets = {
        hashed(ticket): (name.removesuffix(KEPT), ticket)
        for name, ticket in request.POST.items()
        if name.endswith(KEPT) and isinstance(ticket, str)
    }
    wanted = list(tickets)[:MOST]
    rows = WaitingUpload.objects.filter(ticket_hash__in=wanted, until__gt=clock.now(), **holder(request))
    for row in rows if wanted else ():
        name, ticket = tickets[row.ticket_hash]
        if name not in request.FILES and name + WITHOUT not in request.POST and row.path.exists():
            request.FILES[name] = waited(row, ticket)  # closed with the request
    return request.FILES


def waited(row: WaitingUpload, ticket: str) -> "UploadedFile[bytes]":
    """To a form the same as a file that was sent just now: it is examined anew."""
    upload: UploadedFile[bytes] = UploadedFile(row.path.open("rb"), name=row.name, size=row.size)
    upload.ticket = ticket  # type: ignore[attr-defined]
    return upload


def keep_uploads(request: HttpRequest, form: forms.BaseForm) -> None:
    """The form was refused: whatever files of it are good wait for the next try. A bad one is not kept."""
    for name, field in form.fields.items():
        upload: Any = form.files.get(form.add_prefix(name)) if form.errors else None
        if not isinstance(field, forms.FileField) or upload is None:
            continue
        if name in form.errors:
            upload.ticket = ""
        elif not getattr(upload, "ticket", ""):
            upload.ticket = actions.wait(upload, **holder(request))


def holder(request: HttpRequest) -> dict[str, Any]:
    """Whose files they are: the person's, or the browser's, known by the secret that its forms carry anyway."""
    if isinstance(request.user, User):
        return {"person": request.user, "browser": ""}
    get_token(request)
    secret = salted_hmac("program.files.waiting", request.META["CSRF_COOKIE"], algorithm="sha256")
    return {"person": None, "browser": secret.hexdigest()}
