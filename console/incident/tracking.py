"""Pure: opening a track, its reports, its end, and how many people one commander leads directly."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.clock import DAY, parse_duration
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import Entries, working
from console.incident.record import COMMANDER, Incident
from console.incident.state import State
from console.incident.tasking import person_named
from console.incident.texts import clean_text
from console.incident.tracks import Track, TrackClosed, TrackOpened, TrackReported
from console.suggestion import did_you_mean

USAGE = "/track alpha @bob 10m why is the pool full"
LONGEST = DAY
LONGEST_NAME = 30
SPAN_OF_CONTROL = 7
"""How many people one person can lead directly (PagerDuty: more, and nobody is led)."""
_ASIDE = ("observer", "reporter")
"""Roles whose holders report to nobody."""


class Asked(NamedTuple):
    """A track as somebody typed it; `span` is ms."""

    name: str
    lead: str
    span: int
    question: str


def parse_track(text: str) -> Asked:
    """Understand "alpha @bob 10m why is the pool full"; Refused with the usage."""
    words = text.split(maxsplit=3)
    if len(words) < 4 or not words[1].startswith("@"):  # noqa: PLR2004 - name, lead, span, question
        raise Refused(f"A track has a name, a lead, a time and a question: {USAGE}")
    return Asked(words[0], words[1][1:], parse_duration(words[2]), words[3])


def open_track(
    state: State,
    id: str,  # noqa: A002 - the word for it
    asked: Asked,
    *,
    actor: str,
    now: Instant,
    known: Iterable[str] = (),
) -> Entries:
    """Have somebody look into a question and report by a time, again and again until it is closed."""
    incident = working(state, id)
    name = asked.name.strip().lower()
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or " " in name or name.startswith("@"):
        raise Refused(f"'{asked.name[:LONGEST_NAME]}' is no name of a track; expected one short word such as alpha.")
    running = incident.tracks.get(name)
    if running is not None and running.closed is None:
        raise Refused(f"The track {name} runs, led by {running.lead}: report on it, close it, or take another name.")
    people = {span.person for span in incident.roster} | {each.lead for each in incident.tracks.values()}
    lead = person_named(asked.lead, {*known, *people, actor}, what="track")
    span = _bounded(asked.span)
    fact = TrackOpened(name, lead, clean_text(asked.question, "question"), now + span, span)
    return (Entry(fact, actor, id),)


def report_track(
    state: State,
    id: str,  # noqa: A002 - the word for it
    name: str,
    text: str,
    *,
    actor: str,
    now: Instant,
    span: int | None = None,
) -> Entries:
    """Say where a track stands; the next report is due in `span` ms, None: as before."""
    track = running_track(working(state, id), name)
    every = track.every if span is None else _bounded(span)
    return (Entry(TrackReported(track.name, clean_text(text, "report"), now + every, every, track.event), actor, id),)


def close_track(
    state: State,
    id: str,  # noqa: A002 - the word for it
    name: str,
    text: str,
    *,
    actor: str,
    now: Instant,  # noqa: ARG001 - every command takes it
) -> Entries:
    """End a track with what it found."""
    track = running_track(working(state, id), name)
    if not text.strip():
        raise Refused(f"Closing {track.name} needs what it found: {track.question}")
    return (Entry(TrackClosed(track.name, clean_text(text, "finding"), track.event), actor, id),)


def running(incident: Incident) -> Sequence[Track]:
    """Return the tracks that go on, the one whose report is due first in front."""
    return sorted((each for each in incident.tracks.values() if each.closed is None), key=lambda each: each.due)


def running_track(incident: Incident, name: str) -> Track:
    """Return a track that goes on, or refuse with those that do."""
    found = incident.tracks.get(name.strip().lower())
    if found is not None and found.closed is None:
        return found
    names = [each.name for each in running(incident)]
    raise Refused(f"No track {name.strip()} goes on{did_you_mean(name, names)} Tracks: {', '.join(names) or 'none'}.")


def direct_reports(incident: Incident) -> frozenset[str]:
    """Return the people who report to the commander: who has a role, and who leads a track."""
    holders = (
        holder.person
        for role in incident.roles
        if role not in (COMMANDER, *_ASIDE)
        for holder in incident.holders(role)
    )
    return frozenset({*holders, *(each.lead for each in running(incident))} - {incident.commander})


def _bounded(span: int) -> int:
    if span > LONGEST:
        raise Refused("A track reports at least once a day; expected a time such as 10m.")
    return span
