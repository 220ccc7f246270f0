"""Commands of the hypothesis board: hypothesis, hypothesis add, for, against, move, set."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.cited import add_evidence, change_and_name, evidence_of, looked_up
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident, words
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.hypotheses import ACCEPTED, MOVES, Hypothesis
from console.incident.record import Incident
from console.incident.references import AGAINST, FOR, NEITHER
from console.incident.state import State
from console.incident.weighing import hypothesis_of, parse_confidence
from console.present import causes
from console.review.causes_json import hypothesis_json


def _board_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="only this one, with everything: h1")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _board(args: Namespace, desk: Desk) -> int:
    incident = meant(Logbook(desk, desk.settings_to_record()).state(), args.incident, ended=True)
    found = [hypothesis_of(incident, args.id)] if args.id else causes.ordered(incident)
    if args.json:
        desk.raw(json.dumps([hypothesis_json(each) for each in found], indent=2))
    elif args.id:
        for line in causes.hypothesis_lines(found[0]):
            desk.say("".join(span.text for span in line))
    else:
        _show(desk, incident, found)
    return 0


def _show(desk: Desk, incident: Incident, found: Sequence[Hypothesis]) -> None:
    if not found:
        desk.say(f'{incident.id} has no hypothesis. Propose one: warroom hypothesis add "2.4.1 leaks connections"')
    for row in causes.board(incident).rows:
        state, name, text, weights, sure, owner = (cell.text for cell in row.cells)
        desk.say(f"{state:<11}  {name:<3}  {weights:<11}  {sure:>5}  {owner:<8}  {text}")
    for each in found:
        if each.test and not each.is_decided:
            desk.say(f"a test that could refute {each.id}: {each.test}")


def _parts(parser: ArgumentParser) -> None:
    parser.add_argument("--test", metavar="TEXT", help="a test that could refute it")
    parser.add_argument("--owner", metavar="NAME", help="who looks into it")
    parser.add_argument("--confidence", metavar="PERCENT", help="a whole percent: 60; none takes it away")
    parser.add_argument("--component", metavar="NAME", help="what it is about: a service, a workload")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what may have been the cause; - reads standard input")
    _parts(parser)
    add_evidence(parser)
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book, text = Logbook(desk, desk.settings_to_record()), words(desk, args.text)
    evidence, sure = evidence_of(book.settings, args.evidence), parse_confidence(args.confidence or "")

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.add_hypothesis(
            state,
            incident.id,
            text,
            actor=book.actor,
            test=args.test or "",
            owner=args.owner or "",
            confidence=sure,
            component=args.component or "",
            evidence=evidence,
        )

    status = change_and_name(book, desk, args.incident, make)
    book.tell_stranger((args.owner or "").strip())
    return status


def weighing(side: str, what: str) -> Verb:
    """Return the command that says that an event speaks `side` something, or takes that back; `what` is an example."""
    family, name, event = what.split(maxsplit=1)[0], what.split()[1], "alice@host/12"
    how = f"{family} {side} {name} {event}"

    def arguments(parser: ArgumentParser) -> None:
        parser.add_argument("subject", metavar="ID", help=f"such as {name}")
        parser.add_argument("event", metavar="EVENT", help=f"such as {event}; `warroom timeline` names them")
        parser.add_argument("why", nargs="*", metavar="WHY", default=[], help="how it does, in a few words")
        parser.add_argument("--off", action="store_true", help="take it off again: it says nothing about it")
        add_incident(parser)

    def run(args: Namespace, desk: Desk) -> int:
        book = Logbook(desk, desk.settings_to_record())
        to = NEITHER if args.off else side
        known, why = looked_up(book.settings, [args.event]), " ".join(args.why)
        return book.change(
            args.incident,
            lambda state, incident, _now: commands.weigh(
                state, incident.id, args.subject, to, args.event, why, known=known, actor=book.actor
            ),
            ended=True,
        )

    return Verb(f'warroom {how} "the pool was full"', run, arguments)


def _move_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the hypothesis, such as h1")
    parser.add_argument("to", metavar="STATE", help=", ".join(MOVES))
    parser.add_argument("--because", metavar="WHY", default="", help="the reason")
    parser.add_argument("--by", metavar="NAME", default="", help="who says so; yourself otherwise")
    parser.add_argument("--cause", metavar="TAG", default="", help="also tag the accepted cause, as `cause` does")
    add_incident(parser)


def _move(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    if args.cause and args.to.strip().lower() != ACCEPTED:
        message = f"--cause names what was accepted: it goes with {ACCEPTED} only. Leave it out, or accept {args.id}"
        raise UsageError(message)
    known = _tags(book, desk) if args.cause else ()

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        made = commands.move_hypothesis(
            state, incident.id, args.id, args.to, args.because, actor=book.actor, by=args.by
        )
        if not args.cause:
            return made
        text = hypothesis_of(incident, args.id).text
        return (*made, *commands.tag_cause(state, incident.id, args.cause, text, known=known, actor=book.actor))

    status = book.change(args.incident, make, ended=True)
    incident = meant(book.state(), args.incident, ended=True)
    found = hypothesis_of(incident, args.id)
    if found.state == ACCEPTED and found.is_unsupported:
        desk.warn(f"no event speaks for {found.id}: it stands as unsupported. warroom hypothesis for {found.id} EVENT")
    return status


def _tags(book: Logbook, desk: Desk) -> Sequence[str]:
    from console.wiring import guides

    return [each.tag for each in guides.priors(book.settings, desk.ignored)]


def _set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the hypothesis, such as h1")
    parser.add_argument("--text", metavar="TEXT", help="what it says")
    _parts(parser)
    add_incident(parser)


def _set(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    sure = None if args.confidence is None else parse_confidence(args.confidence)

    def make(state: State, incident: Incident, _now: Instant) -> Sequence[Entry]:
        return commands.set_hypothesis(
            state,
            incident.id,
            args.id,
            actor=book.actor,
            text=args.text,
            test=args.test,
            owner=args.owner,
            component=args.component,
            confidence=sure,
        )

    return book.change(args.incident, make, ended=True)


VERBS = {
    "hypothesis": Verb("warroom hypothesis\nwarroom hypothesis h1", _board, _board_arguments),
    "hypothesis add": Verb(
        'warroom hypothesis add "2.4.1 leaks connections" --test "roll back a pod" --confidence 60',
        _add,
        _add_arguments,
    ),
    "hypothesis for": weighing(FOR, "hypothesis h1"),
    "hypothesis against": weighing(AGAINST, "hypothesis h1"),
    "hypothesis move": Verb(
        'warroom hypothesis move h1 refuted --because "it began before the release"', _move, _move_arguments
    ),
    "hypothesis set": Verb("warroom hypothesis set h1 --owner bob --confidence 80", _set, _set_arguments),
}
