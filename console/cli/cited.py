"""Reads from the command line which events speak for something, and tells what was made is called."""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence

from console.cli.desk import Desk
from console.cli.logbook import Change, Logbook, meant, tell_saved
from console.incident.references import FOR, Triples, triples_of
from console.settings import Settings
from console.wiring import log


def add_evidence(parser: ArgumentParser) -> None:
    """Add --evidence."""
    parser.add_argument(
        "--evidence",
        action="append",
        metavar="EVENT",
        default=[],
        help='an event that speaks for it, and how: "alice@host/12: 200 of 200"',
    )


def evidence_of(settings: Settings, given: Sequence[str], side: str = FOR) -> Triples:
    """Return what was given with --evidence; Refused where there is no such event."""
    pairs = [(event.strip(), why.strip()) for event, _, why in (each.partition(": ") for each in given)]
    return triples_of(pairs, looked_up(settings, (event for event, _ in pairs)), side)


def looked_up(settings: Settings, keys: Iterable[str]) -> frozenset[str]:
    """Return those of these names that events of the log have."""
    wanted = [key.strip() for key in keys]
    if not wanted:
        return frozenset()
    reader = log.open_log(settings)
    try:
        return frozenset(key for key in wanted if reader.event(key) is not None)
    finally:
        reader.close()


def change_and_name(book: Logbook, desk: Desk, asked: str, make: Change) -> int:
    """Append what `make` answers, say so, and say what it is called: "it is h1"; the exit status."""
    events = book.record(lambda state, now: make(state, meant(state, asked, ended=True), now))
    tell_saved(desk, events)
    incident = book.state().incidents[events[0].incident]
    made = {thing.event: thing.id for things in (incident.whys, incident.factors) for thing in things.values()}
    made |= {each.event: each.id for each in incident.hypotheses.values()}
    names = [made[event.key] for event in events if event.key in made]
    if names:
        desk.say(f"it is {', '.join(names)}")
    return 0
