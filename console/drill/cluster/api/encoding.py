"""Objects as bytes: whole, as items of a list, or metadata only; each is written once and kept. Decides nothing."""

import json

from console.drill.cluster.kinds import Kind
from console.drill.cluster.values import Json, Key, key_of

_META_VERSION = "meta.k8s.io/v1"


def compact(value: object) -> bytes:
    """Return JSON without spaces."""
    return json.dumps(value, separators=(",", ":")).encode()


def partial(document: Json) -> Json:
    """Return an object's metadata only."""
    return {"kind": "PartialObjectMetadata", "apiVersion": _META_VERSION, "metadata": document["metadata"]}


class Encoder:
    """Keeps the bytes of each object's newest state that was asked for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool, Key], tuple[Json, bytes]] = {}

    def item(self, kind: Kind, document: Json, *, metadata: bool = False, custom: bool = False) -> bytes:
        """Return an object as a list holds it: those of built-in resources without kind and apiVersion."""
        at = (kind.resource, metadata, key_of(document))
        kept = self._kept.get(at)
        if kept is not None and kept[0] is document:
            return kept[1]
        if metadata:
            shown = partial(document)
        elif custom:
            shown = document
        else:
            shown = {name: value for name, value in document.items() if name not in ("kind", "apiVersion")}
        raw = compact(shown)
        self._kept[at] = (document, raw)
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
