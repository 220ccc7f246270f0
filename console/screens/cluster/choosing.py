"""What of which cluster is looked at: the context, the table, the words that narrow it. Draws nothing."""

from collections.abc import Sequence

from checks.kubernetes.objects import ClusterSeen
from console.incident.action import Target
from console.incident.clock import Clock
from console.present.cluster.keys import targets
from console.present.cluster.view import ClusterView, view_of
from console.screens.cluster.ports import LiveCluster
from widgets.text import safe_text


class Chooser:
    """Keeps to one context by its name, whatever order the clusters come in. `at` is "context|key" to begin with."""

    def __init__(self, live: LiveCluster, clock: Clock, at: str = "") -> None:
        self._clock = clock
        self._clusters: Sequence[ClusterSeen] = live.snapshot.clusters
        context, _, self.at = at.partition("|")
        self.context = context or (self._clusters[0].context if self._clusters else "")
        self.tab = 0
        self._words: dict[int, str] = {}

    @property
    def state(self) -> tuple[object, ...]:
        """What changes when something else is looked at."""
        return self.context, self.tab, self.words

    @property
    def words(self) -> str:
        """The words that narrow the table."""
        return self._words.get(self.tab, "")

    @words.setter
    def words(self, words: str) -> None:
        self._words[self.tab] = words

    @property
    def several(self) -> bool:
        """Whether there is another cluster to look at."""
        return len(self._clusters) > 1

    @property
    def view(self) -> ClusterView | None:
        """The cluster that is looked at, None where none is configured."""
        seen = next((each for each in self._clusters if each.context == self.context), None)
        return None if seen is None else view_of(seen, self._clock())

    def take(self, clusters: Sequence[ClusterSeen]) -> None:
        """Take the newest values."""
        self._clusters = clusters
        if not self.context and clusters:
            self.context = clusters[0].context

    def switch(self) -> str:
        """Go to the next cluster; return what to say."""
        names = [each.context for each in self._clusters]
        if len(names) < 2:  # noqa: PLR2004 - itself, and another
            return "There is no other cluster in the configuration."
        self.context = names[(names.index(self.context) + 1) % len(names)] if self.context in names else names[0]
        return f"Now looking at {safe_text(self.context, 80)} ({names.index(self.context) + 1} of {len(names)})."

    def targets(self, row: str) -> tuple[Target, ...]:
        """Return what can be acted on from a row."""
        view = self.view
        return () if view is None else targets(view, row)
