"""The command that opens an incident: declare."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import when, words
from console.incident import assessing, commands, indicators
from console.incident.classifier import sentence
from console.incident.errors import Refused
from console.incident.events import Classified, Entry, Event
from console.incident.relations import same_title
from console.incident.severity import find
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


def _declare(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book, scheme = Logbook(desk, settings), shipped.scheme(settings, desk.ignored)
    title, answers = words(desk, args.title), size_of(args, settings)
    proposal = assessing.size(shipped.classifier(settings, desk.ignored), answers) if answers else None
    unsaid = proposal is None and not args.severity
    severity = args.severity or (scheme.unclassified if proposal is None else scheme.at(proposal.rank)).label
    try:
        assessing.check_choice(proposal, find(scheme, severity), args.because, scheme)
    except Refused as refusal:
        message = f"{refusal} warroom declare ... --because WHY"
        raise Refused(message) from refusal
    state, now = book.state(), desk.clock()

    def make(incident: str) -> Sequence[Entry]:
        declared = commands.declare(
            state,
            id=incident,
            title=title,
            severity=severity,
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
        return (*declared, *commands.opening(incident, answers, proposal, scheme, reason=reason, actor=actor))

    make("")  # what is refused is refused before the log is opened for writing
    events = book.append(lambda journal: journal.declare(make, now))
    by = severity if args.severity or proposal is None else sentence(proposal, scheme)
    _tell(desk, events[0], f"{by}, {_UNSAID}" if unsaid else by, as_json=args.json)
    if told := same_title(book.state(), events[0].incident, title):
        desk.warn(f"{told} warroom relate {events[0].incident} --duplicate-of ID")
    for fact in (event.fact for event in events):
        if isinstance(fact, Classified):
            desk.warn(f"codename {fact.codename}: say that one where others listen")
    return 0


_UNSAID = "unclassified: nobody has said how bad it is (warroom answer, or v in the console)"


def _tell(desk: Desk, event: Event, severity: str, *, as_json: bool) -> None:
    if as_json:
        import json

        desk.raw(json.dumps({"id": event.incident}))
    else:
        desk.say(event.incident)
        desk.warn(f"{severity}, saved as {event.key}. Next: warroom note TEXT, warroom assign ROLE PERSON")


VERBS = {
    "declare": Verb(
        'warroom declare "Checkout fails" --severity SEV1 --started -10m\n'
        'warroom declare "Checkout fails" --users 30 --impact "critical feature"',
        _declare,
        _arguments,
    )
}
