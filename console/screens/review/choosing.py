"""What is looked at in the review: the tab, the words, the incident. Draws nothing."""

from console.incident.record import Incident
from console.present.snapshot import Snapshot
from console.screens.review.ports import ReviewTab
from console.screens.review.tabs import TABS


class Chosen:
    """The tab that is shown with its words, and the incident that is reviewed."""

    def __init__(self, tab: str = "") -> None:
        self.at = next((place for place, each in enumerate(TABS) if each.key == tab), 0)
        self.about = ""
        self._words: dict[str, str] = {}

    @property
    def tab(self) -> ReviewTab:
        """The tab that is shown."""
        return TABS[self.at]

    @property
    def words(self) -> str:
        """What is looked for in this tab."""
        return self._words.get(self.tab.key, "")

    @words.setter
    def words(self, words: str) -> None:
        self._words[self.tab.key] = words

    @property
    def state(self) -> tuple[object, ...]:
        """What changes when something else is looked at."""
        return self.at, self.words, self.about

    def go(self, number: int) -> None:
        """Go to a tab by its place; behind the last one comes the first."""
        self.at = number % len(TABS)

    def incident(self, snapshot: Snapshot) -> Incident | None:
        """Return the incident that is reviewed: the chosen one, else the room's, else the newest."""
        found = snapshot.state.incidents.get(self.about) or snapshot.incident
        return found or next(reversed(tuple(snapshot.state.incidents.values())), None)
