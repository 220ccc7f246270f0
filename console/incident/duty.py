"""Pure: who is on call, as a schedule says it. Knows no file, no calendar and no clock."""

from typing import NamedTuple

from console.incident.clock import short_span
from console.incident.facts import Instant


class Duty(NamedTuple):
    """Somebody who is on call at this moment; `person` "" where the schedule names nobody.

    `until` is when that ends (None: it is not known), `source` the file or host that says so, `read_at` when it said
    it, and `problems` what of the schedule could not be read, or why it could not be asked again.
    """

    schedule: str
    person: str
    since: Instant | None = None
    until: Instant | None = None
    role: str = ""
    team: str = ""
    service: str = ""
    source: str = ""
    read_at: Instant | None = None
    problems: tuple[str, ...] = ()
    cached: bool = False

    @property
    def problem(self) -> str:
        """All that is wrong in one line, "" where nothing is."""
        return "; ".join(self.problems)

    def told(self, now: Instant) -> str:
        """Say where the name comes from and how old that is."""
        age = "" if not self.cached or self.read_at is None else f", cached {short_span(now - self.read_at)} ago"
        return f"from on-call '{self.schedule}'{age}"
