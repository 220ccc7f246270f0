"""Checks the chain of the log behind the screen's back, once after the start."""

import asyncio
import time

from console.incident.errors import Failed
from console.journal.verify import verify
from console.room.record import Chain, Record

AFTER = 1.0
"""Seconds: the first screen comes first."""


async def prove(record: Record) -> None:
    """Verify all writers on another thread and tell the record."""
    await asyncio.sleep(AFTER)
    try:
        verdicts = await asyncio.to_thread(verify, record.directory, _give_way)
    except Failed as error:
        record.chain = Chain("broken", str(error))
        return
    bad = [verdict for verdict in verdicts if not verdict.ok]
    if bad:
        record.chain = Chain("broken", "; ".join(f"{verdict.writer}: {verdict.problem}" for verdict in bad))
    else:
        record.chain = Chain("ok")


def _give_way(_writer: str, _events: int) -> None:
    """Leave time to the others: nobody waits for this."""
    time.sleep(0.005)
