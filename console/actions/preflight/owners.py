"""Who else writes the target and would put it back: Argo CD, Flux, Helm, Argo Rollouts, operators, kubectl apply."""

from collections.abc import Iterator

from console.actions.api import METADATA_LIST, NotKnown
from console.actions.places import ARGO_APPS, HELM_RELEASES, KUSTOMIZATIONS, REPLICASETS, ROLLOUTS, SECRETS
from console.actions.preflight.look import Look
from console.actions.shape import Json, dig, labels, name_of, notes, number, owner_of, parts, selector_of, text
from console.incident.action import BLOCKS, INFORMS, UNCHECKED, WARNS, Finding

ARGO, FLUX, HELM, ROLLOUT, OTHER = "Argo CD", "Flux", "Helm", "Argo Rollouts", "owners"
_TRACKING = "argocd.argoproj.io/tracking-id"
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_KUSTOMIZE, _FLUX_HELM = "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"
_RELEASE, _RELEASE_IN = "meta.helm.sh/release-name", "meta.helm.sh/release-namespace"


def argo(look: Look) -> Iterator[Finding]:
    """Say whether Argo CD keeps the target, and whether it heals by itself; labels prove nothing."""
    if not _by_argo(look.found):
        yield Finding(INFORMS, ARGO, "Argo CD does not keep it")
        return
    tracked = notes(look.found).get(_TRACKING, "")
    name = tracked.partition(":")[0].rpartition("_")[2]
    told = f"Argo CD keeps it (application {name})" if name else "Argo CD keeps it"
    try:
        every = look.api.custom(ARGO_APPS)
    except NotKnown as why:
        yield Finding(WARNS, ARGO, f"{told} and may put it back")
        yield Finding(UNCHECKED, ARGO, f"whether it heals by itself: {why}")
        return
    app = next((one for one in every if name and name_of(one) == name), None)
    if app is None:
        yield Finding(WARNS, ARGO, f"{told}; its application was not found, so it may put this back")
        return
    automated = dig(app, "spec", "syncPolicy", "automated")
    on = isinstance(automated, dict) and automated.get("enabled") is not False
    if on and automated.get("selfHeal"):
        yield Finding(WARNS, ARGO, f"{told} and heals by itself: it puts this back in about 5 s; switch auto-sync off")
    elif on:
        yield Finding(WARNS, ARGO, f"{told} and syncs by itself: this is put back at the next change in git")
    else:
        yield Finding(WARNS, ARGO, f"{told}: this is put back at its next sync")


def _by_argo(found: Json) -> bool:
    managers = {text(one, "manager") for one in parts(found, "metadata", "managedFields")}
    return bool(notes(found).get(_TRACKING)) or "argocd-controller" in managers


def flux(look: Look) -> Iterator[Finding]:
    """Say whether Flux keeps the target, and whether that is suspended."""
    if not any(labels(look.found).get(f"{group}/name") for group in (_KUSTOMIZE, _FLUX_HELM)):
        yield Finding(INFORMS, FLUX, "Flux does not keep it")
    for group, place, word in (
        (_KUSTOMIZE, KUSTOMIZATIONS, "Kustomization"),
        (_FLUX_HELM, HELM_RELEASES, "HelmRelease"),
    ):
        name = labels(look.found).get(f"{group}/name")
        if not name:
            continue
        told = f"Flux keeps it ({word} {name})"
        try:
            owner = look.api.read(place.path(labels(look.found).get(f"{group}/namespace", look.namespace), name))
        except NotKnown as why:
            yield Finding(WARNS, FLUX, f"{told} and may put it back")
            yield Finding(UNCHECKED, FLUX, f"whether it is suspended: {why}")
        else:
            yield Finding(*_flux(told, owner, drifting=group == _FLUX_HELM))


def _flux(told: str, owner: Json | None, *, drifting: bool) -> tuple[str, str, str]:
    interval = text(owner, "spec", "interval") or "its interval"
    if owner is None:
        return INFORMS, FLUX, f"{told} by its labels, but there is no such object now"
    if dig(owner, "spec", "suspend"):
        return INFORMS, FLUX, f"{told}; it is suspended"
    if drifting and text(owner, "spec", "driftDetection", "mode") != "enabled":
        return WARNS, FLUX, f"{told} without correcting drift: this is put back at its next upgrade"
    return WARNS, FLUX, f"{told}: it puts this back within {interval}; suspend it first"


def helm(look: Look) -> Iterator[Finding]:
    """Say whether Helm installed the target, and whether a release of it is in flight."""
    release = notes(look.found).get(_RELEASE, "")
    if not release:
        yield Finding(INFORMS, HELM, "no release of Helm brought it")
        return
    namespace = notes(look.found).get(_RELEASE_IN) or look.namespace
    asked = (("labelSelector", f"owner=helm,name={release}"),)
    try:
        found = look.api.listed(SECRETS.path(namespace), asked, accept=METADATA_LIST)
    except NotKnown as why:
        yield Finding(INFORMS, HELM, f"release {release} brings its own template back at its next upgrade")
        yield Finding(UNCHECKED, HELM, f"whether a deploy of {release} is in flight: {why}")
        return
    newest = max(found, key=_version, default={})
    status, version = labels(newest).get("status", ""), _version(newest)
    if status.startswith("pending-"):
        told = f"release {release} v{version} is {status}: a deploy is in flight and will write over this"
        yield Finding(WARNS, HELM, told)
    else:
        told = (
            f"release {release}{f' v{version} {status}' if version else ''}: its next upgrade brings its own template"
        )
        yield Finding(INFORMS, HELM, told)


def _version(secret: Json) -> int:
    version = labels(secret).get("version", "")
    return int(version) if version.isdecimal() else 0


def rollouts(look: Look) -> Iterator[Finding]:
    """Block the rollback of a Deployment whose pods belong to an Argo Rollout."""
    name = look.wanted.target.name
    for one in look.api.custom(ROLLOUTS, look.namespace):
        reference = dig(one, "spec", "workloadRef")
        if (text(reference, "kind"), text(reference, "name")) == ("Deployment", name):
            yield _rolled_by(look, name_of(one))
            return
    asked = (("labelSelector", selector_of(dig(look.found, "spec", "selector"))),)
    for one in look.api.listed(REPLICASETS.path(look.namespace), asked, accept=METADATA_LIST):
        if text(owner_of(one), "kind") == "Rollout":
            yield _rolled_by(look, text(owner_of(one), "name"))
            return
    yield Finding(INFORMS, ROLLOUT, "no Rollout of Argo Rollouts makes its pods")


def _rolled_by(look: Look, rollout: str) -> Finding:
    told = f"Rollout {rollout} of Argo Rollouts makes its pods, not this Deployment"
    blocks = look.wanted.verb in {"rollback", "restart", "pause", "resume"}
    return Finding(BLOCKS if blocks else WARNS, ROLLOUT, f"{told}: abort or undo the Rollout instead")


def others(look: Look) -> Iterator[Finding]:
    """Say whether an operator made the target, and whether `kubectl apply` writes it."""
    owner = owner_of(look.found)
    if owner and look.wanted.target.kind != "Pod":
        told = f"{text(owner, 'kind')} {text(owner, 'name')} made it: its operator may put this back"
        yield Finding(WARNS, OTHER, told)
    if _APPLIED in notes(look.found):
        yield Finding(INFORMS, OTHER, "kubectl apply wrote it: what was applied comes back at the next apply")
    elif not owner and number(look.found, "metadata", "generation"):
        yield Finding(INFORMS, OTHER, "no operator and no kubectl apply claims it")
