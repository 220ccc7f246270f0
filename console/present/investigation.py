"""Pure: the list of what to look at as rows, filled from the panes; what nobody watches says "by hand", never "ok"."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.incident.clock import clock_time, short_span
from console.incident.events import Instant
from console.incident.investigation import Lookup, ordered
from console.incident.priors import Learned, Prior, learned
from console.incident.record import ItemState
from console.present.evidence import Evidence, look
from console.present.snapshot import Snapshot
from widgets.text import safe_text
from widgets.values import Choice, Tone

_GLYPHS = {Tone.OK: "●", Tone.UNKNOWN: "?"}


class Looked(NamedTuple):
    """An item with what is known of it, and who ticked it by hand."""

    lookup: Lookup
    evidence: Evidence
    prior: Learned | None
    ticked: ItemState | None

    @property
    def words(self) -> str:
        """What was found, as one text for a note."""
        return "; ".join(finding.text for finding in self.evidence.findings) or self.evidence.note


def investigation(snapshot: Snapshot, lookups: Sequence[Lookup], priors: Sequence[Prior], now: Instant) -> list[Looked]:
    """Return the list, what is likeliest before anything is known first."""
    incident = snapshot.incident
    items = {} if incident is None else incident.items
    moved = learned(priors, snapshot.state.incidents.values())
    found = []
    for lookup, prior in ordered(lookups, moved):
        ticked = items.get(lookup.tick)
        done = ticked if ticked is not None and ticked.state == "done" else None
        found.append(Looked(lookup, look(lookup.probe, snapshot, now), prior, done))
    return found


def choices(found: list[Looked], now: Instant) -> list[Choice]:
    """Return the rows; a row's key is the item's id."""
    return [_choice(each, now) for each in found]


def _choice(each: Looked, now: Instant) -> Choice:
    evidence = each.evidence
    glyph = "▲" if evidence.findings else _GLYPHS.get(evidence.tone, "?")
    tick = "✓ " if each.ticked is not None else ""
    first = evidence.findings[0].text if evidence.findings else evidence.note
    label = safe_text(f"{tick}{glyph} {each.lookup.title}: {first}", 300)
    return Choice(each.lookup.id, label, safe_text(" · ".join(_told(each, now)), 900), evidence.tone)


def _told(each: Looked, now: Instant) -> Iterator[str]:
    findings = each.evidence.findings
    if findings and findings[0].since is not None:
        yield f"{short_span(now - findings[0].since)} ago"
    yield from (finding.text for finding in findings[1:])
    if findings and each.evidence.note:
        yield each.evidence.note
    if each.ticked is not None:
        yield f"looked at by {each.ticked.by} at {clock_time(each.ticked.at)}Z"
    elif not each.evidence.known:
        yield each.lookup.hand
    yield each.lookup.track
    if each.prior is not None:
        prior = each.prior
        yield f"prior {prior.percent} % ({prior.prior.tag}), n={prior.n} own incidents, fix: {prior.prior.fix}"
