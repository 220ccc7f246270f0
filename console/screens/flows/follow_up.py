"""Action items: writing one, changing it and saying what became of it, typed or out of their list."""

import re
from collections.abc import Awaitable, Callable, Mapping

from console.incident import commands
from console.incident.ahead import parse_ahead, shown
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.follow_up import DONE, EDITABLE, IN_PROGRESS, LEFT, OPEN, PRIORITIES, TYPES, WONT_DO
from console.incident.following_up import item_of, unknown_owner
from console.incident.suggesting import Suggestion, draft_of, drafts
from console.incident.tasking import known_people
from console.incident.wording import hint_of
from console.present import follow_up
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current, need
from widgets.dialog import LedgerDialog, PickDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Choice, Field, KeyHint, Span, Tone

USAGE = "/action @bob +14d WHAT, /action a1 done, /action a1 due fri"
KEYS = (
    KeyHint("s", "started"),
    KeyHint("d", "done"),
    KeyHint("x", "drop"),
    KeyHint("r", "reopen"),
    KeyHint("o", "owner"),
    KeyHint("u", "due"),
    KeyHint("n", "new"),
    KeyHint("t", "take a draft"),
)
_ITEM = re.compile(r"a\d+")
_DATED = re.compile(r"\+\d|\d{4}-\d\d-\d\d")
MOVES = {"start": IN_PROGRESS, "done": DONE, "drop": WONT_DO, "reopen": OPEN}
FIELDS = {**{name: name for name in EDITABLE if name != "source"}, "from": "source"}


async def show(desk: Desk, chosen: str = "") -> None:
    """Show the action items, or go to one of them, and do what is asked for."""
    incident = current(desk)

    def look() -> Rows:
        seen = desk.room.snapshot
        now_so = seen.state.incidents[incident.id]
        rows = follow_up.choices(now_so, seen.at)
        return rows, {row.key: _allowed(now_so.action_items[row.key].state) for row in rows}

    title = follow_up.list_title(incident, desk.room.snapshot.at)
    empty = (Span(f"Nobody wrote an action item yet. {USAGE}", Tone.MUTED),)
    dialog = LedgerDialog(title, look, KEYS, empty=empty, context=context_line(desk), current=chosen)
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is not None:
        key, item = answer
        await (ask(desk) if key == "n" else suggest(desk) if key == "t" else _DO[key](desk, item))


def _allowed(state: str) -> tuple[str, ...]:
    if state not in LEFT:
        return ("r", "o", "u", "n", "t")
    return (*(("s",) if state == OPEN else ()), "d", "x", "o", "u", "n", "t")


async def suggest(desk: Desk) -> None:
    """Offer what usually follows from the accepted cause; what is taken becomes an action item."""
    found = drafts(desk.context.suggestions, current(desk))
    if not found:
        raise Refused("Nothing is suggested: an accepted cause has suggestions (/cause TAG) until they are taken.")
    rows = [
        Choice(
            each.suggestion.id,
            safe_text(each.suggestion.text, 200),
            safe_text(f"{each.suggestion.type}, because of {', '.join(each.because)}", 200),
        )
        for each in found
    ]
    chosen = await desk.ask(PickDialog("What usually follows", rows, context=context_line(desk)))
    if chosen:
        await ask(desk, draft_of(found, chosen).suggestion)


async def ask(desk: Desk, draft: Suggestion | None = None) -> None:
    """Ask what is to be done, by whom and by when; a draft is proposed."""
    current(desk)
    known = safe_text(", ".join(desk.context.people), 60)
    fields = (
        Field("text", "Action", draft.text if draft else "", "what is there when it is done", (), required=True),
        Field("owner", "Owner", "", f"one person, by name{f': {known}' if known else ''}"),
        Field("due", "Due", "+14d", "+14d, fri, 2026-12-05; may stay empty"),
        Field("priority", "Priority", PRIORITIES[1], "", PRIORITIES),
        Field("type", "Type", (draft and draft.type) or TYPES[1], "", TYPES),
        Field("source", "From", draft.source if draft else "", "a factor, a hypothesis, an event; may stay empty"),
    )
    title = "Action item"
    answers = await ask_form(desk, title, fields, submit="write", validate=lambda typed: _wrong(desk, typed))
    if answers is not None and not await _add(desk, {**answers, "horizon": draft.horizon if draft else ""}):
        desk.kept[title] = answers  # refused: nobody types it twice


def _wrong(desk: Desk, answers: Mapping[str, str]) -> Mapping[str, str]:
    try:
        _due(answers["due"], desk.room.snapshot.at)
    except Refused as error:
        return {"due": str(error)}
    return {}


def _due(text: str, now: Instant) -> Instant | None:
    return None if text.strip().lower() in {"", "none", "-"} else parse_ahead(text, now)


async def _add(desk: Desk, given: Mapping[str, str]) -> bool:
    incident, context = current(desk), desk.context
    owner = given.get("owner", "")
    hint = hint_of(given["text"], context.weak)
    whom = f"{safe_text(owner.lstrip('@'), 60)} owns it" if owner else "nobody owns it yet: /action a1 owner NAME"
    return await desk.act(
        lambda state, now: commands.add_action_item(
            state,
            incident.id,
            given["text"],
            actor=context.actor,
            now=now,
            owner=owner,
            due=_due(given.get("due", ""), now),
            priority=given.get("priority", ""),
            type=given.get("type", ""),
            horizon=given.get("horizon", ""),
            source=given.get("source", ""),
            known=known_people(incident, {*context.people, context.actor}),
            teams=tuple(context.directory.teams),
        ),
        f"action item kept: {whom}{_stranger(desk, owner)}{f'. {hint}' if hint else ''}",
    )


