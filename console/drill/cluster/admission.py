"""Pure: what only the creation of a pod shows: quota, limit ranges and pod security. Changes nothing."""

from console.drill.cluster.kinds import NAMESPACES, PODS, QUOTAS, Kind
from console.drill.cluster.limits import beyond_limits
from console.drill.cluster.quantities import quantity, shown
from console.drill.cluster.refusals import ApiError, forbidden
from console.drill.cluster.store import Store
from console.drill.cluster.values import Json, labels_of

_MUST_SAY = frozenset({"cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"})
_ENFORCE = "pod-security.kubernetes.io/enforce"


def admit(store: Store, kind: Kind, document: Json) -> None:
    """Raise ApiError 403 when the cluster does not let this object in; only pods are looked at."""
    if kind is not PODS:
        return
    namespace = document["metadata"].get("namespace", "")
    for refuse in (beyond_limits, _security, _quota):
        why = refuse(store, namespace, document)
        if why:
            raise _refusal(document, why)


def _refusal(pod: Json, why: str) -> ApiError:
    return forbidden(PODS, pod["metadata"].get("name", ""), why)


def usage(pod: Json) -> dict[str, float]:
    """Return what a pod counts for in a quota, by the names of ResourceQuota."""
    used = {"pods": 1.0, "count/pods": 1.0}
    for container in pod["spec"].get("containers") or []:
        resources = container.get("resources") or {}
        for side in ("requests", "limits"):
            for name, amount in (resources.get(side) or resources.get("limits") or {}).items():
                used[f"{side}.{name}"] = used.get(f"{side}.{name}", 0.0) + quantity(amount)
    for name in ("cpu", "memory"):
        if f"requests.{name}" in used:
            used[name] = used[f"requests.{name}"]
    return used


def counted(store: Store, namespace: str) -> dict[str, float]:
    """Return what the pods of a namespace use together; those that have ended use nothing."""
    total: dict[str, float] = {}
    for pod in store.all(PODS, namespace):
        if pod.get("status", {}).get("phase") not in ("Succeeded", "Failed"):
            for name, amount in usage(pod).items():
                total[name] = total.get(name, 0.0) + amount
    return total


def _quota(store: Store, namespace: str, pod: Json) -> str:
    quotas = store.all(QUOTAS, namespace)
    if not quotas:
        return ""
    used, asked = counted(store, namespace), usage(pod)
    for quota in quotas:
        hard: dict[str, str] = quota["spec"].get("hard") or {}
        name = quota["metadata"]["name"]
        missing = _unsaid(hard, pod)
        if missing:
            return f"failed quota: {name}: must specify {'; '.join(missing)}"
        over = [item for item in hard if item in asked and used.get(item, 0.0) + asked[item] > quantity(hard[item])]
        if over:
            parts = (
                ",".join(f"{item}={shown(asked[item])}" for item in over),
                ",".join(f"{item}={shown(used.get(item, 0.0))}" for item in over),
                ",".join(f"{item}={hard[item]}" for item in over),
            )
            return "exceeded quota: {}, requested: {}, used: {}, limited: {}".format(name, *parts)
    return ""


def _unsaid(hard: dict[str, str], pod: Json) -> list[str]:
    """Return what a quota wants every container to say, with the containers that do not."""
    found: list[str] = []
    for item in sorted(_MUST_SAY & set(hard)):
        silent = [
            one["name"] for one in pod["spec"]["containers"] if item not in usage({"spec": {"containers": [one]}})
        ]
        found += [f"{item} for: {','.join(silent)}"] if silent else []
    return found


def _security(store: Store, namespace: str, pod: Json) -> str:
    found = store.get(NAMESPACES, "", namespace)
    level = labels_of(found).get(_ENFORCE, "") if found else ""
    if level not in ("baseline", "restricted"):
        return ""
    broken: list[str] = [
        f"host namespaces ({name}=true)" for name in ("hostNetwork", "hostPID") if pod["spec"].get(name)
    ]
    for container in pod["spec"]["containers"]:
        context = container.get("securityContext") or {}
        named = f'container "{container["name"]}" must'
        if context.get("privileged"):
            broken.append(f"privileged ({named} not set securityContext.privileged=true)")
        if level == "restricted" and context.get("allowPrivilegeEscalation") is not False:
            broken.append(
                f"allowPrivilegeEscalation != false ({named} set securityContext.allowPrivilegeEscalation=false)"
            )
        if level == "restricted" and not {**(pod["spec"].get("securityContext") or {}), **context}.get("runAsNonRoot"):
            broken.append(f"runAsNonRoot != true ({named} set securityContext.runAsNonRoot=true)")
    return f'violates PodSecurity "{level}:latest": {", ".join(broken)}' if broken else ""
