"""The room's commands that concern clusters: actions on what is in focus, the ledger, and screen 2."""

from collections.abc import Awaitable, Callable, Mapping

from textual.screen import Screen

from console.incident.action import Target
from console.incident.errors import Refused
from console.present.aiming import aimed
from console.screens.board import Board
from console.screens.desk import Desk
from console.screens.flows import acting, ledger
from widgets.pane import TablePane

Flow = Callable[[Desk], Awaitable[object]]
VERBS = {
    "rollback": "rollback",
    "scale": "scale",
    "restart": "restart",
    "pause_rollout": "pause",
    "resume_rollout": "resume",
    "evict": "evict",
    "delete": "delete",
    "cordon": "cordon",
    "uncordon": "uncordon",
}
"""Commands that act on a cluster, with what they do to it."""


class ClusterOrders:
    """What the room can have done to clusters. `make` makes screen 2, at a row; `run` does a command of the room."""

    def __init__(
        self, screen: Screen[None], board: Board, make: Callable[[str], Screen[str]], run: Callable[[str], None]
    ) -> None:
        self._screen, self._board, self._make, self._run = screen, board, make, run
        self.flows: Mapping[str, Flow] = {
            **{name: self._act(verb) for name, verb in VERBS.items()},
            "ledger": ledger.show,
            "cluster": self.look,
        }

    async def look(self, desk: Desk, at: str = "") -> None:
        """Show screen 2; what it answers is done next."""
        if not desk.room.snapshot.clusters:
            message = "No cluster is configured: a [[cluster]] section in warroom.toml names one by its context."
            raise Refused(message)
        next_one = await desk.cover(lambda: self._make(at))
        if next_one:
            self._run(next_one)

    def _act(self, verb: str) -> Flow:
        return lambda desk: acting.act(desk, verb, self._aimed(desk, verb))

    def _aimed(self, desk: Desk, verb: str) -> Target | None:
        """Return what the row in focus means to a verb, None where that has to be asked."""
        pane = self._board.focus
        if pane not in {"services", "cluster"}:
            return None
        row = self._screen.query_one(f"#{pane}", TablePane).selected or ""
        return aimed(desk.room.snapshot, desk.context, pane, row, verb)
