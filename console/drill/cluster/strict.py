"""Pure: which fields of an object the API does not know, by the models of the official client, read on first use."""

import re
from typing import Any

from console.drill.cluster.kinds import Kind
from console.drill.cluster.values import Json

_LIST = re.compile(r"list\[(.+)\]\Z", re.IGNORECASE)
_MAP = re.compile(r"dict\[str, (.+)\]\Z", re.IGNORECASE)


def unknown_fields(kind: Kind, document: Json) -> list[str]:
    """Return the paths of the fields that the kind does not have, as the server spells them."""
    return _unknown(f"{kind.version.capitalize()}{kind.kind}", document, "")


def drop_unknown(kind: Kind, document: Json) -> Json:
    """Return the object without the fields that its kind does not have: without Strict they are ignored."""
    known: Json = _known(f"{kind.version.capitalize()}{kind.kind}", document)
    return known


def _model(name: str) -> Any:
    from kubernetes.client import models

    return getattr(models, name, None)


def _fields(model: Any) -> dict[str, str]:
    return {wire: model.openapi_types[name] for name, wire in model.attribute_map.items()}


def _unknown(name: str, value: Any, at: str) -> list[str]:
    inner = _LIST.match(name)
    if inner and isinstance(value, list):
        return [path for index, item in enumerate(value) for path in _unknown(inner[1], item, f"{at}[{index}]")]
    inner = _MAP.match(name)
    if inner and isinstance(value, dict):
        return [path for key, item in value.items() for path in _unknown(inner[1], item, f"{at}.{key}")]
    model = _model(name)
    if model is None or not isinstance(value, dict):
        return []
    fields = _fields(model)
    found: list[str] = []
    for key, item in value.items():
        path = f"{at}.{key}" if at else key
        found += _unknown(fields[key], item, path) if key in fields else [path]
    return found


def _known(name: str, value: Any) -> Any:
    inner = _LIST.match(name)
    if inner and isinstance(value, list):
        return [_known(inner[1], item) for item in value]
    inner = _MAP.match(name)
    if inner and isinstance(value, dict):
        return {key: _known(inner[1], item) for key, item in value.items()}
    model = _model(name)
    if model is None or not isinstance(value, dict):
        return value
    fields = _fields(model)
    return {key: _known(fields[key], item) for key, item in value.items() if key in fields}
