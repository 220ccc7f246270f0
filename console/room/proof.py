"""Checks the chain of the log behind the screen's back, once after the start."""

import asyncio
import time
from pathlib import Path

from console.incident.errors import Failed
from console.journal.verify import verify
from console.room.record import Chain, Record

AFTER = 1.0
"""Seconds: the first screen comes first."""
LOOKS = 2
"""How often something wrong has to be seen."""


async def prove(record: Record) -> None:
    """Verify all writers on another thread and tell the record.

    What is wrong is looked at again before anybody is told that the log was changed: a file that another console is
    just making cannot be read for a moment.
    """
    found = ""
    for _ in range(LOOKS):
        await asyncio.sleep(AFTER)
        found = await asyncio.to_thread(_wrong, record.directory)
        if not found:
            record.chain = Chain("ok")
            return
    record.chain = Chain("broken", found)


def _wrong(log_dir: Path) -> str:
    """Return what is wrong with the chains, "" where nothing is."""
    try:
        verdicts = verify(log_dir, _give_way)
    except Failed as error:
        return str(error)
    return "; ".join(f"{verdict.writer}: {verdict.problem}" for verdict in verdicts if not verdict.ok)


def _give_way(_writer: str, _events: int) -> None:
    """Leave time to the others: nobody waits for this."""
    time.sleep(0.005)
