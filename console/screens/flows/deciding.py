"""Deciding together: propose, object, take, withdraw, look again, and the reports of those at work."""

from collections.abc import Callable, Mapping

from console.incident import commands
from console.incident.clock import short_span
from console.incident.deciding import rejected_of, span_of
from console.incident.decision import PROPOSED, TAKEN, Decision
from console.incident.errors import Refused
from console.incident.status import ENDED
from console.present import decisions
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current
from console.screens.flows.declaring import declare
from widgets.dialog import LedgerDialog, PickDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Choice, Field, KeyHint, Line, Span, Tone

KEYS = (
    KeyHint("t", "take"),
    KeyHint("o", "object"),
    KeyHint("w", "withdraw"),
    KeyHint("a", "look again"),
)
_EMPTY = "Nothing was proposed yet: d puts a decision to the others."
_ASKS = "Any strong objections?"


async def decide(desk: Desk) -> None:
    """Ask for a proposal and how long objections are waited for; while there is no incident, declare one."""
    incident = desk.room.snapshot.incident
    if incident is None or incident.status in ENDED:
        await declare(desk)
        return
    seen = desk.room.snapshot
    found = decisions.suggestions(seen, seen.at, desk.context.closures)
    offered = "; ".join(safe_text(each.option, 80) for each in found)
    fields = (
        Field("text", "We will", "", "the proposal", (), required=True),
        Field("reason", "Because", "", "what speaks for it"),
        Field("others", "Or", offered, 'other options, ; between them; as "x: why" a rejected one', typed=True),
        Field("by", "Decides", "", f"a name; left empty it is {safe_text(incident.commander, 40)}"),
        Field("again", "Look again", "", "in 30m, say; empty is never"),
        Field("wait", "Objections", short_span(commands.WAIT), "how long they are waited for; 0 decides at once"),
    )
    answers = await ask_form(desk, "Decision", fields, submit="propose", intro=_intro(found), validate=_checked)
    if answers is not None:
        await _propose(desk, answers, found)


def _intro(found: list[decisions.Suggested]) -> tuple[Line, ...]:
    """Return the three questions: what speaks for each, and below it how risky it would be."""
    lines: list[Line] = []
    for each in found:
        option = safe_text(each.option, 80)
        question = Span(f"{option[:1].upper()}{option[1:]}? ", Tone.STRONG)
        lines.append((question, Span(safe_text(each.why, 200), Tone.MUTED)))
        lines.append((Span("  risk: ", Tone.WARN), Span(safe_text(each.risk, 300))))
    if left := decisions.unasked(found):
        what = "nothing that is seen speaks for it"
        lines.append((Span(f"{' '.join(f'{name}?' for name in left)} {what}", Tone.MUTED),))
    return tuple(lines)


def _spans(*names: str) -> Callable[[Mapping[str, str]], Mapping[str, str]]:
    """Return what checks the durations of a form."""

    def check(answers: Mapping[str, str]) -> Mapping[str, str]:
        wrong = {}
        for name in names:
            try:
                span_of(answers[name])
            except Refused as error:
                wrong[name] = str(error)
        return wrong

    return check


def _checked(answers: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is wrong with a proposal as typed."""
    wrong = dict(_spans("again", "wait")(answers))
    try:
        _ = [rejected_of(each) for each in _others(answers) if _is_rejected(each)]
    except Refused as error:
        wrong["others"] = str(error)
    return wrong


def _others(answers: Mapping[str, str]) -> list[str]:
    return [each.strip() for each in answers["others"].split(";") if each.strip()]


def _is_rejected(option: str) -> bool:
    return ": " in option or option.endswith(":")


async def _propose(desk: Desk, answers: Mapping[str, str], offered: list[decisions.Suggested]) -> None:
    others, incident = decisions.apart(_others(answers), offered, answers["text"]), current(desk)
    wait = span_of(answers["wait"]) if answers["wait"].strip() else commands.WAIT
    await desk.act(
        lambda state, now: commands.propose(
            state,
            incident.id,
            answers["text"],
            answers["reason"],
            actor=desk.context.actor,
            now=now,
            options=[each for each in others if not _is_rejected(each)],
            rejected=[rejected_of(each) for each in others if _is_rejected(each)],
            by=answers["by"].strip() or incident.commander,
            wait=wait,
            again=span_of(answers["again"]),
        ),
        f"{_ASKS} {short_span(wait)}; the Due pane counts" if wait else "decision saved",
    )


async def proposed(desk: Desk, text: str, reason: str = "") -> bool:
    """Put a decision to the others, as it was typed."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.propose(
            state, incident.id, text, reason, actor=actor, now=now, by=incident.commander
        ),
        f"{_ASKS} {short_span(commands.WAIT)}; the Due pane counts",
    )


