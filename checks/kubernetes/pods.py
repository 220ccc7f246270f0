"""Pure: a raw pod to its row, with the state that kubectl shows and, where kubectl is vague, the truer word."""

from typing import Any

from checks.kubernetes.fields import Json, condition, count, newest, pairs, part, parts, text, when, word
from checks.kubernetes.objects import Pod, short_name

_ENDED = frozenset({"Succeeded", "Failed"})
_NOT_TOLD = frozenset({"ContainersNotInitialized", "ContainersNotReady"})


def cut_pod(raw: Json) -> Pod:
    """Return the row of a pod; TypeError, KeyError or ValueError where it is none."""
    meta, spec, status = raw["metadata"], part(raw, "spec"), part(raw, "status")
    statuses, first = parts(status, "containerStatuses"), parts(spec, "initContainers")
    helpers = {each.get("name") for each in first if each.get("restartPolicy") == "Always"} if first else set()
    owner: Json = next((each for each in parts(meta, "ownerReferences") if each.get("controller")), {})
    labels = part(meta, "labels")
    state, ready, restarts = _state(meta, spec, status, helpers)
    reason, code, at = _last_end([*statuses, *parts(status, "initContainerStatuses")])
    return Pod(  # by place: there are thousands
        word(meta["namespace"]),
        str(meta["name"]),
        str(meta["uid"]),
        word(state),
        ready,
        len(parts(spec, "containers")) + len(helpers),
        restarts,
        word(spec.get("nodeName")),
        word(reason),
        code,
        at,
        when(status.get("startTime")),
        word(owner.get("uid")),
        word(owner.get("kind")),
        word(owner.get("name")),
        pairs(labels),
        bool(meta.get("deletionTimestamp")),
        _message(status, statuses) if state != "Running" else "",
        word(_workload(owner, labels)),
    )


def _workload(owner: Json, labels: Json) -> str:
    kind, name = str(owner.get("kind") or ""), str(owner.get("name") or "")
    if kind == "ReplicaSet":
        stem = name.removesuffix(f"-{labels.get('pod-template-hash')}")
        return f"deploy/{stem}" if stem != name else f"rs/{name}"
    return short_name(kind, name) if name else ""


def _state(meta: Json, spec: Json, status: Json, helpers: set[Any]) -> tuple[str, int, int]:
    """Return state, ready containers and restarts, by the rules of kubectl's printer."""
    phase = str(status.get("phase") or "Unknown")
    scheduled = condition(status, "PodScheduled")
    state = str(status.get("reason") or phase)
    if scheduled.get("reason") == "SchedulingGated":
        state = "SchedulingGated"
    elif phase == "Pending" and scheduled.get("status") == "False":
        state = str(scheduled.get("reason") or state)
    begun = parts(status, "initContainerStatuses")
    initial, ready, restarts = _initial(begun, parts(spec, "initContainers"), helpers) if begun else ("", 0, 0)
    if not initial or condition(status, "Initialized").get("status") == "True":
        state, ready, restarts = _running(state, status, ready, restarts)
    else:
        state, restarts = (
            initial,
            sum(count(each.get("restartCount")) for each in parts(status, "initContainerStatuses")),
        )
    if meta.get("deletionTimestamp") and status.get("reason") == "NodeLost":
        state = "Unknown"
    elif meta.get("deletionTimestamp") and phase not in _ENDED:
        state = "Terminating"
    return state, ready, restarts


def _initial(statuses: list[Json], wanted: list[Json], helpers: set[Any]) -> tuple[str, int, int]:
    """Return how far the initialisation is ("" when it is over), ready helpers, and the helpers' restarts.

    A helper is an init container that goes on beside the others (a sidecar).
    """
    ready = 0
    restarts = sum(count(each.get("restartCount")) for each in statuses if each.get("name") in helpers)
    for place, each in enumerate(statuses):
        state, helper = part(each, "state"), each.get("name") in helpers
        ended, waiting = part(state, "terminated"), part(state, "waiting")
        if "terminated" in state and count(ended.get("exitCode")) == 0:
            continue
        if helper and each.get("started"):
            ready += bool(each.get("ready"))
            continue
        if ended:
            return f"Init:{_ending(ended)}", ready, restarts
        if waiting.get("reason") and waiting["reason"] != "PodInitializing":
            return f"Init:{waiting['reason']}", ready, restarts
        return f"Init:{place}/{len(wanted)}", ready, restarts
    return "", ready, restarts


def _running(state: str, status: Json, ready: int, restarts: int) -> tuple[str, int, int]:
    running = False
    for each in reversed(parts(status, "containerStatuses")):
        restarts += count(each.get("restartCount"))
        now = part(each, "state")
        ended, waiting = part(now, "terminated"), part(now, "waiting")
        if waiting.get("reason"):
            state = str(waiting["reason"])
        elif ended:
            state = _ending(ended)
        elif each.get("ready") and "running" in now:
            running = True
            ready += 1
    if state == "Completed" and running:
        state = "Running" if condition(status, "Ready").get("status") == "True" else "NotReady"
    return state, ready, restarts


def _ending(ended: Json) -> str:
    if ended.get("reason"):
        return str(ended["reason"])
    return f"Signal:{ended['signal']}" if ended.get("signal") else f"ExitCode:{count(ended.get('exitCode'))}"


def _last_end(statuses: list[Json]) -> tuple[str, int | None, int | None]:
    """Return reason, exit code and time of the last container that ended badly, or was replaced."""
    known: list[Json] = []
    for each in statuses:
        before, now = part(each, "lastState"), part(each, "state")
        if before:
            known += [end for end in (part(before, "terminated"),) if end]
        if "terminated" in now:
            known += [end for end in (part(now, "terminated"),) if end.get("exitCode")]
    if not known:
        return "", None, None
    latest = max(known, key=lambda end: when(end.get("finishedAt")) or 0)
    code = latest.get("exitCode")
    return _ending(latest), code if isinstance(code, int) else None, newest([when(latest.get("finishedAt"))])


def _message(status: Json, containers: list[Json]) -> str:
    """Return why it is as it is, in the words of the one who knows best."""
    for each in containers:
        waiting = part(part(each, "state"), "waiting")
        if waiting.get("message"):
            return text(waiting["message"], 200)
    for each in parts(status, "conditions"):
        if each.get("status") == "False" and each.get("message") and each.get("reason") not in _NOT_TOLD:
            return text(each["message"], 200)
    return text(status.get("message"), 200)
