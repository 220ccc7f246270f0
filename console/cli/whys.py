"""Commands about the whys: why, why ask, why add, why for, why drop."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.cited import add_evidence, change_and_name, evidence_of
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.hypotheses import weighing
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.references import FOR
from console.incident.state import State
from console.review.causes_json import whys_json
from console.review.why_tree import tree_mermaid, tree_text
from console.wiring.secrets import redactor

WIDTH = 100


def _tree_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--mermaid", action="store_true", help="as a Mermaid flow chart")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _tree(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    incident = meant(Logbook(desk, settings).state(), args.incident, ended=True)
    redact = redactor(settings, desk.env)
    if args.json:
        desk.raw(json.dumps(whys_json(incident), indent=2))
    elif args.mermaid:
        desk.raw(tree_mermaid(incident, redact))
    else:
        for line in tree_text(incident, WIDTH, redact).splitlines():
            desk.say(line)
        if not incident.whys:
            desk.say('Nobody has answered yet: warroom why add "the pool was full"')
    return 0


def _ask_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="QUESTION", help="what the tree begins with")
    add_incident(parser)


def _ask(args: Namespace, desk: Desk) -> int:
    book, text = Logbook(desk, desk.settings_to_record()), words(desk, args.text)
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.ask_why(state, incident.id, text, actor=book.actor),
        ended=True,
    )


def _add_arguments(parser: ArgumentParser) -> None:
    help_text = "the answer; - reads one a line, each below the one before, until an empty line"
    parser.add_argument("text", nargs="+", metavar="TEXT", help=help_text)
    parser.add_argument("--under", metavar="ID", default="", help="the answer that it explains, such as w2")
    parser.add_argument("--how", action="store_true", help="it answers how that could come, not why")
    add_evidence(parser)
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book, several = Logbook(desk, desk.settings_to_record()), args.text == ["-"]
    if several and (args.evidence or args.how):
        message = "warroom why add -: several answers have no --evidence and no --how; add them one by one"
        raise UsageError(message)
    text, evidence = words(desk, args.text), evidence_of(book.settings, args.evidence)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        if several:
            return commands.answer_whys(state, incident.id, text.splitlines(), args.under, actor=book.actor)
        asked = "how" if args.how else "why"
        return commands.answer_why(
            state, incident.id, text, args.under, actor=book.actor, asked=asked, evidence=evidence
        )

    return change_and_name(book, desk, args.incident, make)


def _drop_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the answer, such as w2")
    parser.add_argument("--because", metavar="WHY", default="", help="why it does not hold; it stays in the log")
    add_incident(parser)


def _drop(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.strike_why(state, incident.id, args.id, args.because, actor=book.actor),
        ended=True,
    )


VERBS = {
    "why": Verb("warroom why\nwarroom why --mermaid", _tree, _tree_arguments),
    "why ask": Verb('warroom why ask "Why did nobody notice for an hour?"', _ask, _ask_arguments),
    "why add": Verb('warroom why add "connections leak" --under w1 --evidence alice@host/12', _add, _add_arguments),
    "why for": weighing(FOR, "why w1"),
    "why drop": Verb('warroom why drop w2 --because "the pool does not leak"', _drop, _drop_arguments),
}
