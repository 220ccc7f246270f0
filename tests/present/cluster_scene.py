"""A cluster in the middle of a bad deploy, always the same: web 2.4.1 does not start, and that is not all."""

from typing import Any

from checks.kubernetes.objects import (
    ClusterSeen,
    Node,
    Notice,
    Pod,
    ResourceSeen,
    Revision,
    Scaler,
    Workload,
)

SECOND, MINUTE = 1_000, 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
RESOURCES = (
    "deployments",
    "statefulsets",
    "daemonsets",
    "replicasets",
    "pods",
    "nodes",
    "horizontalpodautoscalers",
    "poddisruptionbudgets",
    "events",
    "configmaps",
)


def a_workload(name: str, desired: int, revision: str, now: int, kind: str = "Deployment", **more: Any) -> Workload:
    """A workload that is well, unless `more` says otherwise."""
    tags = {"Deployment": "2.4.0", "StatefulSet": "16.3", "DaemonSet": "1.9.2"}
    return Workload(
        kind=kind,
        namespace="shop",
        name=name,
        uid=f"uid-{name}",
        desired=desired,
        updated=desired,
        ready=desired,
        available=desired,
        total=desired,
        generation=7,
        observed=7,
        images=(f"registry.example/shop/{name}:{tags[kind]}",),
        revision=revision,
        progress="NewReplicaSetAvailable" if kind == "Deployment" else "",
        selector=(("app", name),),
        owners=("helm shop",),
        changed_at=now - 3 * DAY,
        changed_by="helm",
    )._replace(**more)


def a_pod(name: str, now: int, owner: str, node: str = "node-3", **more: Any) -> Pod:
    """A pod that runs, unless `more` says otherwise."""
    return Pod(
        namespace="shop",
        name=name,
        uid=f"uid-{name}",
        state="Running",
        ready=1,
        containers=1,
        node=node,
        started_at=now - 3 * DAY,
        owner=owner,
        owner_kind="ReplicaSet",
        owner_name=owner.removeprefix("uid-"),
    )._replace(**more)


def the_workloads(now: int) -> tuple[Workload, ...]:
    """Five in trouble, one on its way, the others well."""
    web = a_workload("web", 6, "14", now)._replace(
        updated=3,
        ready=4,
        available=4,
        total=7,
        progress="ReplicaSetUpdated",
        images=("registry.example/shop/web:2.4.1",),
        owners=("argocd shop-web",),
        changed_at=now - 11 * MINUTE,
        changed_by="argocd-controller",
    )
    return (
        a_workload("api", 4, "31", now),
        a_workload("cart", 3, "9", now),
        a_workload("checkout", 5, "22", now)._replace(
            updated=4, total=6, progress="ReplicaSetUpdated", changed_at=now - 2 * MINUTE
        ),
        a_workload("report", 1, "3", now)._replace(
            ready=0,
            available=0,
            progress="ProgressDeadlineExceeded",
            images=("registry.example/shop/report:2.0",),
            changed_at=now - 42 * MINUTE,
            changed_by="kubectl",
            owners=("kubectl apply",),
        ),
        web,
        a_workload("worker", 4, "18", now)._replace(changed_at=now - 2 * DAY),
        a_workload("mailer", 2, "5", now)._replace(paused=True, changed_at=now - 5 * HOUR),
        a_workload("legacy", 0, "2", now)._replace(changed_at=now - 90 * DAY),
        a_workload("database", 3, "", now, "StatefulSet"),
        a_workload("logs", 12, "", now, "DaemonSet"),
    )


