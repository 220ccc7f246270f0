"""The log of a pod's container: its tail, the life before, and what is written from now on. Writes none."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from console.drill.cluster.api.request import Answer, Request, Target
from console.drill.cluster.kinds import PODS
from console.drill.cluster.logs import Line
from console.drill.cluster.refusals import bad_request, not_found
from console.drill.cluster.values import Json, is_going
from console.drill.cluster.world import SECOND, World

_STARTING = frozenset({"ContainerCreating", "ErrImagePull", "ImagePullBackOff"})
Pause = Callable[[], bool]


def answer_log(world: World, request: Request, target: Target, pause: Pause) -> Answer:
    """Return a pod's log; `pause` waits for something to happen and returns False when the server goes down."""
    pod = world.get(PODS, target.namespace, target.name)
    if pod is None:
        raise not_found(PODS, target.name)
    uid = pod["metadata"]["uid"]
    _check_container(pod, request.query.get("container", ""))
    previous = request.query.get("previous") in ("true", "1")
    lines = world.logs.lines(uid, previous=previous)
    name = request.query.get("container") or pod["spec"]["containers"][0]["name"]
    if lines is None:
        raise bad_request(f'previous terminated container "{name}" in pod "{target.name}" not found')
    shown = _chosen(lines, request.query, world.now)
    if request.query.get("follow") in ("true", "1"):
        return Answer(200, b"", "text/plain", _follow(world, request, pod, shown, pause))
    return Answer(200, _text(shown, request.query), "text/plain")


def _check_container(pod: Json, asked: str) -> None:
    names = [container["name"] for container in pod["spec"]["containers"]]
    name = pod["metadata"]["name"]
    if asked and asked not in names:
        raise bad_request(f"container {asked} is not valid for pod {name}")
    if not asked and len(names) > 1:
        raise bad_request(f"a container name must be specified for pod {name}, choose one of: [{' '.join(names)}]")
    statuses = pod.get("status", {}).get("containerStatuses") or [{}]
    reason = statuses[0].get("state", {}).get("waiting", {}).get("reason", "")
    if not statuses[0] or reason in _STARTING:
        why = "trying and failing to pull image" if "Pull" in reason else reason or "PodInitializing"
        raise bad_request(f'container "{names[0]}" in pod "{name}" is waiting to start: {why}')


def _chosen(lines: list[Line], query: dict[str, str], now: int) -> list[Line]:
    if query.get("sinceSeconds"):
        lines = [line for line in lines if line.at >= now - int(query["sinceSeconds"]) * SECOND]
    if "tailLines" in query:
        lines = lines[-int(query["tailLines"]) :] if int(query["tailLines"]) else []
    return lines


def _text(lines: list[Line], query: dict[str, str]) -> bytes:
    stamped = query.get("timestamps") in ("true", "1")
    text = "".join(f"{_nano(line.at)} {line.text}\n" if stamped else f"{line.text}\n" for line in lines)
    raw = text.encode()
    return raw[: int(query["limitBytes"])] if "limitBytes" in query else raw


def _nano(at: int) -> str:
    moment = datetime.fromtimestamp(at // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{moment}.{at % SECOND:03d}000000Z"


def _follow(world: World, request: Request, pod: Json, shown: list[Line], pause: Pause) -> Iterator[bytes]:
    """Yield the log, then each line as it comes, until the pod is gone."""
    uid = pod["metadata"]["uid"]
    seen = world.logs.written(uid)
    yield _text(shown, request.query)
    while pause():
        written = world.logs.written(uid)
        lines = world.logs.lines(uid) or []
        fresh = lines[-(written - seen) :] if written > seen else []
        seen = written
        yield _text(fresh, request.query)
        there = world.get(PODS, pod["metadata"]["namespace"], pod["metadata"]["name"])
        if there is None or there["metadata"]["uid"] != uid or (is_going(there) and not fresh):
            return
