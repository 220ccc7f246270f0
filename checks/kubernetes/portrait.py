"""All that a cluster shows of a workload now, the most fleeting first. Reads only; never the data of a Secret."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checks.kubernetes.access import Connection, Query
from checks.kubernetes.bare import Redact, bare, text_of
from checks.kubernetes.fields import ODD, count, part, parts
from checks.kubernetes.trouble import Trouble
from checks.portrait import Probe, Reading, Unread, read_all
from checks.wording import line

MOST_PODS, MOST_LINES, MOST_BYTES = 20, 5_000, 16 << 20
"""Of so many pods logs and nodes are read; of a log so many of its newest lines, and bytes."""
BARE, RAW = "cluster read, secrets taken out", "cluster read"
_TIMEOUT = (3.0, 5.0)
_METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
_OK = 200
_PLURALS = {"Deployment": "deployments", "StatefulSet": "statefulsets", "DaemonSet": "daemonsets"}
_NO_EXEC = "it needs exec, which starts a process in the pod: nothing in the cluster is changed"


class Subject(NamedTuple):
    """What the portrait is of: Deployment, StatefulSet, DaemonSet, Pod or Node (which has no namespace)."""

    kind: str
    namespace: str
    name: str

    @property
    def path(self) -> str:
        """Where it is."""
        if self.kind == "Node":
            return f"/api/v1/nodes/{self.name}"
        if self.kind == "Pod":
            return f"/api/v1/namespaces/{self.namespace}/pods/{self.name}"
        return f"/apis/apps/v1/namespaces/{self.namespace}/{_PLURALS[self.kind]}/{self.name}"


class Portrait:
    """Takes one portrait, in three rounds: each needs the names that the one before has found."""

    def __init__(
        self, connection: Connection, subject: Subject, redact: Redact, clock: Callable[[], int], patience: float = 20.0
    ) -> None:
        self._connection, self._subject, self._redact = connection, subject, redact
        self._clock, self._patience = clock, patience
        self._core = f"/api/v1/namespaces/{subject.namespace}"

    def take(self) -> list[Reading]:
        """Return the readings, the most fleeting first; what could not be read has its reason."""
        (own,) = self._read([self._get(f"manifest of {self._called}", self._subject.path)])
        pods, owners, scalers = self._family(_object(own))
        members = [_object(each) for each in (pods, owners) if each is not None]
        names = {self._subject.name, *(_name(item) for found in members for item in _objects(found, "items"))}
        items = _objects(_object(pods), "items") if self._subject.kind != "Pod" else [_object(own)]
        seen = [each for each in items if isinstance(each, dict) and _name(each)]
        third = self._read([*self._logs(seen[:MOST_PODS]), self._events(names), *self._around(seen[:MOST_PODS])])
        logs = [each for each in third if each.what.startswith("log ")]
        rest = [each for each in third if not each.what.startswith("log ")]
        kept = [pods, *logs, *rest, owners, scalers, own]
        return [*(each for each in kept if each is not None), *self._left_out(len(seen))]

    @property
    def _called(self) -> str:
        return f"{self._subject.kind} {self._subject.name}"

    def _family(self, own: Mapping[str, Any]) -> tuple[Reading | None, Reading | None, Reading | None]:
        """Read the pods, the revisions and the autoscalers; None for what this kind has not."""
        if self._subject.kind == "Pod":
            return None, None, None
        if self._subject.kind == "Node":
            where = [("fieldSelector", f"spec.nodeName={self._subject.name}")]
            return self._read([self._get(f"pods on {self._called}", "/api/v1/pods", where)])[0], None, None
        chosen = _selector(part(part(own, "spec"), "selector"))
        if not chosen:
            why = "which pods are its own is not known: its manifest could not be read"
            now = self._clock()
            return Reading(f"pods of {self._called}", self._core + "/pods", BARE, None, why, now, now), None, None
        apps = f"/apis/apps/v1/namespaces/{self._subject.namespace}"
        sort = "replicasets" if self._subject.kind == "Deployment" else "controllerrevisions"
        scaling = f"/apis/autoscaling/v2/namespaces/{self._subject.namespace}/horizontalpodautoscalers"
        found = self._read(
            [
                self._get(f"pods of {self._called}", f"{self._core}/pods", [("labelSelector", chosen)]),
                self._get(f"{sort} of {self._called}", f"{apps}/{sort}", [("labelSelector", chosen)]),
                self._get(f"autoscalers of {self._called}", scaling, keep=self._scales),
            ]
        )
        return found[0], found[1], found[2]

    def _logs(self, pods: Sequence[Mapping[str, Any]]) -> Iterator[Probe]:
        for pod in pods:
            restarted = {str(each.get("name")): count(each.get("restartCount")) for each in _statuses(pod)}
            spec = part(pod, "spec")
            for container in (*_objects(spec, "initContainers"), *_objects(spec, "containers")):
                name = str(container.get("name"))
                yield self._log(pod, name, previous=False)
                if restarted.get(name):
                    yield self._log(pod, name, previous=True)

    def _log(self, pod: Mapping[str, Any], container: str, *, previous: bool) -> Probe:
        meta = part(pod, "metadata")
        path = f"/api/v1/namespaces/{meta.get('namespace')}/pods/{meta.get('name')}/log"
        query = [("container", container), ("timestamps", "true"), ("tailLines", str(MOST_LINES))]
        query += [("limitBytes", str(MOST_BYTES)), *([("previous", "true")] if previous else [])]
        life = " before its restart" if previous else ""
        return self._probe(f"log of {meta.get('name')}/{container}{life}", path, query, RAW, lambda raw: raw, "*/*")

    def _events(self, names: set[str]) -> Probe:
        def keep(found: Any) -> Any:
            items = [each for each in _objects(found, "items") if part(each, "involvedObject").get("name") in names]
            return {**found, "items": items}

        path = "/api/v1/events" if self._subject.kind == "Node" else f"{self._core}/events"
        return self._get(f"events of {self._called} and its parts", path, keep=keep)

    def _around(self, pods: Sequence[Mapping[str, Any]]) -> Iterator[Probe]:
        """Yield the nodes of pods, and of the configuration that they name when it was changed, never what it says."""
        for node in sorted({str(part(pod, "spec").get("nodeName") or "") for pod in pods} - {"", self._subject.name}):
            yield self._get(f"node {node}", f"/api/v1/nodes/{node}")
        for sort, name in sorted({each for pod in pods[:1] for each in _references(part(pod, "spec"))}):
            what = f"metadata of the {sort.removesuffix('s')} {name}"
            yield self._get(what, f"{self._core}/{sort}/{name}", accept=_METADATA)

    def _left_out(self, pods: int) -> Iterator[Reading]:
        now = self._clock()
        yield Reading(f"processes and memory of {self._called}", "exec", "", None, _NO_EXEC, now, now)
        if pods > MOST_PODS:
            why = f"logs and nodes of the first {MOST_PODS} of {pods} pods were read"
            yield Reading(f"logs of {pods - MOST_PODS} more pods", f"{self._core}/pods", "", None, why, now, now)

    def _scales(self, found: Any) -> Any:
        def ours(each: Any) -> bool:
            target = part(part(each, "spec"), "scaleTargetRef")
            return (target.get("kind"), target.get("name")) == (self._subject.kind, self._subject.name)

        return {**found, "items": [each for each in _objects(found, "items") if ours(each)]}

    def _get(
        self,
        what: str,
        path: str,
        query: Query = (),
        *,
        keep: Callable[[Any], Any] = lambda found: found,
        accept: str = "application/json",
    ) -> Probe:
        def cut(raw: bytes) -> bytes:
            return text_of(bare(keep(json.loads(raw)), self._redact))

        return self._probe(what, path, query, BARE, cut, accept)

    def _probe(
        self, what: str, path: str, query: Query, method: str, cut: Callable[[bytes], bytes], accept: str
    ) -> Probe:
        def read() -> bytes:
            try:
                status, raw = self._connection.fetch("GET", path, query, accept=accept, timeout=_TIMEOUT)
                if status != _OK:
                    raise Unread(_refusal(status, raw))
                return cut(raw)
            except Trouble as error:
                raise Unread(str(error)) from None
            except ODD as error:
                raise Unread(f"the answer is not what an API server says ({type(error).__name__})") from None

        asked = "&".join(f"{name}={value}" for name, value in query)
        source = f"GET {self._connection.server}{path}{f'?{asked}' if asked else ''}"
        return Probe(what, source, read, method)

    def _read(self, probes: Sequence[Probe]) -> list[Reading]:
        return read_all(probes, self._clock, self._patience)


def _object(reading: Reading | None) -> Mapping[str, Any]:
    found = json.loads(reading.content) if reading is not None and reading.content else {}
    return found if isinstance(found, dict) else {}


def _objects(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects of a list; what is none is left out, and takes nothing of the rest with it."""
    return [each for each in parts(found, name) if isinstance(each, dict)]


