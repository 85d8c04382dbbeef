"""A passkey in software: it answers as a browser with a security key does."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from hefa.accounts.actions import Question, RelyingSite

HERE = RelyingSite(host="hefa.example", origin="https://hefa.example", name="環境教育終身學習網")
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """One passkey. `count` is its signature counter; a copy of the key does not know how far the other has come."""

    def __init__(self, *, origin: str = HERE.origin, host: str = HERE.host) -> None:
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = uuid4().bytes
        self.count = 1

    def make(self, question: Question) -> Mapping[str, Any]:
        """The answer to a question for a new passkey."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = PRESENT | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self._host_hash(), flags, self.count, credential)
        made = AttestationObject.create("none", data, {})
        told = self._client_data("webauthn.create", question)
        return self._answer(clientDataJSON=websafe_encode(told), attestationObject=websafe_encode(made))

    def sign(self, question: Question) -> Mapping[str, Any]:
        """The answer to a question for this passkey."""
        self.count += 1
        told = self._client_data("webauthn.get", question)
        data = AuthenticatorData.create(self._host_hash(), PRESENT, self.count)
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=websafe_encode(told),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client_data(self, kind: str, question: Question) -> bytes:
        told = {"type": kind, "challenge": question.options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **response: str) -> Mapping[str, Any]:
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
