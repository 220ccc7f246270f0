"""Reads from the command line which events speak for something, and looks them up in the log."""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence

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
