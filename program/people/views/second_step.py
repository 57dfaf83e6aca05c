"""The second step of signing in: the password was right, and nobody is signed in yet."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from program import clock
from program.people import actions, passkeys
from program.people.forms import CodeForm, PasskeyAnswerForm
from program.people.http import PASSED
from program.people.models import User
from program.people.rules import APP, PASSKEY, factors_of
from program.people.steps import Answer

BEGUN = "second_step"
PATIENCE = timedelta(minutes=10)


def begin(request: HttpRequest, person: User, *, onward: str, unsent: bool) -> HttpResponse:
    """Remember whose password was right, for a few minutes."""
    request.session[BEGUN] = {
        "person": person.pk,
        "as_of": person.get_session_auth_hash(),
        "until": (clock.now() + PATIENCE).isoformat(),
        "onward": onward,
        "unsent": unsent,
    }
    return redirect("people:second_step")


def _expected(request: HttpRequest) -> User | None:
    """Whose second step this is, unless it took too long, or the password or the account changed meanwhile."""
    begun: dict[str, Any] = request.session.get(BEGUN, {})
    if not begun or datetime.fromisoformat(begun["until"]) < clock.now():
        return None
    person = User.objects.filter(pk=begun["person"], is_active=True).first()
    if person is None or not constant_time_compare(begun["as_of"], person.get_session_auth_hash()):
        return None
    return person


@login_not_required
@never_cache
@sensitive_post_parameters("code", "credential")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey; whoever answers is signed in."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    person = _expected(request)
    if person is None:
        if request.session.pop(BEGUN, None):
            messages.warning(request, _("That took too long. Sign in again."))
        return redirect("people:sign_in")
    by_passkey = "credential" in request.POST
    code = CodeForm(request.POST if request.method == "POST" and not by_passkey else None)
    code.fields["code"].widget.attrs["autofocus"] = (
        request.method == "GET"
    )  # else what went wrong has the focus
    passkey = PasskeyAnswerForm(request.POST if by_passkey else None, person=person)
    if (by_passkey and _recognised(passkey)) or (code.is_bound and _right(code, person)):
        return _enter(request, person)
    kinds = set(factors_of(person).values_list("type", flat=True))
    shown = {
        "form": passkey if by_passkey else code,
        "code": code,
        "has_app": APP in kinds,
        "passkey": passkey if PASSKEY in kinds else None,
        "options": passkeys.to_sign_in(person) if PASSKEY in kinds else "",
    }
    return render(request, "program/people/second_step.html", shown)


def _right(form: CodeForm, person: User) -> bool:
    if not form.is_valid():
        return False
    answer = actions.answer_code(person, form.cleaned_data["code"])
    if answer is Answer.USED:
        form.add_error("code", _("This code was used already. Wait until the app shows the next one."))
    elif answer is Answer.WRONG:
        form.add_error("code", _("The code is wrong."))
    return answer is Answer.RIGHT


def _recognised(form: PasskeyAnswerForm) -> bool:
    if not form.is_valid():
        return False
    actions.use_passkey(form.cleaned_data["credential"])
    return True


def _enter(request: HttpRequest, person: User) -> HttpResponse:
    begun = request.session.pop(BEGUN)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session[PASSED] = True
    return welcome(request, redirect(begun["onward"]), person, unsent=begun["unsent"])


def welcome(request: HttpRequest, response: HttpResponse, person: User, *, unsent: bool) -> HttpResponse:
    """A person who has not chosen a language in this browser reads on in the one of the profile."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, person.language)
    if unsent:
        messages.warning(
            request, _("You had been signed out: the last step was not carried out. Please do it again.")
        )
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
