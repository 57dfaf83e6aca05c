"""The ceremonies of passkeys: what the browser is asked, and whether its answer holds. The challenge waits in the session."""

import ipaddress
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _

from program.people.models import User

LONGEST = 20_000
"""Characters of what a browser answers; a passkey has a few hundred, with a certificate of its maker some thousands."""


def work_at(request: HttpRequest) -> bool:
    """Passkeys hold for a name; at an address of digits browsers make none."""
    host, _port = split_domain_port(request.get_host())
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def to_register(person: User) -> str:
    """What the browser is asked for when a passkey is made, as JSON; a new challenge each time."""
    return json.dumps(auth.begin_registration(person, passwordless=False))


def to_sign_in(person: User) -> str:
    """What the browser is asked for at the second step, as JSON; a new challenge each time."""
    return json.dumps(auth.begin_authentication(person))


def registered(credential: Any) -> dict[str, Any]:
    """The new passkey, if it answers the challenge of this session."""
    if len(json.dumps(credential)) > LONGEST:
        raise _not_recognised()
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except Exception as error:  # the parsers of hostile input fail in as many ways as there is input
        raise _not_recognised() from error
    made: dict[str, Any] = credential
    return made


def recognised(person: User, credential: Any) -> Authenticator:
    """The person's passkey that answered the challenge of this session."""
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(person, credential)
    except Exception as error:  # as above
        raise _not_recognised() from error


def _not_recognised() -> ValidationError:
    return ValidationError(_("The passkey was not recognised. Try again."))
