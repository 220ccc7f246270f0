"""TLS: contexts made once, what a failed handshake means, and the days that a certificate has left."""

import asyncio
import ssl
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_REASONS = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is self-signed",
    19: "its certificate comes from an authority that signed itself and that we do not trust",
    20: "its certificate comes from an authority that we do not trust",
    21: "its certificate comes from an authority that we do not trust",
    23: "its certificate was revoked",
    62: "its certificate is for another name, not for {host}",
    64: "its certificate is for another name, not for {host}",
}
_UTC_TIME, _SEQUENCE, _VERSION = 0x17, 0x30, 0xA0
_DAY_MS = 86_400_000


@cache
def context(ca_file: str = "", *, verify: bool = True) -> ssl.SSLContext:
    """Return the context for these authorities ("": the system's); made once, for making one takes milliseconds."""
    made = ssl.create_default_context(cafile=ca_file or None)
    # Python 3.13 refuses authorities without key usage, as many within companies are. Browsers and curl take them, so
    # the service is not down for anybody.
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    elif not ca_file and not _system_has_authorities():
        import certifi

        made.load_verify_locations(certifi.where())
    return made


def _system_has_authorities() -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())))


def explain_tls(error: ssl.SSLError, host: str) -> str:
    """Say in a few words why the handshake failed: expired, self-signed and wrong host told apart."""
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = _REASONS.get(error.verify_code, f"its certificate does not verify: {error.verify_message}")
        return "TLS: " + reason.format(host=host)
    if error.reason == "WRONG_VERSION_NUMBER":
        return "TLS: the other side does not speak TLS"
    return f"TLS: the handshake failed: {(error.reason or 'no reason given').replace('_', ' ').lower()}"


async def peer_certificate(address: str, port: int, name: str) -> bytes | None:
    """Return the certificate (DER) that this endpoint shows, unverified: to say more about one that did not verify."""
    writer: asyncio.StreamWriter | None = None
    try:
        loose = context(verify=False)
        _, writer = await asyncio.open_connection(address, port, ssl=loose, server_hostname=name)
        return certificate_of(writer.get_extra_info("ssl_object"))
    except OSError:
        return None
    finally:
        if writer is not None:
            writer.transport.abort()


def certificate_of(stream: object) -> bytes | None:
    """Return the certificate (DER) of a TLS stream; None where there is no TLS."""
    return stream.getpeercert(binary_form=True) if isinstance(stream, ssl.SSLObject | ssl.SSLSocket) else None


def days_left(certificate: bytes, now: int) -> float | None:
    """Return the days until this certificate (DER) expires, negative once it has; None where it cannot be read.

    Read by hand, because the standard library decodes only certificates that verified.
    """
    try:
        ends = _not_after(certificate)
    except (IndexError, ValueError):
        return None
    return (ends.timestamp() * 1000 - now) / _DAY_MS


def _not_after(certificate: bytes) -> datetime:
    """Certificate > tbsCertificate > [version], serial, signature, issuer, validity > notBefore, notAfter."""
    _, body, _ = _element(certificate)
    _, fields, _ = _element(body)
    tag, _, rest = _element(fields)
    for _ in range(3 if tag == _VERSION else 2):
        _, _, rest = _element(rest)
    tag, validity, _ = _element(rest)
    if tag != _SEQUENCE:
        raise ValueError("no validity where it should be")
    _, _, after = _element(validity)
    tag, when, _ = _element(after)
    # RFC 5280: a two-digit year below 50 is of this century; strptime draws that line at 69, which is past any use.
    form = "%y%m%d%H%M%SZ" if tag == _UTC_TIME else "%Y%m%d%H%M%SZ"
    return datetime.strptime(when.decode("ascii"), form).replace(tzinfo=UTC)


def _element(data: bytes) -> tuple[int, bytes, bytes]:
    """Split the first DER element off: its tag, its content, and what follows."""
    tag, length, start = data[0], data[1], 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[2 : 2 + size], "big"), 2 + size
    return tag, data[start : start + length], data[start + length :]
