"""Commands about decisions: decide, object, take, withdraw."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident, add_time, when, words
from console.incident import commands
from console.incident.deciding import rejected_of, span_of
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State


def _decide_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what is decided; - reads standard input")
    add_incident(parser)
    add_time(parser)
    parser.add_argument("--pin", action="store_true", help="pin it")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason")
    parser.add_argument("--option", action="append", metavar="TEXT", default=[], help="another way that was open")
    parser.add_argument(
        "--rejected", action="append", metavar="TEXT", default=[], help='another way and why not: "scale: too slow"'
    )
    parser.add_argument("--by", metavar="NAME", default="", help="who decides; yourself otherwise")
    parser.add_argument("--revisit", metavar="SPAN", default="", help="look at it again in 30m")
    parser.add_argument(
        "--objections", metavar="SPAN", default="0", help="only propose it, and wait so long for objections: 1m"
    )


def _decide(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    text = words(desk, args.text)
    wait, again = span_of(args.objections), span_of(args.revisit)
    rejected = [rejected_of(each) for each in args.rejected]
    plain = not (wait or again or rejected or args.option or args.by)

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        at = when(args.at, now)
        if plain:
            return commands.decide(
                state,
                incident.id,
                text,
                args.because,
                actor=book.actor,
                now=now,
                occurred_at=at,
                pinned=args.pin,
                forced=args.force,
            )
        made = commands.propose(
            state,
            incident.id,
            text,
            args.because,
            actor=book.actor,
            now=now,
            options=args.option,
            rejected=rejected,
            by=args.by,
            wait=wait,
            again=again,
            occurred_at=at,
        )
        return (*made[:-1], made[-1]._replace(pinned=args.pin))

    return book.change(args.incident, make)


def _about(parser: ArgumentParser) -> None:
    parser.add_argument("proposal", metavar="ID", help="the proposal, such as p1")
    add_incident(parser)


def _object_arguments(parser: ArgumentParser) -> None:
    _about(parser)
    parser.add_argument("why", nargs="+", metavar="WHY", help="what would go wrong")
    parser.add_argument("--by", metavar="NAME", default="", help="who objects; yourself otherwise")


def _object(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    why = words(desk, args.why)
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.object_to(
            state, incident.id, args.proposal, why, actor=book.actor, by=args.by
        ),
    )


def _take_arguments(parser: ArgumentParser) -> None:
    _about(parser)
    parser.add_argument("--option", metavar="TEXT", default="", help="another of its options")
    parser.add_argument("--by", metavar="NAME", default="", help="who decides")
    parser.add_argument("--despite", metavar="WHY", default="", help="why, in spite of an objection")


def _take(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    return book.change(
        args.incident,
        lambda state, incident, now: commands.take(
            state, incident.id, args.proposal, args.option, actor=book.actor, now=now, by=args.by, despite=args.despite
        ),
    )


def _withdraw_arguments(parser: ArgumentParser) -> None:
    _about(parser)
    parser.add_argument("--because", metavar="WHY", default="", help="the reason")


def _withdraw(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.withdraw(
            state, incident.id, args.proposal, args.because, actor=book.actor
        ),
    )


VERBS = {
    "decide": Verb(
        'warroom decide "roll back first" --because "nothing else changed"\n'
        'warroom decide "fail over" --rejected "scale: too slow" --revisit 30m --objections 1m',
        _decide,
        _decide_arguments,
    ),
    "object": Verb('warroom object p1 "the replica is behind"', _object, _object_arguments),
    "take": Verb('warroom take p1\nwarroom take p1 --despite "it was checked"', _take, _take_arguments),
    "withdraw": Verb('warroom withdraw p1 --because "it came back by itself"', _withdraw, _withdraw_arguments),
}
