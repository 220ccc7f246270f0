"""Pure: how people write what a cluster is made of: images, revisions, targets, ages."""

from collections.abc import Sequence

from checks.kubernetes.objects import Pod, Workload, short_name
from console.incident.clock import short_span
from console.incident.events import Instant
from widgets.text import safe_text

_SHORT_HASH = 8


def image_tail(images: Sequence[str], width: int = 30) -> str:
    """Return the telling end of the images of a workload: "web:2.4.1 +1"; of a long one its end, where the tag is."""
    if not images:
        return ""
    path, at, digest = images[0].partition("@")
    name = path.rpartition("/")[2]
    if at and ":" not in name:
        name = f"{name}@{digest.rpartition(':')[2][:_SHORT_HASH]}"
    more = f" +{len(images) - 1}" if images[1:] else ""
    name = safe_text(name, 200)
    room = width - len(more)
    return (name if len(name) <= room else f"…{name[-room + 1 :]}") + more


def revision_words(revision: str) -> str:
    """Return "r14" for a number, the hash of a name such as "db-6c54bd5869", "" where none is known."""
    if not revision:
        return ""
    return f"r{revision}" if revision.isdigit() else safe_text(revision.rpartition("-")[2], 12)


def age(at: Instant | None, now: Instant) -> str:
    """Return how long ago something was, in its greatest unit: "11m", "3h", "12d"; "" where it is not known."""
    return "" if at is None else short_span(now - at).partition(" ")[0]


def target_words(kind: str, name: str) -> str:
    """Return "deploy/web"."""
    return safe_text(short_name(kind, name), 120)


def share(part: int, of: int) -> str:
    """Return "3/6"."""
    return f"{part}/{of}"


def last_words(pod: Pod, now: Instant) -> str:
    """Return how a container of a pod last ended: "OOMKilled exit 137, 2m ago"; "" where none did."""
    if pod.last_at is None and not pod.last_reason and pod.last_code is None:
        return ""
    code = "" if pod.last_code is None else f"exit {pod.last_code}"
    reason = "" if pod.last_reason == "Error" and code else pod.last_reason
    ended = " ".join(filter(None, (safe_text(reason, 60), code)))
    ago = age(pod.last_at, now)
    return ", ".join(filter(None, (ended, f"{ago} ago" if ago else "")))


def paused_words(workload: Workload) -> str:
    """Return what a paused rollout waits at."""
    if workload.updated < workload.desired:
        return f"paused at {share(workload.updated, workload.desired)}"
    return "paused"
