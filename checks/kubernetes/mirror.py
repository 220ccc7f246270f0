"""All shelves of a cluster put together as one ClusterSeen; a part that did not change is the same tuple again."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checks.kubernetes.objects import Revision, Usage, Workload
from checks.kubernetes.resources import RESOURCES, Kept
from checks.kubernetes.shelf import Shelf

_PARTS = {
    "workloads": ("deployments", "statefulsets", "daemonsets", "controllerrevisions"),
    "pods": ("pods",),
    "revisions": ("replicasets", "controllerrevisions"),
    "nodes": ("nodes",),
    "scalers": ("horizontalpodautoscalers",),
    "budgets": ("poddisruptionbudgets",),
    "notices": ("events",),
    "things": ("jobs", "persistentvolumeclaims", "configmaps", "secrets"),
}
"""The fields of ClusterSeen and the resources that they are made of."""

Told = Callable[[str, Kept | None, Kept | None], None]


class Mirror:
    """One shelf a resource. `told(resource, before, after)` hears of changes of those that belong in the feed."""

    def __init__(self, told: Told) -> None:
        def teller(name: str) -> Callable[[Kept | None, Kept | None], None]:
            return lambda before, after: told(name, before, after)

        self.shelves = {
            each.name: Shelf(each.most, teller(each.name)) if each.told or each.name == "scalings" else Shelf(each.most)
            for each in RESOURCES
        }
        self._made: dict[str, tuple[tuple[int, ...], tuple[Any, ...]]] = {}

    def parts(self, images: Mapping[str, tuple[str, ...]], nodes: Mapping[str, Usage], extra: int) -> dict[str, Any]:
        """Return the fields of ClusterSeen that hold rows; `extra` goes up when `images` or `nodes` has changed."""
        fill: dict[str, Callable[[tuple[Any, ...]], tuple[Any, ...]]] = {
            "workloads": self._with_revisions,
            "revisions": lambda rows: tuple([_with_images(each, images) for each in rows]),
            "nodes": lambda rows: tuple([_with_usage(each, nodes) for each in rows]),
        }
        return {part: self._part(part, fill.get(part), extra) for part in _PARTS}

    def _part(
        self, part: str, fill: Callable[[tuple[Any, ...]], tuple[Any, ...]] | None, extra: int
    ) -> tuple[Any, ...]:
        shelves = [self.shelves[name] for name in _PARTS[part]]
        versions = (*(shelf.version for shelf in shelves), extra if fill else 0)
        made = self._made.get(part)
        if made is None or made[0] != versions:
            rows = _joined(shelf.rows() for shelf in shelves if part != "workloads" or shelf is not shelves[-1])
            made = self._made[part] = versions, fill(rows) if fill else rows
        return made[1]

    def _with_revisions(self, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give StatefulSets and DaemonSets the number of their revision, which only their ControllerRevisions know."""
        newest: dict[str, int] = {}
        for each in self.shelves["controllerrevisions"].rows():
            newest[each.owner] = max(newest.get(each.owner, 0), each.revision)
        return tuple([_numbered(each, newest) for each in rows])


def _joined(tuples: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    filled = [each for each in tuples if each]
    return filled[0] if len(filled) == 1 else tuple([row for rows in filled for row in rows])


def _numbered(row: Workload, newest: Mapping[str, int]) -> Workload:
    number = newest.get(row.uid)
    return row._replace(revision=str(number)) if number and not row.revision else row


def _with_images(row: Revision, images: Mapping[str, tuple[str, ...]]) -> Revision:
    known = images.get(row.uid)
    return row._replace(images=known) if known and not row.images else row


def _with_usage(row: Any, nodes: Mapping[str, Usage]) -> Any:
    used = nodes.get(row.name)
    return row._replace(cpu=used.cpu, memory=used.memory) if used else row
