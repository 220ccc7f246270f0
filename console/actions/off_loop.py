"""Makes blocking calls on threads, so that the loop never waits; a call that hangs is left to itself."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from checks.threads import RoomyExecutor

THREADS = 24
PATIENCE = 6.0
"""Seconds after which nobody waits for an answer any more."""

T = TypeVar("T")


class OffLoop:
    """A small pool of threads. Call it with a function; TimeoutError where that takes longer than `patience` (s)."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._pool = RoomyExecutor(THREADS)

    async def __call__(self, call: Callable[[], T]) -> T:
        """Make the call, and give it up after a while."""
        # Not `wait_for`: that one loses a cancellation which comes together with the answer, and the caller goes on.
        async with asyncio.timeout(self.patience):
            return await self.whole(call)

    async def whole(self, call: Callable[[], T]) -> T:
        """Make the call and wait for its end, however long it takes: its own time limit ends it."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        """Take no more calls; those under way are left to themselves."""
        self._pool.shutdown(wait=False)
