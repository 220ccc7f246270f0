"""Pure: what a person may write about an incident: declare, note, decide, update, tick, correct, pin."""

from collections.abc import Sequence
from typing import Protocol

from console.incident.classifying import codename_for, known_type
from console.incident.clock import not_in_future, utc_iso
from console.incident.errors import Refused
from console.incident.events import (
    Classified,
    Corrected,
    Decided,
    Declared,
    Entry,
    Fact,
    Instant,
    ItemSet,
    Noted,
    Pinned,
    TimestampSet,
    UpdatePosted,
)
from console.incident.guards import Entries, dated, in_course, incident_of, ordered, working
from console.incident.record import COMMANDER, ITEM_STATES
from console.incident.roles import named_person
from console.incident.severity import Scheme, find
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text, clean_title
from console.incident.times import NAMES
from console.incident.types import RESTRICTED, TYPES

PURPOSES = ("incident", "drill", "test")
DETECTED_BY = ("monitor", "customer", "engineer", "dashboard", "social")
"""The usual sources of detection; any other text is taken as it is."""

AUDIENCES = ("internal", "public", "executives", "customers")
OUTSIDE = frozenset({"public", "customers"})
"""Audiences that are told nothing of a restricted incident, unless that is meant."""


class Target(Protocol):
    """An event as pin and correct need to know it: an `Event`, or a row of the journal."""

    @property
    def key(self) -> str:
        """Its name: "writer/seq"."""

    @property
    def incident(self) -> str:
        """The incident it belongs to, or ""."""

    @property
    def occurred_at(self) -> Instant:
        """When it happened, as first written."""

    @property
    def pinned(self) -> bool:
        """Whether it was written with a pin."""


def declare(  # noqa: PLR0913 - everything that may be known when an incident is declared
    state: State,
    *,
    id: str,  # noqa: A002 - it is the word for it everywhere else
    title: str,
    severity: str,
    actor: str,
    now: Instant,
    scheme: Scheme,
    started_at: Instant | None = None,
    detected_at: Instant | None = None,
    detected_by: str = "",
    purpose: str = "incident",
    type: str = "operational",  # noqa: A002 - the same
    types: Sequence[str] = TYPES,
    codename: str = "",
    commander: str = "",
    triage: bool = False,
) -> Entries:
    """Open an incident; the actor commands it unless `commander` names another. A restricted type has a codename."""
    _check_new(state, id, purpose)
    type = known_type(type, types)  # noqa: A001 - the same
    called = codename_for(state, id, type, codename)
    _check_start(started_at, detected_at, now)
    level, by = find(scheme, severity), clean_optional(detected_by, "source")
    opened = (clean_title(title)[0], level.label, level.rank, scheme.name, started_at, detected_at, by, purpose, type)
    status = "triage" if triage else "investigating"
    leads = named_person(COMMANDER, commander) if commander.strip() else ""
    declared = Entry(Declared(*opened, commander=leads, status=status), actor, id)
    return (declared, Entry(Classified(type, called), actor, id)) if called else (declared,)


def _check_new(state: State, incident_id: str, purpose: str) -> None:
    if incident_id in state.incidents:
        message = f"{incident_id} is declared already."
        raise Refused(message)
    if purpose not in PURPOSES:
        message = f"'{purpose}' is not a purpose: one of {', '.join(PURPOSES)}."
        raise Refused(message)


def _check_start(started_at: Instant | None, detected_at: Instant | None, now: Instant) -> None:
    for name, at in (("started", started_at), ("detected", detected_at)):
        if at is not None and at > now:
            not_in_future(at, now)
            message = f"{name}_at {utc_iso(at)} may not lie after declared_at {utc_iso(now)}. Nothing was written."
            raise Refused(message)
    if started_at is not None and detected_at is not None and detected_at < started_at:
        message = (
            f"detected_at {utc_iso(detected_at)} may not lie before started_at {utc_iso(started_at)}. "
            "Nothing was written."
        )
        raise Refused(message)


def note(  # noqa: PLR0913 - text, place and time
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    *,
    actor: str,
    now: Instant,
    occurred_at: Instant | None = None,
    pinned: bool = False,
    forced: bool = False,
) -> Entries:
    """Write something down; `id` "" for a note that belongs to no incident."""
    return _written(
        state, id, Noted(clean_text(text)), actor, dated_in(state, id, occurred_at, now, forced=forced), pinned
    )


def decide(  # noqa: PLR0913 - text, reason, place and time
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    occurred_at: Instant | None = None,
    pinned: bool = False,
    forced: bool = False,
) -> Entries:
    """Record a decision and why it was taken."""
    fact = Decided(clean_text(text, "decision"), clean_optional(reason))
    return _written(state, id, fact, actor, dated_in(state, id, occurred_at, now, forced=forced), pinned)