def _name(item: Any) -> str:
    return str(part(item, "metadata").get("name") or "") if isinstance(item, dict) else ""


def _statuses(pod: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    status = part(pod, "status")
    return [*_objects(status, "initContainerStatuses"), *_objects(status, "containerStatuses")]


def _selector(selector: Mapping[str, Any]) -> str:
    """Return a selector of the API as a query writes it; "" for none, which would choose everything, or an odd one."""
    chosen = [f"{name}={value}" for name, value in part(selector, "matchLabels").items()]
    for each in _objects(selector, "matchExpressions"):
        values = ",".join(str(value) for value in each.get("values") or ())
        words = _OPERATORS.get(str(each.get("operator")))
        if words is None:
            return ""  # without this part it would choose too many
        chosen.append(words.format(each.get("key"), values))
    return ",".join(chosen)


def _references(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the ConfigMaps and Secrets that a pod names, by resource and name."""
    for container in (*_objects(spec, "initContainers"), *_objects(spec, "containers")):
        named = [*_objects(container, "envFrom"), *(part(each, "valueFrom") for each in _objects(container, "env"))]
        for each in named:
            for key, sort in _REFERENCES:
                if name := part(each, key).get("name"):
                    yield sort, str(name)
    for volume in _objects(spec, "volumes"):
        if name := part(volume, "configMap").get("name"):
            yield "configmaps", str(name)
        if name := part(volume, "secret").get("secretName"):
            yield "secrets", str(name)


_OPERATORS = {"In": "{} in ({})", "NotIn": "{} notin ({})", "Exists": "{}", "DoesNotExist": "!{}"}
_REFERENCES = (
    ("configMapRef", "configmaps"),
    ("configMapKeyRef", "configmaps"),
    ("secretRef", "secrets"),
    ("secretKeyRef", "secrets"),
)


def _refusal(status: int, raw: bytes) -> str:
    try:
        return line(json.loads(raw)["message"], 250)
    except ODD:
        return f"the server answered {status}"
