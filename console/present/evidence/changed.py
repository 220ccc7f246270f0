"""Pure: what was changed and may have caused what is wrong. Knows the changes of the log, no source."""

from collections.abc import Iterable

from console.incident.clock import short_span
from console.incident.events import Instant
from console.present.changes import distance
from console.present.evidence.finding import Evidence, Finding, Probe, by_hand, found
from console.present.snapshot import Snapshot
from console.signals.changes import SeenChange, can_be_cause, ranked, since
from widgets.values import Tone


def changes_of(snapshot: Snapshot, kinds: Iterable[str], now: Instant) -> list[SeenChange]:
    """Return the changes of these kinds that may have caused what is wrong, the nearest to the onset first."""
    incident, wanted = snapshot.incident, set(kinds)
    onset = incident.since if incident is not None and incident.live else None
    found = ranked((each for each in snapshot.changes if each.what in wanted), onset, now)
    return [each for each in found if onset is None or can_be_cause(each.at, onset)]


def changed(*kinds: str, of_cluster: bool = False) -> Probe:
    """Return what looks for changes of these kinds; `of_cluster`: only a cluster can tell them."""

    def look(snapshot: Snapshot, now: Instant) -> Evidence:
        if not (snapshot.clusters if of_cluster else snapshot.feeds):
            return by_hand("no [[cluster]] is watched" if of_cluster else "no [[cluster]] or [[repository]] is watched")
        incident = snapshot.incident
        onset = incident.since if incident is not None and incident.live else None
        findings = [
            Finding(f"{each.text}, {_far(each.at, onset, now)}", Tone.CHANGE, each.at)
            for each in changes_of(snapshot, kinds, now)
        ]
        lost = ", ".join(feed.name for feed in snapshot.feeds if feed.problem)
        window = f"none since {short_span(now - since(onset, now))} ago"
        return found(findings, window, f"{window}, but not watched: {lost}" if lost else "")

    return look


def _far(at: Instant, onset: Instant | None, now: Instant) -> str:
    return f"{short_span(now - at)} ago" if onset is None else f"{distance(at, onset)} the onset"
