"""Pure: writing action items, changing them, saying what became of them: (state, wish, now) -> entries, or Refused."""

from collections.abc import Collection, Iterable, Mapping

from console.incident.errors import Refused
from console.incident.events import ActionItemAdded, ActionItemChanged, ActionItemMoved, Entry, Instant
from console.incident.follow_up import (
    ALLOWED,
    DONE,
    EDITABLE,
    HORIZONS,
    OPEN,
    PRIORITIES,
    TYPES,
    WONT_DO,
    WORDS,
    ActionItem,
)
from console.incident.guards import Entries, incident_of
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.roles import NOBODY
from console.incident.state import State
from console.incident.tasking import known_people
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean, hint

LONGEST = 500
_LONGEST_NAME = 60
_CROWDS = frozenset({"team", "teams", "squad", "department", "group"})
_WORDED: Mapping[str, str] = {"p0": "high", "p1": "high", "p2": "medium", "p3": "low", "p4": "low", "urgent": "high"}
"""What people also call a priority."""


def add_action_item(  # noqa: PLR0913 - everything that belongs to an action item
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    *,
    actor: str,
    now: Instant,
    owner: str = "",
    due: Instant | None = None,
    priority: str = "",
    type: str = "",  # noqa: A002 - the word for it
    horizon: str = "",
    source: str = "",
    known: Iterable[str] = (),
    teams: Collection[str] = (),
) -> Entries:
    """Write down what is to be done; also after the incident has ended. `known` are names, `teams` are no persons."""
    incident = incident_of(state, id)
    fact = ActionItemAdded(
        next_name("a", incident.action_items),
        _text(text),
        owner_named(owner, known, teams) if owner.strip() else "",
        _ahead(due, now),
        _chosen(priority, PRIORITIES, "priority") or "medium",
        _chosen(type, TYPES, "type"),
        _chosen(horizon, HORIZONS, "horizon"),
        clean_optional(source, "source"),
    )
    return (Entry(fact, actor, id),)


def change_action_item(  # noqa: PLR0913 - which, what, and who there is
    state: State,
    id: str,  # noqa: A002 - the word for it
    item: str,
    wishes: Mapping[str, str | Instant | None],
    *,
    actor: str,
    now: Instant,
    known: Iterable[str] = (),
    teams: Collection[str] = (),
) -> Entries:
    """Change fields of an action item; `wishes` are texts by field, and for `due` an instant or None for no date."""
    found = item_of(incident_of(state, id), item)
    changes = []
    for field, wish in wishes.items():
        before, after = _worded(getattr(found, field)), _worded(_checked(field, wish, now, known, teams))
        if before != after:
            changes.append((field, before, after))
    if not changes:
        raise Refused(f"Nothing of {found.id} is changed by that. It has {', '.join(EDITABLE)}.")
    return (Entry(ActionItemChanged(found.id, found.event, tuple(changes)), actor, id),)


def move_action_item(
    state: State,
    id: str,  # noqa: A002 - the word for it
    item: str,
    to: str,
    reason: str = "",
    *,
    actor: str,
) -> Entries:
    """Say that somebody is at it, that it is done (with what came of it), or that it is not done, and why."""
    found = item_of(incident_of(state, id), item)
    if to not in ALLOWED[found.state]:
        allowed = ", ".join(WORDS[each] for each in ALLOWED[found.state])
        raise Refused(f"{found.id} is {found.word}. Allowed next: {allowed}.")
    why = clean_optional(reason)
    if to == WONT_DO and not why:
        raise Refused(f"Not doing {found.id} ({found.text[:60]}) needs a reason.")
    if to == OPEN and found.state in {DONE, WONT_DO} and not why:
        raise Refused(f"{found.id} is {found.word}: opening it again needs a reason.")
    return (Entry(ActionItemMoved(found.id, found.event, found.state, to, why), actor, id),)


def item_of(incident: Incident, asked: str) -> ActionItem:
    """Return the action item of this name; Refused with those that there are."""
    found = incident.action_items.get(asked.strip().lower())
    if found is None:
        known = "; ".join(f"{each.id} {each.text[:40]}" for each in incident.action_items.values())
        raise Refused(
            f"{incident.id} has no action item '{asked.strip()}'. {f'It has {known}.' if known else 'It has none.'}"
        )
    return found


def owner_named(text: str, known: Iterable[str] = (), teams: Collection[str] = ()) -> str:
    """Return the name of who owns it as it is known; Refused where that is nobody in particular, or a team."""
    name = clean_optional(" ".join(text.split()).lstrip("@").rstrip(",:"), "name")
    plain = name.casefold()
    if not name or plain in NOBODY or len(name) > _LONGEST_NAME:
        raise Refused(f"'{name[:_LONGEST_NAME]}' is nobody: an action item needs one person, by name. Who is it?")
    if _CROWDS & set(plain.split()) or plain in {each.casefold() for each in teams}:
        raise Refused(f"'{name}' is a team, and what a team owns nobody does: name one person of it.")
    return {each.casefold(): each for each in known}.get(plain, name)


def _text(text: str) -> str:
    said = " ".join(clean_text(text, "action item").split())
    if len(said) > LONGEST:
        raise Refused(
            f"An action item has at most {LONGEST} characters, this one has {len(said)}. Put the rest into a note."
        )
    return said


def _ahead(due: Instant | None, now: Instant) -> Instant | None:
    if due is not None and due <= now:
        from console.incident.ahead import shown

        raise Refused(f"The due date {shown(due)} has passed: it is {shown(now)} now. Nothing was written.")
    return due


def _chosen(text: str, known: Collection[str], what: str) -> str:
    """Return one of the known words for what somebody typed, "" for nothing."""
    plain = text.strip().lower()
    word = _WORDED.get(plain, plain) if what == "priority" else plain
    if word in known or not word:
        return word
    found = [each for each in known if each.startswith(word)]
    if len(found) == 1:
        return found[0]
    raise Refused(f"'{text.strip()}' is no {what}{did_you_mean(word, known)} Expected: {', '.join(known)}.")


def _checked(
    field: str, wish: str | Instant | None, now: Instant, known: Iterable[str], teams: Collection[str]
) -> str | Instant | None:
    """Return what a field is to be, as the log keeps it."""
    if field == "due":
        return _ahead(wish if isinstance(wish, int) else None, now)
    text = str(wish or "")
    if field == "owner":
        return owner_named(text, known, teams) if text.strip() else ""
    if field == "text":
        return _text(text)
    choices = {"priority": PRIORITIES, "type": TYPES, "horizon": HORIZONS}.get(field)
    if choices is None:
        return clean_optional(text, field)
    return _chosen(text, choices, field) or ("medium" if field == "priority" else "")


def _worded(value: str | Instant | None) -> str:
    return "" if value is None else str(value)


def unknown_owner(incident: Incident, owner: str, people: Iterable[str]) -> str:
    """Say that an owner is neither among these people nor had a role, and who may be meant; "" where one is known."""
    name = " ".join(owner.split()).lstrip("@")
    there = {each.casefold() for each in known_people(incident, people)}
    if name.casefold() in {"", "none", "-", *there}:
        return ""
    meant = f" {hint(name, sorted(there))}".rstrip()
    return f"{name} had no role in {incident.id} and is not under [people]: is that their name?{meant}"
