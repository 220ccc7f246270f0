"""The clusters and repositories that the room follows, and what they say was changed. Knows no log and no screen."""

from collections.abc import Iterable, Mapping

from checks.change import Change
from checks.kubernetes.access import Connection
from checks.kubernetes.objects import ClusterSeen
from checks.kubernetes.trouble import NotSent
from console.present.snapshot import FeedSeen
from console.room.parts import Cluster, Feed, Feeds


class Followed:
    """The feeds of a room, once they run."""

    def __init__(self, feeds: Feeds) -> None:
        self._clusters: Mapping[str, Cluster] = {each.context: each for each in feeds.clusters}
        self._repositories = tuple(feeds.repositories)
        self._seen: tuple[ClusterSeen, ...] = ()

    @property
    def _all(self) -> Iterable[Feed]:
        return (*self._clusters.values(), *self._repositories)

    def start(self) -> None:
        """Begin to follow."""
        for feed in self._all:
            feed.start()

    def stop(self) -> None:
        """End; waits for nobody."""
        for feed in self._all:
            feed.stop()

    def look(self) -> bool:
        """Take up what the clusters show now; tell whether it is something new."""
        seen = tuple(each.seen() for each in self._clusters.values())
        same = len(seen) == len(self._seen) and all(a is b for a, b in zip(seen, self._seen, strict=True))
        self._seen = self._seen if same else seen
        return not same

    def changes(self) -> list[Change]:
        """Return what was changed, as far as it was not returned yet."""
        return [change for feed in self._all for change in feed.changes()]

    @property
    def clusters(self) -> tuple[ClusterSeen, ...]:
        """The clusters as of the last look; the same object while nothing changed."""
        return self._seen

    def seen(self) -> tuple[FeedSeen, ...]:
        """Return the feeds with their problems."""
        clusters = (FeedSeen(each.context, each.error) for each in self._seen)
        return (*clusters, *(FeedSeen(each.name, each.problem) for each in self._repositories))

    def connection(self, context: str) -> Connection:
        """Return the way to a cluster; raises Trouble. May wait: not for a loop."""
        cluster = self._clusters.get(context)
        if cluster is None:
            message = f"the context {context} is not in the configuration"
            raise NotSent(message)
        return cluster.connection()
