"""Pure: proposals and decisions as rows, and the options that what is seen now suggests. It decides nothing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from console.incident.clock import clock_time, short_span
from console.incident.closures import Closure
from console.incident.decision import PROPOSED, TAKEN, Decision
from console.incident.events import Instant
from console.incident.record import Incident
from console.present import risks
from console.present.evidence.changed import changes_of
from console.present.evidence.clusters import bad_nodes, full_scalers
from console.present.snapshot import Snapshot
from console.signals.changes import can_be_cause, is_near
from widgets.text import safe_text
from widgets.values import Choice, Tone

DECISION = "decision:"
"""Begins the key of a row that is about a proposal or a decision."""


class Suggested(NamedTuple):
    """An option that what is seen now suggests, what speaks for it, and how risky it is: all text from outside."""

    option: str
    why: str
    risk: str = ""


QUESTIONS = ("Roll back", "Scale", "Fail over")
"""They are always asked, also where nothing that is seen speaks for one of them."""


def suggestions(snapshot: Snapshot, now: Instant, closures: Sequence[Closure] = ()) -> list[Suggested]:
    """Return rollback, scale and failover, each where something that is seen speaks for it."""
    return [
        *_rollback(snapshot, now, closures),
        *_scale(snapshot, now, closures),
        *_failover(snapshot, now, closures),
    ]


def unasked(found: Iterable[Suggested]) -> list[str]:
    """Return the questions that nothing speaks for."""
    offered = [each.option for each in found]
    return [name for name in QUESTIONS if not any(option.startswith(name.lower()) for option in offered)]


def apart(options: Iterable[str], offered: Iterable[Suggested], text: str) -> list[str]:
    """Return the options without those that were only offered and begin as the proposal does: they are the same way.

    Otherwise the review would tell that "roll back deploy/web" was not chosen, beside the decision to roll web back.
    """
    begins = text.lower().split()[:1]
    same = {each.option for each in offered if each.option.lower().split()[:1] == begins}
    return [each for each in options if each not in same]


def _rollback(snapshot: Snapshot, now: Instant, closures: Sequence[Closure]) -> Iterator[Suggested]:
    incident = snapshot.incident
    for each in changes_of(snapshot, ("rollout", "helm"), now)[:1]:
        if incident is not None and can_be_cause(each.at, incident.since) and is_near(each.at, incident.since):
            risk = risks.rollback(snapshot, each.target, each.where, closures, now)
            yield Suggested(f"roll back {each.target}", each.text, risk)


def _scale(snapshot: Snapshot, now: Instant, closures: Sequence[Closure]) -> Iterator[Suggested]:
    for finding in full_scalers(snapshot)[:1]:
        name = finding.text.partition(" ")[0]
        yield Suggested(f"scale {name}", finding.text, risks.scale(snapshot, name, closures, now))


def _failover(snapshot: Snapshot, now: Instant, closures: Sequence[Closure]) -> Iterator[Suggested]:
    """Going elsewhere is an option where there is somewhere else."""
    for seen in snapshot.clusters if snapshot.clusters[1:] else ():
        found = bad_nodes(snapshot._replace(clusters=(seen,)), now).findings
        if found:
            risk = risks.failover(snapshot, seen.context, closures, now)
            yield Suggested(f"fail over from {seen.context}", found[0].text, risk)
            return


def decisions_of(incident: Incident) -> list[Decision]:
    """Return the proposals and decisions, what waits for somebody first, then the newest."""
    return sorted(incident.decisions.values(), key=lambda each: (_order(each), -each.at))


def _order(each: Decision) -> int:
    if each.state == PROPOSED:
        return 0
    return 1 if each.state == TAKEN and each.again_at is not None else 2


def choices(found: Iterable[Decision], now: Instant) -> list[Choice]:
    """Return the rows of a list of decisions; a row's key is the id."""
    return [_choice(each, now) for each in found]


def _choice(each: Decision, now: Instant) -> Choice:
    word, tone = _word(each, now)
    detail = " · ".join(filter(None, _told(each)))
    label = f"{word} · {each.id} {each.option or each.text}"
    return Choice(each.id, safe_text(label, 200), safe_text(detail, 900), tone)


def _word(each: Decision, now: Instant) -> tuple[str, Tone]:
    if each.state == PROPOSED and each.objections:
        return "! objection", Tone.BAD
    if each.state == PROPOSED:
        left = each.until - now
        return (f"◇ objections? {short_span(left)}", Tone.ACTION) if left > 0 else ("◇ to be taken", Tone.WARN)
    if each.state == TAKEN and each.again_at is not None:
        if each.again_at <= now:
            return "◆ look again", Tone.WARN
        return f"◆ decided, look again in {short_span(each.again_at - now)}", Tone.PLAIN
    return ("◆ decided", Tone.MUTED) if each.state == TAKEN else ("◇ withdrawn", Tone.MUTED)


def _told(each: Decision) -> Iterator[str]:
    yield from (f"{objection.by} objects: {objection.why}" for objection in each.objections)
    if each.despite:
        yield f"taken all the same: {each.despite}"
    yield f"because {each.reason}" if each.reason else ""
    for option, why in each.not_chosen:
        yield f"not: {option} ({why})" if why else f"or: {option}"
    yield each.reason_off
    yield from each.found
    if each.taken_at is not None:
        yield f"by {each.by} at {clock_time(each.taken_at)}Z"
    else:
        yield f"proposed by {each.proposer} at {clock_time(each.at)}Z" + (f", {each.by} decides" if each.by else "")
