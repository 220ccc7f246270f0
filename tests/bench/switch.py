"""Switching to another incident: from Enter in the switcher until its header is on the screen of a real terminal."""

import time
from functools import partial
from pathlib import Path
from statistics import median

from console.incident.events import Declared, Entry
from console.journal.opening import Journal
from tests.bench.figure import Figure, at_most
from tests.bench.programs import room
from tests.bench.world import fresh
from tests.fakes import FakeClock
from tests.terminal.driver import Terminal

LEADS = ("ada", "boris", "chloe", "dmitri", "elif", "farid", "greta", "hugo", "ines", "jonas")
_FRAME = 16.0


def run(*, quick: bool) -> list[Figure]:
    """Go round ten live incidents; beside it the paint of a snapshot: the same screen for another pane and back."""
    rounds = 1 if quick else 4
    log_dir = fresh("switch")
    ids = _declared(log_dir)
    with room(log_dir) as terminal:
        terminal.wait_for(*list(ids.values())[-1:])
        terminal.quiet(0.5, timeout=5.0)
        switched = [_switch(terminal, each, lead) for _ in range(rounds) for lead, each in ids.items()]
        painted = [_paint(terminal) for _ in range(rounds * 5)]
    switch, paint = median(switched) * 1000, median(painted) * 1000
    detail = f"median of {len(switched)}: {switch:.1f} ms, the paint of a snapshot {paint:.1f} ms"
    return [at_most("switching to another incident, beyond a paint", switch - paint, "ms", _FRAME, detail=detail)]


def _switch(terminal: Terminal, incident: str, lead: str) -> float:
    """Return the seconds from Enter until the header and the roster have the incident's commander."""
    terminal.send("I")
    terminal.wait_for("Which incident?")
    terminal.send(incident[-3:])
    terminal.quiet(0.1, timeout=2.0)
    taken = _until_painted(terminal, "\r", lead.encode())
    terminal.quiet(0.3, timeout=2.0)
    return taken


def _paint(terminal: Terminal) -> float:
    """Return the seconds in which every pane is drawn again: one stands alone, and then all of them."""
    terminal.send("m")
    terminal.quiet(0.2, timeout=2.0)
    taken = _until_painted(terminal, "m", b"Roster")
    terminal.quiet(0.2, timeout=2.0)
    return taken


def _until_painted(terminal: Terminal, key: str, wanted: bytes) -> float:
    before = len(terminal.chunks)
    at = terminal.send(key)
    painted = terminal.wait_bytes(wanted, before)
    assert painted is not None, f"{wanted!r} was never painted:\n{terminal.text()}"
    return painted - at


def _declared(log_dir: Path) -> dict[str, str]:
    """Declare incidents; returns their ids by commander."""
    clock = FakeClock(int(time.time() * 1000) - 600_000)
    journal = Journal.open(log_dir, user="bench", host="bench", clock=clock, redact=str)
    ids = {}
    for lead in LEADS:
        fact = Declared("Checkout errors", "SEV2", 1, commander=lead)
        made = journal.declare(partial(_entries, fact), clock.now).result(60)
        ids[lead] = made[-1].incident
    assert journal.close(10)
    return ids


def _entries(fact: Declared, incident: str) -> list[Entry]:
    return [Entry(fact, "alice", incident)]
