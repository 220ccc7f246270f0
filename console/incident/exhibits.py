"""Pure: exhibits, which is evidence that is kept by its content: the facts, and what the state keeps of one."""

from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

FILE_COPY, COMMAND_OUTPUT, CLUSTER_READ, HOST_READ = "file copy", "command output", "cluster read", "host read"
VIEWED, EXPORTED, TRANSFERRED = "viewed", "exported", "transferred"
HANDLED = (VIEWED, EXPORTED, TRANSFERRED)
"""What may be done with an exhibit; each time is a fact of its own."""

SHORT = 12
"""So many digits of a hash name content where people read."""


class ExhibitKept(Value):
    """Bytes were taken as evidence, hashed while they were read, and lie in the store under `sha256`.

    `exhibit` is what it is to be called ("e1"); where another console was first with that name, the state gives the
    next. `size` in bytes. `source` is the path, the command or the request it came from; `folder` is where a command
    ran. `tool` did the reading, `version` is its version or the hash of its file. `began_at` and `acquired_at` are when
    the reading began and ended. For a file `modified_at` is when it was changed last; for a command `exit_code` is what
    it returned (negative: the signal that ended it) and `errors_sha256` (`errors_size`) what it wrote to standard
    error, "" for nothing. `remarks` say what is odd, as that it changed under the reading. `snapshot` is the name that
    the pieces of one snapshot share. `collector` "" means the actor.
    """

    kind: ClassVar[str] = "evidence.kept"
    exhibit: str
    what: str
    sha256: str
    size: int
    method: str
    source: str
    host: str
    tool: str
    version: str
    began_at: Instant
    acquired_at: Instant
    folder: str = ""
    modified_at: Instant | None = None
    exit_code: int | None = None
    errors_sha256: str = ""
    errors_size: int = 0
    remarks: tuple[str, ...] = ()
    snapshot: str = ""
    collector: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        ended = "" if self.exit_code is None else f", exit {self.exit_code}"
        odd = f"; {'; '.join(self.remarks)}" if self.remarks else ""
        size = f"{self.size:,} bytes"
        return f"evidence {self.exhibit}: {self.what} ({self.method}, {size}, {self.sha256[:SHORT]}{ended}){odd}"


class ExhibitMissed(Value):
    """Something that a snapshot looks for was not collected, and why."""

    kind: ClassVar[str] = "evidence.missed"
    what: str
    source: str
    reason: str
    snapshot: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"no evidence of {self.what}: {self.reason}"


class ExhibitHandled(Value):
    """Somebody viewed an exhibit, exported it (`to` is where) or handed it to somebody (`to` is who), and what for.

    `kept` is the event that kept it: two consoles may have called two exhibits the same.
    """

    kind: ClassVar[str] = "evidence.handled"
    exhibit: str
    how: str
    purpose: str = ""
    to: str = ""
    kept: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        to = f" to {self.to}" if self.to else ""
        return f"evidence {self.exhibit} {self.how}{to}" + (f": {self.purpose}" if self.purpose else "")


class Custody(NamedTuple):
    """One time that an exhibit was handled."""

    how: str
    by: str
    at: Instant
    to: str
    purpose: str
    event: str

    @property
    def said(self) -> str:
        """What happened, without when and by whom."""
        return f"{self.how}{f' to {self.to}' if self.to else ''}{f' ({self.purpose})' if self.purpose else ''}"


class Exhibit(NamedTuple):
    """An exhibit as it stands: taken `by` somebody, kept in `event`; `custody` is who had it since, the oldest first.

    `id` is its name in its incident, which may be another than the fact says.
    """

    id: str
    kept: ExhibitKept
    by: str
    event: str
    custody: tuple[Custody, ...] = ()

    @property
    def short(self) -> str:
        """The first digits of its hash."""
        return self.kept.sha256[:SHORT]

    @property
    def holder(self) -> str:
        """Who has it: whom it was handed to last, else who took it."""
        handed = [each.to for each in self.custody if each.how == TRANSFERRED]
        return handed[-1] if handed else self.by


class Missed(NamedTuple):
    """What a snapshot did not get, and why."""

    what: str
    source: str
    reason: str
    snapshot: str
    at: Instant
    by: str
    event: str
