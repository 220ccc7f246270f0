"""Made-up series of a shop, the same at every run: counters with a fall, buckets, gauges, one that ends early."""

import random
from collections.abc import Iterator

from console.drill.metrics import Metrics

BEGIN = 1_795_284_000_000
END = BEGIN + 900_000
STEP = 5_000
BOUNDS = ("0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")
Row = tuple[str, dict[str, str], int, float]


def rows() -> Iterator[Row]:
    """Go over all points, series by series and each in its order of time."""
    dice = random.Random(7)
    for pod in ("web-0", "web-1", "web-2"):
        for code in ("200", "404", "500", "503"):
            labels = {"service": "web", "code": code, "pod": pod}
            most = 20.0 if code == "200" else 2.0
            yield from _counter(dice, "http_requests_total", labels, most, fall=pod == "web-1")
        yield from _buckets(dice, {"service": "web", "pod": pod})
    yield from _counter(dice, "http_requests_total", {"service": "api", "code": "200", "pod": "api-0"}, 9.0)
    for pod, last in (("api-0", END), ("api-1", BEGIN + 300_000), ("api-2", END - 200_000)):
        labels = {"app": "api", "pod": pod}
        for at in _times(dice, last):
            yield "container_memory_working_set_bytes", labels, at, float(dice.randrange(1 << 28, 1 << 29))
            yield "container_memory_limit_bytes", labels, at, float(1 << 29)
    for queue, scale in (("orders", 100), ("mail", -7)):
        for at in _times(dice, END):
            yield "queue_depth", {"queue": queue, "broker": "b1"}, at, float(dice.randint(0, 9) * scale)


def metrics() -> Metrics:
    """Return a store with all points."""
    store = Metrics()
    for row in rows():
        store.add(*row)
    return store


def openmetrics() -> str:
    """Write all points in the way that promtool makes blocks of."""
    names: dict[str, list[str]] = {}
    for name, labels, at, value in rows():
        said = ",".join(f'{label}="{text}"' for label, text in labels.items())
        names.setdefault(name, []).append(f"{name}{{{said}}} {value!r} {at / 1000:.3f}\n")
    return "".join(f"# TYPE {name} unknown\n" + "".join(lines) for name, lines in names.items()) + "# EOF\n"


def _times(dice: random.Random, last: int) -> list[int]:
    """Return the times of looks that are a little late, as they are."""
    return [at + dice.randint(0, 400) for at in range(BEGIN + dice.randint(0, 3000), last, STEP)]


def _counter(
    dice: random.Random, name: str, labels: dict[str, str], most: float, *, fall: bool = False
) -> Iterator[Row]:
    value = 0.0
    for at in _times(dice, END):
        value = 0.0 if fall and dice.random() < 0.02 else value + round(dice.uniform(0, most), 2)
        yield name, labels, at, value


def _buckets(dice: random.Random, labels: dict[str, str]) -> Iterator[Row]:
    times = _times(dice, END)
    counts = [0.0] * len(BOUNDS)
    told: list[list[float]] = []
    for _ in times:
        for _ in range(dice.randint(0, 30)):
            place = min(int(dice.expovariate(0.5)), len(BOUNDS) - 1)
            counts = [count + (index >= place) for index, count in enumerate(counts)]
        told.append(counts)
    for index, bound in enumerate(BOUNDS):
        for at, row in zip(times, told, strict=True):
            yield "http_request_duration_seconds_bucket", {**labels, "le": bound}, at, row[index]
