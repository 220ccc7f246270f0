"""Pure: who changed an object and when, and what else manages it; from managedFields, labels and annotations."""

import json
from typing import NamedTuple

from checks.kubernetes.fields import Json, condition, moment, part, parts, text, when, word

RESTARTED = "kubectl.kubernetes.io/restartedAt"
CAUSE = "kubernetes.io/change-cause"
_MACHINERY = frozenset({
    "kube-controller-manager", "kubelet", "kube-scheduler", "kube-apiserver", "cloud-controller-manager",
    "cluster-autoscaler", "metrics-server", "kube-proxy", "etcd", "before-first-apply", "storage-migrator",
})  # fmt: skip
"""Managers whose writes are the cluster's own housekeeping, not somebody's change."""
_ARGO = "argocd.argoproj.io/tracking-id"
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_LEADER = "control-plane.alpha.kubernetes.io/leader"
_FLUX = (
    ("kustomize.toolkit.fluxcd.io/name", "flux kustomization"),
    ("helm.toolkit.fluxcd.io/name", "flux helmrelease"),
)


class Write(NamedTuple):
    """A manager's last write at `at` (ms); `scale` when it went through /scale, `spec` when it owns fields there."""

    at: int
    by: str
    scale: bool = False
    spec: bool = False


class Mark(NamedTuple):
    """What tells whether an object was changed; `template` is a number that changes with a pod template.

    `progressed_at` is when the latest rollout last moved on, and once it is done, when that was. `fields` counts the
    fields that anybody has set: who only takes one away leaves no write with a time, but there are fewer.
    """

    uid: str
    created_at: int | None
    writes: tuple[Write, ...] = ()
    template: int = 0
    restarted_at: int | None = None
    generation: int = 0
    labels: tuple[tuple[str, str], ...] = ()
    progressed_at: int | None = None
    fields: int = 0


def mark_of(raw: Json, labels: tuple[tuple[str, str], ...] = (), *, counted: bool = False) -> Mark:
    """Return the mark of an object, latest write first; its fields are counted only where asked for: it takes time."""
    meta = raw["metadata"]
    template = part(part(raw, "spec"), "template")
    number, restarted = _template(template) if template else (0, None)
    generation = meta.get("generation")
    known = generation if isinstance(generation, int) else 0
    progressing = condition(part(raw, "status"), "Progressing")
    return Mark(
        uid=str(meta["uid"]),
        created_at=when(meta.get("creationTimestamp")),
        writes=writes(meta),
        template=number,
        restarted_at=restarted,
        generation=known,
        labels=labels,
        progressed_at=when(progressing.get("lastUpdateTime")),
        fields=_fields(meta) if counted else 0,
    )


def writes(meta: Json) -> tuple[Write, ...]:
    """Return the writes of people and tools, the latest first; those of status and of the machinery left out."""
    if _LEADER in part(meta, "annotations"):
        return ()  # a lock that is renewed every few seconds
    found = []
    for each in parts(meta, "managedFields"):
        by, below, at = word(each.get("manager")), each.get("subresource") or "", when(each.get("time"))
        if at is None or below not in {"", "scale"} or by in _MACHINERY:
            continue
        found.append(Write(at, by, scale=below == "scale", spec="f:spec" in part(each, "fieldsV1")))
    return tuple(sorted(found, reverse=True))


def _fields(meta: Json) -> int:
    if _LEADER in part(meta, "annotations"):
        return 0
    held = (part(each, "fieldsV1") for each in parts(meta, "managedFields") if each.get("subresource") != "status")
    return sum(str(each).count("'f:") for each in held)


def _template(template: Json) -> tuple[int, int | None]:
    meta = part(template, "metadata")
    notes = part(meta, "annotations")
    restarted = notes.get(RESTARTED)
    if restarted is not None:
        rest = {name: value for name, value in notes.items() if name != RESTARTED}
        template = {**template, "metadata": {**meta, "annotations": rest}}
    number = hash(json.dumps(template, sort_keys=True))
    return number, moment(restarted) if isinstance(restarted, str) else None


def owners(meta: Json) -> tuple[str, ...]:
    """Name what else manages an object: it may undo what is done by hand."""
    labels, notes = part(meta, "labels"), part(meta, "annotations")
    managers = {each.get("manager") for each in parts(meta, "managedFields")}
    found = [f"{each.get('kind')} {each.get('name')}" for each in parts(meta, "ownerReferences")]
    if notes.get(_ARGO) or "argocd-controller" in managers:
        found.append(f"argocd {text(notes.get(_ARGO)).partition(':')[0]}".strip())
    found += [f"{kind} {labels[name]}" for name, kind in _FLUX if labels.get(name)]
    if labels.get("app.kubernetes.io/managed-by") == "Helm" or notes.get("meta.helm.sh/release-name"):
        found.append(f"helm {notes.get('meta.helm.sh/release-name') or ''}".strip())
    if notes.get(_APPLIED) or "kubectl-client-side-apply" in managers:
        found.append("kubectl apply")
    return tuple(word(each) for each in found)
