"""All timers of ten incidents with a hundred promises each, at the rhythm at which the room and its screen look."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from console.incident import commands
from console.incident.checklist import load_shipped as load_checklists
from console.incident.clock import MINUTE, SECOND
from console.incident.deadlines import breaches
from console.incident.events import Entry, EscalationReached, Event, Instant
from console.incident.severity import load_shipped as load_schemes
from console.incident.state import EMPTY, State, apply
from console.incident.tracking import Asked
from console.present.due import due_items, due_table
from console.present.escalation import reached
from console.present.header import header
from console.present.incidents import ringing
from console.present.snapshot import Context, Snapshot
from console.present.tasks import call_out, call_outs
from console.present.who import People
from console.settings.escalation import Chain, Step
from tests.bench.figure import Figure, at_most

_INCIDENTS, _PROMISES = 10, 100
_TICKS = 4
"""Looks of the room at its log in a second; the screen draws its header and what is due once."""
_DATA = Path(commands.__file__).parents[1] / "data"
_SCHEME = load_schemes(lambda name: (_DATA / "schemes" / name).read_text())["sev1-4"]
_CHAIN = Chain("pages", tuple(Step(n, n * 10 * MINUTE, (f"person{n}",)) for n in range(1, 11)))


def run(*, quick: bool) -> list[Figure]:
    """Let a minute of all timers pass, an entry every ten seconds, on one core."""
    seconds, start = 20 if quick else 240, 1_795_282_933_000
    checklists = load_checklists(lambda name: (_DATA / "checklists" / name).read_text())
    context = Context("alice", _SCHEME, checklists=checklists, chains=(_CHAIN,))
    log = _Log(start)
    for number in range(_INCIDENTS):
        log.open(f"INC-20261121-{number + 1:03d}")
    promised = [len(due_items(each, context, start)) for each in log.state.live()]
    assert len(promised) == _INCIDENTS, f"{len(promised)} incidents are live"
    assert min(promised) >= _PROMISES, f"an incident has only {min(promised)} promises"
    begun = time.process_time()
    for second in range(seconds):
        if second % 10 == 0:
            log.add(commands.note(log.state, "INC-20261121-001", "still so", actor="alice", now=log.now))
            log.add(commands.give_task(log.state, "INC-20261121-001", "bob", MINUTE, "look", actor="bob", now=log.now))
        _second(log.state, context, log.now)
        log.now += SECOND
    share = (time.process_time() - begun) / seconds * 100
    what = f"all timers of {_INCIDENTS} incidents with {min(promised)} promises each"
    return [at_most(what, share, "% of a core", 1, detail=f"{seconds} s of them, one entry every ten")]


def _second(state: State, context: Context, now: Instant) -> None:
    """Look at everything that runs out, as often as the room and its screen do in a second."""
    known = People(context.directory, (), context.defaults)
    for _ in range(_TICKS):
        breaches(state, _SCHEME, now)
    reached(context.chains, state, known, now)
    snapshot = Snapshot(now, state, ready=True)
    header(snapshot, context, now, None)
    ringing(snapshot, context, now)
    due_table(snapshot, context, now)
    here = snapshot.incident
    assert here is not None
    if call_outs(here, now) != call_outs(here, now - SECOND):
        call_out(here, _SCHEME, now)


class _Log:
    """A log in memory."""

    def __init__(self, now: Instant) -> None:
        self.now, self.seq, self.state = now, 0, EMPTY

    def add(self, entries: Sequence[Entry]) -> None:
        """Fold entries in."""
        for entry in entries:
            self.seq += 1
            event = Event(
                "bench@bench", self.seq, self.seq, entry.incident, self.now, self.now, entry.actor, entry.fact
            )
            self.state = apply(self.state, event)

    def open(self, name: str) -> None:
        """Declare an incident in which a hundred things wait for somebody."""
        now = self.now
        who: dict[str, Any] = {"actor": "alice", "now": now}
        self.add(commands.declare(self.state, id=name, title="Checkout", severity="SEV2", scheme=_SCHEME, **who))
        self.add([Entry(EscalationReached("pages", n, (f"person{n}",)), "warroom", name) for n in range(1, 6)])
        for n in range(15):
            self.add(commands.propose(self.state, name, f"way {n}", wait=n * MINUTE + SECOND, **who))
            asked = Asked(f"track{n}", f"person{n}", (n + 1) * MINUTE, "why")
            self.add(commands.open_track(self.state, name, asked, known=(asked.lead,), **who))
            party = f"party{n}"
            self.add(commands.contacted(self.state, name, party, "asked", span=n * MINUTE, known=(party,), **who))
        for n in range(50):
            self.add(
                commands.give_task(
                    self.state, name, f"person{n}", n * MINUTE + SECOND, "look", known=[f"person{n}"], **who
                )
            )
