"""The ledger: undo, own or keep a temporary mitigation, check what is in doubt, follow what an action suggests."""

from console.incident import commands
from console.incident.deed import Deed
from console.incident.errors import Refused
from console.present import ledger
from console.screens.desk import Desk
from console.screens.flows.acting import carry_out, perform
from console.screens.flows.asking import ask_form, context_line
from widgets.dialog import LedgerDialog, PickDialog, TextDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Choice, Field, KeyHint, Span, Tone

KEYS = (
    KeyHint("u", "undo"),
    KeyHint("c", "check"),
    KeyHint("o", "own"),
    KeyHint("k", "keep"),
    KeyHint("n", "next"),
    KeyHint("enter", "details"),
)
_EMPTY = "Nothing was done yet. What r, s, R and x do to a cluster is kept here with its way back."


async def show(desk: Desk, chosen: str = "") -> None:
    """Show the ledger, or go to one action of it, and do what is asked for."""

    def look() -> Rows:
        seen = desk.room.snapshot
        found = ledger.entries(seen.state)[: ledger.MOST]
        found.sort(key=lambda each: bool(chosen) and each.deed.id != chosen)
        return ledger.choices(found, seen.at), {each.deed.id: _allowed(desk, each) for each in found}

    empty = (Span(_EMPTY, Tone.MUTED),)
    dialog = LedgerDialog("Actions and their way back", look, KEYS, empty=empty, context=context_line(desk))
    answer: tuple[str, str] | None = await desk.ask(dialog)
    if answer is not None:
        key, action = answer
        await _DO[key](desk, desk.room.snapshot.state.actions[action])


def _allowed(desk: Desk, entry: ledger.Entry) -> tuple[str, ...]:
    over = ("u", "o", "k") if entry.deed.is_handed_over else ()
    keys = {ledger.DOUBT: ("c",), ledger.UNDER_WAY: (), ledger.OPEN: ("u", "o", "k"), ledger.OVER: over}[entry.kind]
    if entry.kind == ledger.UNDER_WAY:
        # Who sees that it gets worse need not wait for the verdict; what nobody is at any more has to be looked at.
        # Who owns it, or why it stays, need not wait either: the verdict comes all the same.
        keys = ("u", "o", "k") * (entry.deed.is_open or entry.deed.is_handed_over) + ("c",) * _is_left_alone(
            desk, entry.deed
        )
    offered = ("n",) if desk.room.actions.offers(entry.deed.id) else ()
    return (*keys, *offered, "enter")


def _is_left_alone(desk: Desk, deed: Deed) -> bool:
    """Whether the log took no end of an action that this console was at: it could not be written then."""
    seen = desk.room.snapshot
    return deed.writer == seen.log.writer and deed.id not in seen.busy


async def undo(desk: Desk, deed: Deed) -> None:
    """Show the card of the way back, and go it where that is confirmed."""
    plan = await desk.wait(
        desk.room.actions.undo(deed.id), f"undo {deed.verb} {deed.target}: looking at everything ..."
    )
    await carry_out(desk, plan)


async def check(desk: Desk, deed: Deed) -> None:
    """Read an action back that is in doubt; nothing is sent again."""
    await desk.wait(desk.room.actions.check(deed.id), f"{deed.verb} {deed.target}: reading what became of it ...")
    desk.say(f"{deed.verb} {deed.target} was read back: the timeline says what was found", Tone.OK)


async def own(desk: Desk, deed: Deed) -> None:
    """Name who takes care of a mitigation, so that the incident can end with it."""
    fields = (
        Field("owner", "Who owns it", "", f"a name; left empty it is {desk.context.actor}"),
        Field("reason", "Until", "", "when or why it goes; may stay empty"),
    )
    answers = await ask_form(desk, f"Own: {safe_text(deed.verb, 20)} {safe_text(deed.target, 80)}", fields)
    if answers is not None:
        owner = answers["owner"].strip() or desk.context.actor
        await _settle(desk, deed, "owned", owner, answers["reason"].strip())


async def keep(desk: Desk, deed: Deed) -> None:
    """Say that it is no temporary mitigation: it stays."""
    field = Field("reason", "Because", "", "why it stays for good", (), required=True)
    answers = await ask_form(desk, f"Keep: {safe_text(deed.verb, 20)} {safe_text(deed.target, 80)}", (field,))
    if answers is not None:
        await _settle(desk, deed, "kept", "", answers["reason"].strip())


async def _settle(desk: Desk, deed: Deed, how: str, owner: str, reason: str) -> None:
    actor = desk.context.actor
    await desk.act(
        lambda state, _now: commands.settle(state, deed.id, how, owner=owner, reason=reason, actor=actor),
        f"{deed.verb} {deed.target} is {how}",
    )


async def follow_up(desk: Desk, deed: Deed) -> None:
    """Do what the action suggests as the next one."""
    offers = desk.room.actions.offers(deed.id)
    if not offers:
        message = f"{deed.verb} {deed.target} suggests nothing more."
        raise Refused(message)
    place: str | None = "0"
    if offers[1:]:
        choices = [Choice(str(at), safe_text(each.text, 200)) for at, each in enumerate(offers)]
        place = await desk.ask(PickDialog("Next?", choices, context=context_line(desk)))
    if place is not None:
        await perform(desk, offers[int(place)].wanted)


async def details(desk: Desk, deed: Deed) -> None:
    """Show all that the log holds of an action."""
    pairs = (
        ("action", deed.id),
        ("what", f"{deed.verb} {deed.target}"),
        ("where", f"{deed.context} {deed.namespace}".strip()),
        ("incident", deed.incident),
        ("step", deed.step),
        ("by", f"{deed.by} from {deed.writer}"),
        ("result", deed.text),
        ("service", deed.service),
        ("settled", f"{deed.settled} {deed.owner}".strip()),
        ("request", deed.request),
        ("way back", deed.undo),
    )
    lines = tuple((Span(f"{name:9} ", Tone.MUTED), Span(safe_text(text, 20_000))) for name, text in pairs if text)
    await desk.ask(
        TextDialog(f"{safe_text(deed.verb, 20)} {safe_text(deed.target, 80)}", lines, context=context_line(desk))
    )


_DO = {"u": undo, "c": check, "o": own, "k": keep, "n": follow_up, "enter": details}
