"""Pure: how incidents belong to each other, told from both sides; and that they make no ring."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from console.incident.clock import clock_time
from console.incident.deed import Deed
from console.incident.life import DUPLICATE_OF, PART_OF, SPLIT_FROM
from console.incident.record import Incident, State

MERGED_INTO, MERGED_FROM = "merged_into", "merged_from"
_BACK = {DUPLICATE_OF: "has_duplicate", PART_OF: "has_part", SPLIT_FROM: "split_into", MERGED_INTO: MERGED_FROM}
"""Each relation as the other incident has it."""


class Linked(Protocol):
    """An incident, or a draft of one, as far as it points at others."""

    @property
    def related(self) -> Mapping[str, str]:
        """How it belongs to another incident, and to which."""

    @property
    def survivor(self) -> str:
        """The incident into which it was merged, "" for none."""


class Relation(NamedTuple):
    """One relation of an incident: `kind` as in "part_of" or "has_part", and the other incident."""

    kind: str
    other: str

    @property
    def words(self) -> str:
        """The relation as people say it."""
        return self.kind.replace("_", " ")


def relations(state: State, incident: Incident) -> tuple[Relation, ...]:
    """Return all that an incident has to do with others, what it points at first."""
    own = [Relation(kind, other) for kind, other in _points(incident)]
    pointing = [
        Relation(_BACK[kind], each.id)
        for each in state.incidents.values()
        for kind, other in _points(each)
        if other == incident.id
    ]
    return (*own, *pointing)


def _points(incident: Linked) -> Iterable[tuple[str, str]]:
    yield from incident.related.items()
    if incident.survivor:
        yield MERGED_INTO, incident.survivor


def belongs(look: Callable[[str], Linked | None], incident: str, whole: str) -> bool:
    """Whether an incident is a part or a duplicate of `whole`, or was merged into it, directly or through others."""
    seen: set[str] = set()
    ahead = [incident]
    while ahead:
        here = ahead.pop()
        found = look(here)
        if found is None or here in seen:
            continue
        seen.add(here)
        links = [other for kind, other in _points(found) if kind != SPLIT_FROM]
        if whole in links:
            return True
        ahead += links
    return False


def deeds_of(state: State, incident: str) -> list[Deed]:
    """Return the actions of an incident and of those that were merged into it: it goes on for them."""
    family = absorbed(state, incident)
    return [deed for deed in state.actions.values() if deed.incident in family]


def absorbed(state: State, incident: str) -> frozenset[str]:
    """Return an incident with all that were merged into it, directly or through others."""
    family = {incident}
    grown = True
    while grown:
        more = {each.id for each in state.incidents.values() if each.survivor in family} - family
        family |= more
        grown = bool(more)
    return frozenset(family)


def namesakes(state: State, incident: str, title: str) -> tuple[Incident, ...]:
    """Return the other incidents that are not over and have the same title: two may have declared the same at once."""
    wanted = title.casefold()
    return tuple(
        each
        for each in state.incidents.values()
        if each.id != incident and (each.live or each.status == "triage") and each.title.casefold() == wanted
    )


def same_title(state: State, incident: str, title: str) -> str:
    """Return the sentence that asks whether an incident is another one, seen twice; "" where none is called so."""
    found = namesakes(state, incident, title)
    if not found:
        return ""
    first = found[0]
    who = f"declared by {first.declared_by} at {clock_time(first.declared_at)}Z"
    return f"{first.id} has the same title, {who}: a duplicate?"
