"""One's second factor: set up, removed, its recovery codes; and reset by the security administrator when it was lost."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from program.people import actions, passkeys, rules
from program.people.forms import AppForm, PasskeyForm, PasswordForm, ResetFactorsForm
from program.people.http import PASSED, SignedIn, blame, posted, without_second_factor
from program.people.models import Role, User
from program.people.steps import adapter, new_secret
from program.refusals import Refused

NEW_APP = "new_app"
"""In a session: the encrypted secret of an app that is being set up."""
View = Callable[..., HttpResponse]


def proven(view: View) -> View:
    """Only a session that began with the second factor changes it; any other session of its owner ends."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if rules.has_second_factor(request.user) and not request.session.get(PASSED):
            request.session.flush()
            return redirect("people:sign_in")
        return view(request, *args, **kwargs)

    return guarded


@without_second_factor
@require_safe
@proven
def second_factor(request: SignedIn) -> HttpResponse:
    """What one signs in with besides the password."""
    return _page(request)


def _page(
    request: SignedIn, *, removing: int | None = None, faulty: PasswordForm | None = None
) -> HttpResponse:
    """The page; `faulty` is the form that was answered wrongly, of the factor `removing` or of the recovery codes."""
    held = list(rules.factors_of(request.user))
    fresh = partial(PasswordForm, request=request)
    rows = [
        {
            "factor": one,
            "name": one.wrap().name if one.type == rules.PASSKEY else "",
            "form": faulty if faulty and one.pk == removing else fresh(auto_id=f"id_%s_{one.pk}"),
        }
        for one in held
    ]
    shown = {
        "rows": rows,
        "has_app": any(one.type == rules.APP for one in held),
        "needed": rules.needs_second_factor(request.user),
        "codes_left": rules.recovery_codes_left(request.user) if held else None,
        "renewing": faulty if faulty and removing is None else fresh(auto_id="id_%s_codes"),
        "passkeys_work": passkeys.work_at(request),
        "effects_of_removing": [
            _("From now on nobody signs in with it."),
            _("All your other sessions end."),
        ],
        "effects_of_renewing": [_("The old recovery codes are dead from now on.")],
    }
    return render(request, "program/people/second_factor.html", shown)


@without_second_factor
@never_cache
@sensitive_post_parameters("code", "password")
@proven
def add_app(request: SignedIn) -> HttpResponse:
    """Show the secret of an authenticator app until a code shows that the app holds it."""
    if rules.factors_of(request.user).filter(type=rules.APP).exists():
        return redirect("people:second_factor")
    sealed = request.session.setdefault(NEW_APP, adapter.encrypt(new_secret()))
    secret = adapter.decrypt(sealed)
    form = AppForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.set_up_app(
                request.user, secret=secret, code=form.cleaned_data["code"], by=request.user
            )
        except Refused as refusal:
            blame(form, refusal)
        else:
            del request.session[NEW_APP]
            return _set_up(request, codes, _("The authenticator app is set up."))
    address = adapter.build_totp_url(request.user, secret)
    shown = {
        "form": form,
        "submit": _("Confirm"),
        "back": reverse("people:second_factor"),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": address,
        "picture": segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff"),
    }
    return render(request, "program/people/second_factor_app.html", shown)


@without_second_factor
@never_cache
@sensitive_post_parameters("credential", "password")
@proven
def add_passkey(request: SignedIn) -> HttpResponse:
    """Have the browser make a passkey, and keep what it answers."""
    form = PasskeyForm(posted(request), request=request)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        codes = actions.add_passkey(
            request.user, name=entered["name"], credential=entered["credential"], by=request.user
        )
        return _set_up(request, codes, _("The passkey is added."))
    shown = {
        "form": form,
        "options": passkeys.to_register(request.user),
        "passkeys_work": passkeys.work_at(request),
    }
    return render(request, "program/people/second_factor_passkey.html", shown)


def _set_up(request: SignedIn, codes: list[str], said: str) -> HttpResponse:
    """This session goes on, all others have ended; with the first factor come the recovery codes, this once."""
    _go_on(request)
    messages.success(request, said)
    return _show(request, codes) if codes else redirect("people:second_factor")


def _go_on(request: SignedIn) -> None:
    update_session_auth_hash(request, User.objects.get(pk=request.user.pk))
    request.session[PASSED] = rules.has_second_factor(request.user)


def _show(request: SignedIn, codes: list[str]) -> HttpResponse:
    """The only answer that ever carries the codes: they are shown as what was sent is answered, never at an address."""
    in_two = [f"{code[:5]}-{code[5:]}" for code in codes]
    return render(
        request, "program/people/recovery_codes.html", {"codes": in_two, "text": "\r\n".join(in_two)}
    )


@require_POST
@never_cache
@sensitive_post_parameters("password")
@proven
def renew_codes(request: SignedIn) -> HttpResponse:
    """New recovery codes in place of the old ones."""
    form = PasswordForm(request.POST, request=request, auto_id="id_%s_codes")
    if not form.is_valid():
        return _page(request, faulty=form)
    return _show(request, actions.renew_recovery_codes(request.user, by=request.user))


@require_POST
@sensitive_post_parameters("password")
@proven
def remove_factor(request: SignedIn, pk: int) -> HttpResponse:
    """Remove one's authenticator app or a passkey."""
    factor = get_object_or_404(rules.factors_of(request.user).select_related("user"), pk=pk)
    form = PasswordForm(request.POST, request=request, auto_id=f"id_%s_{pk}")
    if not form.is_valid():
        return _page(request, removing=pk, faulty=form)
    try:
        actions.remove_factor(factor, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _go_on(request)
        messages.success(request, _("It is removed. All your other sessions have ended."))
    return redirect("people:second_factor")


def reset_factors(request: SignedIn) -> HttpResponse:
    """Throw a lost second factor of somebody else away."""
    rules.require_role(request.user, Role.SECURITY)
    form = ResetFactorsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        person, reason = form.cleaned_data["username"], form.cleaned_data["reason"]
        try:
            actions.reset_factors(person, reason=reason, by=request.user)
        except Refused as refusal:
            blame(form, refusal)
        else:
            said = _("The second factor of %(name)s is reset, and all sessions of the person have ended.")
            messages.success(request, said % {"name": person.name})
            return redirect("people:members")
    words = {
        "title": _("Reset a lost second factor"),
        "lead": _(
            "The app and all passkeys of the person are thrown away; at the next sign-in the password is enough to set up"
            " a new one. Make sure first that it is the person."
        ),
        "submit": _("Reset the second factor"),
        "back": reverse("people:members"),
        "back_label": _("Members"),
    }
    return render(request, "program/form_page.html", {"form": form, **words})
