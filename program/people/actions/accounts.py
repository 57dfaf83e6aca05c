"""What is done about accounts: the first two, one's own data, the password."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from program import clock
from program.journal.models import Audience, Verb
from program.journal.steps import record
from program.notify.models import Letter
from program.notify.steps import write
from program.people import steps
from program.people.models import Organization, OrganizationKind, Role, User, check_credit_code
from program.refusals import Invalid, NotYours, Refused

RESET_PAUSE = timedelta(minutes=5)
"""One reset letter an account in this time: nobody's mailbox is flooded from our page."""


@dataclass(frozen=True)
class Founder:
    """One of the two who come with the office. The password is hashed."""

    username: str
    name: str
    email: str
    password: str


@transaction.atomic(durable=True)
def found_office(
    *, credit_code: str, name: str, province: str, admin: Founder, security: Founder
) -> Organization:
    """Set up a real installation: the special office with the two who let everybody else in, one inviting, one confirming."""
    try:
        check_credit_code(credit_code)
    except ValidationError as error:
        raise Invalid(error.messages[0], field="credit_code") from error
    if Organization.objects.filter(kind=OrganizationKind.SPECIAL_OFFICE).exists():
        raise Refused(_("There is one special office only."))
    if Organization.objects.filter(credit_code=credit_code).exists():
        raise Invalid(_("An organisation with this credit code is registered already."), field="credit_code")
    if admin.username.casefold() == security.username.casefold():
        raise Invalid(_("System administrator, security administrator and auditor are three people."))
    office = Organization.objects.create(
        credit_code=credit_code,
        name_zh=name,
        kind=OrganizationKind.SPECIAL_OFFICE,
        province=province,
        joined_at=clock.now(),
    )
    first = [_found(office, admin, Role.ADMIN), _found(office, security, Role.SECURITY)]
    record(
        Verb.FOUND_OFFICE,
        by=first[0],
        subject=office,
        on_behalf=office,
        audience=Audience.OFFICE,
        people=[person.username for person in first],
    )
    return office


def _found(office: Organization, founder: Founder, role: Role) -> User:
    if User.objects.filter(username__iexact=founder.username).exists():
        raise Invalid(_("This user name is taken."), field="username")
    person = User.objects.create(**asdict(founder))
    steps.give_role(person, office, role, by=None)
    return person


@transaction.atomic(durable=True)
def change_profile(
    user: User, *, name: str, phone: str, email: str, language: str, weekly_digest: bool, by: User
) -> User:
    """Change one's own data; a change of e-mail is told to the old address."""
    if by.pk != user.pk:
        raise NotYours
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.email
    user.name, user.phone, user.email, user.language = name, phone, email, language
    user.weekly_digest = weekly_digest
    user.save(update_fields=["name", "phone", "email", "language", "weekly_digest"])
    if before.casefold() != email.casefold():
        with translation.override(language):
            write(
                before,
                _("Your e-mail address was changed"),
                render_to_string("program/people/email_changed.txt", {"person": user}),
            )
    record(Verb.CHANGE_PROFILE, by=user, subject=user.username, audience=Audience.OFFICE)
    return user


@transaction.atomic(durable=True)
def change_password(user: User, *, password: str, by: User) -> User:
    """Set one's own password (`password` is hashed); all other sessions end with the old one."""
    if by.pk != user.pk:
        raise NotYours
    user = User.objects.select_for_update().get(pk=user.pk)
    user.password = password
    user.save(update_fields=["password"])
    record(Verb.CHANGE_PASSWORD, by=user, subject=user.username, audience=Audience.OFFICE)
    return user


@transaction.atomic(durable=True)
def send_password_reset(email: str) -> None:
    """Promise a reset link to the accounts of an address; for an unknown one nothing happens, and nobody can tell."""
    recently = clock.now() - RESET_PAUSE
    for user in User.objects.filter(email__iexact=email, is_active=True):
        with translation.override(user.language):
            subject = _("Set a new password: %(username)s") % {"username": user.username}
            if (
                user.has_usable_password()
                and not Letter.objects.filter(subject=subject, written_at__gt=recently).exists()
            ):
                arguments = [
                    urlsafe_base64_encode(force_bytes(user.pk)),
                    default_token_generator.make_token(user),
                ]
                address = settings.SITE_URL + reverse("people:password_reset_confirm", args=arguments)
                body = render_to_string(
                    "program/people/password_reset.txt", {"person": user, "link": address}
                )
                write(user.email, subject, body)
