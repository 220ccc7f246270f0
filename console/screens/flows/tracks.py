"""Tracks: opening one, its reports and its end, typed or out of their list."""

from console.incident import commands
from console.incident.clock import parse_duration
from console.incident.errors import Refused
from console.incident.tracking import USAGE, parse_track, running_track
from console.present import tracks
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current, unlisted
from widgets.dialog import LedgerDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Field, KeyHint, Span, Tone

KEYS = (KeyHint("r", "report"), KeyHint("c", "close"))


async def show(desk: Desk, chosen: str = "") -> None:
    """Show the tracks, and do what is asked for."""
    incident = current(desk)

    def look() -> Rows:
        seen = desk.room.snapshot
        now_so = seen.state.incidents.get(incident.id, incident)
        rows = tracks.choices(now_so, seen.at)
        rows.sort(key=lambda row: bool(chosen) and row.key != chosen)
        return rows, {row.key: ("r", "c") if now_so.tracks[row.key].closed is None else () for row in rows}

    empty = (Span(f"Nobody works on a question of their own. {USAGE}", Tone.MUTED),)
    answer: tuple[str, str] | None = await desk.ask(
        LedgerDialog("Tracks", look, KEYS, empty=empty, context=context_line(desk))
    )
    if answer is not None:
        pressed, name = answer
        await (_ask_report(desk, name) if pressed == "r" else _ask_end(desk, name))


async def _ask_report(desk: Desk, name: str) -> None:
    question = running_track(current(desk), name).question
    fields = (
        Field("text", "Stands", "", safe_text(question, 100), (), required=True),
        Field("span", "Next in", "", "10m; empty is as before"),
    )
    answers = await ask_form(desk, f"Report of {safe_text(name, 40)}", fields)
    if answers is not None:
        await report(desk, name, answers["text"], answers["span"].strip())


async def _ask_end(desk: Desk, name: str) -> None:
    question = running_track(current(desk), name).question
    field = Field("text", "Found", "", safe_text(question, 100), (), required=True)
    answers = await ask_form(desk, f"Close {safe_text(name, 40)}", (field,))
    if answers is not None:
        await close(desk, name, answers["text"])


async def report(desk: Desk, name: str, text: str, span: str = "") -> bool:
    """Record where a track stands."""
    incident, actor = current(desk), desk.context.actor
    ms = parse_duration(span) if span else None
    return await desk.act(
        lambda state, now: commands.report_track(state, incident.id, name, text, actor=actor, now=now, span=ms),
        f"{safe_text(name, 40)} has reported",
    )


async def close(desk: Desk, name: str, text: str) -> bool:
    """End a track."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.close_track(state, incident.id, name, text, actor=actor, now=now),
        f"{safe_text(name, 40)} is over",
    )


async def typed(desk: Desk, rest: str) -> bool | None:
    """Understand "/track", "/track alpha @bob 10m why ..." and "/track close alpha what was found"."""
    if not rest:
        await show(desk)
        return None
    verb, _, tail = rest.partition(" ")
    if verb == "close" and not tail.startswith("@"):
        name, _, text = tail.partition(" ")
        return await close(desk, name, text)
    asked, incident, actor = parse_track(rest), current(desk), desk.context.actor
    people, lead = desk.context.people, f"{safe_text(asked.lead, 40)} reports in {rest.split()[2]}"
    return await desk.act(
        lambda state, now: commands.open_track(state, incident.id, asked, actor=actor, now=now, known=people),
        f"{safe_text(asked.name, 40)}: {lead}{unlisted(desk, asked.lead)}",
    )


async def typed_report(desk: Desk, rest: str) -> bool:
    """Understand "/report alpha the pool leaks"."""
    name, _, text = rest.partition(" ")
    if not text.strip():
        raise Refused("Say which track and what it found: /report alpha the pool leaks in 2.4.1")
    return await report(desk, name, text.strip())
