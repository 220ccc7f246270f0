"""Writes down which steps of the escalation chains are due, as a console does: for a command none has to run."""

from collections.abc import Sequence

from console.cli.desk import Desk
from console.cli.logbook import Logbook
from console.cli.people import people
from console.incident.errors import WarroomError
from console.incident.events import Entry
from console.incident.state import State
from console.present.escalation import reached
from console.present.who import People
from console.settings.escalation import Chain
from console.wiring import shipped


def chains_of(book: Logbook) -> Sequence[Chain]:
    """Return the chains that can be used; what is wrong with the others is told."""
    return shipped.chains(book.settings, book.desk.ignored)


def caught_up(book: Logbook, chains: Sequence[Chain]) -> State:
    """Return the state in which every step that is due is written, as far as this command may write.

    A console that writes the same step meanwhile takes nothing away: the log holds the first and refuses the other.
    """
    state = book.state()
    if book.settings.read_only or not _due(book.desk, chains, state, People()):
        return state  # the schedules are asked only where a step has to name somebody
    entries = _due(book.desk, chains, state, people(book.settings, book.desk))
    try:
        book.append(lambda journal: journal.append_all(entries))
    except WarroomError as error:
        book.desk.warn(f"the steps that are due could not be written: {error}")
        return state
    return book.state()


def catch_up(book: Logbook) -> None:
    """Write what is due before somebody acknowledges; a file of chains that cannot be read keeps nobody from that."""
    try:
        caught_up(book, chains_of(book))
    except WarroomError as error:
        book.desk.warn(f"escalation: {error}")


def _due(desk: Desk, chains: Sequence[Chain], state: State, known: People) -> Sequence[Entry]:
    return reached(chains, state, known, desk.clock())
