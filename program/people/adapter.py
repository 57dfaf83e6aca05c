"""What allauth asks of us: how the secrets of second factors are kept, and under which names they are made."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from program.people.models import User


class Adapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; the key is in the settings, where a copy of the database does not reach."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        """How the entry is called in the authenticator app."""
        return _("Green “Ten-Hundred-Thousand” Demonstration Program")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey holds for the host at which it was made, and for no other."""
        host: dict[str, str] = super().get_public_key_credential_rp_entity()
        return host | {"name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        return {"id": str(user.pk).encode(), "name": user.username, "display_name": user.name}


def _box() -> Fernet:
    key = salted_hmac(
        "program.people.second_factor", "", secret=settings.SECOND_FACTOR_KEY, algorithm="sha256"
    )
    return Fernet(base64.urlsafe_b64encode(key.digest()))
