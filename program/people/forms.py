"""What people enter about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from program.people.models import Role, User
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

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, one.label) for one in roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


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
        fields = ["name", "phone", "email", "language"]
