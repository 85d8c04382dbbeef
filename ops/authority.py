"""Certificates for trying Hefa out on one's own phone: `python -m ops.authority FOLDER NAME…`, run by dev.py.

An authority of this checkout's own, which may speak for this machine's names and for addresses of local networks alone
(so that a phone that trusts it trusts it with nothing else), and a certificate for the names asked for.
"""

import ipaddress
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ops.dev.place import write_whole

LOCAL_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
AUTHORITY_DAYS = 730
CERTIFICATE_DAYS = 90
RENEWED_DAYS_BEFORE = 30
Key = ec.EllipticCurvePrivateKey


def ensure(folder: Path, names: Sequence[str], *, at: datetime) -> None:
    """Bring the files of `folder` to what is wanted; those that still serve are kept.

    `authority.crt` is what a phone is asked to trust; `site.crt` and `site.key` are for the server.
    """
    held = _held(folder, "authority")
    if held is None or _ends_soon(held[0], at) or not all(_may_speak_for(held[0], name) for name in names):
        held = _make_authority(folder, names, at)
    site = _held(folder, "site")
    if site is None or _ends_soon(site[0], at) or not _is_for(site[0], names) or not _is_by(site[0], held[0]):
        _make_site(folder, names, held, at)


def _held(folder: Path, name: str) -> tuple[x509.Certificate, Key] | None:
    try:
        certificate = x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())
        key = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), password=None)
    except (FileNotFoundError, ValueError):
        return None
    is_pair = isinstance(key, Key) and key.public_key() == certificate.public_key()
    return (certificate, key) if is_pair and isinstance(key, Key) else None


def _ends_soon(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_after_utc - at < timedelta(days=RENEWED_DAYS_BEFORE)


def _may_speak_for(authority: x509.Certificate, name: str) -> bool:
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    asked = _general(name)
    if isinstance(asked, x509.DNSName):
        return asked in permitted
    networks = [ipaddress.ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)]
    return any(ipaddress.ip_address(name) in network for network in networks)


def _is_for(certificate: x509.Certificate, names: Sequence[str]) -> bool:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return all(_general(name) in held for name in names)


def _is_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, InvalidSignature):
        return False
    return True


def _make_authority(folder: Path, names: Sequence[str], at: datetime) -> tuple[x509.Certificate, Key]:
    networks = [x509.IPAddress(ipaddress.ip_network(one)) for one in LOCAL_NETWORKS]
    permitted = [*networks, *(_only(name) for name in names)]
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(f"Hefa trial on {socket.gethostname()} {at:%Y-%m-%d}")
    certificate = (
        _begun(name, name, key, at, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder, "authority", certificate, key)
    return certificate, key


def _make_site(folder: Path, names: Sequence[str], authority: tuple[x509.Certificate, Key], at: datetime) -> None:
    issuer, issuing = authority
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _begun(_named("Hefa"), issuer.subject, key, at, days=CERTIFICATE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False)
        .sign(issuing, hashes.SHA256())
    )
    _write(folder, "site", certificate, key)


def _begun(subject: x509.Name, issuer: x509.Name, key: Key, at: datetime, *, days: int) -> x509.CertificateBuilder:
    """Valid from a day ago: the clock of a phone may be behind."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def _general(name: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _only(name: str) -> x509.DNSName | x509.IPAddress:
    """As a constraint writes it: an address is a network of one."""
    asked = _general(name)
    return asked if isinstance(asked, x509.DNSName) else x509.IPAddress(ipaddress.ip_network(name))


def _write(folder: Path, name: str, certificate: x509.Certificate, key: Key) -> None:
    """The key first: a certificate without its key would be kept for nothing."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(folder / f"{name}.key", private.decode(), mode=0o400)
    write_whole(folder / f"{name}.crt", certificate.public_bytes(serialization.Encoding.PEM).decode())


if __name__ == "__main__":
    ensure(Path(sys.argv[1]), sys.argv[2:], at=datetime.now(UTC))
