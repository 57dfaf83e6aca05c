"""What people enter about people."""

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from program import clock
from program.people import passkeys
from program.people.models import Organization, Role, User
from program.people.rules import has_second_factor, invited_already
from program.people.steps import Newcomer


class SeveralField(forms.ModelMultipleChoiceField[Any]):
    """Several rows; a number that no row can have is no choice, where Django would let the database overflow."""

    def clean(self, value: Any) -> Any:
        if any(len(str(each)) > 18 for each in value or ()):
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            )
        return super().clean(value)


class SignInForm(AuthenticationForm):
    """Name and password. Django cuts nothing off a name that is too long, and the record of failures has no room for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name = self.fields["username"]
        assert isinstance(name, forms.CharField)
        name.validators.append(MaxLengthValidator(name.max_length or 0))


class EmailForm(forms.Form):
    """Asks for a reset link."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class InviteForm(forms.Form):
    """Whom to invite, in which role."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The one-time link is sent to this address.")
    )
    name = forms.CharField(label=_("Full name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[Role], organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, one.label) for one in roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        """Whom the page shows already is not invited again; the verb asks once more."""
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        if {"email", "role"} <= entered.keys():
            found = invited_already(self.organization, entered["email"], entered["role"], clock.now())
            if found:
                self.add_error("email", found)
        return entered


class NewcomerForm(forms.Form):
    """A new account. The e-mail is that of the invitation."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        help_text=_("You sign in with it. Letters, digits and @ . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This user name is taken."))
        return username

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        password, again = entered.get("password"), entered.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        if password:
            person = User(
                username=entered.get("username", ""), name=entered.get("name", ""), email=self.email
            )
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return entered

    def newcomer(self) -> Newcomer:
        """The account as entered, its password hashed."""
        entered = self.cleaned_data
        return Newcomer(
            username=entered["username"],
            name=entered["name"],
            phone=entered["phone"],
            password=make_password(entered["password"]),
            language=get_language() or settings.LANGUAGE_CODE,
        )


class ProfileForm(forms.ModelForm[User]):
    """One's own data."""

    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["name", "phone", "email", "language", "weekly_digest"]


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code, however its digits were typed."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=20,
        help_text=_("The six digits that your authenticator app shows now, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """An input method for Chinese types full-width digits."""
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])


class PasskeyAnswerForm(forms.Form):
    """What a passkey answered at the second step; cleaned, it is the passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_credential(self) -> Any:
        return passkeys.recognised(self.person, self.cleaned_data["credential"])


class PasswordAgain(forms.PasswordInput):
    """With the user name beside it, unseen: by it a browser knows which password is asked."""

    template_name = "program/people/password_again.html"
    username = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"username": self.username}


class PasswordForm(forms.Form):
    """The password once more, before something is changed that an open session alone must not change.

    It goes the way of the sign-in, with its throttle.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=200,
        widget=PasswordAgain(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["password"].widget.username = request.user.get_username()

    def clean_password(self) -> None:
        """It is asked and forgotten."""
        person = self.request.user
        given = self.cleaned_data["password"]
        if authenticate(self.request, username=person.get_username(), password=given) != person:
            raise ValidationError(_("The password is wrong."))


class _SetUpForm(PasswordForm):
    """Whoever sets the first factor up has just signed in; for every further one the password is asked."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        assert isinstance(request.user, User)
        if has_second_factor(request.user):
            self.order_fields([*(name for name in self.fields if name != "password"), "password"])
        else:
            del self.fields["password"]


class AppForm(_SetUpForm, CodeForm):
    """The code that shows that an app holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that the app shows now.")


class PasskeyForm(_SetUpForm):
    """A new passkey, under a name by which one knows it again."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("Where it lies: “office computer”, “my phone”."),
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The ceremony counts once: it is judged when all else is right."""
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            passkeys.registered(entered["credential"])
        return entered


class ResetFactorsForm(forms.Form):
    """Whose second factor is thrown away, and how one knows who asked; cleaned, the user name is the person."""

    username = forms.CharField(label=_("User name"), max_length=60)
    reason = forms.CharField(
        label=_("How you recognised the person"),
        max_length=200,
        help_text=_(
            "Kept in the journal, for example: came in person, was called back at the number of the office."
        ),
    )

    def clean_username(self) -> User:
        person = User.objects.filter(username__iexact=self.cleaned_data["username"]).first()
        if person is None:
            raise ValidationError(_("Nobody has this user name."))
        if not has_second_factor(person):
            raise ValidationError(_("This person has no second factor."))
        return person
