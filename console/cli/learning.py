"""What an incident teaches the playbooks, hunk by hunk: learn."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console import papers
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident
from console.incident.errors import Refused, WarroomError
from console.incident.events import Entry
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.reviewing import learnt
from console.incident.state import State
from console.review.learning import learnable
from console.wiring import playbooks, shipped
from console.wiring.playbooks import Hunk, Shelf


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", default="", help="otherwise the incident that was closed last")
    add_incident(parser)
    parser.add_argument("--accept", metavar="N,N", default="", help="take these changes: 1,3 or all")
    parser.add_argument("--of", metavar="MARK", default="", help="only where what is proposed is still what was shown")


def _learn(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings())
    settings = book.settings
    state = book.state()
    incident = _closed(state, args.id or args.incident)
    report = papers.read_report(settings.log_dir, incident.id, shipped.checklists(settings))
    shelf = playbooks.propose(settings, state, report)
    if args.of and args.of != shelf.mark:
        raise Refused("The playbooks or the log changed since that was shown: look at the differences again.")
    for notice in shelf.notices:
        desk.warn(notice)
    if not shelf.hunks:
        desk.say(f"{incident.id} teaches the playbooks nothing that they do not have.")
        return 0
    accepted = _chosen(desk, shelf, args, incident)
    if accepted:
        _write(desk, book, incident, accepted)
    return 0


def _closed(state: State, asked: str) -> Incident:
    if asked:
        found = named(state, asked)
        learnable(found)
        return found
    real = [each for each in state.incidents.values() if each.purpose == "incident" and each.status == "closed"]
    if not real:
        raise Refused("No incident is closed yet: playbooks learn once one is, and its review is done.")
    return max(real, key=lambda each: each.closed_at or 0)


def _chosen(desk: Desk, shelf: Shelf, args: Namespace, incident: Incident) -> Sequence[Hunk]:
    """Return the accepted changes: those of --accept, or those to which somebody at a terminal says yes."""
    if args.accept:
        return _numbered(shelf, args.accept)
    asks = desk.streams.stdin.isatty() and not desk.settings().read_only
    accepted: list[Hunk] = []
    for hunk in shelf.hunks:
        desk.say(f"{hunk.number}  {hunk.lesson.what}")
        desk.show(hunk.diff)
        answer = _asked(desk) if asks else ""
        if answer == "q":
            break
        if answer == "y":
            accepted.append(hunk)
    if not asks:
        desk.warn(f"take them: warroom learn {incident.id} --accept 1,2 --of {shelf.mark}")
    return accepted


def _asked(desk: Desk) -> str:
    desk.streams.stderr.write("Take it? [y/N/q] ")
    desk.streams.stderr.flush()
    return desk.streams.stdin.readline().strip().lower()[:1] or "n"


def _numbered(shelf: Shelf, asked: str) -> Sequence[Hunk]:
    known = {str(each.number): each for each in shelf.hunks}
    wanted = list(known) if asked.strip().lower() == "all" else [each.strip() for each in asked.split(",")]
    wrong = [each for each in wanted if each not in known]
    if wrong:
        raise Refused(f"There is no change {', '.join(wrong)}: they are numbered 1 to {len(shelf.hunks)}.")
    return [known[each] for each in dict.fromkeys(wanted)]


def _write(desk: Desk, book: Logbook, incident: Incident, accepted: Sequence[Hunk]) -> None:
    if book.settings.read_only:
        raise Refused("This is read-only: nothing is written.")
    files = playbooks.write(book.settings, accepted)
    for path in files:
        desk.say(path)
    unnamed = {each.book.path for each in accepted if each.book.new} - {book.settings.path}
    if unnamed and not any(each.lesson.playbook == "room" for each in accepted):
        desk.warn(f"nobody reads {', '.join(sorted(path.name for path in unnamed))} until [room] names it")
    entries = [
        Entry(learnt(each.lesson.playbook, str(each.book.path), each.lesson.what), book.actor, incident.id)
        for each in accepted
    ]
    try:
        book.append(lambda journal: journal.append_all(entries))
    except WarroomError as error:
        desk.warn(f"the files are written; that they were is not in the log: {error}")


VERBS = {"learn": Verb("warroom learn\nwarroom learn 002 --accept 1,3", _learn, _arguments)}
