"""Links to what stands elsewhere: link, link add, link drop."""

import json
from argparse import ArgumentParser, Namespace

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.links import LINKS
from console.review.document import link_json


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _list(args: Namespace, desk: Desk) -> int:
    incident = meant(Logbook(desk, desk.settings_to_record()).state(), args.incident, ended=True)
    found = list(incident.links.values())
    if args.json:
        desk.raw(json.dumps([link_json(each) for each in found], indent=2))
        return 0
    for each in found:
        desk.say(f"{each.sort:<8} {each.url}  {each.title}".rstrip() + f"  ({each.event})")
    if not found:
        desk.say(f"{incident.id} has no links. Add one: warroom link add https://ci.example/42 --kind log")
    return 0


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="where it stands, http or https")
    parser.add_argument("title", nargs="*", metavar="TITLE", default=[], help="what it is")
    parser.add_argument("--kind", "-k", metavar="KIND", default="document", help=", ".join(LINKS))
    add_incident(parser)


def _add(args: Namespace, desk: Desk) -> int:
    book, title = Logbook(desk, desk.settings_to_record()), " ".join(args.title)
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.add_link(
            state, incident.id, args.url, args.kind, title, actor=book.actor
        ),
        ended=True,
    )


def _drop_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="as it was added")
    parser.add_argument("--because", metavar="WHY", default="", help="why it is none; it stays in the log")
    add_incident(parser)


def _drop(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    return book.change(
        args.incident,
        lambda state, incident, _now: commands.drop_link(state, incident.id, args.url, args.because, actor=book.actor),
        ended=True,
    )


VERBS = {
    "link": Verb("warroom link\nwarroom link --json", _list, _list_arguments),
    "link add": Verb('warroom link add https://ci.example/42 "the failed build" --kind log', _add, _add_arguments),
    "link drop": Verb('warroom link drop https://ci.example/builds/42 --because "not ours"', _drop, _drop_arguments),
}
