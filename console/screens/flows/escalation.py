"""The escalation: whom to call now and next, what became of a call, another step, the end of it."""

from console.incident import commands
from console.incident.errors import Refused
from console.incident.escalations import NO_ANSWER, TELEPHONED, TOOK_IT
from console.present import escalation
from console.present.who import People
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current
from console.suggestion import did_you_mean
from widgets.dialog import LedgerDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Choice, Field, KeyHint, Span, Tone

KEYS = (
    KeyHint("t", "telephoned"),
    KeyHint("n", "no answer"),
    KeyHint("a", "acknowledged"),
    KeyHint("g", "go to this step"),
    KeyHint("s", "stop"),
)
_HOW = {"t": TELEPHONED, "n": NO_ANSWER, "a": TOOK_IT}
_NONE = 'No escalation chain is for this incident. `escalation = "escalation.toml"` under [room] names a file of them.'
_TITLE = "Escalation: telephone these, nothing is sent"


def known(desk: Desk) -> People:
    """Return what is known of people now."""
    return People(desk.context.directory, desk.room.snapshot.duties, desk.context.defaults)


async def show(desk: Desk) -> None:
    """Show the chains of the incident, and do what is asked for."""
    incident = current(desk)

    def look() -> Rows:
        seen = desk.room.snapshot
        now_so = seen.state.incidents.get(incident.id, incident)
        found = escalation.standings(desk.context.chains, now_so, seen.state.health)
        faults = [Choice(f"!{text}", "left out", safe_text(text, 400), Tone.BAD) for text in desk.context.chain_faults]
        rows = [*escalation.rows(found, known(desk), seen.at), *faults]
        rows.sort(key=lambda row: row.tone is not Tone.BAD)  # whom to call now stands first
        return rows, {row.key: _allowed(found, row.key) for row in rows if row not in faults}

    dialog = LedgerDialog(_TITLE, look, KEYS, empty=(Span(_NONE, Tone.MUTED),), context=context_line(desk))
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is None:
        return
    key, row = answer
    chain, step, person = row.split(":", 2)
    if key in _HOW:
        await said(desk, chain, int(step), person, _HOW[key])
    elif key == "g":
        await go_to(desk, chain, int(step))
    else:
        await stop(desk, chain)


def _allowed(found: list[escalation.Standing], key: str) -> tuple[str, ...]:
    chain, _, person = key.split(":", 2)
    standing = next(each for each in found if each.chain.name == chain)
    if standing.state == escalation.OVER:
        return ()
    ends = ("s",) if standing.state == escalation.RUNS else ()
    return (*(("t", "n", "a") if person else ()), "g", *ends)


async def said(desk: Desk, chain: str, step: int, person: str, how: str) -> bool:
    """Record what became of a call."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.answer_call(state, incident.id, chain, step, person, how, actor=actor, now=now),
        f"{safe_text(person, 40)}: {how}",
    )


async def go_to(desk: Desk, chain: str, step: int) -> None:
    """Ask why, and go to a step."""
    field = Field("reason", "Because", "", "it is due at once; may stay empty")
    answers = await ask_form(desk, f"Go to step {step} of {safe_text(chain, 40)}", (field,))
    if answers is not None:
        await jump(desk, chain, step, answers["reason"])


async def jump(desk: Desk, chain: str, step: int, reason: str = "") -> bool:
    """Go to a step of a chain."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.jump_to(state, incident.id, chain, step, reason, actor=actor, now=now),
        f"{safe_text(chain, 40)} goes to step {step}",
    )


async def stop(desk: Desk, chain: str) -> None:
    """Ask why, and call nobody further up."""
    field = Field("reason", "Because", "", "why nobody else is to be called", (), required=True)
    answers = await ask_form(desk, f"Stop the escalation {safe_text(chain, 40)}", (field,))
    if answers is None:
        return
    incident, actor = current(desk), desk.context.actor
    await desk.act(
        lambda state, now: commands.stop_escalation(state, incident.id, chain, answers["reason"], actor=actor, now=now),
        f"{safe_text(chain, 40)} is stopped",
    )


async def typed(desk: Desk, rest: str) -> bool | None:
    """Understand "/page", "/page platform 2 because ..."."""
    if not rest:
        await show(desk)
        return None
    words, _, reason = rest.partition(" because ")
    name, _, number = words.partition(" ")
    chains = {each.name: each for each in desk.context.chains}
    if name not in chains:
        known_chains = ", ".join(chains) or "none"
        raise Refused(f"'{name}' is no escalation chain{did_you_mean(name, chains)} Chains: {known_chains}.")
    steps = len(chains[name].steps)
    if not number.strip().isdecimal() or not 1 <= int(number) <= steps:
        raise Refused(f"Say which step of {name}: 1 to {steps}, as in /page {name} {steps}")
    return await jump(desk, name, int(number), reason.strip())
