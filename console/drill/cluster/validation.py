"""Pure: what the API server refuses in an object as such: missing, wrong and immutable fields. Knows no quota."""

import re

from console.drill.cluster.kinds import Kind
from console.drill.cluster.refusals import invalid
from console.drill.cluster.selectors import match_labels
from console.drill.cluster.values import Json

_NAME = re.compile(r"[a-z0-9]([-a-z0-9.:]*[a-z0-9])?\Z")
_WORKLOADS = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"})
_STATEFUL_MUTABLE = frozenset({
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
})  # fmt: skip
_POD_MUTABLE = frozenset({"activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates"})

Problems = list[tuple[str, str]]


def validate(kind: Kind, document: Json, old: Json | None = None) -> None:
    """Raise ApiError 422 when an object, or its change from `old`, is not allowed."""
    problems = _metadata(document) if kind.plural != "events" else []
    spec = document.get("spec")
    if kind.kind in _WORKLOADS:
        problems += _workload(kind, spec if isinstance(spec, dict) else {})
    if kind.kind == "Pod":
        problems += _pod(spec if isinstance(spec, dict) else {}, "spec")
    if old is not None:
        problems += _immutable(kind, old, document)
    if problems:
        raise invalid(kind, document["metadata"].get("name", ""), problems)


def _metadata(document: Json) -> Problems:
    name = document["metadata"].get("name", "")
    if not _NAME.match(name):
        return [
            ("metadata.name", f'Invalid value: "{name}": a lowercase RFC 1123 subdomain must consist of lower case')
        ]
    problems: Problems = []
    for field in ("labels", "annotations"):
        for key, value in (document["metadata"].get(field) or {}).items():
            if not isinstance(value, str):
                problems.append((f"metadata.{field}", f'Invalid value: "{key}": must be a string'))
    return problems


def _workload(kind: Kind, spec: Json) -> Problems:
    problems: Problems = []
    replicas = spec.get("replicas", 0)
    if not isinstance(replicas, int) or replicas < 0:
        problems.append(("spec.replicas", f"Invalid value: {replicas}: must be greater than or equal to 0"))
    template = spec.get("template") or {}
    labels = (template.get("metadata") or {}).get("labels") or {}
    if not spec.get("selector"):
        problems.append(("spec.selector", "Required value"))
    elif not match_labels(spec["selector"], labels):
        text = "`selector` does not match template `labels`"
        problems.append(("spec.template.metadata.labels", f"Invalid value: {labels}: {text}"))
    policy = (template.get("spec") or {}).get("restartPolicy")
    if policy != "Always":
        problems.append(
            ("spec.template.spec.restartPolicy", f'Unsupported value: "{policy}": supported values: "Always"')
        )
    if kind.kind == "Deployment" and spec.get("progressDeadlineSeconds", 600) <= spec.get("minReadySeconds", 0):
        problems.append(("spec.progressDeadlineSeconds", "Invalid value: must be greater than minReadySeconds"))
    return problems + _pod(template.get("spec") or {}, "spec.template.spec")


def _pod(spec: Json, at: str) -> Problems:
    containers = spec.get("containers")
    if not containers:
        return [(f"{at}.containers", "Required value")]
    problems: Problems = []
    names: set[str] = set()
    volumes = {volume.get("name") for volume in spec.get("volumes") or []}
    for index, container in enumerate(containers):
        where = f"{at}.containers[{index}]"
        name = container.get("name", "")
        problems += [(f"{where}.name", "Required value")] if not name else []
        problems += [(f"{where}.name", f'Duplicate value: "{name}"')] if name in names else []
        problems += [(f"{where}.image", "Required value")] if not container.get("image") else []
        names.add(name)
        for number, mount in enumerate(container.get("volumeMounts") or []):
            if mount.get("name") not in volumes:
                problems.append((f"{where}.volumeMounts[{number}].name", f'Not found: "{mount.get("name")}"'))
    return problems


def _immutable(kind: Kind, old: Json, new: Json) -> Problems:
    problems: Problems = []
    for field in ("uid", "creationTimestamp", "name", "namespace"):
        if new["metadata"].get(field) != old["metadata"].get(field):
            problems.append((f"metadata.{field}", f'Invalid value: "{new["metadata"].get(field)}": field is immutable'))
    past, spec = old.get("spec") or {}, new.get("spec") or {}
    if kind.kind in _WORKLOADS and past.get("selector") != spec.get("selector"):
        problems.append(("spec.selector", "Invalid value: field is immutable"))
    if kind.kind == "StatefulSet" and _rest(past, _STATEFUL_MUTABLE) != _rest(spec, _STATEFUL_MUTABLE):
        text = "Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden"
        problems.append(("spec", text))
    if kind.kind == "Pod" and _fixed(past) != _fixed(spec):
        problems.append(("spec", "Forbidden: pod updates may not change fields other than `spec.containers[*].image`"))
    if kind.kind in ("ConfigMap", "Secret") and old.get("immutable") and old.get("data") != new.get("data"):
        problems.append(("data", "Forbidden: field is immutable when `immutable` is set"))
    if kind.kind == "ControllerRevision" and old.get("data") != new.get("data"):
        problems.append(("data", "Invalid value: field is immutable"))
    return problems


def _rest(spec: Json, mutable: frozenset[str]) -> Json:
    return {name: value for name, value in spec.items() if name not in mutable}


def _fixed(spec: Json) -> Json:
    containers = [{**container, "image": ""} for container in spec.get("containers") or []]
    return {**_rest(spec, _POD_MUTABLE), "containers": containers}
