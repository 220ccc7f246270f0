"""Pure: what action items do to the state; the same rules as in `fold`."""

from collections.abc import Callable, Mapping
from typing import Any

from console.incident.draft import IncidentDraft
from console.incident.events import ActionItemAdded, ActionItemChanged, ActionItemMoved, Event
from console.incident.follow_up import ALLOWED, EDITABLE, HORIZONS, PRIORITIES, TYPES, WONT_DO, ActionItem, is_date
from console.incident.handling import Handler, on_incident
from console.incident.names import next_name

_CHOICES = {"priority": PRIORITIES, "type": ("", *TYPES), "horizon": ("", *HORIZONS)}


def _added(incident: IncidentDraft, event: Event, fact: ActionItemAdded) -> str:
    said = {"text": fact.text, "priority": fact.priority, "type": fact.type, "horizon": fact.horizon}
    if fact.due is not None:
        said["due"] = str(fact.due)
    if wrong := next(filter(None, (_unfit(field, value) for field, value in said.items())), ""):
        return wrong
    name = fact.item if fact.item not in incident.action_items else next_name("a", incident.action_items)
    incident.action_items[name] = ActionItem(
        name,
        fact.text,
        event.occurred_at,
        event.actor,
        event.key,
        fact.owner,
        fact.due,
        fact.priority,
        fact.type,
        fact.horizon,
        fact.source,
        since=event.occurred_at,
        last=event.recorded_at,
    )
    return ""


def _unfit(field: str, value: str) -> str:
    """Return why a field may not have this value, "" where it may."""
    if field == "text" and not value.strip():
        return "an action item without a text is none"
    if field == "due" and value and not is_date(value):
        return f"{value[:40]} is no due date"
    known = _CHOICES.get(field)
    return "" if known is None or value in known else f"{value} is no {field} of an action item"


def _on_item(handler: Callable[[ActionItem, Event, Any], ActionItem | str]) -> Handler:
    """Look the item up first, by the event that it was written down in."""

    def handle(incident: IncidentDraft, event: Event, fact: Any) -> str:
        found = next((each for each in incident.action_items.values() if each.event == fact.added), None)
        if found is None:
            return f"there was no action item {fact.item} of {fact.added}"
        changed = handler(found, event, fact)
        if isinstance(changed, str):
            return changed
        incident.action_items[found.id] = changed._replace(changed=found.changed + 1, last=event.recorded_at)
        return ""

    return on_incident(handle)


def _changed(item: ActionItem, _event: Event, fact: ActionItemChanged) -> ActionItem | str:
    for change in fact.changes:
        if len(change) != 3 or change[0] not in EDITABLE:  # noqa: PLR2004 - field, before, after
            return f"{change[0] if change else 'nothing'} cannot be changed"
        field, _, after = change
        if wrong := _unfit(field, after):
            return wrong
        value = (int(after) if after else None) if field == "due" else after
        item = item._replace(**{field: value})  # type: ignore[arg-type]  # the field is one of EDITABLE
    return item


def _moved(item: ActionItem, event: Event, fact: ActionItemMoved) -> ActionItem | str:
    if fact.before != item.state:
        return f"{item.id} was {item.word} by then"
    if fact.after not in ALLOWED[item.state]:
        return f"{item.id} is {item.word}: it cannot be {fact.after}"
    if fact.after == WONT_DO and not fact.reason:
        return "what is not done needs a reason"
    return item._replace(state=fact.after, since=max(event.occurred_at, item.at), reason=fact.reason)


HANDLERS: Mapping[type[Any], Handler] = {
    ActionItemAdded: on_incident(_added),
    ActionItemChanged: _on_item(_changed),
    ActionItemMoved: _on_item(_moved),
}
