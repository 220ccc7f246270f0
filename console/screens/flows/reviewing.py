"""The review of the postmortem: its state and its meeting, typed or chosen."""

from collections.abc import Mapping
from datetime import time

from console.incident import commands
from console.incident.ahead import parse_ahead, shown
from console.incident.errors import Refused
from console.incident.postmortem import ALLOWED, WAIVED, words
from console.incident.tasking import known_people
from console.present.follow_up import review_line
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current, need
from widgets.dialog import PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field

_OPENS = time(10)
"""When a meeting is on a day for which nobody says a time."""
_SCHEDULE = "schedule"


async def review(desk: Desk, rest: str = "") -> bool | None:
    """Understand "/review", "/review in-review", "/review waived WHY" and "/review at fri 14:00"."""
    to, _, tail = rest.partition(" ")
    if to == "at":
        return await _schedule(desk, need(tail.strip(), "/review at fri 14:00"), "")
    if to:
        return await _move_review(desk, to, tail.strip())
    incident = current(desk)
    moves = [Choice(each, words(each)) for each in ALLOWED[incident.review.state]]
    when = [] if incident.review.is_settled else [Choice(_SCHEDULE, "set a time", "and write the calendar file")]
    line = review_line(incident, desk.context.scheme, desk.room.snapshot.at)
    title = "".join(span.text for span in line)
    chosen = await desk.ask(PickDialog(title, [*moves, *when], context=context_line(desk)))
    if chosen == _SCHEDULE:
        await _ask_when(desk)
    elif chosen == WAIVED:
        answers = await ask_form(desk, "Waive the postmortem", (Field("why", "Because", "", "", (), required=True),))
        return None if answers is None else await _move_review(desk, WAIVED, answers["why"])
    elif chosen:
        return await _move_review(desk, chosen, "")
    return None


async def _move_review(desk: Desk, to: str, reason: str) -> bool:
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.move_postmortem(state, incident.id, to, reason, actor=actor),
        f"the postmortem is {words(safe_text(to, 20))}",
    )


async def _ask_when(desk: Desk) -> None:
    def wrong(typed: Mapping[str, str]) -> Mapping[str, str]:
        try:
            parse_ahead(typed["when"], desk.room.snapshot.at, at=_OPENS)
        except Refused as error:
            return {"when": str(error)}
        return {}

    fields = (
        Field("when", "When", "+2d", "+2d, fri 14:00, 2026-12-05 14:00", (), required=True),
        Field("people", "With", "", "names, with commas; may stay empty"),
    )
    title = "Review of the postmortem"
    answers = await ask_form(desk, title, fields, validate=wrong)
    if answers is not None and not await _schedule(desk, answers["when"], answers["people"]):
        desk.kept[title] = answers  # refused: nobody types it twice


async def _schedule(desk: Desk, when: str, people: str) -> bool:
    incident, context = current(desk), desk.context
    at = parse_ahead(when, desk.room.snapshot.at, at=_OPENS)
    done = await desk.act(
        lambda state, now: commands.schedule_review(
            state,
            incident.id,
            at,
            actor=context.actor,
            now=now,
            people=[each for each in people.split(",") if each.strip()],
            known=known_people(incident, {*context.people, context.actor}),
        ),
        f"the review is at {shown(at)}",
    )
    if done:
        from asyncio import to_thread

        desk.say(f"the review is at {shown(at)}; {safe_text(await to_thread(desk.room.invite, incident.id), 300)}")
    return done
