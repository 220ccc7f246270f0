"""What the bench of the cluster measures, in a process of its own: a loop that ticks while a cluster is watched.

Without an argument nothing is watched: each line on standard input is answered with the stall since the last one,
which is what the machine does to any loop. The argument is a kubeconfig: prints a line of JSON once the cluster is
complete. Then a line with a number on standard input begins the second part: it lasts until the restarts of all pods
add up to that number, or for a minute, and its line of JSON is printed. "storm" forgets the stalls so far.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import psutil

from checks.kubernetes.watching import ClusterWatch
from console.incident.clock import system_clock

_TICK = 0.01
_PATIENCE = 60.0
_CALM = 2.0
"""Seconds after which everything that the first picture brings with it is over."""


class Ticking:
    """The longest that a tick of the loop came too late, in seconds, since it was last asked."""

    def __init__(self) -> None:
        self._longest = 0.0

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK)
            self._longest = max(self._longest, time.perf_counter() - began - _TICK)

    def longest(self) -> float:
        """Return it, and begin anew."""
        found, self._longest = self._longest, 0.0
        return found


async def main(kubeconfig: str) -> None:
    """Measure."""
    ticking, lines = Ticking(), asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    ticks = asyncio.create_task(ticking.run())
    if kubeconfig:
        await _watch(Path(kubeconfig), ticking, lines)
    while not kubeconfig and await lines.readline():
        _say(stall=ticking.longest())
    ticks.cancel()


async def _watch(kubeconfig: Path, ticking: Ticking, lines: asyncio.StreamReader) -> None:
    await asyncio.sleep(0.5)
    memory, cpu, began = psutil.Process().memory_info().rss, time.process_time(), time.perf_counter()
    ticking.longest()
    watch = ClusterWatch("", str(kubeconfig), clock=system_clock)
    watch.start()
    while not watch.seen().complete:  # noqa: ASYNC110 - the watch has no event to wait for: a screen asks it, too
        await asyncio.sleep(_TICK)
    spent, wall = time.process_time() - cpu, time.perf_counter() - began
    await asyncio.sleep(_CALM)
    grown = psutil.Process().memory_info().rss - memory
    _say(cpu=spent, wall=wall, stall=ticking.longest(), memory=grown, pods=len(watch.seen().pods))
    while (line := (await lines.readline()).decode().strip()) == "storm":
        ticking.longest()
        cpu, began = time.process_time(), time.perf_counter()
    wanted = int(line)
    end = time.perf_counter() + _PATIENCE
    while (seen := _restarts(watch)) != wanted and time.perf_counter() < end:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.2)
    spent, wall = time.process_time() - cpu, time.perf_counter() - began
    _say(cpu=spent, wall=wall, stall=ticking.longest(), restarts=seen)
    began = time.perf_counter()
    watch.stop()
    _say(stop=time.perf_counter() - began)


def _restarts(watch: ClusterWatch) -> int:
    return sum(pod.restarts for pod in watch.seen().pods)


def _say(**numbers: float) -> None:
    sys.stdout.write(json.dumps(numbers) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main("".join(sys.argv[1:])))
