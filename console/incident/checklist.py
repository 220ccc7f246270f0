"""Pure: checklists in timed phases, read from text, and how far an incident has come in one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.action import VERBS
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident, ItemState
from console.incident.roles import CATALOGUE, find_role, label
from console.incident.toml_source import TomlSource
from console.incident.types import TYPES

SHIPPED = ("worst", "minor", "security", "compliance")
"""The checklists that ship, by name; each is `<name>.toml` in console/data/checklists."""

OPEN = ("open", "doing")
"""States of an item that still wants something done."""


ACTIONS = (*VERBS, "update", "decide", "roster", "severity", "walk", "investigate")
"""What an item may be bound to: an action on a cluster, or a command of the room by its id."""


class Item(NamedTuple):
    """Something to do; `role` says whose it is, `action` what does it, `check` the service or check that shows it."""

    id: str
    title: str
    role: str
    action: str = ""
    check: str = ""


class Phase(NamedTuple):
    """A stretch of time after the declaration: ms from and to; `offset_to` None has no end, and nothing is overdue."""

    name: str
    offset_from: int
    offset_to: int | None
    items: tuple[Item, ...]


class Checklist(NamedTuple):
    """Phases in their order, and the severity ranks and the type of incident that they are for."""

    name: str
    phases: tuple[Phase, ...]
    ranks: tuple[int, ...] = ()
    title: str = ""
    type: str = TYPES[0]

    def item(self, item_id: str) -> Item:
        """Return the item with this id, or refuse with "did you mean"."""
        items = {item.id: item for phase in self.phases for item in phase.items}
        if item_id in items:
            return items[item_id]
        from console.suggestion import did_you_mean

        message = f"'{item_id}' is not an item of the checklist {self.name}{did_you_mean(item_id, items)}"
        raise Refused(message)


class ItemProgress(NamedTuple):
    """An item as it stands: `owner` is a person, or "IC (role unfilled)"."""

    item: Item
    state: ItemState | None
    owner: str
    overdue: bool

    @property
    def word(self) -> str:
        """Its state as one word: open, doing, done, skipped or n/a."""
        return "open" if self.state is None else self.state.state


class PhaseProgress(NamedTuple):
    """A phase as it stands. `due` is None where it has no end; `current` says that the clock is in it."""

    phase: Phase
    starts: Instant
    due: Instant | None
    current: bool
    overdue: bool
    items: tuple[ItemProgress, ...]

    @property
    def finished(self) -> int:
        """How many items want nothing done any more."""
        return sum(progress.word not in OPEN for progress in self.items)


def progress(checklist: Checklist, incident: Incident, now: Instant) -> tuple[PhaseProgress, ...]:
    """Return how the phases stand at `now`; times count from the declaration and stop when the incident does."""
    at = now if incident.until is None else min(now, incident.until)
    return tuple(_phase_progress(phase, incident, at) for phase in checklist.phases)


def _phase_progress(phase: Phase, incident: Incident, now: Instant) -> PhaseProgress:
    starts = incident.declared_at + phase.offset_from
    due = None if phase.offset_to is None else incident.declared_at + phase.offset_to
    late = due is not None and now > due
    items = tuple(_item_progress(item, incident, late=late) for item in phase.items)
    current = starts <= now and (due is None or now < due)
    return PhaseProgress(phase, starts, due, current, any(item.overdue for item in items), items)


def _item_progress(item: Item, incident: Incident, *, late: bool) -> ItemProgress:
    state = incident.items.get(item.id)
    open_still = state is None or state.state in OPEN
    return ItemProgress(item, state, owner(incident, item.role), late and open_still)


def owner(incident: Incident, role: str) -> str:
    """Name who answers for a role: its holder, or "IC (role unfilled)" where nobody has it."""
    holders = incident.holders(role)
    return ", ".join(holder.person for holder in holders) if holders else "IC (role unfilled)"


def choose(checklists: Sequence[Checklist], rank: int, type: str = TYPES[0]) -> Checklist | None:  # noqa: A002 - the word for it
    """Return the first checklist for this rank and type of incident, else the operational one, or None."""
    found = [checklist for checklist in checklists if rank in checklist.ranks]
    return next((each for wanted in (type, TYPES[0]) for each in found if each.type == wanted), None)


def load_shipped(read: Callable[[str], str]) -> tuple[Checklist, ...]:
    """Parse the checklists that ship; `read` returns the text of a file name in console/data/checklists."""
    return tuple(parse_checklist(read(f"{name}.toml"), f"{name}.toml") for name in SHIPPED)


def parse_checklist(text: str, file: str, checks: Collection[str] = (), types: Collection[str] = TYPES) -> Checklist:
    """Read a checklist; every error names file and line, what was found and what was expected.

    `checks` are the services and checks that an item may name, `types` the types of incident.
    """
    source = TomlSource(text, file)
    source.check_keys(source.data, ("name", "title", "ranks", "type", "phases"))
    found = source.data.get("phases")
    if not isinstance(found, list) or not found:
        raise source.refused("the checklist has no phases; expected at least one [[phases]] table.", key="phases")
    ranks = source.data.get("ranks", [])
    if not isinstance(ranks, list) or not all(isinstance(rank, int) for rank in ranks):
        message = f"'ranks' is {ranks!r}; expected a list of ranks like [0, 1]."
        raise source.refused(message, key="ranks")
    kind = source.one_of(source.data, "type", types) or TYPES[0]
    reader = _Reader(source, checks)
    phases = tuple(reader.phase(values, index) for index, values in enumerate(found))
    return Checklist(source.text_of(source.data, "name"), phases, tuple(ranks), str(source.data.get("title", "")), kind)


class _Reader:
    """Reads phases one after the other; counts items over the whole file, since that is how lines are found."""

    def __init__(self, source: TomlSource, checks: Collection[str]) -> None:
        self._source = source
        self._checks = checks
        self._seen: dict[str, int] = {}
        self._count = 0

    def phase(self, values: Any, index: int) -> Phase:
        """Read one phase."""
        source = self._source
        if not isinstance(values, dict):
            raise source.refused("'phases' is not a list of tables; expected [[phases]].", key="phases")
        source.check_keys(values, ("name", "from", "to", "items"), "phases", index)
        start = 0 if values.get("from", "0") in {"0", 0} else source.span_of(values, "from", "phases", index) or 0
        end = source.span_of(values, "to", "phases", index)
        if end is not None and end <= start:
            message = f"'to' is {values['to']!r}; expected a time after 'from'."
            raise source.refused(message, "phases", index, "to")
        items = values.get("items", [])
        if not isinstance(items, list) or not items:
            raise source.refused("the phase has no items; expected [[phases.items]].", "phases", index)
        return Phase(
            source.text_of(values, "name", "phases", index), start, end, tuple(self._item(item) for item in items)
        )

    def _item(self, values: Mapping[str, Any]) -> Item:
        source, table, index = self._source, "phases.items", self._count
        self._count += 1
        if not isinstance(values, dict):
            raise source.refused("an item is not a table; expected [[phases.items]].", key="phases")
        source.check_keys(values, Item._fields, table, index)
        item_id = source.text_of(values, "id", table, index)
        if item_id in self._seen:
            message = f"id '{item_id}' occurs twice; the first is on line {source.line(table, self._seen[item_id])}."
            raise source.refused(message, table, index, "id")
        self._seen[item_id] = index
        try:
            role = find_role(values.get("role", COMMANDER)) if isinstance(values.get("role", ""), str) else ""
        except Refused as error:
            raise source.refused(str(error), table, index, "role") from error
        if role not in CATALOGUE:
            message = f"'role' is {values['role']!r}; expected a role such as {label(COMMANDER)}."
            raise source.refused(message, table, index, "role")
        action = source.one_of(values, "action", ACTIONS, table, index)
        check = source.one_of(values, "check", self._checks, table, index)
        return Item(item_id, source.text_of(values, "title", table, index), role, action, check)
