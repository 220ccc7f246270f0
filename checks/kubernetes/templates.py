"""The images of old revisions: of ReplicaSets only the metadata is watched, so a few templates are read one by one."""

import json
import threading

from checks.kubernetes.access import Connection
from checks.kubernetes.fields import ODD, part, parts, word
from checks.kubernetes.objects import Revision
from checks.kubernetes.trouble import Trouble

_MOST_READ = 60
"""Reads on the first contact with a cluster, and again whenever so many more are wanted at once."""
_OK = 200


class Templates:
    """`images` by the uid of a revision; `version` goes up with each that becomes known. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: dict[str, Revision] = {}
        self._tried: set[str] = set()
        self.images: dict[str, tuple[str, ...]] = {}
        self.version = 0

    @property
    def wanted(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self._wanted)

    def want(self, revision: Revision) -> bool:
        """Ask for a revision's images; True while it is worth waiting for them."""
        if revision.images or revision.uid in self.images or revision.kind != "ReplicaSet":
            return False
        with self._lock:
            if revision.uid in self._tried or len(self._wanted) >= _MOST_READ:
                return False
            self._wanted[revision.uid] = revision
        return True

    def learn(self, uid: str, images: tuple[str, ...]) -> None:
        """Take note of a revision's images."""
        with self._lock:
            if self.images.get(uid) != images:
                self.images = {**self.images, uid: images}
                self.version += 1

    def forget(self, uid: str) -> None:
        """The revision is gone."""
        with self._lock:
            self._wanted.pop(uid, None)
            self._tried.discard(uid)
            if uid in self.images:
                self.images = {each: found for each, found in self.images.items() if each != uid}

    def look_up(self, connection: Connection) -> None:
        """Read what is wanted, each once."""
        with self._lock:
            wanted, self._wanted = self._wanted, {}
        for uid, each in wanted.items():
            try:
                path = f"/apis/apps/v1/namespaces/{each.namespace}/replicasets/{each.name}"
                status, raw = connection.fetch("GET", path, timeout=(3.0, 5.0))
                if status == _OK:
                    template = part(part(part(json.loads(raw), "spec"), "template"), "spec")
                    self.learn(uid, tuple(word(one.get("image")) for one in parts(template, "containers")))
            except (Trouble, *ODD):
                continue  # it is told without
            finally:
                with self._lock:
                    self._tried.add(uid)
