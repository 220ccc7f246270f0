"""Objects as bytes: whole, as items of a list, or metadata only; each is written once and kept. Decides nothing."""

import json
from typing import Any, NamedTuple

from console.drill.cluster.kinds import Kind
from console.drill.cluster.values import Json, Key, key_of

_Parts = dict[str, tuple[Any, bytes]]
_EMPTY = len("{}")
_MOST = 30_000
"""Objects whose bytes are kept: those of objects that are gone fall out in their turn."""
_META_VERSION = "meta.k8s.io/v1"


def compact(value: object) -> bytes:
    """Return JSON without spaces."""
    return json.dumps(value, separators=(",", ":")).encode()


def partial(document: Json) -> Json:
    """Return an object's metadata only."""
    return {"kind": "PartialObjectMetadata", "apiVersion": _META_VERSION, "metadata": document["metadata"]}


class _Kept(NamedTuple):
    """What was written of an object: the object, its bytes, and the parts of them that seldom change."""

    document: Json
    raw: bytes
    parts: _Parts


def _encode(shown: Json, known: _Parts) -> tuple[bytes, _Parts]:
    """Return the bytes of an object; spec and managedFields are taken from `known` where they are the same ones."""
    meta = dict(shown["metadata"])
    heavy = {"managedFields": meta.pop("managedFields", None), "spec": shown.get("spec")}
    parts: _Parts = {}
    for name, value in heavy.items():
        if value is not None:
            before = known.get(name)
            parts[name] = before if before is not None and before[0] is value else (value, compact(value))
    head = b'{"metadata":' + _joined(compact(meta), "managedFields", parts)
    rest = {name: value for name, value in shown.items() if name not in ("metadata", "spec")}
    tail = _joined(compact(rest), "spec", parts)
    return head + (b"," if len(tail) > _EMPTY else b"") + tail[1:], parts


def _joined(raw: bytes, name: str, parts: _Parts) -> bytes:
    """Return the bytes of an object with one more field, where there is one."""
    if name not in parts:
        return raw
    comma = b"," if len(raw) > _EMPTY else b""
    return raw[:-1] + comma + b'"' + name.encode() + b'":' + parts[name][1] + b"}"


class Encoder:
    """Keeps the bytes of each object's newest state that was asked for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool, Key], _Kept] = {}

    def item(self, kind: Kind, document: Json, *, metadata: bool = False, custom: bool = False) -> bytes:
        """Return an object as a list holds it: those of built-in resources without kind and apiVersion."""
        at = (kind.resource, metadata, key_of(document))
        kept = self._kept.get(at)
        if kept is not None and kept.document is document:
            return kept.raw
        if metadata:
            shown = partial(document)
        elif custom:
            shown = document
        else:
            shown = {name: value for name, value in document.items() if name not in ("kind", "apiVersion")}
        raw, parts = _encode(shown, kept.parts if kept is not None else {})
        if kept is None and len(self._kept) >= _MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[at] = _Kept(document, raw, parts)
        return raw

    def whole(self, kind: Kind, document: Json, *, metadata: bool = False, custom: bool = False) -> bytes:
        """Return an object as it stands alone."""
        raw = self.item(kind, document, metadata=metadata, custom=custom)
        if metadata or custom:
            return raw
        head = compact({"kind": kind.kind, "apiVersion": kind.api_version})
        return head[:-1] + b"," + raw[1:]

    def many(self, kind: Kind, documents: list[Json], head: Json, *, metadata: bool, custom: bool) -> bytes:
        """Return a list of objects; `head` is the metadata of the list."""
        names = {"kind": f"{kind.kind}List", "apiVersion": kind.api_version}
        if metadata:
            names = {"kind": "PartialObjectMetadataList", "apiVersion": _META_VERSION}
        items = b",".join(self.item(kind, found, metadata=metadata, custom=custom) for found in documents)
        return compact({**names, "metadata": head})[:-1] + b',"items":[' + items + b"]}"