def the_revisions(now: int) -> tuple[Revision, ...]:
    """Three of web, one of each other."""
    webs = (("14", "web-7d4b9c", 11 * MINUTE, "image web:2.4.1"), ("13", "web-6f5d8a", 3 * DAY, ""))
    return (
        *(
            Revision("ReplicaSet", "shop", name, f"uid-{name}", "uid-web", int(number), now - ago, cause)
            for number, name, ago, cause in (*webs, ("11", "web-59c77f", 12 * DAY, "rollback to 2.3.9"))
        ),
        *(
            Revision("ReplicaSet", "shop", f"{name}-1a2b3c", f"uid-{name}-1a2b3c", f"uid-{name}", 3, now - 3 * DAY)
            for name in ("api", "cart", "checkout", "report", "worker", "mailer")
        ),
        *(
            Revision("ControllerRevision", "shop", f"{name}-6c54bd", f"uid-{name}-6c54bd", f"uid-{name}", number, now)
            for name, number in (("database", 4), ("database", 3), ("logs", 12))
        ),
    )


def the_pods(now: int) -> tuple[Pod, ...]:
    """Three of web's seven crash, one of the workers was killed for its memory, the report finds no image."""
    new = [
        a_pod(f"web-7d4b9c-{tail}", now, "uid-web-7d4b9c", node)._replace(
            state="CrashLoopBackOff",
            ready=0,
            restarts=restarts,
            last_reason="Error",
            last_code=1,
            last_at=now - ago * SECOND,
            started_at=now - 11 * MINUTE,
            message="back-off 2m40s restarting failed container=web",
        )
        for tail, node, restarts, ago in (
            ("k2x9p", "node-3", 6, 48),
            ("qq7zt", "node-7", 6, 71),
            ("v4m8d", "node-5", 5, 95),
        )
    ]
    others = [
        *(a_pod(f"web-6f5d8a-{tail}", now, "uid-web-6f5d8a") for tail in ("2hgtr", "8vwbn", "c9lkf", "xz4mm")),
        *(a_pod(f"api-1a2b3c-{number}", now, "uid-api-1a2b3c", f"node-{number}") for number in range(1, 5)),
        *(a_pod(f"cart-1a2b3c-{number}", now, "uid-cart-1a2b3c") for number in range(1, 4)),
        *(a_pod(f"worker-1a2b3c-{number}", now, "uid-worker-1a2b3c", "node-7") for number in range(1, 4)),
        *(a_pod(f"database-{number}", now, "uid-database", f"node-{number + 1}") for number in range(3)),
        *(a_pod(f"logs-{number:02d}", now, "uid-logs", f"node-{number}") for number in range(1, 13)),
    ]
    killed = a_pod("worker-1a2b3c-4", now, "uid-worker-1a2b3c", "node-7")._replace(
        restarts=4, last_reason="OOMKilled", last_code=137, last_at=now - 130 * SECOND
    )
    pulls = a_pod("report-1a2b3c-zz9", now, "uid-report-1a2b3c", "node-2")._replace(
        state="ImagePullBackOff",
        ready=0,
        started_at=now - 42 * MINUTE,
        message='Back-off pulling image "registry.example/shop/report:2.0": not found',
    )
    starts = a_pod("checkout-1a2b3c-n5", now, "uid-checkout-1a2b3c", "node-9")._replace(
        state="ContainerCreating", ready=0, started_at=now - 9 * SECOND
    )
    job = Pod("shop", "migrate-29384", "uid-migrate", "Error", 0, 1, 2, "node-4", "Error", 3, now - 7 * MINUTE)
    return (*others, *new, killed, pulls, starts, job._replace(owner="uid-job", owner_kind="Job", owner_name="migrate"))


def the_nodes(now: int) -> tuple[Node, ...]:
    """Twelve, one short of memory, one cordoned."""
    nodes = [
        Node(f"node-{number}", ready=True, version="v1.33.4", cpu=1.1 + number / 4, memory=(6 + number) * 1e9)
        for number in range(1, 13)
    ]
    nodes[6] = nodes[6]._replace(pressure=("MemoryPressure",), memory=31.1e9)
    nodes[10] = nodes[10]._replace(unschedulable=True)
    return tuple(node._replace(created_at=now - 40 * DAY, cpu_room=8.0, memory_room=32e9) for node in nodes)


