"""Looking for the cause together: the hypothesis board, the whys and what contributed."""

import asyncio
from collections.abc import Mapping

from console.incident import commands
from console.incident.errors import Refused
from console.incident.hypotheses import ACCEPTED, MOVES, REFUTED, SUPPORTED, TESTING, Hypothesis
from console.incident.priors import learned
from console.incident.weighing import hypothesis_of
from console.present import candidates, causes
from console.present.investigation import investigation
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import LedgerDialog, PickDialog, TextDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Field, KeyHint, Span, Tone

KEYS = (
    KeyHint("enter", "details"),
    KeyHint("t", "testing"),
    KeyHint("s", "supported"),
    KeyHint("r", "refuted"),
    KeyHint("a", "accept"),
)
_TO: Mapping[str, str] = {"t": TESTING, "s": SUPPORTED, "r": REFUTED, "a": ACCEPTED}
_WIDTH = 76


async def board(desk: Desk) -> None:
    """Show the hypotheses until that is left; what is done about one leads back to it."""
    here = ""
    while True:

        def look() -> Rows:
            found = causes.ordered(current(desk))
            return causes.choices(found), {each.id: _allowed(each) for each in found}

        empty = (Span("No hypothesis yet: /hyp what may have been the cause, or /hyp suggest", Tone.MUTED),)
        dialog = LedgerDialog("Hypotheses", look, KEYS, empty=empty, context=context_line(desk), current=here)
        answer: tuple[str, str] | None = await desk.ask(dialog)
        if answer is None:
            return
        key, here = answer
        found = hypothesis_of(current(desk), here)
        await (ask_move(desk, found, _TO[key]) if key in _TO else _details(desk, found))


def _allowed(each: Hypothesis) -> tuple[str, ...]:
    return ("enter", *(key for key, state in _TO.items() if state in MOVES[each.state]))


async def _details(desk: Desk, found: Hypothesis) -> None:
    await desk.ask(TextDialog(f"Hypothesis {found.id}", causes.hypothesis_lines(found), context=context_line(desk)))


async def ask_move(desk: Desk, found: Hypothesis, to: str) -> None:
    """Ask why; "root cause" is what a person accepts."""
    title = f"{found.id} is the root cause" if to == ACCEPTED else f"{found.id} is {to}"
    intro = ((Span(safe_text(found.text, 300), Tone.STRONG),),)
    field = Field("because", "Because", "", "what says so; it stays in the log")
    answers = await ask_form(desk, title, (field,), submit=to, intro=intro)
    if answers is not None:
        await moved(desk, found.id, to, answers["because"])


async def moved(desk: Desk, hypothesis: str, to: str, reason: str = "") -> bool:
    """Move a hypothesis on, or back."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.move_hypothesis(state, incident.id, hypothesis, to, reason, actor=actor),
        f"{hypothesis} is {to}",
    )


async def supposed(desk: Desk, text: str) -> bool:
    """Propose a hypothesis, as it was typed."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.add_hypothesis(state, incident.id, text, actor=actor), "hypothesis proposed"
    )


async def weighed(desk: Desk, subject: str, side: str, event: str, why: str = "") -> bool:
    """Say that an event of the log speaks for something, or against it."""
    incident, actor = current(desk), desk.context.actor
    found = await asyncio.to_thread(desk.room.event, event)
    known = () if found is None else (found.key,)
    return await desk.act(
        lambda state, _now: commands.weigh(state, incident.id, subject, side, event, why, known=known, actor=actor),
        f"{event} speaks {side} {subject}",
    )


async def suggest(desk: Desk) -> None:
    """Show what may be worth a hypothesis, and propose what is chosen."""
    incident, seen, actor = current(desk), desk.room.snapshot, desk.context.actor
    moved_priors = learned(desk.context.priors, seen.state.incidents.values())
    health = seen.state.health
    ailing = [candidates.Ailing(name, health.get(name, "down"), at) for name, at in seen.state.ailing.items()]
    looked = investigation(seen, desk.context.investigation, desk.context.priors, seen.at)
    found = candidates.candidates(seen.state, incident, seen.changes, ailing, looked, moved_priors)
    if not found:
        message = "Nothing was changed before the onset that is known here, and nothing else that is seen is wrong."
        raise Refused(message)
    title = "What may be worth a hypothesis?"
    chosen = await desk.ask(PickDialog(title, candidates.choices(found), context=context_line(desk)))
    picked = next((each for each in found if each.key == chosen), None)
    if picked is None:
        return
    await desk.act(
        lambda state, _now: commands.add_hypothesis(
            state,
            incident.id,
            picked.text,
            actor=actor,
            test=picked.test,
            component=picked.component,
            evidence=picked.evidence,
            source=picked.key,
        ),
        "hypothesis proposed",
    )


async def tree(desk: Desk) -> None:
    """Show the whys."""
    incident = current(desk)
    lines = [line for _key, line in causes.tree(incident, _WIDTH)]
    if not incident.whys:
        lines.append((Span("Nobody has answered yet: /why the pool was full", Tone.MUTED),))
    await desk.ask(TextDialog(f"The whys of {incident.id}", lines, context=context_line(desk)))


async def answered(desk: Desk, text: str, under: str = "", asked: str = "why") -> bool:
    """Answer why, or how."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.answer_why(state, incident.id, text, under, actor=actor, asked=asked),
        "answer saved",
    )


async def struck(desk: Desk, answer: str, reason: str) -> bool:
    """Say that an answer does not hold."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.strike_why(state, incident.id, answer, reason, actor=actor),
        f"{answer} is struck; it stays in the log",
    )


async def fishbone(desk: Desk) -> None:
    """Show what contributed."""
    incident = current(desk)
    lines = causes.fishbone(incident, desk.context.categories, _WIDTH)
    await desk.ask(TextDialog(f"What contributed to {incident.id}", lines, context=context_line(desk)))


async def contributed(desk: Desk, category: str, text: str) -> bool:
    """Name what contributed."""
    incident, context = current(desk), desk.context
    return await desk.act(
        lambda state, _now: commands.name_factor(
            state, incident.id, text, category, actor=context.actor, categories=context.categories
        ),
        "factor named",
    )


async def judged(desk: Desk, factor: str, to: str, reason: str = "") -> bool:
    """Say that a factor holds, or does not."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.judge_factor(state, incident.id, factor, to, reason, actor=actor),
        f"{factor} is {to}",
    )
