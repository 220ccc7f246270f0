"""A program that declares an incident and prints its id."""

import os
import sys
import time
from pathlib import Path

from console.incident.events import Declared, Entry
from console.journal.opening import Journal


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    journal = Journal.open(folder, user="alice", host="box", clock=lambda: time.time_ns() // 1_000_000, redact=str)
    for _ in range(count):
        events = journal.declare(lambda made: [Entry(Declared(made, "SEV2", 1), "alice", made)], 1_795_283_533_000)
        os.write(1, f"{events.result(60)[-1].incident}\n".encode())
    journal.close(20)


if __name__ == "__main__":
    main()
