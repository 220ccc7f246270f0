"""Pure: checklists in timed phases, read from text, and how far an incident has come in one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from console.incident.action import VERBS
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.record import COMMANDER, Incident, ItemState
from console.incident.roles import find_role, label
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


def begun_phases(phases: Sequence[PhaseProgress], end: Instant) -> tuple[PhaseProgress, ...]:
    """Return the phases that had begun by `end`, and any later one of which something was done all the same."""
    return tuple(each for each in phases if each.starts <= end or each.finished)


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
    """Read a checklist without a mistake; Refused with every one, each with file and line."""
    source = TomlSource(text, file)
    return source.whole(read_checklist(source, checks, types))


def read_checklist(
    source: TomlSource, checks: Collection[str] = (), types: Collection[str] = TYPES
) -> Checklist | None:
    """Read a checklist as far as it can be read; what is wrong stands in `source.mistakes`.

    `checks` are the services and checks that an item may name, `types` the types of incident. An item, or a word of
    it, that is wrong is left out. None where no item is left, or where the file does not say what it is for.
    """
    data = source.data
    source.check_keys(data, ("name", "title", "ranks", "type", "phases"))
    name = source.text_of(data, "name") or PurePath(source.file).stem
    ranks, kind = data.get("ranks", []), source.one_of(data, "type", types)
    if sound := isinstance(ranks, list) and all(isinstance(rank, int) for rank in ranks):
        sound = bool(kind) or data.get("type", "") == ""
    else:
        source.wrong(f"'ranks' is {ranks!r}; expected a list of ranks like [0, 1].", key="ranks")
    phases = _Reader(source, checks).phases()
    if not sound or not phases:
        return None
    return Checklist(name, phases, tuple(ranks), str(data.get("title", "")), kind or TYPES[0])


class _Reader:
    """Reads phases one after the other; counts items over the whole file, since that is how lines are found."""

    def __init__(self, source: TomlSource, checks: Collection[str]) -> None:
        self._source = source
        self._checks = checks
        self._seen: dict[str, int] = {}
        self._count = 0

    def phases(self) -> tuple[Phase, ...]:
        """Return the phases of which an item is left."""
        found: list[Phase] = []
        none = "the checklist has no phases; expected at least one [[phases]] table."
        for index, values in enumerate(self._source.tables("phases", none)):
            phase = self._phase(values, index, (found[-1].offset_to if found else None) or 0)
            if phase.items:
                found.append(phase)
        return tuple(found)

    def _phase(self, values: Mapping[str, Any], index: int, before: int) -> Phase:
        """Read one phase; where its times cannot be read it begins at `before` (ms), and has no end."""
        source, at = self._source, ("phases", index)
        source.check_keys(values, ("name", "from", "to", "items"), *at)
        given = values.get("from", "0")
        start = 0 if given in ("0", 0) else source.span_of(values, "from", *at) or before
        end = source.span_of(values, "to", *at)
        if end is not None and end <= start:
            source.wrong(f"'to' is {values['to']!r}; expected a time after 'from'.", *at, "to")
            end = None
        items = values.get("items", [])
        if not isinstance(items, list) or not items:
            source.wrong("the phase has no items; expected [[phases.items]].", *at)
            items = []
        name = source.text_of(values, "name", *at) or f"phase {index + 1}"
        return Phase(name, start, end, tuple(filter(None, map(self._item, items))))

    def _item(self, values: Any) -> Item | None:
        """Read one item; None where it has no name of its own or says nothing."""
        source, at = self._source, ("phases.items", self._count)
        self._count += 1
        if not isinstance(values, dict):
            source.wrong("an item is not a table; expected [[phases.items]].", key="phases")
            return None
        source.check_keys(values, Item._fields, *at)
        item_id, title = source.text_of(values, "id", *at), source.text_of(values, "title", *at)
        role = self._role(values, at)
        action = source.one_of(values, "action", ACTIONS, *at)
        check = source.one_of(values, "check", self._checks, *at)
        if item_id in self._seen:
            first = source.line(at[0], self._seen[item_id])
            source.wrong(f"id '{item_id}' occurs twice; the first is on line {first}.", *at, "id")
            return None
        if not item_id or not title:
            return None
        self._seen[item_id] = at[1]
        return Item(item_id, title, role, action, check)

    def _role(self, values: Mapping[str, Any], at: tuple[str, int]) -> str:
        """Return whose item it is: the commander's where that is not said, or nobody is called so."""
        given = values.get("role", COMMANDER)
        try:
            if isinstance(given, str):
                return find_role(given)
            self._source.wrong(f"'role' is {given!r}; expected a role such as {label(COMMANDER)}.", *at, "role")
        except Refused as error:
            self._source.wrong(str(error), *at, "role")
        return COMMANDER
