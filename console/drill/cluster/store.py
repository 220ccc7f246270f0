"""Pure: every object of the cluster, the count of resource versions, and the log of what happened. Knows no HTTP."""

from collections import deque
from typing import NamedTuple

from console.drill.cluster.kinds import Kind
from console.drill.cluster.values import Json, Key, key_of

_KEPT = 20_000
"""Events kept per resource; what a watch wants from before them is answered 410."""


class Change(NamedTuple):
    """One event of a watch: its resource version, ADDED, MODIFIED or DELETED, the object, and what it was before."""

    version: int
    type: str
    document: Json
    before: Json | None


class History:
    """What happened to the objects of one resource, newest last, with a number for each that never changes."""

    def __init__(self, oldest: int = 0) -> None:
        self._changes: deque[Change] = deque()
        self._dropped = 0
        self.oldest = oldest

    def append(self, change: Change) -> None:
        """Add a change; the oldest falls out when there are too many."""
        self._changes.append(change)
        if len(self._changes) > _KEPT:
            self.oldest = self._changes.popleft().version
            self._dropped += 1

    def expire(self, version: int) -> None:
        """Forget everything up to and including a resource version."""
        while self._changes and self._changes[0].version <= version:
            self._changes.popleft()
            self._dropped += 1
        self.oldest = max(self.oldest, version)

    def position(self, version: int) -> int:
        """Return the number of the first change after a resource version."""
        at = len(self._changes)
        while at and self._changes[at - 1].version > version:
            at -= 1
        return self._dropped + at

    def since(self, position: int) -> list[Change] | None:
        """Return the changes from a number on; None when some of them are gone."""
        wanted = self._dropped + len(self._changes) - position
        if wanted > len(self._changes):
            return None
        return [self._changes[index] for index in range(-wanted, 0)]


class Store:
    """Objects by resource and key. A write never changes an object in place: it puts a new one."""

    def __init__(self) -> None:
        self.version = 1000
        self._forgotten = 0
        self._objects: dict[str, dict[Key, Json]] = {}
        self._histories: dict[str, History] = {}
        self._children: dict[str, dict[tuple[str, Key], None]] = {}

    def get(self, kind: Kind, namespace: str, name: str) -> Json | None:
        """Return an object, not to be changed, or None."""
        return self._objects.get(kind.resource, {}).get((namespace, name))

    def all(self, kind: Kind, namespace: str = "") -> list[Json]:
        """Return the objects of a namespace ("" for all of them), sorted by key."""
        found = self._objects.get(kind.resource, {})
        return [found[key] for key in sorted(found) if not namespace or key[0] == namespace]

    def children(self, uid: str, kind: Kind) -> list[Json]:
        """Return the objects of a resource that name this owner, oldest first."""
        known = self._children.get(uid, {})
        found = self._objects.get(kind.resource, {})
        return [found[key] for resource, key in known if resource == kind.resource and key in found]

    def orphans_of(self, uid: str) -> list[tuple[str, Key]]:
        """Return resource and key of everything that names this owner."""
        return list(self._children.get(uid, {}))

    def put(self, kind: Kind, document: Json) -> Json:
        """Store an object under the next resource version and return it as stored."""
        self.version += 1
        stored = {**document, "metadata": {**document["metadata"], "resourceVersion": str(self.version)}}
        objects = self._objects.setdefault(kind.resource, {})
        key = key_of(stored)
        before = objects.get(key)
        objects[key] = stored
        self._adopt(kind, key, stored, before)
        self.history(kind).append(Change(self.version, "MODIFIED" if before else "ADDED", stored, before))
        return stored

    def remove(self, kind: Kind, document: Json) -> Json:
        """Take an object out; its last state gets a resource version of its own."""
        self.version += 1
        key = key_of(document)
        before = self._objects[kind.resource].pop(key)
        self._disown(kind, key, before)
        last = {**before, "metadata": {**before["metadata"], "resourceVersion": str(self.version)}}
        self.history(kind).append(Change(self.version, "DELETED", last, before))
        return last

    def history(self, kind: Kind) -> History:
        """Return what happened to the objects of a resource."""
        if kind.resource not in self._histories:
            self._histories[kind.resource] = History(self._forgotten)
        return self._histories[kind.resource]

    def expire(self, *, everything: bool = False) -> None:
        """Forget every older resource version; with `everything` the present one too, as after a restart."""
        if everything:
            self.version += 1
        self._forgotten = self.version
        for history in self._histories.values():
            history.expire(self.version - (not everything))
            history.oldest = max(history.oldest, self.version)

    def _adopt(self, kind: Kind, key: Key, document: Json, before: Json | None) -> None:
        owners = document["metadata"].get("ownerReferences")
        if before is not None and before["metadata"].get("ownerReferences") == owners:
            return
        if before is not None:
            self._disown(kind, key, before)
        for owner in owners or []:
            self._children.setdefault(owner["uid"], {})[kind.resource, key] = None

    def _disown(self, kind: Kind, key: Key, document: Json) -> None:
        for owner in document["metadata"].get("ownerReferences") or []:
            children = self._children.get(owner["uid"], {})
            children.pop((kind.resource, key), None)
            if not children:
                self._children.pop(owner["uid"], None)
