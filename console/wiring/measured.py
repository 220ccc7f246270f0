"""What running consoles measured of a service, out of their sample store: for commands, which watch nothing."""

from contextlib import suppress

from checks.sample import Reading, Sample, Status
from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal.charting import SampleReader
from console.settings import Settings
from console.signals.health import ERROR_RATE, P95, Watched
from console.signals.looks import Looks
from console.signals.verdict import Figures
from console.wiring.checks import watched


class Measured:
    """Tells the figures of a service in a stretch of time, None where no console measured any."""

    def __init__(self, settings: Settings) -> None:
        self._log_dir = settings.log_dir
        self._watched: dict[str, list[Watched]] = {}
        for each in watched(settings):
            self._watched.setdefault(each.service, []).append(each)

    def __call__(self, service: str, since: Instant, until: Instant) -> Figures | None:
        """Return the figures between two times (ms)."""
        looks, reader = Looks(), SampleReader(self._log_dir)
        try:
            with suppress(Failed):
                for each in self._watched.get(service, ()):
                    for sample in _samples(reader, each, since, until):
                        looks.add(service, sample)
        finally:
            reader.close()
        return looks.figures(service, since, until)


def _samples(reader: SampleReader, each: Watched, since: Instant, until: Instant) -> list[Sample]:
    """Return what the store has of a check as the samples that they once were, as far as a verdict needs them."""
    width = max(round(each.interval * 1000), 1000)
    count = max((until - since) // width, 1)
    rates, delays = (reader.series(each.check, name, since, until, count) for name in (ERROR_RATE, P95))
    numbers = [
        Sample(each.check, since + number * width, Status.OK, readings=_readings(rate, delay))
        for number, (rate, delay) in enumerate(zip(rates, delays, strict=True))
        if rate is not None or delay is not None
    ]
    probes = [
        Sample(each.check, at, status, readings=(Reading("latency", latency, "s"),))
        for at, status, latency in reader.probes(each.check, since, until)
    ]
    return numbers or probes


def _readings(rate: float | None, delay: float | None) -> tuple[Reading, ...]:
    named = ((ERROR_RATE, rate, "ratio"), (P95, delay, "s"))
    return tuple(Reading(name, value, unit) for name, value, unit in named if value is not None)
