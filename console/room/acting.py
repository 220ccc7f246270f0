"""Actions in the room: the runner with its ways to record and to ask, and what an earlier console left open."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from console.actions.rules import Around
from console.actions.runner import Runner
from console.incident.action import WATCHED, Target
from console.incident.clock import clock_time
from console.incident.deed import Deed
from console.incident.deeds import ActionMoved
from console.incident.errors import WarroomError
from console.incident.events import Fact, Instant
from console.incident.record import Incident
from console.present.snapshot import OfferSeen
from console.room.feeds import Followed
from console.room.parts import Parts
from console.room.record import Record
from console.room.watch import Watch

_LOOK_AGAIN = 15.0
"""Seconds between two looks for actions whose console has ended."""


class Acting:
    """Owns the runner. Belongs to the room's loop."""

    def __init__(self, parts: Parts, record: Record, feeds: Followed, watch: Watch) -> None:
        self._record, self._feeds = record, feeds
        self._serves = parts.serving(feeds.namespace)
        around = Around(
            figures=watch.figures,
            service_of=self._service_of,
            incident=lambda: record.incident,
            onset=self._onset,
            healthy=feeds.healthy,
            actions=self._actions,
            live=self._live,
            closures=lambda: (*parts.closures, *record.state.maintenance.values()),
            health=lambda: record.state.health,
            depends_on={name: each.depends_on for name, each in parts.directory.services.items()},
        )
        self.runner = Runner(feeds.connection, self._note, parts.rules, parts.clock, _new_id, around=around)

    def busy(self) -> frozenset[str]:
        """Return the ids of the actions that are under way here."""
        return frozenset(each.action for each in self.runner.busy)

    def offers(self) -> Mapping[str, tuple[OfferSeen, ...]]:
        """Return what actions suggest as the next ones, by their ids."""
        return {action: tuple(OfferSeen(*offer) for offer in offers) for action, offers in self.runner.offers.items()}

    async def _note(self, facts: Sequence[Fact], incident: str) -> None:
        await self._record.note_facts(facts, incident)

    def _actions(self) -> Iterable[Deed]:
        return self._record.state.actions.values()

    def _live(self) -> Iterable[Incident]:
        return self._record.state.live()

    def _onset(self) -> Instant | None:
        current = self._record.current
        return None if current is None else current.since

    def _service_of(self, target: Target) -> str:
        """Return the service that rolls out by this workload, or by the one that made this pod."""
        if target.kind == "Pod":
            kind, name = self._feeds.maker(target)
            target = target._replace(kind=kind, name=name)
        return self._serves(target)

    async def settle_what_others_left(self) -> None:
        """Say of the actions of consoles that ended in the middle of one how they stand; nothing is done again.

        At first our own name counts, too: who had it before us has ended. This goes on for as long as the room.
        """
        ours = ""
        while self._record.writer:
            left = [each for each in self._record.state.actions.values() if each.is_under_way]
            for deed in left:
                if deed.writer != ours and not self._record.runs(deed.writer):
                    with suppress(
                        WarroomError
                    ):  # another console says it, or the log takes nothing: its banner says so
                        await self._record.note_facts([_left(deed)], deed.incident)
            ours = self._record.writer
            await asyncio.sleep(_LOOK_AGAIN)


def _left(deed: Deed) -> ActionMoved:
    at = clock_time(deed.at)
    if deed.step == "planned":
        step, told = "cancelled", "its console ended while the card was open"
    elif deed.step in WATCHED:
        step, told = "unknown", f"its console ended at {at}Z, before the verdict"
    else:
        step, told = "in doubt", f"its console ended at {at}Z, before the answer; check it in the ledger"
    return ActionMoved(deed.id, deed.verb, deed.target, deed.context, deed.namespace, step, told)


def _new_id() -> str:
    return f"a{secrets.token_hex(4)}"
