"""From a request to its answer: who asks, what it names, whether it may, and who does it. Knows no sockets."""

import threading

from console.drill.cluster.access import Access
from console.drill.cluster.api import deleting, writing
from console.drill.cluster.api.discovery import discover
from console.drill.cluster.api.encoding import Encoder
from console.drill.cluster.api.logging import answer_log
from console.drill.cluster.api.reading import Reader
from console.drill.cluster.api.request import Answer, Request, Target, target_of, verb_of
from console.drill.cluster.api.reviews import review
from console.drill.cluster.api.scaling import answer_scale
from console.drill.cluster.api.watching import watch
from console.drill.cluster.faults import Faults
from console.drill.cluster.kinds import PODS
from console.drill.cluster.refusals import ApiError, no_resource, not_allowed
from console.drill.cluster.world import World

_TICK = 0.25
_CHANGES = frozenset({"create", "update", "patch", "delete", "deletecollection"})


class Answering:
    """Answers requests about a world. The caller holds `lock` while it asks and while it takes from a stream."""

    def __init__(self, world: World, access: Access, faults: Faults) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bookmarks = 0
        self.watch_epoch = 0
        self.bookmark_seconds = 60.0
        self.epoch = 0
        self._world = world
        self._access = access
        self._faults = faults
        self._encoder = Encoder()
        self.reader = Reader(world, self._encoder)

    def pause(self) -> bool:
        """Wait until something may have changed; the connection itself notices that the server is gone."""
        epoch = self.epoch
        self.changed.wait(_TICK)
        while self._faults.frozen and self.epoch == epoch:
            self.changed.wait(_TICK)
        return self.epoch == epoch

    def answer(self, request: Request) -> Answer:
        """Return the answer; a refusal is an answer too."""
        try:
            self._access.identify(request.headers.get("authorization", ""))
            return (
                review(self._access, request)
                or discover(self._world.catalogue, request)
                or self._answer_about(request, target_of(request.path, self._world.catalogue))
            )
        except ApiError as refused:
            return Answer(refused.code, refused.body())

    def _answer_about(self, request: Request, target: Target) -> Answer:
        verb = verb_of(request, target)
        self._access.check(verb, target.kind, target.subresource, target.namespace, target.name)
        if verb in _CHANGES:
            writing.refuse_dry_run(request, refused=self._faults.webhook_refuses_dry_run)
        if target.subresource and target.subresource != "status":
            return self._below(request, target)
        if verb == "watch":
            return watch(self._world, self._encoder, self, request, target)
        if target.subresource and not target.kind.status:
            raise no_resource()
        return self._plain(verb, request, target)

    def _plain(self, verb: str, request: Request, target: Target) -> Answer:
        if verb == "get":
            return self.reader.get(request, target)
        if verb == "list":
            return self.reader.list(request, target)
        changes = {
            "create": writing.create,
            "update": writing.replace,
            "patch": writing.patch,
            "delete": deleting.delete,
            "deletecollection": deleting.delete_many,
        }
        if verb not in changes:
            raise not_allowed()
        return changes[verb](self._world, request, target)

    def _below(self, request: Request, target: Target) -> Answer:
        """Answer for a subresource other than the status."""
        if target.subresource == "scale" and target.kind.scale:
            return answer_scale(self._world, request, target)
        if target.kind is PODS and target.subresource == "eviction":
            return deleting.evict(self._world, request, target)
        if target.kind is PODS and target.subresource == "log":
            return answer_log(self._world, request, target, self.pause)
        raise no_resource()
