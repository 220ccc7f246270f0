"""Pure: values as the one JSON text that is hashed (RFC 8785's subset: no floats). Knows no file."""

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.incident.errors import Refused

Redact = Callable[[str], str]

GENESIS = bytes(32)
"""What stands in prev_hash of a writer's first event."""

_LARGEST = 2**53 - 1  # what every JSON reader keeps exactly
quote: Callable[[str], str] = json.encoder.encode_basestring
"""A text as JSON, shortest form."""


def link(prev_hash: bytes, body: bytes) -> bytes:
    """Return the hash of an event: SHA-256 over the previous hash and the exact stored bytes."""
    return hashlib.sha256(prev_hash + body).digest()


def canonical(value: Any) -> str:
    """Return the JSON text of a value that `clean` returned: mappings keep their order."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        pairs = [
            f"{quote(name)}:{quote(item) if type(item) is str else canonical(item)}" for name, item in value.items()
        ]
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([canonical(item) for item in value]) + "]"
    if value is None:
        return "null"
    return str(value) if type(value) is int else "true" if value else "false"


def clean(value: object, redact: Redact) -> Any:
    """Return the value as JSON values with keys in order: redacted, no lone surrogates; floats are `Refused`."""
    if isinstance(value, str):
        return clean_text(value, redact)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, (dict, Mapping)):  # dict first: asking the abstract class costs more
        return _mapping(value, redact)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [clean(item, redact) for item in value]
    raise Refused(
        f"The log holds whole numbers and texts only, and was given {value!r} ({type(value).__name__}); "
        "write a number with decimals as a text or in a smaller unit."
    )


def clean_fields(data: Mapping[str, object], redact: Redact, said: str, kept: str) -> tuple[dict[str, Any], str]:
    """Return what `clean` makes of an event's data, and its canonical JSON, in one go: this is done for every entry.

    `said` is a text that became `kept` already: most often the event's own sentence, which is one of the data's texts.
    """
    if not (labels := _labels(tuple(data))):
        found = clean(data, redact)
        return found, canonical(found)
    fields: dict[str, Any] = {}
    parts = []
    for name, label in labels:
        item = data[name]
        if type(item) is str:
            item = fields[name] = kept if item is said else clean_text(item, redact)
            parts.append(label + quote(item))
        else:
            item = fields[name] = clean(item, redact)
            parts.append(label + canonical(item))
    return fields, f"{{{','.join(parts)}}}"


def _mapping(value: Mapping[Any, object], redact: Redact) -> dict[str, Any]:
    if labels := _labels(tuple(value)):
        return {name: clean(value[name], redact) for name, _ in labels}
    pairs = {clean_text(str(name), redact): clean(item, redact) for name, item in value.items()}
    return {name: pairs[name] for name in sorted(pairs, key=_by_utf16)}


@functools.lru_cache(maxsize=512)
def _labels(names: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
    """Return names, each with its JSON, in the order of RFC 8785 where all are plain identifiers, which are no secrets.

    Else nothing.
    """
    known = [name for name in names if isinstance(name, str) and name.isidentifier() and name.isascii()]
    return tuple((name, f'"{name}":') for name in sorted(known)) if len(known) == len(names) else ()


def clean_text(text: str, redact: Redact) -> str:
    """Return the text without secrets and without lone surrogates (they have no bytes to hash)."""
    if not text:
        return text
    kept = redact(text if text.isascii() else _storable(text))
    return kept if kept.isascii() else _storable(kept)


def _storable(text: str) -> str:
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
