"""Signing in, passwords, one's own data. Django's views where a session is at stake, functions elsewhere."""

from typing import Any

from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.hashers import make_password
from django.contrib.auth.views import (
    INTERNAL_RESET_SESSION_TOKEN,
    LoginView,
    PasswordChangeView,
    PasswordResetConfirmView,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _

from program.people import actions
from program.people.forms import EmailForm, ProfileForm, SignInForm
from program.people.http import SignedIn, nearest_page, posted
from program.people.models import User
from program.people.rules import cast, has_second_factor
from program.people.views import second_step


class SignIn(LoginView):
    """Sign in. Who failed too often is refused by the axes backend, which stands before any hash is computed."""

    template_name = "program/people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        del context["site"]  # ours, from the context processor, is the frame of the page
        return context | {"cast": cast() if settings.DEMO else (), "unsent": "unsent" in self.request.GET}

    def get_success_url(self) -> str:
        """The page that was asked for, if it is one; the sign-in would only lead to itself."""
        start = resolve_url(settings.LOGIN_REDIRECT_URL)
        wanted = nearest_page(super().get_success_url(), start)
        return start if wanted.partition("?")[0] == self.request.path else wanted

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right. Who has a second factor is asked for it, and only then signed in."""
        person, unsent = form.get_user(), "unsent" in self.request.GET
        assert isinstance(person, User)
        if has_second_factor(person):
            return second_step.begin(self.request, person, onward=self.get_success_url(), unsent=unsent)
        return second_step.welcome(self.request, super().form_valid(form), person, unsent=unsent)


@login_not_required
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a reset link. The answer is the same whether or not the address is known."""
    form = EmailForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.send_password_reset(form.cleaned_data["email"])
        return redirect("people:password_reset_sent")
    words = {
        "title": _("Set a new password"),
        "lead": _("We send a link to the e-mail address of your account."),
        "submit": _("Send the link"),
        "back": str(reverse_lazy("people:sign_in")),
        "back_label": _("Sign in"),
    }
    return render(request, "program/form_page.html", {"form": form, **words})


@login_not_required
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "program/people/password_reset_sent.html")


class NewPassword(PasswordResetConfirmView):
    """Set a new password by the link of the letter."""

    template_name = "program/people/new_password.html"

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        person = actions.change_password(
            form.user, password=make_password(form.cleaned_data["new_password1"]), by=form.user
        )
        forget_failures(username=person.username)
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("The new password is set. Sign in with it."))
        return redirect("people:sign_in")


class ChangePassword(PasswordChangeView):
    """Change one's own password; other sessions end, this one goes on."""

    template_name = "program/people/password.html"

    def form_valid(self, form: "PasswordChangeForm") -> HttpResponse:
        person = actions.change_password(
            form.user, password=make_password(form.cleaned_data["new_password1"]), by=form.user
        )
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("The new password is set. All your other sessions have ended."))
        return redirect("people:profile")


def profile(request: SignedIn) -> HttpResponse:
    """One's own name, telephone, e-mail and language."""
    form = ProfileForm(posted(request), instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = actions.change_profile(request.user, **form.cleaned_data, by=request.user)
        with translation.override(person.language):
            messages.success(request, _("Your data are saved."))
        response = redirect("people:profile")
        second_step.remember_language(response, person.language)
        return response
    held = request.user.memberships.current().select_related("organization").order_by("pk")
    return render(request, "program/people/profile.html", {"form": form, "held": held})
