"""Commands that change the severity: severity, raise, lower."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from functools import partial

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant, tell_saved
from console.cli.writing import add_incident, when
from console.incident import commands
from console.incident.events import Entry, Instant, SeverityChanged
from console.incident.grading import newly_required
from console.incident.record import Incident
from console.incident.roles import label
from console.incident.state import State
from console.wiring import shipped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("to", metavar="LABEL", help="such as SEV1, or `raise` and `lower` for one step")
    _lower_arguments(parser)


def _lower_arguments(parser: ArgumentParser) -> None:
    _raise_arguments(parser)
    parser.add_argument("--force", action="store_true", help="lower it although a service is down")


def _raise_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--because", metavar="WHY", default="", help="the reason; lowering needs one")
    add_incident(parser)
    parser.add_argument("--at", metavar="TIME", default="", help="when it happened: -5m, 14:32")


def _grade(args: Namespace, desk: Desk, to: str) -> int:
    settings = desk.settings_to_record()
    book, scheme = Logbook(desk, settings), shipped.scheme(settings, desk.ignored)
    before: list[Incident] = []

    def change(state: State, now: Instant) -> Sequence[Entry]:
        incident = meant(state, args.incident)
        before.append(incident)
        why, at = args.because, when(args.at, now)
        if to == "raise":
            return commands.raise_severity(
                state, incident.id, why, actor=book.actor, now=now, scheme=scheme, occurred_at=at
            )
        lower = commands.lower_severity if to == "lower" else partial(commands.set_severity, severity=to)
        return lower(
            state, incident.id, reason=why, actor=book.actor, now=now, scheme=scheme, occurred_at=at, forced=args.force
        )

    events = book.record(change)
    tell_saved(desk, events)
    fact = events[0].fact
    if isinstance(fact, SeverityChanged):
        desk.say(fact.summary())
        if missing := newly_required(before[0], fact.rank):
            desk.say(f"now needed, and unfilled: {', '.join(map(label, missing))}")
    return 0


def _step(to: str) -> Callable[[Namespace, Desk], int]:
    return lambda args, desk: _grade(args, desk, to)


VERBS = {
    "severity": Verb(
        'warroom severity SEV1 --because "payments fail too"',
        lambda args, desk: _grade(args, desk, args.to),
        _arguments,
    ),
    "raise": Verb('warroom raise --because "payments fail too"', _step("raise"), _raise_arguments),
    "lower": Verb('warroom lower --because "only one customer is hit"', _step("lower"), _lower_arguments),
}
