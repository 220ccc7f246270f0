"""Pure: why something is as it is, in words: a workload by its pods, an autoscaler by its bounds."""

from collections import Counter
from collections.abc import Sequence

from checks.kubernetes.objects import ClusterSeen, Node, Pod, Scaler, Workload
from console.incident.events import Instant
from console.present.cluster.looks import STUCK, fine, pod_look
from console.present.cluster.status import RESOURCE_OF, stale
from console.present.cluster.view import ClusterView
from console.present.cluster.words import last_words, paused_words, revision_words, share
from widgets.text import safe_text


def rollout_words(seen: ClusterSeen, kind: str, namespace: str, name: str) -> str:
    """Return the rollout of a workload in a few words: "3/6 updating r14", "r13 ok", "not found".

    "was" before it where the cluster does not answer any more.
    """
    found = next(
        (each for each in seen.workloads if each.name == name and each.kind == kind and each.namespace == namespace),
        None,
    )
    resource = RESOURCE_OF.get(kind, "")
    if found is not None:
        if not found.revision:
            newest = max((each.revision for each in seen.revisions if each.owner == found.uid), default=0)
            found = found._replace(revision=str(newest or ""))
        return f"was {progress_words(found)}" if stale(seen, resource) else progress_words(found)
    if seen.error:
        return "no connection"
    state = next((each.state for each in seen.resources if each.name == resource), "loading")
    return {"ok": "not found", "loading": "loading", "forbidden": f"no right to list {resource}"}.get(
        state, "no answer"
    )


def progress_words(workload: Workload) -> str:
    """Return how far the rollout of a workload is."""
    revision = revision_words(workload.revision)
    if workload.progress == STUCK:
        said = f"{revision} stuck: {STUCK}"
    elif not workload.desired and not workload.total:
        said = "scaled to 0"
    elif workload.paused:
        said = f"{revision} {paused_words(workload)}"
    elif workload.rolling:
        said = f"{share(workload.updated, workload.desired)} updating {revision}"
    elif workload.available < workload.desired:
        said = f"{share(workload.available, workload.desired)} up {revision}"
    else:
        said = f"{revision} ok"
    return said.strip()


def pods_words(pods: Sequence[Pod], of: int, recent: Instant, now: Instant) -> str:
    """Return what fails: "3 CrashLoopBackOff: exit 1, 2m ago"; "3 of 6 pods ..." where `of` says how many there are."""
    if not pods:
        return ""
    counted = Counter(_word(pod, recent) for pod in pods)
    word, count = counted.most_common(1)[0]
    worst = next(pod for pod in pods if _word(pod, recent) == word)
    many = f"{count} of {of} pod{'s' * (of != 1)}" if of >= count else str(count)
    how = _how(worst, word, now)
    others = ", ".join(f"{number} {each}" for each, number in counted.most_common()[1:3])
    return f"{many} {word}{f': {how}' if how else ''}{f'; {others}' if others else ''}"


def _word(pod: Pod, recent: Instant) -> str:
    """Return the state of a pod; of one that was restarted why."""
    word = pod_look(pod, recent).word
    return safe_text(pod.last_reason if word == "restarted" and pod.last_reason else word, 60)


def _how(pod: Pod, word: str, now: Instant) -> str:
    """Return how a container ended, or what the server says of a pod that does not start."""
    if pod.last_at is None and pod.last_code is None:
        return safe_text(pod.message, 200)
    again = f"{pod.restarts} restarts" if pod.restarts > 1 else ""
    return ", ".join(filter(None, (last_words(pod, now).removeprefix(word).strip(), again)))


def workload_reason(view: ClusterView, workload: Workload, now: Instant, *, of: int = 0) -> str:
    """Return why a workload is not well, by its pods; "" where nothing is wrong. `of` as in `pods_words`."""
    pods: Sequence[Pod] = view.failing.get(workload.uid, ())
    look = view.looks[workload.uid]
    if not pods and look.wrong and not workload.paused:
        pods = [pod for pod in view.pods_of(workload.uid) if not fine(pod, view.recent)]
    said = [pods_words(pods, of, view.recent, now)]
    if workload.strategy == "OnDelete" and workload.updated < workload.desired:
        said.append("OnDelete: a pod is replaced only when it is deleted")
    if look.word == "short" and not said[0]:
        said.append(f"{workload.desired - workload.available} of {workload.desired} not available")
    return "; ".join(filter(None, said))


def whole_reason(view: ClusterView, workload: Workload, now: Instant) -> str:
    """Return the rollout and what is wrong with it in one sentence."""
    words, reason = progress_words(workload), workload_reason(view, workload, now)
    if reason and words.endswith("ok"):
        return reason
    return f"{words.removesuffix(f': {STUCK}')}, {reason}" if reason else words


def scaler_reason(scaler: Scaler) -> str:
    """Return why an autoscaler helps no more, "" where it does."""
    if scaler.reason:
        return safe_text(scaler.reason, 200)
    if scaler.high and max(scaler.current, scaler.desired) >= scaler.high:
        return f"at its maximum of {scaler.high}: it cannot add more"
    return ""


def node_reason(view: ClusterView, node: Node) -> str:
    """Return what is wrong with a node, and whom it hits."""
    parts = []
    if not node.ready:
        parts.append("not ready")
    parts.extend(safe_text(each, 60) for each in node.pressure)
    if node.unschedulable:
        parts.append("cordoned: takes no new pods")
    pods, wrong = view.load.get(node.name, (0, 0))
    if parts and pods:
        parts.append(f"{pods} pod{'s' * (pods != 1)} on it{f', {wrong} in trouble' if wrong else ''}")
    return ", ".join(parts)
