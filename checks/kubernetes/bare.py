"""Pure: objects of the API as evidence: without secrets, without who wrote what, the same bytes for the same object."""

import json
from collections.abc import Callable, Mapping
from typing import Any

Redact = Callable[[str], str]
_GONE = "[left out]"
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_NAMED = frozenset({"annotations"})
"""Maps whose keys tell what a value is, as names of variables do."""


def bare(found: Any, redact: Redact) -> Any:
    """Return an object without managedFields, without the data of Secrets and without what looks like a secret.

    Values of variables, annotations and pairs of arguments ("--password", "x") are looked at with their names.
    """
    if isinstance(found, str):
        return redact(found)
    if isinstance(found, list):
        return _list(found, redact)
    if not isinstance(found, Mapping):
        return found
    if found.get("kind") == "Secret":
        found = {**found, **{name: _GONE for name in ("data", "stringData") if name in found}}
    if isinstance(found.get("name"), str) and isinstance(found.get("value"), str):
        found = {**found, "value": _value(found["name"], found["value"], redact)}
    return {name: _field(name, value, redact) for name, value in found.items() if name != "managedFields"}


def text_of(found: Any) -> bytes:
    """Return an object as JSON, its keys in order."""
    return f"{json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode("utf-8", "replace")


def _field(name: str, value: Any, redact: Redact) -> Any:
    if name in _NAMED and isinstance(value, Mapping):
        return {
            each: _GONE if each == _LAST_APPLIED else _value(each, str(said), redact) for each, said in value.items()
        }
    return bare(value, redact)


def _value(name: str, value: str, redact: Redact) -> str:
    said = f"{name}={value}"
    kept = redact(said)
    return redact(value) if kept == said else kept.removeprefix(f"{name}=")


def _list(found: list[Any], redact: Redact) -> list[Any]:
    kept = [bare(each, redact) for each in found]
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        if isinstance(one, str) and isinstance(two, str) and one.startswith("-") and "=" not in one:
            kept[place + 1] = _value(one, kept[place + 1], redact)
    return kept
