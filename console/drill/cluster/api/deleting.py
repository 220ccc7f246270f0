"""Delete and evict: with preconditions, grace, what is owned, and disruption budgets. Knows no patches."""

from console.drill.cluster.api.request import Answer, Request, Target
from console.drill.cluster.controllers.counting import covered
from console.drill.cluster.kinds import BUDGETS, PODS
from console.drill.cluster.refusals import ApiError, bad_request, not_found, precondition_failed, success
from console.drill.cluster.selectors import selection
from console.drill.cluster.values import Json, is_going, is_ready, key_of
from console.drill.cluster.world import World

_CREATED = 201


def delete(world: World, request: Request, target: Target) -> Answer:
    """Delete one object."""
    found = world.get(target.kind, target.namespace, target.name)
    if found is None:
        raise not_found(target.kind, target.name)
    options = _options(request)
    _preconditions(target, found, options)
    dry = request.dry_run or options.get("dryRun") == ["All"]
    if target.kind is PODS:
        return Answer(200, found if dry else _end_pod(world, found, options))
    if not dry:
        _end(world, target, found, options)
    about = {"name": target.name, "kind": target.kind.plural, "uid": found["metadata"]["uid"]}
    return Answer(200, success({**about, **({"group": target.kind.group} if target.kind.group else {})}))


def delete_many(world: World, request: Request, target: Target) -> Answer:
    """Delete everything that the selectors fit."""
    test = selection(request.query, target.kind)
    for found in world.store.all(target.kind, target.namespace):
        if (test is None or test(found)) and not request.dry_run:
            delete(world, request, target._replace(namespace=key_of(found)[0], name=key_of(found)[1]))
    return Answer(200, success())


def evict(world: World, request: Request, target: Target) -> Answer:
    """Evict a pod, unless a disruption budget forbids it (429) or two of them cover it (500)."""
    pod = world.get(PODS, target.namespace, target.name)
    if pod is None:
        raise not_found(PODS, target.name)
    body = request.document()
    if (body.get("metadata") or {}).get("name", target.name) != target.name:
        raise bad_request("name in URL does not match name in Eviction object")
    options = body.get("deleteOptions") or {}
    _preconditions(target, pod, options)
    if not (is_going(pod) or pod["status"].get("phase") in ("Succeeded", "Failed", "Pending")):
        _ask_budgets(world, pod)
    if not (request.dry_run or options.get("dryRun") == ["All"]):
        _end_pod(world, pod, options)
    return Answer(_CREATED, success(code=_CREATED))


def _options(request: Request) -> Json:
    options = dict(request.document())
    for name in ("gracePeriodSeconds", "propagationPolicy"):
        if name in request.query:
            options[name] = request.query[name]
    return options


def _preconditions(target: Target, found: Json, options: Json) -> None:
    wanted = options.get("preconditions") or {}
    for field, label in (("uid", "UID"), ("resourceVersion", "ResourceVersion")):
        asked, there = wanted.get(field), found["metadata"][field]
        if asked and asked != there:
            raise precondition_failed(target.kind, target.name, label, asked, there)


def _end_pod(world: World, pod: Json, options: Json) -> Json:
    grace = int(options.get("gracePeriodSeconds", pod["spec"].get("terminationGracePeriodSeconds", 30)))
    if grace == 0:
        return world.remove(PODS, pod)
    return world.mark_going(PODS, pod, grace)


def _end(world: World, target: Target, found: Json, options: Json) -> None:
    if options.get("propagationPolicy") == "Orphan":
        for resource, key in world.store.orphans_of(found["metadata"]["uid"]):
            kind = next(kind for kind in world.catalogue.all() if kind.resource == resource)
            child = world.get(kind, *key)
            if child is not None:
                meta = {name: value for name, value in child["metadata"].items() if name != "ownerReferences"}
                world.place(kind, {**child, "metadata": meta})
    world.remove(target.kind, found)


def _ask_budgets(world: World, pod: Json) -> None:
    budgets = [one for one in world.store.all(BUDGETS, pod["metadata"]["namespace"]) if pod in covered(world, one)]
    if len(budgets) > 1:
        text = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
        raise ApiError(500, "", text)
    for budget in budgets:
        status, name = budget["status"], budget["metadata"]["name"]
        if not is_ready(pod) and status["currentHealthy"] >= status["desiredHealthy"] > 0:
            return
        if status["disruptionsAllowed"] == 0:
            need, have = status["desiredHealthy"], status["currentHealthy"]
            why = f"The disruption budget {name} needs {need} healthy pods and has {have} currently"
            text = "Cannot evict pod as it would violate the pod's disruption budget."
            details = {"causes": [{"reason": "DisruptionBudget", "message": why}]}
            raise ApiError(429, "TooManyRequests", text, details)
