"""What usually follows from a cause, as drafts of action items: actions suggest, actions take."""

import json
from argparse import ArgumentParser, Namespace

from console.cli.action_items import add_fields, write_down
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.incident.suggesting import draft_of, drafts
from console.wiring.guides import suggestions


def _suggest_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _suggest(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    incident = meant(book.state(), args.incident, ended=True)
    found = drafts(suggestions(book.settings, desk.ignored), incident)
    if args.json:
        made = [{**each.suggestion._asdict(), "because": list(each.because)} for each in found]
        desk.raw(json.dumps({"incident": incident.id, "drafts": made}, indent=2))
        return 0
    for number, (rule, because) in enumerate(found, 1):
        told = ", ".join(filter(None, (rule.type, rule.horizon)))
        desk.say(f"{number:>2} {rule.id:<18} {rule.text} ({told}), because of {', '.join(because)}")
    if found:
        desk.warn(f"drafts: nobody has them yet. Take one: warroom actions take {found[0].suggestion.id} --owner NAME")
    elif incident.cause:
        desk.say(f"Nothing more is suggested for {incident.id}: what the rules have for its cause is taken.")
    else:
        desk.say(f"{incident.id} has no accepted cause yet: warroom cause TAG; without one nothing follows.")
    return 0


def _take_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("draft", metavar="N", help="its number or name: `warroom actions suggest` lists them")
    parser.add_argument("--text", metavar="TEXT", default="", help="what is to be done, in your words")
    add_fields(parser)


def _take(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    incident = meant(book.state(), args.incident, ended=True)
    rule = draft_of(drafts(suggestions(book.settings, desk.ignored), incident), args.draft).suggestion
    args.incident, args.source = incident.id, rule.source
    write_down(desk, book, args, args.text or rule.text, rule.type, rule.horizon)
    return 0


VERBS = {
    "actions suggest": Verb("warroom actions suggest", _suggest, _suggest_arguments),
    "actions take": Verb("warroom actions take canary --owner bob --due +30d", _take, _take_arguments),
}
