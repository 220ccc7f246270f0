"""The ledger of actions: act ledger, own, keep. What undoes or checks one stands beside the other actions."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial

from console.cli.acting import deed_of
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, tell_saved
from console.incident import commands
from console.incident.deed import Deed
from console.incident.events import Entry, Instant
from console.incident.settling import KEPT, OWNED
from console.incident.state import State
from console.present import ledger


def _ledger_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--all", "-a", action="store_true", help="also what is over")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _ledger(args: Namespace, desk: Desk) -> int:
    found = ledger.entries(Logbook(desk, desk.settings()).state())
    shown = [each for each in found if args.all or each.kind != ledger.OVER]
    if args.json:
        desk.raw(json.dumps([_document(each.deed) for each in shown], indent=2))
        return 0
    for each in ledger.choices(shown, desk.clock()):
        desk.say(f"{each.key}  {each.label}")
        desk.say(f"{'':{len(each.key)}}  {each.detail}")
    over = sum(each.kind == ledger.OVER for each in found)
    told = "" if not over else f"; {over} over" if args.all else f"; {over} that are over with --all"
    desk.warn(f"{len(found) - over} to see to{told}")
    return 0


def _document(deed: Deed) -> dict[str, object]:
    fields = ("id", "verb", "target", "context", "namespace", "incident", "step", "by", "text", "settled", "owner")
    return {**{name: getattr(deed, name) for name in fields}, "open": deed.is_open, "in_doubt": deed.is_in_doubt}


def _by_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the action, as `warroom act ledger` names it")


def _own_arguments(parser: ArgumentParser) -> None:
    _by_id(parser)
    parser.add_argument("--owner", metavar="NAME", default="", help="who takes care of it; yourself otherwise")
    parser.add_argument("--until", metavar="TEXT", default="", help="when or why it goes")


def _keep_arguments(parser: ArgumentParser) -> None:
    _by_id(parser)
    parser.add_argument("--because", metavar="TEXT", required=True, help="why it stays for good")


def _settle(how: str, args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    owner = (args.owner or book.actor) if how == OWNED else ""
    reason = args.until if how == OWNED else args.because

    def make(state: State, _now: Instant) -> Sequence[Entry]:
        deed = deed_of(state, args.id)
        return commands.settle(state, deed.id, how, owner=owner, reason=reason, actor=book.actor)

    tell_saved(desk, book.record(make))
    return 0


VERBS = {
    "act ledger": Verb("warroom act ledger\nwarroom act ledger --all --json", _ledger, _ledger_arguments),
    "act own": Verb(
        'warroom act own a1b2c3d4 --owner bob --until "the fix is out"', partial(_settle, OWNED), _own_arguments
    ),
    "act keep": Verb(
        'warroom act keep a1b2c3d4 --because "six pods are needed now"', partial(_settle, KEPT), _keep_arguments
    ),
}
