"""Pure: an action as far as it has come, a value of the state. It decides nothing."""

from typing import NamedTuple

from console.incident.action import OPEN, SENT, VERDICTS
from console.incident.facts import Instant

TAKEN = VERDICTS | {"executed", "verifying"}
"""Steps of an action at which its effect is in the world."""


class Deed(NamedTuple):
    """An action as far as it has come: `step` since `at`, begun at `begun` by `by` in the console `writer`.

    `settled` says that its mitigation is no open end: undone, owned (by `owner`) or kept. `took`: at some step its
    effect was in the world, which a rollout that fails afterwards does not take back.
    """

    id: str
    verb: str
    target: str
    context: str
    namespace: str
    incident: str
    step: str
    begun: Instant
    at: Instant
    by: str
    writer: str
    text: str = ""
    request: str = ""
    undo: str = ""
    undoes: str = ""
    uid: str = ""
    service: str = ""
    settled: str = ""
    owner: str = ""
    took: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether it is neither over nor in doubt: some console is at it, or ended in the middle of it."""
        return self.step in OPEN

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody knows what became of it."""
        return self.step == "in doubt"

    @property
    def is_sent(self) -> bool:
        """Whether its request may be on its way."""
        return self.step in SENT

    @property
    def is_done(self) -> bool:
        """Whether its effect is in the world."""
        return self.took or self.step in TAKEN

    @property
    def is_handed_over(self) -> bool:
        """Whether somebody owns what it left behind, or it is to stay: it can be undone still."""
        return bool(self.undo) and self.is_done and self.settled in {"owned", "kept"}

    @property
    def is_open(self) -> bool:
        """Whether it left a temporary mitigation that nobody undid or owns."""
        return bool(self.undo) and self.is_done and not self.undoes and not self.settled
