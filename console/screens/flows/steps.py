"""An item of the checklist: its states, and running what it is bound to."""

from collections.abc import Awaitable, Callable, Mapping

from console.incident.action import VERBS
from console.incident.checklist import Item
from console.incident.errors import Refused
from console.screens.desk import Desk
from console.screens.flows import acting, deciding, grading, investigating, looking, steering, walking, writing
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field, Tone

_STATES = {
    "open": "to do",
    "doing": "somebody is at it",
    "done": "done",
    "skipped": "left out, for a reason",
    "n/a": "does not apply here",
}
_RUN, _LOOK = "run", "look"
_DO: Mapping[str, Callable[[Desk], Awaitable[object]]] = {
    "update": writing.update,
    "decide": deciding.decide,
    "roster": steering.roster,
    "severity": grading.severity,
    "walk": walking.walk,
    "investigate": investigating.investigate,
}
"""The commands of `checklist.ACTIONS` that are no verbs."""


async def item_state(desk: Desk, name: str) -> None:
    """Offer to run what an item is bound to, or ask for another state of it."""
    item = writing.item_of(desk, name)
    found = current(desk).items.get(name)
    word = "open" if found is None else found.state
    bound = _bound(item)
    choices = [*bound, *(Choice(state, state, meaning) for state, meaning in _STATES.items())]
    title = f"{safe_text(item.title, 200)} ({word})" if bound else safe_text(item.title, 200)
    to = await desk.ask(PickDialog(title, choices, current="" if bound else word, context=context_line(desk)))
    if to == _RUN:
        await _run(desk, item, word)
    elif to == _LOOK:
        await _look(desk, item)
    elif to:
        await _set(desk, name, to)


def _bound(item: Item) -> list[Choice]:
    """Return what an item offers besides its states."""
    run = [Choice(_RUN, f"run: {item.action}", "its card or form comes first", Tone.ACTION)] if item.action else []
    name = safe_text(item.check, 60)
    return [*run, *([Choice(_LOOK, f"look: {name}", "ask it now, and show it", Tone.ACTION)] if item.check else [])]


async def _set(desk: Desk, name: str, to: str) -> None:
    reason = ""
    if to == "skipped":
        answers = await ask_form(desk, "Skip", (Field("reason", "Because", "", "for the review", (), required=True),))
        if answers is None:
            return
        reason = answers["reason"]
    await writing.set_item(desk, name, to, reason)


async def _run(desk: Desk, item: Item, word: str) -> None:
    """Run the action; who ran it is at the item from then on."""
    if word == "open":
        await writing.set_item(desk, item.id, "doing")
    await (acting.act(desk, item.action) if item.action in VERBS else _DO[item.action](desk))


async def _look(desk: Desk, item: Item) -> None:
    """Ask every source now, and show the service that the item names."""
    desk.room.look_now()
    for each in desk.room.snapshot.services:
        if each.service == item.check or item.check in [check.check for check in each.checks]:
            await looking.service(desk, each.service)
            return
    message = f"{item.check} has told nothing yet."
    raise Refused(message)
