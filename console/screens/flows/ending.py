"""Resolving: a summary, and three ticks or reasons: it is verified, people were told, and the permanent fix."""

from collections.abc import Mapping

from checks.sample import Status
from console.incident.record import Incident
from console.present.snapshot import Snapshot
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, current
from widgets.values import Field

YES, NO = "yes", "no"
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
        Field("because", "Because", "", "needed where something is no"),
    )
    answers = await ask_form(desk, f"resolved: {incident.id}", fields, validate=_reasons)
    return None if answers is None else (answers["reason"], ticks(answers))


def ticks(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return what was ticked as the log keeps it; the reason stands with the last thing that is no."""
    said = [words[answers[name] == NO] for name, words in _WORDS.items()]
    because = answers["because"].strip()
    return (*said, f"permanent fix {answers['fix']}", *([f"because {because}"] if because else ()))


def _reasons(answers: Mapping[str, str]) -> Mapping[str, str]:
    missing = [name for name in _WORDS if answers[name] == NO]
    return {"because": "say why not"} if missing and not answers["because"].strip() else {}


def _verified(seen: Snapshot) -> str:
    return NO if any(each.status in {Status.DOWN, Status.DEGRADED} for each in seen.services) else YES


def _told(incident: Incident) -> str:
    since = incident.declared_at if incident.mitigated_at is None else incident.mitigated_at
    return YES if any(step.at >= since for step in incident.updates) else NO
