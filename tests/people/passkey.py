"""A passkey made of software: what a browser would answer, for the tests that have none."""

import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
HERE = "https://testserver"


class Passkey:
    """Holds a key for our host and has the owner's finger on it."""

    def __init__(self, number: int = 1, origin: str = HERE) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.number = number.to_bytes(16, "big")
        self.origin = origin
        self.host = sha256(b"testserver")

    def _said(self, kind: Any, options: str) -> CollectedClientData:
        challenge = websafe_decode(json.loads(options)["publicKey"]["challenge"])
        return CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin)

    def made(self, options: str) -> str:
        """What the browser answers when it is asked to make it."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        data = AuthenticatorData.create(
            self.host,
            PRESENT | AuthenticatorData.FLAG.AT,
            0,
            AttestedCredentialData.create(Aaguid.NONE, self.number, public),
        )
        said = self._said(CollectedClientData.TYPE.CREATE, options)
        return self._answer(said, attestationObject=AttestationObject.create("none", data, {}))

    def answers(self, options: str) -> str:
        """What the browser answers at the second step."""
        data = AuthenticatorData.create(self.host, PRESENT, 1)
        said = self._said(CollectedClientData.TYPE.GET, options)
        signature = self.key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(said, authenticatorData=data, signature=signature)

    def _answer(self, said: bytes, **response: bytes) -> str:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        number = websafe_encode(self.number)
        return json.dumps(
            {
                "id": number,
                "rawId": number,
                "type": "public-key",
                "response": encoded | {"clientDataJSON": websafe_encode(said)},
                "clientExtensionResults": {},
            }
        )
