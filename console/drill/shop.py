"""Pure: the small shop that drills are played in: what it consists of and who calls whom. Callers stand first."""

from typing import NamedTuple

from console.drill.physics import Call, Kind

REGISTRY = "shop.example"


class Part(NamedTuple):
    """A workload of the shop: how it is deployed, and the images that it ran before, the newest last."""

    kind: str
    pods: int
    images: tuple[str, ...]
    memory: int = 120
    """Megabytes of a pod that has done nothing yet; its limit is 512."""


FLOWS = (
    Kind("web", 20, 0.015, (Call("api", timeout=3.0),)),
    Kind(
        "api",
        8,
        0.025,
        (
            Call("cache", timeout=0.5),
            Call("database", misses="cache", timeout=1.0, retries=1),
            Call("payments", share=0.08, timeout=6.0, spared=True),
            Call("queue", share=0.15, timeout=1.0),
        ),
    ),
    Kind("worker", 8, 0.120, (Call("database", share=0.6, timeout=5.0),)),
    Kind("payments", 20, 0.020, (Call("acquirer", timeout=8.0, retries=1),)),
    Kind("cache", 200, 0.001, warms=Call("database", timeout=1.0)),
    Kind("queue", 200, 0.002),
    Kind("database", 9, 0.045),
    Kind("acquirer", 500, 0.150),
)
"""The acquirer is a third party: it runs no pods here."""
PARTS = {
    "web": Part("Deployment", 6, ("web:2.3.8", "web:2.3.9", "web:2.4.0")),
    "api": Part("Deployment", 6, ("api:1.9.0", "api:1.9.1", "api:1.9.2"), memory=180),
    "worker": Part("Deployment", 3, ("worker:3.0.4", "worker:3.1.0")),
    "payments": Part("Deployment", 2, ("payments:5.2.0", "payments:5.2.1")),
    "cache": Part("Deployment", 3, ("cache:7.2.3", "cache:7.2.4")),
    "queue": Part("StatefulSet", 2, ("queue:3.12.1",)),
    "database": Part("StatefulSet", 2, ("database:15.4",)),
}
REPORTS = "reports:1.4.0"
"""What stands beside the shop and runs no pod on an ordinary afternoon."""
TRAFFIC = 600.0
"""Requests a second that users make of web on an ordinary afternoon."""
ORDERS = 60.0
"""Jobs a second that worker takes from the queue."""


def image(short: str) -> str:
    """Return the whole name of an image."""
    return f"{REGISTRY}/{short}"


def kind_of(name: str) -> str:
    """Return the kind of a workload by its name; what is no part of the shop is a Deployment beside it."""
    return PARTS[name].kind if name in PARTS else "Deployment"