def dated_in(state: State, incident_id: str, at: Instant | None, now: Instant, *, forced: bool) -> Instant | None:
    """Check the time of an entry of an incident, or of none."""
    return dated(incident_of(state, incident_id) if incident_id else None, at, now, forced=forced)


def _written(state: State, incident_id: str, fact: Fact, actor: str, at: Instant | None, pinned: bool) -> Entries:  # noqa: FBT001 - private
    if incident_id:
        incident_of(state, incident_id)
    return (Entry(fact, actor, incident_id, at, pinned),)


def post_update(  # noqa: PLR0913 - what was said, to whom, when
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    audience: str = "internal",
    *,
    actor: str,
    now: Instant,
    occurred_at: Instant | None = None,
    forced: bool = False,
) -> Entries:
    """Record that stakeholders were told something; the update timer starts again.

    That people outside were told of a restricted incident has to be `forced`.
    """
    incident = working(state, id)
    if incident.type in RESTRICTED and audience in OUTSIDE and not forced:
        told = "nobody outside is told of it, unless you say that it is meant (update --force)"
        message = f"{id} is a {incident.type} incident: {told}."
        raise Refused(message)
    if audience not in AUDIENCES:
        message = f"'{audience}' is not an audience: one of {', '.join(AUDIENCES)}."
        raise Refused(message)
    return (Entry(UpdatePosted(clean_text(text, "update"), audience), actor, id, dated(incident, occurred_at, now)),)


def set_timestamp(
    state: State,
    id: str,  # noqa: A002 - the word for it
    name: str,
    at: Instant,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
) -> Entries:
    """Set or correct a timestamp by name, with or without `_at`."""
    incident = incident_of(state, id)
    plain = name.strip().lower().removesuffix("_at")
    if plain not in NAMES or plain == "declared":
        settable = ", ".join(each for each in NAMES if each != "declared")
        message = f"'{name}' is not a timestamp that can be set: one of {settable}."
        raise Refused(message)
    if plain in {"resolved", "closed"} and getattr(incident, f"{plain}_at") is None:
        message = f"{id} is {incident.status}: change its status to {plain} first, then the time can be corrected."
        raise Refused(message)
    not_in_future(at, now)
    ordered(incident, plain, at)
    return (Entry(TimestampSet(plain, at, clean_optional(reason)), actor, id),)


def set_item(  # noqa: PLR0913 - which item, to what and why
    state: State,
    id: str,  # noqa: A002 - the word for it
    item: str,
    title: str,
    to: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
) -> Entries:
    """Set a checklist item; skipping it needs a reason. `title` is kept with the event: checklists change."""
    incident = working(state, id)
    if to not in ITEM_STATES:
        message = f"'{to}' is not a state of a checklist item: one of {', '.join(ITEM_STATES)}."
        raise Refused(message)
    if to == "skipped" and not reason.strip():
        message = f"Skipping '{title}' needs a reason."
        raise Refused(message)
    del now
    return (Entry(ItemSet(item, clean_text(title, "item"), to, clean_optional(reason)), actor, incident.id),)


def correct(
    state: State,
    target: Target,
    text: str | None = None,
    occurred_at: Instant | None = None,
    *,
    actor: str,
    now: Instant,
    forced: bool = False,
) -> Entries:
    """Say what an earlier event's text or time really are; the event itself stays as it was written."""
    if text is None and occurred_at is None:
        message = "A correction needs another text, another time, or both."
        raise Refused(message)
    incident = state.incidents.get(target.incident)
    at = dated(incident, occurred_at, now, forced=forced)
    root = state.roots.get(target.key, target.key)
    if incident is not None and at is not None:
        for name in incident.anchors.get(root, ()):
            ordered(incident, name, at)
        in_course(incident, root, at)
    fact = Corrected(root, None if text is None else clean_text(text, "correction"), at)
    return (Entry(fact, actor, target.incident, supersedes=root),)


def pin(state: State, target: Target, *, actor: str) -> Entries:
    """Pin an event."""
    if state.is_pinned(target.key, born=target.pinned):
        message = f"{target.key} is pinned already."
        raise Refused(message)
    return (Entry(Pinned(target.key), actor, target.incident),)


def unpin(state: State, target: Target, *, actor: str) -> Entries:
    """Take the pin off an event."""
    if not state.is_pinned(target.key, born=target.pinned):
        message = f"{target.key} is not pinned."
        raise Refused(message)
    return (Entry(Pinned(target.key, on=False), actor, target.incident),)
