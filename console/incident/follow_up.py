"""Pure: action items, which make it better after an incident: the facts, and how far each one has come."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from console.incident.clock import DAY, utc_iso
from console.incident.facts import NOTHING, Instant
from console.incident.value import Value

OPEN, IN_PROGRESS, DONE, WONT_DO = "open", "in_progress", "done", "wont_do"
WORDS: Mapping[str, str] = {OPEN: "open", IN_PROGRESS: "in progress", DONE: "done", WONT_DO: "won't do"}
"""The states of an action item, as people read them."""
ALLOWED: Mapping[str, tuple[str, ...]] = {
    OPEN: (IN_PROGRESS, DONE, WONT_DO),
    IN_PROGRESS: (OPEN, DONE, WONT_DO),
    DONE: (OPEN,),
    WONT_DO: (OPEN,),
}
"""From each state, the ones that may follow; open again is reopened."""
LEFT = (OPEN, IN_PROGRESS)
"""States in which somebody still has something to do."""

PRIORITIES = ("high", "medium", "low")
TYPES = ("detect", "prevent", "mitigate", "repair")
"""What an action item is good for: it is seen sooner, does not happen again, hurts less, or is put right."""
HORIZONS = ("immediate", "short", "long")
EDITABLE = ("text", "owner", "due", "priority", "type", "horizon", "source")
"""What may be changed of one; the due date stands in the log as ms since 1970, "" for none."""

LAST_DAY: Instant = 253_402_214_400_000
"""The end of what a calendar can show, 9999-12-31; what another program wrote beyond it is no date."""
_DIGITS = len(str(LAST_DAY))
WITHIN = 30 * DAY
"""How long an action item may take (terms.md, cadence)."""


def is_date(value: str) -> bool:
    """Whether a text is a due date as the log keeps it: ms since 1970, of a day that a calendar can show."""
    return value.isascii() and value.isdigit() and len(value) <= _DIGITS and int(value) < LAST_DAY


def day_of(due: Instant) -> str:
    """Return a due date in UTC: "2026-12-05", with its time where it is not the end of the day there."""
    day, _, time = utc_iso(due).partition("T")
    return day if time.startswith("23:59") else f"{day} {time[:5]}Z"


class ActionItemAdded(Value):
    """Something that is to be done so that it gets better; "" and None are what nobody has said yet.

    `item` is what it is to be called ("a1"); where another console was first with that name, the state gives the next.
    `source` says where it comes from: a factor, a hypothesis, the key of an event, or "suggestion:ID".
    """

    kind: ClassVar[str] = "action_item"
    item: str
    text: str
    owner: str = ""
    due: Instant | None = None
    priority: str = "medium"
    type: str = ""
    horizon: str = ""
    source: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        due = "no due date" if self.due is None else f"due {day_of(self.due)}"
        told = (self.owner or "no owner", due, self.priority, self.type, self.horizon, self.source)
        return f"action item {self.item}: {self.text} ({', '.join(filter(None, told))})"


class ActionItemChanged(Value):
    """Fields of an action item are something else now: `changes` are (field, before, after), as texts.

    `added` is the event of the item that is meant; where two change the same field, the later word counts.
    """

    kind: ClassVar[str] = "action_item.changed"
    item: str
    added: str
    changes: tuple[tuple[str, ...], ...]

    def summary(self) -> str:
        """Say it in a sentence."""
        told = [
            f"{each[0]} {_said(each[0], each[2])} (was {_said(each[0], each[1])})"
            for each in self.changes
            if len(each) == 3  # noqa: PLR2004 - field, before, after
        ]
        return f"action item {self.item}: {', '.join(told)}"


def _said(field: str, value: str) -> str:
    if field == "due" and is_date(value):
        return day_of(int(value))
    return value or "none"


class ActionItemMoved(Value):
    """An action item went from `before`, which the mover saw, to another state; what is not done needs a reason."""

    kind: ClassVar[str] = "action_item.moved"
    item: str
    added: str
    before: str
    after: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"action item {self.item} {WORDS.get(self.after, self.after)}" + (
            f": {self.reason}" if self.reason else ""
        )


class ActionItem(NamedTuple):
    """An action item as it stands, written down at `at` `by` somebody in `event`; `since` when it is in this state.

    `reason` is what was said when it came into this state, `changed` how often the log says something of it, the
    last time at `last`.
    """

    id: str
    text: str
    at: Instant
    by: str
    event: str
    owner: str = ""
    due: Instant | None = None
    priority: str = "medium"
    type: str = ""
    horizon: str = ""
    source: str = ""
    state: str = OPEN
    since: Instant = 0
    reason: str = ""
    changed: int = 0
    last: Instant = 0

    @property
    def is_left(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in LEFT

    @property
    def word(self) -> str:
        """Its state as people read it."""
        return WORDS[self.state]

    def is_overdue(self, now: Instant) -> bool:
        """Whether its date has passed and it is neither done nor dropped."""
        return self.is_left and self.due is not None and self.due < now

    def was_done_within(self, span: int = WITHIN) -> bool:
        """Whether it was done in so many ms after it was written down."""
        return self.state == DONE and self.since - self.at <= span


class Count(NamedTuple):
    """How many action items there are, and how far they have come."""

    total: int
    left: int
    done: int
    dropped: int
    overdue: int
    undated: int
    """Without a due date, of those that are left."""
    in_time: int
    """Done within 30 days after they were written down."""


def count(items: Mapping[str, ActionItem] | tuple[ActionItem, ...] = NOTHING, *, now: Instant) -> Count:
    """Count action items as they stand at `now`."""
    every = tuple(items.values()) if isinstance(items, Mapping) else items
    left = [each for each in every if each.is_left]
    return Count(
        len(every),
        len(left),
        sum(each.state == DONE for each in every),
        sum(each.state == WONT_DO for each in every),
        sum(each.is_overdue(now) for each in left),
        sum(each.due is None for each in left),
        sum(each.was_done_within() for each in every),
    )
