"""Pure: what the limit ranges of a namespace fill into a new pod, and what they refuse. Changes nothing."""

from console.drill.cluster.kinds import LIMITS
from console.drill.cluster.quantities import quantity
from console.drill.cluster.store import Store
from console.drill.cluster.values import Json

_NOTE = "kubernetes.io/limit-ranger"


def limit_defaults(limit: Json) -> Json:
    """Return one limit with what it leaves out: the default is the maximum, the default request the default."""
    if limit.get("type") != "Container":
        return limit
    default = {**(limit.get("max") or {}), **(limit.get("default") or {})}
    request = {**(limit.get("min") or {}), **default, **(limit.get("defaultRequest") or {})}
    known = {"default": default, "defaultRequest": request}
    return (
        {**limit, **{name: value for name, value in known.items() if value}} if limit["type"] == "Container" else limit
    )


def with_limits(store: Store, pod: Json) -> Json:
    """Return a pod with the requests and limits that its namespace fills in where a container says nothing."""
    said: list[str] = []
    containers: list[Json] = pod["spec"]["containers"]
    for found in store.all(LIMITS, pod["metadata"].get("namespace", "")):
        for limit in found["spec"].get("limits") or []:
            if limit.get("type") == "Container":
                containers = [_filled(container, limit, said) for container in containers]
    if not said:
        return pod
    notes = {**(pod["metadata"].get("annotations") or {}), _NOTE: "LimitRanger plugin set: " + "; ".join(said)}
    return {
        **pod,
        "metadata": {**pod["metadata"], "annotations": notes},
        "spec": {**pod["spec"], "containers": containers},
    }


def _filled(container: Json, limit: Json, said: list[str]) -> Json:
    resources = dict(container.get("resources") or {})
    for side, key in (("requests", "defaultRequest"), ("limits", "default")):
        missing = {name: value for name, value in (limit.get(key) or {}).items() if name not in resources.get(side, {})}
        if missing:
            resources[side] = {**resources.get(side, {}), **missing}
            names = ", ".join(sorted(missing))
            said.append(f"{names} {side[:-1]} for container {container['name']}")
    return {**container, "resources": resources}


def beyond_limits(store: Store, namespace: str, pod: Json) -> str:
    """Return why the limit ranges of a namespace do not let a pod in, "" when they do."""
    for found in store.all(LIMITS, namespace):
        for limit in found["spec"].get("limits") or []:
            if limit.get("type") != "Container":
                continue
            for container in pod["spec"]["containers"]:
                why = _beyond(limit, container.get("resources") or {})
                if why:
                    return why
    return ""


def _beyond(limit: Json, resources: Json) -> str:
    for name, most in (limit.get("max") or {}).items():
        asked = (resources.get("limits") or {}).get(name)
        if asked is not None and quantity(asked) > quantity(most):
            return f"maximum {name} usage per Container is {most}, but limit is {asked}"
    for name, least in (limit.get("min") or {}).items():
        asked = (resources.get("requests") or {}).get(name)
        if asked is not None and quantity(asked) < quantity(least):
            return f"minimum {name} usage per Container is {least}, but request is {asked}"
    return ""
