"""The command that opens an incident: declare."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import NamedTuple

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import when, words
from console.incident import assessing, commands, indicators
from console.incident.classifier import Proposal, sentence
from console.incident.errors import Refused
from console.incident.events import Classified, Entry, Event
from console.incident.relations import same_title
from console.incident.severity import Scheme, find
from console.incident.types import TYPES
from console.settings import Settings
from console.wiring import own, shipped


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("title", nargs="+", metavar="TITLE", help="what is broken, in a few words")
    parser.add_argument(
        "--severity", "-s", metavar="LABEL", default="", help="such as SEV1; otherwise what the rules propose"
    )
    parser.add_argument("--because", metavar="WHY", default="", help="why a milder severity than the rules propose")
    add_size(parser)
    parser.add_argument("--started", metavar="TIME", default="", help="when the impact began: -10m, 14:32")
    parser.add_argument("--detected", metavar="TIME", default="", help="when somebody or something noticed")
    known = ", ".join(commands.DETECTED_BY)
    parser.add_argument("--detected-by", metavar="WHO", default="", help=f"who noticed: {known}")
    parser.add_argument("--triage", action="store_true", help="not live yet: somebody has to look at it first")
    parser.add_argument("--purpose", choices=commands.PURPOSES, default=commands.PURPOSES[0], help="what it is for")
    parser.add_argument("--type", metavar="TYPE", default=TYPES[0], help=f"{', '.join(TYPES)}, or one of your own")
    parser.add_argument(
        "--codename", metavar="WORD", default="", help="of a security incident; otherwise one is picked"
    )
    parser.add_argument("--commander", metavar="NAME", default="", help="who leads; otherwise you do")
    parser.add_argument("--json", action="store_true", help='print {"id": ...}')


def add_size(parser: ArgumentParser) -> None:
    """Add what can be said of how bad it is."""
    parser.add_argument("--seen", metavar="TEXT", help="what is seen")
    parser.add_argument("--service", metavar="NAME", action="append", help="what is affected; may be given again")
    parser.add_argument("--users", metavar="PERCENT", help="how many users are affected, or unknown")
    parser.add_argument("--impact", metavar="WHAT", help=f"the worst that applies: {', '.join(indicators.IMPACTS)}")


def size_of(args: Namespace, settings: Settings) -> dict[str, str]:
    """Return what was said of how bad it is, by question; what was said to be unknown is ""."""
    services = None if args.service is None else ", ".join(args.service)
    given = {"seen": args.seen, "services": services, "users": args.users, "impact": args.impact}
    return {
        question: assessing.clean(question, text, settings.named)
        for question, text in given.items()
        if text is not None
    }


class _Size(NamedTuple):
    """How bad it is said to be, what the rules make of it, and the severity that follows; `by` says from what."""

    answers: dict[str, str]
    proposal: Proposal | None
    severity: str
    by: str


def _sized(args: Namespace, desk: Desk, settings: Settings, scheme: Scheme) -> _Size:
    """Read how bad it is; Refused where the severity is milder than the rules propose, and nobody says why."""
    answers = size_of(args, settings)
    proposal = assessing.size(shipped.classifier(settings, desk.ignored), answers) if answers else None
    severity = args.severity or (scheme.unclassified if proposal is None else scheme.at(proposal.rank)).label
    by = severity if args.severity or proposal is None else sentence(proposal, scheme)
    level = find(scheme, severity)
    try:
        assessing.check_choice(proposal, level, args.because, scheme)
    except Refused as refusal:
        message = f"{refusal} warroom declare ... --because WHY"
        raise Refused(message) from refusal
    return _Size(answers, proposal, severity, by if proposal is not None or args.severity else f"{by}, {_UNSAID}")


def _declare(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, scheme = Logbook(desk, settings), shipped.scheme(settings, desk.ignored)
    title, size = words(desk, args.title), _sized(args, desk, settings, scheme)
    state, now = book.state(), desk.clock()

    def make(incident: str) -> Sequence[Entry]:
        declared = commands.declare(
            state,
            id=incident,
            title=title,
            severity=size.severity,
            actor=book.actor,
            now=now,
            scheme=scheme,
            started_at=when(args.started, now),
            detected_at=when(args.detected, now),
            detected_by=args.detected_by,
            purpose=args.purpose,
            type=args.type,
            types=own.types(settings),
            codename=args.codename,
            commander=args.commander,
            triage=args.triage,
        )
        reason, actor = args.because, book.actor
        said = commands.opening(incident, size.answers, size.proposal, scheme, reason=reason, actor=actor)
        return (*declared, *said)

    make("")  # what is refused is refused before the log is opened for writing
    events = book.append(lambda journal: journal.declare(make, now))
    _tell(desk, events, size.by, as_json=args.json)
    if told := same_title(book.state(), events[0].incident, title):
        desk.warn(f"{told} warroom relate {events[0].incident} --duplicate-of ID")
    return 0


_UNSAID = "unclassified: nobody has said how bad it is (warroom answer, or v in the console)"


def _tell(desk: Desk, events: Sequence[Event], severity: str, *, as_json: bool) -> None:
    event = events[0]
    if as_json:
        import json

        desk.raw(json.dumps({"id": event.incident}))
    else:
        desk.say(event.incident)
        desk.warn(f"{severity}, saved as {event.key}. Next: warroom note TEXT, warroom assign ROLE PERSON")
    for fact in (each.fact for each in events):
        if isinstance(fact, Classified):
            desk.warn(f"codename {fact.codename}: say that one where others listen")


VERBS = {
    "declare": Verb(
        'warroom declare "Checkout fails" --severity SEV1 --started -10m\n'
        'warroom declare "Checkout fails" --users 30 --impact "critical feature"',
        _declare,
        _arguments,
    )
}
