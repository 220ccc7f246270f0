"""Pure: times in which something is not as usual: maintenance of a service or a cluster, and a freeze of changes."""

from collections.abc import Iterable
from typing import NamedTuple

from console.incident.facts import Instant

MAINTENANCE, FREEZE = "maintenance", "freeze"


class Closure(NamedTuple):
    """One such time, from `since` to before `until` (ms since 1970); a freeze names neither service nor cluster.

    `by` is who began it, "" where the configuration says so.
    """

    kind: str
    since: Instant
    until: Instant
    reason: str = ""
    service: str = ""
    cluster: str = ""
    by: str = ""

    def holds(self, now: Instant) -> bool:
        """Whether it is that time."""
        return self.since <= now < self.until

    def covers(self, service: str, cluster: str) -> bool:
        """Whether this service, or what is in this context of a cluster, is being maintained."""
        by_name = bool(self.service) and self.service == service
        return self.kind == MAINTENANCE and (by_name or (bool(self.cluster) and self.cluster == cluster))

    @property
    def subject(self) -> str:
        """What it is about: the service, the cluster, or all changes."""
        return self.service or self.cluster or "all changes"


def holding(*some: Iterable[Closure], now: Instant) -> tuple[Closure, ...]:
    """Return those that hold now, freezes first."""
    found = [each for closures in some for each in closures if each.holds(now)]
    return tuple(sorted(found, key=lambda each: (each.kind != FREEZE, each.until)))
