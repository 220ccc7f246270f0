"""The storm of the key bench, in a process of its own so that it only shares the processors with what is measured.

A server on which every request hangs, and another console that appends 200 events a second to the log directory of the
first argument; prints the server's port, and lasts until its standard input is closed.
"""

import sys
import threading
from pathlib import Path

from console.incident.clock import system_clock
from console.incident.events import Entry, Noted
from console.journal.opening import Journal
from tests.fakes import Misbehaving

_RATE, _BATCHES = 200, 20


def main(log_dir: Path) -> None:
    """Storm until standard input ends, then print how many requests hung."""
    over = threading.Event()
    threading.Thread(target=_wait_for_end, args=(over,), daemon=True).start()
    with Misbehaving() as server:
        _say(server.port)
        journal = Journal.open(log_dir, user="storm", host="bench", clock=system_clock, redact=str)
        entry = Entry(Noted("one of two hundred a second"), "storm")
        while not over.wait(1 / _BATCHES):
            journal.append_all([entry] * (_RATE // _BATCHES))
        journal.close()
        _say(server.asked.get("hang", 0))


def _wait_for_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
