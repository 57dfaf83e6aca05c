"""Addresses for the tests of the frame: what a page may do wrong, one page each."""

import sqlite3
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.cache import cache_control

from program.people.models import User
from program.portal import language
from program.refusals import Incomplete, NotYours, SomebodyWasFaster

View = Callable[[HttpRequest], HttpResponse]


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def private(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


@cache_control(public=True, max_age=60)
def kept(request: HttpRequest) -> HttpResponse:
    return HttpResponse("kept")


def renames(request: HttpRequest) -> HttpResponse:
    User.objects.update(name="renamed")
    return HttpResponse("renamed")


def locks(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), transaction.atomic():
        return HttpResponse(User.objects.select_for_update().order_by("pk").first())


def keeps_a_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    request.session.save()
    Session.objects.filter(session_key="gone").delete()
    return HttpResponse("kept")


def raises(error: Exception) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def from_database(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def sqlite(code: int, text: str) -> OperationalError:
    cause = sqlite3.OperationalError(text)
    cause.sqlite_errorcode = code
    return from_database(cause)


class Deadlock(Exception):
    sqlstate = "40P01"


urlpatterns = [
    path("", include(([path("language/", language.switch, name="language")], "portal"))),
    path(
        "desk/", include(([path("", private, name="desk"), path("messages/", private, name="inbox")], "desk"))
    ),
    path("applications/", include(([path("", private, name="list")], "applications"))),
    path("public/", public),
    path("private/", private),
    path("kept/", kept),
    path("renames/", renames),
    path("locks/", locks),
    path("session/", keeps_a_session),
    path("faster/", raises(SomebodyWasFaster())),
    path("not-yours/", raises(NotYours())),
    path("incomplete/", raises(Incomplete("The minutes are missing."))),
    path("busy/", raises(sqlite(sqlite3.SQLITE_BUSY, "database is locked"))),
    path("deadlock/", raises(from_database(Deadlock()))),
    path("broken/", raises(sqlite(sqlite3.SQLITE_ERROR, "no such table"))),
]
handler400 = "program.config.views.bad_request"
