"""Large texts beside the events: erased on request, while the chain over their hashes stays whole."""

import sqlite3

from console.incident.errors import Failed, Refused
from console.incident.events import Entry, Unrecognised
from console.journal import rows
from console.journal.chain import ChainEnd
from console.journal.opening import Journal

ERASED = "text.erased"
"""The kind of the event that says who erased which text, and why."""

_PATIENCE = 60.0  # seconds for one transaction
_SLOW = "the disk has not answered."


def erase(journal: Journal, own_hash: str, *, actor: str, reason: str) -> None:
    """Overwrite a large text of this writer's own file; the event that had it stays, with its hash.

    What the event itself holds (the first 256 characters) stays. Copies elsewhere (backups, exports, search) are not
    reached. `Refused` where this writer has no such text.
    """

    def work(connection: sqlite3.Connection, end: ChainEnd) -> None:
        there = _key(own_hash)
        question = "SELECT 1 FROM texts WHERE hash = ? AND bytes IS NOT NULL"
        if connection.execute(question, (there,)).fetchone() is None:
            raise Refused(
                f"{journal.writer} has no large text {own_hash}; each writer erases its own: do it on the machine and "
                "as the user that wrote it, with that console closed."
            )
        end.add(connection, [entry], journal.now())
        connection.execute("UPDATE texts SET bytes = NULL, erased_at = ? WHERE hash = ?", (journal.now(), there))

    said = Unrecognised(ERASED, f"erased a large text: {reason}", {"hash": own_hash, "reason": reason})
    entry = rows.prepare(Entry(said, actor), journal.redact)
    try:
        journal.run(work).result(_PATIENCE)
    except TimeoutError as error:
        raise Failed(f"The text is not erased yet: {journal.condition.reason or _SLOW} Repeat it later.") from error
    journal.scrub()


def _key(own_hash: str) -> bytes:
    try:
        return bytes.fromhex(own_hash)
    except ValueError as error:
        raise Refused(f"{own_hash} is no hash: 64 digits 0-9 a-f were expected.") from error