async def objected(desk: Desk, proposal: str, why: str, by: str = "") -> bool:
    """Object to a proposal."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.object_to(state, incident.id, proposal, why, actor=actor, by=by),
        "the objection stands until somebody has answered it",
    )


async def taken(desk: Desk, proposal: str, despite: str = "", option: str = "") -> bool:
    """Take a proposal."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.take(state, incident.id, proposal, option, actor=actor, now=now, despite=despite),
        f"{proposal} is decided",
    )


async def withdrawn(desk: Desk, proposal: str, reason: str = "") -> bool:
    """Take a proposal off the table."""
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.withdraw(state, incident.id, proposal, reason, actor=actor),
        f"{proposal} is withdrawn",
    )


async def show(desk: Desk, chosen: str = "") -> None:
    """Show the proposals and decisions, or go to one of them, and do what is asked for."""
    current(desk)

    def look() -> Rows:
        found = decisions.decisions_of(current(desk))
        found.sort(key=lambda each: bool(chosen) and each.id != chosen)
        return decisions.choices(found, desk.room.snapshot.at), {each.id: _allowed(each) for each in found}

    empty = (Span(_EMPTY, Tone.MUTED),)
    dialog = LedgerDialog("Decisions", look, KEYS, empty=empty, context=context_line(desk))
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is not None:
        key, proposal = answer
        await _DO[key](desk, current(desk).decisions[proposal])


def _allowed(decision: Decision) -> tuple[str, ...]:
    if decision.state == PROPOSED:
        return ("t", "o", "w")
    return ("a",) if decision.state == TAKEN and decision.again_at is not None else ()


async def _take(desk: Desk, decision: Decision) -> None:
    """Take it: asks which option where there are several, and why in spite of an objection."""
    option: str | None = decision.text
    if desk.room.snapshot.at >= decision.until and decision.choices[1:]:
        why = dict(decision.not_chosen)
        rows = [
            Choice(each, safe_text(each, 100), safe_text(f"rejected: {why[each]}" if why.get(each) else "", 200))
            for each in decision.choices
        ]
        title = f"Take {decision.id} as what?"
        option = await desk.ask(PickDialog(title, rows, current=decision.text, context=context_line(desk)))
    if option is None:
        return
    despite = ""
    if decision.objections:
        last = decision.objections[-1]
        intro = ((Span(safe_text(f"{last.by} objects: {last.why}", 400), Tone.WARN),),)
        field = Field("despite", "All the same", "", "why it is decided in spite of that", (), required=True)
        answers = await ask_form(desk, f"Take {decision.id}", (field,), submit="take", intro=intro)
        if answers is None:
            return
        despite = answers["despite"]
    await taken(desk, decision.id, despite, option)


async def _object(desk: Desk, decision: Decision) -> None:
    fields = (
        Field("why", "Objection", "", "what would go wrong", (), required=True),
        Field("by", "By", "", f"a name; left empty it is {desk.context.actor}"),
    )
    answers = await ask_form(desk, f"Object to {decision.id}", fields, submit="object")
    if answers is not None:
        await objected(desk, decision.id, answers["why"], answers["by"])


async def _withdraw(desk: Desk, decision: Decision) -> None:
    field = Field("reason", "Because", "", "may stay empty")
    answers = await ask_form(desk, f"Withdraw {decision.id}", (field,), submit="withdraw")
    if answers is not None:
        await withdrawn(desk, decision.id, answers["reason"])


async def _again(desk: Desk, decision: Decision) -> None:
    fields = (
        Field("found", "It", "", "still holds, was wrong, ...", (), required=True),
        Field("again", "Look again", "", "in 30m, say; empty is never"),
    )
    title = f"Look again at {decision.id}"
    answers = await ask_form(desk, title, fields, validate=_spans("again"))
    if answers is not None:
        incident, actor, again = current(desk), desk.context.actor, span_of(answers["again"])
        await desk.act(
            lambda state, now: commands.look_again(
                state, incident.id, decision.id, answers["found"], again, actor=actor, now=now
            ),
            f"{decision.id} was looked at again",
        )


_DO = {"t": _take, "o": _object, "w": _withdraw, "a": _again}


async def can(desk: Desk) -> None:
    """Ask for a report of somebody at work: conditions, actions, needs."""
    incident, actor = current(desk), desk.context.actor
    fields = (
        Field("conditions", "Conditions", "", "what is seen there", (), required=True),
        Field("actions", "Actions", "", "what is being done"),
        Field("needs", "Needs", "", "people, rights, a decision"),
        Field("by", "From", "", f"who reports; left empty it is {actor}"),
    )
    answers = await ask_form(desk, "CAN report", fields, submit="record")
    if answers is not None:
        await desk.act(
            lambda state, _now: commands.report_can(
                state,
                incident.id,
                answers["conditions"],
                answers["actions"],
                answers["needs"],
                actor=actor,
                by=answers["by"],
            ),
            "report saved",
        )