def the_notices(now: int) -> tuple[Notice, ...]:
    """What the cluster warns of."""
    return (
        Notice(
            "shop",
            "Pod",
            "web-7d4b9c-k2x9p",
            "BackOff",
            "Back-off restarting failed container web",
            38,
            now - 12 * SECOND,
            "e1",
        ),
        Notice(
            "shop",
            "Pod",
            "web-7d4b9c-qq7zt",
            "Unhealthy",
            "Readiness probe failed: connection refused",
            9,
            now - 41 * SECOND,
            "e2",
        ),
        Notice("", "Node", "node-7", "EvictionThresholdMet", "Attempting to reclaim memory", 3, now - 2 * MINUTE, "e3"),
        Notice(
            "shop",
            "Pod",
            "report-1a2b3c-zz9",
            "Failed",
            'Failed to pull image "registry.example/shop/report:2.0": not found',
            17,
            now - 4 * MINUTE,
            "e4",
        ),
        Notice(
            "shop",
            "HorizontalPodAutoscaler",
            "api",
            "FailedGetResourceMetric",
            "no metrics returned from resource metrics API",
            61,
            now - 5 * MINUTE,
            "e5",
        ),
        Notice(
            "shop",
            "Deployment",
            "report",
            "ProgressDeadlineExceeded",
            "ReplicaSet has timed out progressing",
            1,
            now - 32 * MINUTE,
            "e6",
        ),
    )


def the_cluster(now: int, **more: Any) -> ClusterSeen:
    """All of it, as the console last saw it."""
    resources = (
        *(ResourceSeen(name, "ok", good_at=now - 2 * SECOND, size=12) for name in RESOURCES),
        ResourceSeen("secrets", "forbidden", 'secrets is forbidden: User "oncall" cannot list resource "secrets"'),
        ResourceSeen("metrics", "absent", "the server has no metrics.k8s.io"),
    )
    scalers = (
        Scaler("shop", "web", "Deployment", "web", 3, 6, 6, 6, now - 9 * MINUTE),
        Scaler("shop", "api", "Deployment", "api", 2, 10, 4, 4, now - 3 * HOUR, "FailedGetResourceMetric: no metrics"),
        Scaler("shop", "cart", "Deployment", "cart", 2, 8, 3, 3, now - 26 * HOUR),
    )
    return ClusterSeen(
        context="prod-eu",
        server="https://k8s.example:6443",
        who="oncall",
        version=1,
        resources=resources,
        workloads=the_workloads(now),
        pods=the_pods(now),
        revisions=the_revisions(now),
        nodes=the_nodes(now),
        scalers=scalers,
        notices=the_notices(now),
    )._replace(**more)


def gone(now: int) -> ClusterSeen:
    """The same cluster two minutes after its API server stopped answering."""
    seen = the_cluster(now - 2 * MINUTE)
    resources = tuple(
        each._replace(state="failing", error="no answer within 10 s", next_try=now + 9 * SECOND)
        if each.state == "ok"
        else each
        for each in seen.resources
    )
    return seen._replace(error="no answer from https://k8s.example:6443 within 10 s", resources=resources)


def crowd(now: int, pods: int = 10_000, workloads: int = 500) -> ClusterSeen:
    """A large cluster in which a twentieth of the pods crash."""
    made = tuple(a_workload(f"svc-{number:03d}", pods // workloads, "4", now) for number in range(workloads))
    sets = tuple(
        Revision("ReplicaSet", "shop", f"{each.name}-1", f"uid-{each.name}-1", each.uid, 4, now - DAY) for each in made
    )
    found = tuple(
        a_pod(f"{made[at % workloads].name}-1-{at:05d}", now, f"uid-{made[at % workloads].name}-1", f"node-{at % 200}")
        for at in range(pods)
    )
    bad = tuple(
        pod._replace(state="CrashLoopBackOff", ready=0, restarts=at % 9) if at % 20 == 0 else pod
        for at, pod in enumerate(found)
    )
    nodes = tuple(Node(f"node-{number}", ready=True) for number in range(200))
    return the_cluster(now)._replace(workloads=made, revisions=sets, pods=bad, nodes=nodes)
