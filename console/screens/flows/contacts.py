"""Everybody who may be needed: who is on call, how to reach them, their card, and a copy of it."""

from collections.abc import Mapping, Sequence

from console.incident import commands
from console.incident.clock import parse_duration
from console.incident.errors import Refused
from console.present import contacts
from console.present.due import PARTY
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current
from console.screens.flows.escalation import known
from widgets.dialog import LedgerDialog, TextDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Field, KeyHint, Span, Tone

KEYS = (KeyHint("enter", "card"), KeyHint("c", "contacted"), KeyHint("y", "copy"))
_EMPTY = "Nobody is known. [people] in warroom.toml names them with their telephone, [[oncall]] who is on call."


async def show(desk: Desk, chosen: str = "") -> None:
    """Show who may be needed, or go to one of them, until somebody is chosen."""

    def look() -> Rows:
        seen = desk.room.snapshot
        rows = contacts.rows(seen.incident, known(desk), seen.at, desk.context.bridge)
        rows.sort(key=lambda row: bool(chosen) and row.key != chosen)
        return rows, {row.key: _allowed(row.key, live=seen.incident is not None) for row in rows}

    empty = (Span(_EMPTY, Tone.MUTED),)
    dialog = LedgerDialog("On call and contacts", look, KEYS, empty=empty, context=context_line(desk))
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is None:
        return
    pressed, key = answer
    if pressed == "c":
        await contacted(desk, key.removeprefix(PARTY))
        return
    pairs = _card(desk, key)
    if pressed == "y":
        where = desk.copy("\n".join(f"{name}: {value}" for name, value in pairs))
        what = "the bridge" if key == contacts.BRIDGE else f"the card of {safe_text(pairs[0][1], 60)}"
        desk.say(f"{what}: copied by OSC 52 and to {where}", Tone.OK)
        return
    lines = tuple((Span(f"{name:12} ", Tone.MUTED), Span(safe_text(value, 1000))) for name, value in pairs)
    await desk.ask(TextDialog(safe_text(pairs[0][1], 80), lines, context=context_line(desk)))


def _card(desk: Desk, key: str) -> Sequence[tuple[str, str]]:
    if key == contacts.BRIDGE:
        return (("bridge", desk.context.bridge),)
    seen = desk.room.snapshot
    return contacts.card(key, seen.incident, known(desk), seen.at)


def _allowed(key: str, *, live: bool) -> tuple[str, ...]:
    if key.startswith("?"):
        return ()
    return ("enter", "c", "y") if live and key.startswith(PARTY) else ("enter", "y")


async def contacted(desk: Desk, party: str) -> None:
    """Ask what somebody outside said, and when to call them again."""
    incident, actor = current(desk), desk.context.actor
    fields = (
        Field("text", "They said", "", "", (), required=True),
        Field("span", "Again in", "30m", "when to call them again; empty is not again"),
        Field("ticket", "Ticket", "", "theirs; may stay empty"),
    )

    def check(answers: Mapping[str, str]) -> Mapping[str, str]:
        try:
            _span(answers["span"])
        except Refused as error:
            return {"span": str(error)}
        return {}

    answers = await ask_form(desk, f"Talked to {safe_text(party, 60)}", fields, validate=check)
    if answers is None:
        return
    known_parties = [each.name for each in desk.context.directory.parties]
    span, text, ticket = _span(answers["span"]), answers["text"], answers["ticket"]
    await desk.act(
        lambda state, now: commands.contacted(
            state, incident.id, party, text, actor=actor, now=now, span=span, ticket=ticket, known=known_parties
        ),
        f"{safe_text(party, 60)}: written down",
    )


def _span(text: str) -> int | None:
    return parse_duration(text) if text.strip() else None
