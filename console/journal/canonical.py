"""Pure: values as the one JSON text that is hashed (RFC 8785's subset: no floats). Knows no file."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.incident.errors import Refused

Redact = Callable[[str], str]

GENESIS = bytes(32)
"""What stands in prev_hash of a writer's first event."""

_LARGEST = 2**53 - 1  # what every JSON reader keeps exactly
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def link(prev_hash: bytes, body: bytes) -> bytes:
    """Return the hash of an event: SHA-256 over the previous hash and the exact stored bytes."""
    return hashlib.sha256(prev_hash + body).digest()


def canonical(value: Mapping[str, Any]) -> str:
    """Return the JSON text of a value that `clean` returned, or of a mapping whose keys are already in order."""
    return _encode(value)


def clean(value: object, redact: Redact) -> Any:
    """Return the value as JSON values with keys in order: redacted, no lone surrogates; floats are `Refused`."""
    if isinstance(value, str):
        return clean_text(value, redact)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Mapping):
        pairs = {clean_text(str(name), redact): clean(item, redact) for name, item in value.items()}
        return {name: pairs[name] for name in sorted(pairs, key=_by_utf16)}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [clean(item, redact) for item in value]
    raise Refused(
        f"The log holds whole numbers and texts only, and was given {value!r} ({type(value).__name__}); "
        "write a number with decimals as a text or in a smaller unit."
    )


def clean_text(text: str, redact: Redact) -> str:
    """Return the text without secrets and without lone surrogates (they have no bytes to hash)."""
    return _storable(redact(_storable(text)))


def _storable(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _whole(value: int) -> int:
    if -_LARGEST <= value <= _LARGEST:
        return int(value)
    raise Refused(f"The log cannot hold the number {value}: not every reader keeps it exactly; write it as a text.")


def _by_utf16(name: str) -> bytes:
    return name.encode("utf-16-be")
