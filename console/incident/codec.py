"""Pure: facts to the log's columns (kind, text, data) and back. An unknown kind survives the round trip."""

import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from console.incident.events import Fact, Unrecognised

_TYPES: dict[str, type[Any]] = {kind.kind: kind for kind in get_args(Fact) if kind is not Unrecognised}


def encode(fact: Fact) -> tuple[str, str, dict[str, object]]:
    """Return (kind, text, data); data holds JSON values without floats, unset fields left out."""
    if isinstance(fact, Unrecognised):
        return fact.kind, fact.text, dict(fact.data)
    data = {item.name: getattr(fact, item.name) for item in fields(fact)}
    kept = {name: dict(value) if isinstance(value, Mapping) else value for name, value in data.items()}
    return fact.kind, fact.summary(), {name: value for name, value in kept.items() if value is not None}


def decode(kind: str, text: str, data: Mapping[str, object]) -> Fact:
    """Build the fact again; what does not fit its type (a newer version wrote it) comes back as `Unrecognised`."""
    known = _TYPES.get(kind)
    if known is None:
        return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
    names = {item.name for item in fields(known)}
    try:
        fact: Fact = known(**{name: value for name, value in data.items() if name in names})
    except TypeError:
        return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
    return fact
