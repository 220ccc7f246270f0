"""Pure: facts to the log's columns (kind, text, data) and back. An unknown kind survives the round trip."""

import types
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args, get_origin

from console.incident.errors import Refused
from console.incident.events import Fact, Unrecognised
from console.incident.value import Value
from console.suggestion import did_you_mean

_TYPES: dict[str, Any] = {kind.kind: kind for kind in get_args(Fact) if kind is not Unrecognised}


class _Shape(NamedTuple):
    """What a kind's data may hold: the types of each field, the fields that have to be there, and those in a row."""

    build: Any
    types: Mapping[str, tuple[type[Any], ...]]
    needed: frozenset[str]
    tuples: tuple[tuple[str, Any], ...] = ()
    """Fields of several texts, or several tuples of them, with their annotation: JSON has them as lists."""


_shapes: dict[str, _Shape] = {}
"""Filled when a kind is first met: a process that writes one note looks at one kind."""


def kinds() -> tuple[str, ...]:
    """Return the names of all kinds that this version knows."""
    return tuple(_TYPES)


def known_kind(name: str) -> str:
    """Return the name of a kind that people filter by; Refused with the known ones where there is none."""
    if name in _TYPES:
        return name
    message = f"'{name}' is not a kind of event{did_you_mean(name, _TYPES)} Kinds: {', '.join(sorted(_TYPES))}."
    raise Refused(message)


def encode(fact: Fact) -> tuple[str, str, dict[str, object]]:
    """Return (kind, text, data); data holds JSON values without floats, unset fields left out."""
    if isinstance(fact, Unrecognised):
        return fact.kind, fact.text, dict(fact.data)
    data = {name: getattr(fact, name) for name in _shape(fact.kind, type(fact)).types}
    kept = {name: value if type(value) in _AS_IT_IS else _json(value) for name, value in data.items()}
    return fact.kind, fact.summary(), {name: value for name, value in kept.items() if value is not None}


_AS_IT_IS = frozenset({str, int, bool, types.NoneType})


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def decode(kind: str, text: str, data: Mapping[str, object]) -> Fact:
    """Build the fact again; what does not fit its type comes back as `Unrecognised`.

    A newer version may have written it, or the log came from elsewhere: a field of the wrong type never gets further
    than here. Fields that this version does not know are left out.
    """
    known = _TYPES.get(kind)
    if known is None:
        return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
    shape = _shapes.get(kind) or _shape(kind, known)
    allowed = shape.types
    values = {}
    for name, value in data.items():
        if name in allowed:
            if type(value) not in allowed[name]:
                return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
            values[name] = value
    if len(values) < len(allowed) and not shape.needed <= values.keys():
        return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
    if shape.tuples and not _tuple_up(values, shape.tuples):
        return Unrecognised(kind, text, types.MappingProxyType(dict(data)))
    fact: Fact = shape.build.of(values)
    return fact


def _shape(kind: str, build: type[Value]) -> _Shape:
    found = _shapes.get(kind)
    if found is None:
        types_of = {name: _allowed(build.__annotations__[name]) for name in build.fields}
        several = tuple((name, build.__annotations__[name]) for name, each in types_of.items() if list in each)
        found = _shapes[kind] = _Shape(build, types_of, build.needed, several)
    return found


def _tuple_up(values: dict[str, Any], several: tuple[tuple[str, Any], ...]) -> bool:
    """Make tuples of the lists among the values; False where one holds what it may not."""
    try:
        values.update({name: _tupled(values[name], hint) for name, hint in several if name in values})
    except ValueError:
        return False
    return True


def _tupled(value: Any, hint: Any) -> Any:
    """Return a list, or a list of lists, as tuples; ValueError where something in it is not a text."""
    if hint is str and type(value) is str:
        return value
    if hint is str or type(value) not in {list, tuple}:
        raise ValueError(str(value)[:80])
    return tuple(_tupled(each, get_args(hint)[0]) for each in value)


def _allowed(annotation: Any) -> tuple[type[Any], ...]:
    """Return the exact types of a field: bool is not an int here, and a mapping is a dict."""
    if get_origin(annotation) is types.UnionType:
        return tuple(kind for part in get_args(annotation) for kind in _allowed(part))
    if get_origin(annotation) is Mapping:
        return (dict, types.MappingProxyType)
    if get_origin(annotation) is tuple:
        return (list, tuple)
    return (annotation,)
