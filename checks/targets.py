"""The targets that Prometheus watches: which are down, told apart from there being none."""

import asyncio
import time

from checks.prometheus import Prometheus, Series, Server
from checks.sample import Quality, Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.wording import line


class TargetsCheck(Source):
    """Which of the targets that Prometheus watches are down (`up == 0`). Readings: targets, targets_down (count).

    Rows: job and instance of those that are down. None down counts only if there are targets at all.
    """

    def __init__(self, plan: Plan, server: Server, clock: Clock) -> None:
        super().__init__(plan, clock)
        self._prometheus = Prometheus(server)

    async def probe(self) -> Sample:
        """Ask once for those that are down, and for how many there are."""
        at, begun = self.clock(), time.perf_counter()
        try:
            down, total = await asyncio.gather(
                self._prometheus.instant("up == 0", self.timeout), self._prometheus.instant("count(up)", self.timeout)
            )
        except NoAnswer as error:
            took = time.perf_counter() - begun
            broken = (Reading("targets_down", None, "count", Quality.ERROR, str(error)),)
            return Sample(self.name, at, error.status, str(error), self._prometheus.source, broken, took)
        count = total[0].value if total else 0.0
        return self._told(at, down, count or 0.0, time.perf_counter() - begun)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._prometheus.aclose()

    def _told(self, at: int, down: list[Series], total: float, took: float) -> Sample:
        names = sorted((line(s.labels.get("job", "?"), 60), line(s.labels.get("instance", "?"), 80)) for s in down)
        if not total:
            nothing = (Reading("targets_down", None, "count", Quality.NO_DATA, "Prometheus watches no target"),)
            reason = "Prometheus watches no target: that none is down says nothing"
            return Sample(self.name, at, Status.UNKNOWN, reason, self._prometheus.source, nothing, took)
        status, reason = Status.OK, ""
        if names:
            status = Status.DOWN if len(names) >= total else Status.DEGRADED
            listed = ", ".join(f"{job} {instance}" for job, instance in names)
            reason = line(f"{len(names)} of {total:.0f} targets down: {listed}")
        readings = (Reading("targets", total, "count"), Reading("targets_down", float(len(names)), "count"))
        rows = (("job", "instance"), *names) if names else ()
        return Sample(self.name, at, status, reason, self._prometheus.source, readings, took, rows)