def _stranger(desk: Desk, owner: str) -> str:
    """Return the end of a sentence: that nobody knows this owner; "" where somebody does, or there is none."""
    context = desk.context
    told = unknown_owner(current(desk), owner, {*context.people, context.actor})
    return f". {safe_text(told, 200)}" if told else ""


async def _move(desk: Desk, item: str, to: str, reason: str = "") -> bool:
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.move_action_item(state, incident.id, item, to, reason, actor=actor),
        f"{safe_text(item, 20)} is {to.replace('_', ' ').replace('wont', 'not to')}",
    )


async def _change(desk: Desk, item: str, field: str, value: str) -> bool:
    incident, context = current(desk), desk.context
    none = value.strip().lower() in {"none", "-"} and field != "text"
    return await desk.act(
        lambda state, now: commands.change_action_item(
            state,
            incident.id,
            item,
            {field: _due(value, now) if field == "due" else "" if none else value},
            actor=context.actor,
            now=now,
            known=known_people(incident, {*context.people, context.actor}),
            teams=tuple(context.directory.teams),
        ),
        f"{safe_text(item, 20)}: {field} changed{_stranger(desk, value) if field == 'owner' else ''}",
    )


async def typed(desk: Desk, rest: str) -> bool | None:
    """Understand "/action", "/action @bob +14d WHAT", "/action a1 done WHAT CAME OF IT", "/action a1 due fri"."""
    if rest in {"", "suggest"}:
        await (suggest(desk) if rest else show(desk))
        return None
    first, _, tail = rest.partition(" ")
    if not _ITEM.fullmatch(first.lower()):
        return await _add(desk, parse_action(rest))
    verb, _, said = tail.strip().partition(" ")
    if not verb:
        item_of(current(desk), first)
        await show(desk, first.lower())
        return None
    if verb in MOVES:
        return await _move(desk, first, MOVES[verb], said.strip().removeprefix("because "))
    if verb in FIELDS:
        return await _change(desk, first, FIELDS[verb], need(said.strip(), f"/action a1 {verb} VALUE"))
    known = ", ".join((*MOVES, *FIELDS))
    raise Refused(f"'{verb}' is nothing that an action item has. Say one of {known}: {USAGE}")


def parse_action(text: str) -> dict[str, str]:
    """Return owner, due and text of "@bob +14d page on-call when ..."; owner and date may be missing."""
    words_, found = text.split(), {"owner": "", "due": ""}
    if words_ and words_[0].startswith("@"):
        found["owner"] = words_.pop(0)
    if words_ and _DATED.match(words_[0]):
        found["due"] = words_.pop(0)
    return {**found, "text": need(" ".join(words_), USAGE)}


async def _ask_reason(desk: Desk, item: str, to: str, label: str, hint: str, *, needed: bool) -> None:
    answers = await ask_form(desk, f"{item}: {label.lower()}", (Field("text", label, "", hint, (), needed),))
    if answers is not None:
        await _move(desk, item, to, answers["text"])


async def _ask_value(desk: Desk, item: str, field: str, hint: str) -> None:
    before = getattr(item_of(current(desk), item), field)
    value = shown(before)[4:14] if field == "due" and before else str(before or "")
    answers = await ask_form(desk, f"{item}: {field}", (Field(field, field.capitalize(), value, hint),))
    if answers is not None:
        await _change(desk, item, field, answers[field].strip() or "none")


async def ask_move(desk: Desk, row: str) -> None:
    """Ask what becomes of an action item."""
    item = item_of(current(desk), _named(row))
    choices = [hint for hint in KEYS[:4] if hint.key in _allowed(item.state)]
    rows = [Choice(each.key, each.label) for each in choices]
    chosen = await desk.ask(PickDialog(f"{item.id} is {item.word}; now", rows, context=context_line(desk)))
    if chosen:
        await _DO[chosen](desk, item.id)


async def ask_change(desk: Desk, row: str) -> None:
    """Ask for the parts of an action item."""
    item = item_of(current(desk), _named(row))
    before = {name: str(getattr(item, name) or "") for name in ("text", "owner", "priority")}
    before["type"] = item.type or TYPES[1]  # as the form shows it: what nobody chose is not changed
    before["due"] = shown(item.due)[4:14] if item.due else ""
    fields = (
        Field("text", "Action", before["text"], "", (), required=True, typed=True),
        Field("owner", "Owner", before["owner"], "one person, by name; empty: nobody", typed=True),
        Field("due", "Due", before["due"], "+14d, fri, 2026-12-05; empty: no date", typed=True),
        Field("priority", "Priority", before["priority"], "", PRIORITIES),
        Field("type", "Type", before["type"], "", TYPES),
    )
    answers = await ask_form(desk, f"Action item {item.id}", fields, validate=lambda typed: _wrong(desk, typed))
    for name, value in (answers or {}).items():
        if value.strip() != before[name]:
            await _change(desk, item.id, name, value.strip() or "none")


def _named(row: str) -> str:
    found = row.rpartition(":")[2]
    return need(found, "choose an action item first (up and down); a writes one")


_DO: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "s": lambda desk, item: _move(desk, item, IN_PROGRESS),
    "d": lambda desk, item: _ask_reason(desk, item, DONE, "Result", "what came of it; may stay empty", needed=False),
    "x": lambda desk, item: _ask_reason(desk, item, WONT_DO, "Because", "why it is not done", needed=True),
    "r": lambda desk, item: _ask_reason(desk, item, OPEN, "Because", "why it is open again", needed=True),
    "o": lambda desk, item: _ask_value(desk, item, "owner", "one person, by name; empty: nobody"),
    "u": lambda desk, item: _ask_value(desk, item, "due", "+14d, fri, 2026-12-05; empty: no date"),
}
