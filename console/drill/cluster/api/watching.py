"""Watch: every change after a resource version as a line of JSON, with bookmarks, and 410 as an ERROR event."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from console.drill.cluster.api.encoding import Encoder, compact
from console.drill.cluster.api.request import Answer, Request, Target, wants_metadata
from console.drill.cluster.kinds import Kind
from console.drill.cluster.refusals import bad_request, expired
from console.drill.cluster.selectors import Test, selection
from console.drill.cluster.store import Change
from console.drill.cluster.values import Json
from console.drill.cluster.world import SECOND, World


class Signals(Protocol):
    """What a watch has to know of the server around it."""

    bookmarks: int
    """Goes up when every watch is to send a bookmark now."""
    watch_epoch: int
    """Goes up when every watch is to end with 410."""
    bookmark_seconds: float

    def pause(self) -> bool:
        """Wait until something may have changed; False when the connection is to end."""


class _Wish(NamedTuple):
    """What one watch wants to see."""

    kind: Kind
    namespace: str
    name: str
    test: Test | None
    bookmarks: bool
    until: int
    write: Callable[[str, Json], bytes]


def watch(world: World, encoder: Encoder, signals: Signals, request: Request, target: Target) -> Answer:
    """Return the stream of a watch."""
    text = request.query.get("resourceVersion", "")
    if text and not text.isdecimal():
        raise bad_request(f"resourceVersion: Invalid value: {text!r}")
    metadata, custom = wants_metadata(request), world.catalogue.is_custom(target.kind)

    def write(event: str, document: Json) -> bytes:
        raw = encoder.whole(target.kind, document, metadata=metadata, custom=custom)
        return b'{"type":"' + event.encode() + b'","object":' + raw + b"}\n"

    seconds = int(request.query.get("timeoutSeconds") or 0) or 1800
    asked = request.query.get("allowWatchBookmarks") in ("true", "1")
    test = selection(request.query, target.kind)
    until = world.now + seconds * SECOND
    wish = _Wish(target.kind, target.namespace, target.name, test, asked, until, write)
    version = int(text or 0)
    oldest = world.store.history(target.kind).oldest
    if version and version < oldest:
        return Answer(200, stream=iter([_error(version, oldest)]))
    first = b""
    if not version or request.query.get("sendInitialEvents") == "true":
        first = _present(world, wish, marked=request.query.get("sendInitialEvents") == "true", metadata=metadata)
        version = world.store.version
    position = world.store.history(target.kind).position(version)
    return Answer(200, stream=_stream(world, signals, wish, first, position, metadata=metadata))


def _error(asked: int, oldest: int) -> bytes:
    return compact({"type": "ERROR", "object": expired(str(asked), oldest).body()}) + b"\n"


def _present(world: World, wish: _Wish, *, marked: bool, metadata: bool) -> bytes:
    """Return everything that is there as ADDED events, and when asked the bookmark that ends them."""
    there = [one for one in world.store.all(wish.kind, wish.namespace) if _fits(wish, one)]
    lines = b"".join(wish.write("ADDED", one) for one in there)
    return lines + (_bookmark(world, wish, initial=True, metadata=metadata) if marked else b"")


def _bookmark(world: World, wish: _Wish, *, metadata: bool, initial: bool = False) -> bytes:
    meta: Json = {"resourceVersion": str(world.store.version), "creationTimestamp": None}
    if initial:
        meta["annotations"] = {"k8s.io/initial-events-end": "true"}
    names = {"kind": wish.kind.kind, "apiVersion": wish.kind.api_version}
    if metadata:
        names = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1"}
    return compact({"type": "BOOKMARK", "object": {**names, "metadata": meta}}) + b"\n"


def _fits(wish: _Wish, document: Json | None) -> bool:
    if document is None:
        return False
    meta = document["metadata"]
    if wish.namespace and meta.get("namespace") != wish.namespace:
        return False
    return wish.name in ("", meta["name"]) and (wish.test is None or wish.test(document))


def _line(wish: _Wish, change: Change) -> bytes:
    """Return a change as this watch sees it: what comes into its selection is ADDED, what leaves it is DELETED."""
    if wish.test is None and not wish.namespace and not wish.name:
        return wish.write(change.type, change.document)
    before, after = _fits(wish, change.before), _fits(wish, change.document)
    if change.type == "DELETED":
        return wish.write("DELETED", change.document) if before else b""
    if after:
        return wish.write("MODIFIED" if before else "ADDED", change.document)
    if not before or change.before is None:
        return b""
    meta = {**change.before["metadata"], "resourceVersion": str(change.version)}
    return wish.write("DELETED", {**change.before, "metadata": meta})


def _stream(
    world: World, signals: Signals, wish: _Wish, first: bytes, position: int, *, metadata: bool
) -> Iterator[bytes]:
    epoch, marks, marked = signals.watch_epoch, signals.bookmarks, world.now
    history = world.store.history(wish.kind)
    yield first
    while signals.pause():
        changes = history.since(position)
        if changes is None or signals.watch_epoch != epoch:
            yield _error(0, history.oldest)
            return
        position += len(changes)
        lines = b"".join(_line(wish, change) for change in changes)
        late = world.now - marked >= signals.bookmark_seconds * SECOND or world.now >= wish.until
        if wish.bookmarks and (late or signals.bookmarks != marks):
            lines += _bookmark(world, wish, metadata=metadata)
            marks, marked = signals.bookmarks, world.now
        yield lines
        if world.now >= wish.until:
            return
