"""Commands about what contributed: fishbone, factor add, accept, drop, set, for."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.cited import add_evidence, change_and_name, evidence_of
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.hypotheses import weighing
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.factors import ACCEPTED, CONTRIBUTING, EXAMPLES, SORTS, STRUCK
from console.incident.record import Incident
from console.incident.references import FOR
from console.incident.state import State
from console.review.causes_json import factor_json
from console.review.fishbone import WIDTH, fishbone_mermaid, fishbone_text
from console.wiring import own
from console.wiring.secrets import redactor


def _fishbone_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--width", type=int, metavar="N", default=WIDTH, help=f"at most so many columns ({WIDTH})")
    parser.add_argument("--mermaid", action="store_true", help="as a Mermaid flow chart")
    parser.add_argument("--json", action="store_true", help="the factors as JSON")
    add_incident(parser)


def _fishbone(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    incident = meant(Logbook(desk, settings).state(), args.incident, ended=True)
    redact, categories = redactor(settings, desk.env), own.categories(settings)
    if args.json:
        desk.raw(json.dumps([factor_json(each) for each in incident.factors.values()], indent=2))
    elif args.mermaid:
        desk.raw(fishbone_mermaid(incident, categories, redact))
    else:
        for line in fishbone_text(incident, categories, max(20, args.width), redact).splitlines():
            desk.say(line)
        if not incident.factors:
            _examples(desk, categories)
    return 0


def _examples(desk: Desk, categories: Sequence[str]) -> None:
    """Show what may stand at the bones: on standard error, so that no document has it."""
    desk.warn("nothing is named yet; such as:")
    for each in categories:
        if each in EXAMPLES:
            desk.warn(f'  warroom factor add --category {each} "{EXAMPLES[each]}"')


def _parts(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", metavar="KIND", help=", ".join(SORTS))
    parser.add_argument("--tag", action="append", metavar="TAG", help="a cause to count it by: deploy; again for more")


def _named(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what contributed; - reads standard input")
    parser.add_argument("--category", metavar="NAME", required=True, help="a bone of the fishbone, or how it begins")
    _parts(parser)
    parser.add_argument("--accepted", action="store_true", help="it holds; otherwise it is proposed")
    add_evidence(parser)
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book, text = Logbook(desk, desk.settings_to_record()), words(desk, args.text)
    evidence, tags = evidence_of(book.settings, args.evidence), _tags(args, book, desk)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.name_factor(
            state,
            incident.id,
            text,
            args.category,
            actor=book.actor,
            sort=args.kind or CONTRIBUTING,
            tags=args.tag or (),
            known_tags=tags,
            categories=own.categories(book.settings),
            evidence=evidence,
            accepted=args.accepted,
        )

    return change_and_name(book, desk, args.incident, make)


def _tags(args: Namespace, book: Logbook, desk: Desk) -> Sequence[str]:
    if not args.tag:
        return ()
    from console.wiring import guides

    causes = [each.tag for each in guides.priors(book.settings, desk.ignored)]
    rules = guides.suggestions(book.settings, desk.ignored)
    return list(dict.fromkeys((*causes, *(tag for rule in rules for tag in rule.tags))))


def _judging(to: str, example: str) -> Verb:
    def arguments(parser: ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", help="the factor, such as f1")
        parser.add_argument("--because", metavar="WHY", default="", help="the reason; it stays in the log")
        add_incident(parser)

    def run(args: Namespace, desk: Desk) -> int:
        book = Logbook(desk, desk.settings_to_record())
        return book.change(
            args.incident,
            lambda state, incident, _now: commands.judge_factor(
                state, incident.id, args.id, to, args.because, actor=book.actor
            ),
            ended=True,
        )

    return Verb(example, run, arguments)


def _set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the factor, such as f1")
    parser.add_argument("--text", metavar="TEXT", help="what it says")
    parser.add_argument("--category", metavar="NAME", help="a bone of the fishbone")
    _parts(parser)
    add_incident(parser)


def _set(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    tags = _tags(args, book, desk)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.set_factor(
            state,
            incident.id,
            args.id,
            actor=book.actor,
            text=args.text,
            category=args.category,
            sort=args.kind,
            tags=args.tag,
            known_tags=tags,
            categories=own.categories(book.settings),
        )

    return book.change(args.incident, make, ended=True)


VERBS = {
    "fishbone": Verb("warroom fishbone\nwarroom fishbone --mermaid", _fishbone, _fishbone_arguments),
    "factor add": Verb('warroom factor add --category code "retries without a limit" --tag deploy', _add, _named),
    "factor accept": _judging(ACCEPTED, "warroom factor accept f1"),
    "factor drop": _judging(STRUCK, 'warroom factor drop f1 --because "the retries were limited"'),
    "factor set": Verb("warroom factor set f1 --kind trigger", _set, _set_arguments),
    "factor for": weighing(FOR, "factor f1"),
}
