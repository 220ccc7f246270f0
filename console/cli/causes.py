"""The command that names the accepted cause: cause."""

from argparse import ArgumentParser, Namespace

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.events import Entry, Instant
from console.incident.priors import learned
from console.incident.record import Incident
from console.incident.state import State


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("tag", nargs="?", metavar="TAG", default="", help="such as deploy; none lists them all")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="more about it")
    add_incident(parser)


def _cause(args: Namespace, desk: Desk) -> int:
    from console.wiring import guides

    book = Logbook(desk, desk.settings_to_record())
    priors = guides.priors(book.settings, desk.ignored)
    if not args.tag:
        for each in learned(priors, book.state().incidents.values()):
            told = f"{each.prior.title}: {each.prior.fix}"
            desk.say(f"{each.prior.tag:<12} prior {each.percent:>3} %  n={each.n} own incidents  {told}")
        return 0

    def make(state: State, incident: Incident, _now: Instant) -> tuple[Entry, ...]:
        known = [each.tag for each in priors]
        return commands.tag_cause(state, incident.id, args.tag, " ".join(args.text), known=known, actor=book.actor)

    return book.change(args.incident, make, ended=True)


VERBS = {"cause": Verb("warroom cause deploy web 2.4.1\nwarroom cause", _cause, _arguments)}
