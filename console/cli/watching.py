"""The command that looks at everything once: check."""

from argparse import ArgumentParser, Namespace
from collections.abc import Container, Sequence

from checks.sample import Check, Reading, Sample, Status
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.health_lines import alerts, metrics, service_lines
from console.incident.clock import Clock
from console.incident.events import Instant
from console.present.figures import amount
from console.review.health import exit_status, health_document
from console.settings import Settings
from console.signals.health import ServiceHealth, Thresholds
from console.signals.tracker import HealthTracker
from console.wiring.checks import build_checks, limits, watched
from console.wiring.shipped import known

TELLING = ("latency", "error_rate", "p95", "tls_days", "cpu", "memory_available_ratio", "load1", "targets_down")
SIGNS = {Status.OK: "ok", Status.DEGRADED: "DEGRADED", Status.DOWN: "DOWN", Status.UNKNOWN: "unknown"}


def look_once(checks: Sequence[Check], clock: Clock) -> list[Sample]:
    """Ask every check once, all at the same time, each under its own deadline."""
    import asyncio

    from console.poller import Poller

    samples: dict[str, Sample] = {}
    missing = {check.name for check in checks}

    async def run() -> None:
        done = asyncio.Event()

        def take(batch: Sequence[Sample]) -> None:
            for sample in batch:
                samples.setdefault(sample.check, sample)
            if missing <= samples.keys():
                done.set()

        watching = asyncio.create_task(Poller(checks, clock, take, beat=0.05).run())
        enough = asyncio.create_task(done.wait())
        await asyncio.wait((watching, enough), return_when=asyncio.FIRST_COMPLETED)
        for task in (watching, enough):
            task.cancel()
        await asyncio.gather(watching, enough, return_exceptions=True)

    if checks:
        asyncio.run(run())
    return [samples[check.name] for check in checks]


def judged_once(settings: Settings, desk: Desk) -> tuple[list[Sample], Sequence[ServiceHealth], Instant]:
    """Ask every check once; return the samples, the services as they stand by them, and when that was."""
    samples = look_once(build_checks(settings, desk.clock, desk.env), desk.clock)
    # One look is all there is to judge by, so it has to be enough.
    limits_now = {name: limit._replace(needed=1, of=1) for name, limit in limits(settings).items()}
    tracker = HealthTracker(watched(settings), limits_now, Thresholds(needed=1, of=1))
    now = desk.clock()
    tracker.observe(samples, now)
    return samples, tracker.services(), now


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, each number with its age and source")
    parser.add_argument("--all", "-a", action="store_true", help="every number, and the top processes")
    parser.add_argument("service", nargs="*", metavar="SERVICE", help="only these")


def _check(args: Namespace, desk: Desk) -> int:
    settings = desk.settings(known())
    unknown = set(args.service) - {check.service for check in settings.checks}
    if unknown:
        names = ", ".join(dict.fromkeys(check.service for check in settings.checks))
        message = f"warroom check: nothing is called {', '.join(sorted(unknown))}; there is: {names}"
        raise UsageError(message)
    if args.service:
        settings = settings._replace(checks=tuple(each for each in settings.checks if each.service in args.service))
    samples, services, now = judged_once(settings, desk)
    lines = service_lines(services)
    if args.json:
        import json

        made = health_document(lines, metrics(services, samples), now, alerts(services))
        desk.raw(json.dumps(made, indent=2))
    else:
        asked = {name for each in watched(settings) for name in each.numbers}
        _show(desk, services, samples, None if args.all else {*TELLING, *asked})
    return exit_status(lines)


def _show(desk: Desk, services: Sequence[ServiceHealth], samples: Sequence[Sample], telling: set[str] | None) -> None:
    """Print a line a service, with those of its numbers that are asked for (None: all)."""
    width = max((len(health.service) for health in services), default=0)
    for health in services:
        mine = [sample for sample in samples if sample.check in {check.check for check in health.checks}]
        numbers = [
            _number(reading)
            for sample in mine
            for reading in sample.readings
            if telling is None or _telling(reading, telling)
        ]
        detail = "  ".join(part for part in (health.reason, ", ".join(filter(None, numbers))) if part)
        desk.say(f"{SIGNS[health.status]:<8}  {health.service:<{width}}  {detail}".rstrip())
        for sample in mine:
            for row in sample.rows if telling is None or health.status is not Status.OK else ():
                desk.say(f"{'':<{width + 12}}{'  '.join(f'{cell:<10}' for cell in row)}".rstrip())


def _telling(reading: Reading, telling: Container[str]) -> bool:
    return reading.metric in telling or reading.metric.startswith("disk:")


def _number(reading: Reading) -> str:
    if reading.value is None:
        return ""
    name = "memory free" if reading.metric == "memory_available_ratio" else reading.metric
    return f"{name.replace('_', ' ').replace(':', ' ')} {amount(reading.value, reading.unit)}"


VERBS = {"check": Verb("warroom check\nwarroom check --all host\nwarroom check --json", _check, _arguments)}
