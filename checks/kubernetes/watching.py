"""A cluster, watched from threads of its own: always the last good values, and how old they are. Changes nothing."""

import threading
from collections import deque
from collections.abc import Callable

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.changes import Feed
from checks.kubernetes.crew import Crew
from checks.kubernetes.following import Follower
from checks.kubernetes.keeping import Keeper
from checks.kubernetes.mirror import Mirror
from checks.kubernetes.objects import ClusterSeen, ResourceSeen
from checks.kubernetes.patience import Manners, Pace
from checks.kubernetes.resources import RESOURCES, Kept
from checks.kubernetes.trouble import NotSent
from checks.kubernetes.usage import Metrics

_HIDDEN = frozenset({"scalings"})
"""Watched for the change feed only; whether events may be read is seen from the warnings."""
_AGE = 5_000
"""ms in which a new time of the last answer is no news: it would make a new picture for nothing."""


_USUAL = Pace()


class ClusterWatch:
    """Watches one context of a kubeconfig, pinned. `start`, `seen`, `changes` and `stop` return at once.

    `namespace` keeps to one namespace, where the rights do not reach further. `seen` is the same object until
    something changed; it is made at most four times a second, on a thread of its own. `context` is as it was given,
    so that the watch is found before there is a connection.
    """

    def __init__(
        self,
        context: str = "",
        kubeconfig: str = "",
        *,
        clock: Callable[[], int],
        namespace: str = "",
        pace: Pace = _USUAL,
    ) -> None:
        self.context, self._namespace = context, namespace
        self._over, self._beat = threading.Event(), pace.beat
        self._crew = Crew(self._over)
        self._manners = Manners(clock, self._over, namespace, pace.first_wait, pace.slow_wait)
        self._keeper = Keeper(context, kubeconfig, clock, over=self._over, pace=pace)
        self._turns: deque[tuple[str, Kept | None, Kept | None]] = deque()
        self._mirror = Mirror(lambda name, before, after: self._turns.append((name, before, after)))
        self._feed = Feed(context, clock, settle=pace.settle)
        self._followers: tuple[Follower, ...] = ()
        self._metrics: Metrics | None = None
        self._seen = ClusterSeen(context, error=self._keeper.error, resources=self._resources())

    def start(self) -> None:
        """Begin."""
        self._crew.begin("keep", lambda: self._keeper.run(self._follow, self._feed.look_up, self._revive))
        self._crew.begin("show", self._show)

    def stop(self, timeout: float = 0.25) -> None:
        """End it: connections are cut; what hangs in a call is left behind, and holds up no exit."""
        self._over.set()
        self._keeper.stop()
        self._revive()
        self._crew.join(timeout)

    def seen(self) -> ClusterSeen:
        """Return the cluster as last seen."""
        if "show" in self._crew.crashed and not self._seen.error:
            self._seen = self._seen._replace(error=self._crew.crashed["show"], version=self._seen.version + 1)
        return self._seen

    def changes(self) -> list[Change]:
        """Return what has changed and was not returned before; the first time, of the last two hours."""
        return self._feed.drain()

    def connection(self) -> Connection:
        """Return the connection that is watched through; NotSent with the reason where there is none."""
        if self._keeper.connection is None:
            raise NotSent(self._keeper.error)
        return self._keeper.connection

    def _follow(self, connection: Connection) -> None:
        shelves = self._mirror.shelves
        self._followers = tuple(Follower(each, shelves[each.name], connection, self._manners) for each in RESOURCES)
        self._metrics = Metrics(connection, self._manners)
        for each in self._followers:
            self._crew.begin(each.resource.name, each.run)
        self._crew.begin("metrics", self._metrics.run)

    def _revive(self) -> None:
        """Have everyone try at once."""
        for each in self._followers:
            each.nudge()
        if self._metrics is not None:
            self._metrics.nudge()

    def _show(self) -> None:
        """Make pictures, at most one a beat, until it is over."""
        try:
            while not self._over.wait(self._beat):
                while self._turns:
                    self._feed.turn(*self._turns.popleft())
                if self._feed.settle(ready=self._listed()) and not self._keeper.silent:
                    self._keeper.wake()
                self._picture()
        finally:
            self._turns = deque(maxlen=0)  # nobody empties it any more

    def _listed(self) -> bool:
        """Tell whether everything that a change is told from has been asked for once."""
        return bool(self._followers) and all(
            each.seen.state != "loading"
            for each in self._followers
            if each.resource.told or each.resource.name in _HIDDEN
        )

    def _picture(self) -> None:
        metrics, keeper, old = self._metrics, self._keeper, self._seen
        version = (metrics.version if metrics else 0) + self._feed.templates.version
        parts = self._mirror.parts(self._feed.templates.images, metrics.nodes if metrics else {}, version)
        connection = keeper.connection
        new = old._replace(
            **parts,
            resources=self._resources(),
            error=self._crew.crashed.get("keep") or keeper.error or keeper.silent,
            next_try=keeper.next_try,
            usage=metrics.pods if metrics and metrics.version else old.usage,
        )
        if connection is not None:
            new = new._replace(
                context=connection.context,
                server=connection.server,
                who=connection.who,
                namespace=self._namespace or connection.namespace,
                insecure=connection.insecure,
            )
        if any(one is not other and one != other for one, other in zip(new, old, strict=True)):
            self._seen = new._replace(version=old.version + 1)

    def _resources(self) -> tuple[ResourceSeen, ...]:
        if not self._followers or self._metrics is None:
            names = [each.name for each in RESOURCES if each.name not in _HIDDEN]
            return tuple(ResourceSeen(name) for name in (*names, "metrics"))
        old = {each.name: each for each in self._seen.resources}
        shown = [each.seen for each in self._followers if each.resource.name not in _HIDDEN]
        return tuple(self._as_felt(each, old[each.name]) for each in (*shown, self._metrics.seen))

    def _as_felt(self, now: ResourceSeen, old: ResourceSeen) -> ResourceSeen:
        """Return how it goes in the light of the pulse: a watch that is quiet may be a server that is dead."""
        keeper = self._keeper
        gone = [self._crew.crashed.get(each) for each in (now.name, *(_HIDDEN if now.name == "events" else ()))]
        if any(gone):
            return now._replace(state="failing", error=next(filter(None, gone)), next_try=None)
        if now.state == "ok" and keeper.silent:
            return now._replace(state="failing", error=keeper.silent, next_try=keeper.next_try)
        if now.state == "ok" and now.name != "metrics":
            now = now._replace(good_at=max(now.good_at or 0, keeper.answered or 0))
        same = now._replace(good_at=old.good_at) == old
        if same and now.good_at is not None and old.good_at is not None and now.good_at - old.good_at < _AGE:
            return old
        return now
