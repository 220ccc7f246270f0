"""Polls metrics.k8s.io for what nodes and pods use; it keeps no history, so there is nothing to watch."""

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from checks.kubernetes.access import Connection
from checks.kubernetes.fields import ODD, Json, part, parts, quantity, word
from checks.kubernetes.objects import ResourceSeen, Usage
from checks.kubernetes.paging import split
from checks.kubernetes.parsing import PARSING
from checks.kubernetes.patience import Manners
from checks.kubernetes.trouble import Trouble

_GROUP = "/apis/metrics.k8s.io/v1beta1"
_STATES = {403: "forbidden", 404: "absent"}
_OK = 200


class Metrics:
    """What is used, by node and by pod, with how asking for it goes."""

    def __init__(self, connection: Connection, manners: Manners, *, interval: float = 20.0) -> None:
        self._connection, self._manners, self._interval = connection, manners, interval
        self._awake = threading.Event()
        self.seen = ResourceSeen("metrics")
        self.nodes: Mapping[str, Usage] = {}
        self.pods: Mapping[tuple[str, str], Usage] = {}
        self.version = 0

    def run(self) -> None:
        """Ask again and again until it is over."""
        while not self._manners.over.is_set():
            now, had = self._manners.clock(), self.version
            try:
                state, error = self._ask()
            except (Trouble, *ODD) as caught:
                state, error = "failing", str(caught) or type(caught).__name__
            wait = self._interval if state == "failing" or self.version != had else self._manners.slow_wait
            good = now if self.version != had else self.seen.good_at
            self.seen = ResourceSeen("metrics", state, error, good, now + round(wait * 1000), len(self.pods))
            self._awake.wait(wait)
            self._awake.clear()

    def nudge(self) -> None:
        """Stop waiting."""
        self._awake.set()

    def _ask(self) -> tuple[str, str]:
        """Take what may be read: of pods perhaps without nodes, where our rights end with a namespace."""
        nodes, pods = self._items("nodes", ""), self._items("pods", self._manners.namespace)
        if not isinstance(nodes, int):
            self.nodes = {word(name): usage for (_, name), usage in nodes}
        if not isinstance(pods, int):
            self.pods = dict(pods)
        refused = {plural: each for plural, each in (("nodes", nodes), ("pods", pods)) if isinstance(each, int)}
        self.version += len(refused) < 2  # noqa: PLR2004 - of the two
        if not refused:
            return "ok", ""
        status, what = min(refused.values()), " and ".join(refused)
        error = {404: "this cluster has no metrics server", 403: f"we may not read the metrics of {what}"}
        return _STATES.get(status, "failing"), error.get(status, f"the metrics server does not answer ({status})")

    def _items(self, plural: str, namespace: str) -> int | Iterable[tuple[tuple[str, str], Usage]]:
        """Return what is used, or the status where the answer is a refusal."""
        inside = f"/namespaces/{namespace}" if namespace else ""
        status, raw = self._connection.fetch("GET", f"{_GROUP}{inside}/{plural}", timeout=(3.0, 8.0))
        if status != _OK:
            return status
        with PARSING:
            return [found for each in split(raw)[1] if (found := _usage(each))]


def _usage(raw: Any) -> tuple[tuple[str, str], Usage] | None:
    try:
        meta = raw["metadata"]
        used: list[Json] = [part(each, "usage") for each in parts(raw, "containers")] or [part(raw, "usage")]
        cpu = sum(quantity(each.get("cpu", 0)) for each in used)
        return (word(meta.get("namespace")), word(meta["name"])), Usage(
            cpu, sum(quantity(each.get("memory", 0)) for each in used)
        )
    except ODD:
        return None
