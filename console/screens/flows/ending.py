"""Resolving: a summary, and three ticks or reasons: it is verified, people were told, and the permanent fix."""

from collections.abc import Mapping

from console.incident.checklist import choose, progress
from console.incident.leaving import left_open, unwell
from console.incident.record import Incident
from console.present.snapshot import Context, Snapshot
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, current
from widgets.text import safe_text
from widgets.values import Field, Span, Tone

YES, NO = "yes", "no"
_NAMED = 3
_FIXES = ("to follow", "in place", "not needed")
_WORDS = {
    "verified": ("restored, verified", "not verified"),
    "told": ("people were told", "nobody was told"),
}


async def resolve(desk: Desk) -> tuple[str, tuple[str, ...]] | None:
    """Ask for what ends an incident; return the summary and what was ticked, None where it was left."""
    incident, seen = current(desk), desk.room.snapshot
    fields = (
        Field("reason", "Summary", "", "what happened, and what ended it", (), required=True),
        Field("verified", "Verified", _verified(seen), "the service is normal, and somebody looked", (YES, NO)),
        Field("told", "People told", _told(incident), "the last update says that it is over", (YES, NO)),
        Field("fix", "Permanent fix", _FIXES[0], "", _FIXES),
        Field("because", "Because", "", "needed where something is no, or services are not well"),
    )
    title, against = f"resolved: {incident.id}", standing_against(seen, desk.context)
    intro = tuple((Span(safe_text(f"▲ {each}", 300), Tone.WARN),) for each in against)
    ill = bool(unwell(seen.state))
    answers = await ask_form(desk, title, fields, intro=intro, validate=lambda typed: _reasons(typed, ill=ill))
    return None if answers is None else (answers["reason"], ticks(answers))


def ticks(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return what was ticked as the log keeps it; the reason stands with the last thing that is no."""
    said = [words[answers[name] == NO] for name, words in _WORDS.items()]
    because = answers["because"].strip()
    return (*said, f"permanent fix {answers['fix']}", *([f"because {because}"] if because else ()))


def standing_against(seen: Snapshot, context: Context) -> list[str]:
    """Return what speaks against an end, a sentence each: services, the checklist, and what it would leave open."""
    incident, said = seen.incident, unwell(seen.state)
    if incident is None:
        return []
    checklist = choose(context.checklists, incident.rank, incident.type)
    phases = () if checklist is None else progress(checklist, incident, seen.at)
    items, done = sum(len(each.items) for each in phases), sum(each.finished for each in phases)
    steps = f"{items - done} of {items} items of the checklist are open" if items > done else ""
    left = list(left_open(incident, seen.at))
    more = f"and {len(left) - _NAMED} more" if left[_NAMED:] else ""
    return [each for each in (said, steps, *(f"open: {each}" for each in left[:_NAMED]), more) if each]


def _reasons(answers: Mapping[str, str], *, ill: bool) -> Mapping[str, str]:
    """Return what is missing: whoever calls it verified while services are not well says why, too."""
    if answers["because"].strip():
        return {}
    if any(answers[name] == NO for name in _WORDS):
        return {"because": "say why not"}
    return {"because": "services are not well: say why it is over"} if ill else {}


def _verified(seen: Snapshot) -> str:
    return NO if unwell(seen.state) else YES


def _told(incident: Incident) -> str:
    since = incident.declared_at if incident.mitigated_at is None else incident.mitigated_at
    return YES if any(step.at >= since for step in incident.updates) else NO
