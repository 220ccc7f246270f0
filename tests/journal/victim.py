"""A program that writes notes until it is killed: says "N TEXT" on standard output once note N is acknowledged.

It is started once and forks for every line on its standard input, so that 200 kills need no 200 starts.
"""

import os
import sys
import time
from pathlib import Path

from console.incident.events import Entry, Noted
from console.journal.opening import Journal


def write_for_ever(folder: Path, name: str) -> None:
    journal = Journal.open(folder, user="alice", host="box", clock=lambda: time.time_ns() // 1_000_000, redact=str)
    for number in range(1_000_000):
        entries = [Entry(Noted(f"{name}-{number}-{part}"), "alice") for part in range(1 + number % 3)]
        for event in journal.append_all(entries).result(60):
            os.write(1, f"{event.key} {event.fact.summary()}\n".encode())


def main() -> None:
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write_for_ever(folder, line.strip())
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
