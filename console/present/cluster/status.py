"""Pure: how far the values of a pane can be trusted: their age, the error, the next try, the right that is missing."""

from collections.abc import Iterable, Sequence

from checks.kubernetes.objects import ClusterSeen, ResourceSeen
from console.incident.clock import short_span
from console.incident.events import Instant
from widgets.text import safe_text
from widgets.values import Span, Tone

RESOURCE_OF = {
    "Deployment": "deployments",
    "StatefulSet": "statefulsets",
    "DaemonSet": "daemonsets",
}
"""Under which name a kind is watched."""


def next_words(at: Instant | None, now: Instant) -> str:
    """Return when something is asked again."""
    return "" if at is None else f"next try {short_span(at - now)}"


def trust(seen: ClusterSeen, names: Sequence[str], now: Instant) -> Span:
    """Return what a pane has to say of its sources, "" where all is well. `names` are those of the resources."""
    watched = [each for each in seen.resources if each.name in names]
    if seen.error:
        return Span(_trouble(seen.error, watched or seen.resources, now, seen.next_try), Tone.UNKNOWN)
    failing = [each for each in watched if each.state == "failing"]
    if failing:
        error = next((each.error for each in failing if each.error), "no answer")
        return Span(_trouble(error, failing, now), Tone.UNKNOWN)
    refused = [each.name for each in watched if each.state == "forbidden"]
    if refused:
        return Span(f"no right to list {safe_text(' or '.join(refused), 200)}", Tone.WARN)
    if any(each.state == "loading" for each in watched):
        return Span("loading ...", Tone.INFO)
    return Span("")


def _trouble(error: str, resources: Iterable[ResourceSeen], now: Instant, at: Instant | None = None) -> str:
    """Return the age of the values, why there are no newer ones, and when they are asked for again."""
    found = tuple(resources)
    good = [each.good_at for each in found if each.good_at is not None]
    tries = [each.next_try for each in found if each.next_try is not None]
    old = f"{short_span(now - min(good))} old" if good else "no answer yet"
    parts = (old, next_words(min(tries, default=at), now), safe_text(error, 200))
    return " · ".join(filter(None, parts))


def stale(seen: ClusterSeen, name: str) -> bool:
    """Whether the values of a resource are only what they were when the cluster last answered."""
    return bool(seen.error) or any(each.name == name and each.state == "failing" for each in seen.resources)
