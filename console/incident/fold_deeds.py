"""Pure: what the steps of actions do to the state; the same rules as in `fold`."""

from console.incident.action import STEPS
from console.incident.deed import TAKEN, Deed
from console.incident.deeds import ActionMoved, MitigationSettled
from console.incident.draft import StateDraft
from console.incident.events import Event

MOST = 200
"""Actions that are kept beside those that left an open mitigation."""
SETTLED = ("undone", "owned", "kept", "superseded")


def moved(draft: StateDraft, event: Event, fact: ActionMoved) -> str:
    """Take a step of an action in; the first one begins it."""
    if fact.step not in STEPS:
        return f"{fact.step} is not a step of an action"
    deed = draft.actions.get(fact.action) or _begun(event, fact)
    draft.actions[fact.action] = deed = deed._replace(
        step=fact.step,
        at=event.occurred_at,
        text=fact.text or deed.text,
        request=fact.request or deed.request,
        undo=fact.undo or deed.undo,
        undoes=fact.undoes or deed.undoes,
        uid=fact.uid or deed.uid,
        service=fact.service or deed.service,
        took=deed.took or fact.step in TAKEN,
    )
    undone = draft.actions.get(deed.undoes)
    if undone is not None and deed.is_done:
        draft.actions[undone.id] = undone._replace(settled="undone", owner=event.actor)
    _forget(draft)
    return ""


def _begun(event: Event, fact: ActionMoved) -> Deed:
    """Return an action at its first step."""
    return Deed(
        fact.action,
        fact.verb,
        fact.target,
        fact.context,
        fact.namespace,
        event.incident,
        fact.step,
        event.occurred_at,
        event.occurred_at,
        event.actor,
        event.writer,
    )


def settled(draft: StateDraft, event: Event, fact: MitigationSettled) -> str:
    """Close a mitigation."""
    deed = draft.actions.get(fact.action)
    if deed is None:
        return f"no action {fact.action}"
    if fact.how not in SETTLED:
        return f"{fact.how} is not a way to settle a mitigation"
    draft.actions[fact.action] = deed._replace(settled=fact.how, owner=fact.owner or event.actor)
    return ""


def _forget(draft: StateDraft) -> None:
    """Drop the oldest actions that left nothing behind; what may be in the world still is never dropped."""
    if len(draft.actions) > 2 * MOST:
        closed = [deed.id for deed in draft.actions.values() if not (deed.is_open or deed.is_in_doubt or deed.is_sent)]
        for old in closed[: len(draft.actions) - MOST]:
            del draft.actions[old]
