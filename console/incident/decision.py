"""Pure: a proposal as far as it has come, a value of the state. It decides nothing."""

from typing import NamedTuple

from console.incident.facts import Instant

PROPOSED, TAKEN, WITHDRAWN = "proposed", "taken", "withdrawn"
"""What a proposal may be."""


class Objection(NamedTuple):
    """Who objects, why, and since when."""

    by: str
    why: str
    at: Instant
    event: str = ""


class Decision(NamedTuple):
    """A proposal made `at` by `proposer`; objections are waited for until `until`.

    `options` are the other ways that were open, `rejected` those that were not, each with why. Once taken: `option`
    is what was decided `by` whom, `despite` why in spite of the objections, `again_at` when it is to be looked at
    again (None: no more). `reason_off` says why it was withdrawn; `found` are the looks taken again.
    """

    id: str
    text: str
    reason: str
    options: tuple[str, ...]
    rejected: tuple[tuple[str, ...], ...]
    proposer: str
    at: Instant
    until: Instant
    again: int
    event: str
    by: str = ""
    state: str = PROPOSED
    objections: tuple[Objection, ...] = ()
    option: str = ""
    taken_at: Instant | None = None
    despite: str = ""
    again_at: Instant | None = None
    reason_off: str = ""
    found: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """All that can be decided: what was proposed, the other options, and what was rejected first."""
        return (self.text, *self.options, *(pair[0] for pair in self.rejected if pair))

    @property
    def not_chosen(self) -> tuple[tuple[str, str], ...]:
        """What was not decided, each with why ("" where nobody said)."""
        known = {pair[0]: pair[1] if pair[1:] else "" for pair in self.rejected if pair}
        chosen = self.option or self.text
        return tuple((each, known.get(each, "")) for each in self.choices if each != chosen)
