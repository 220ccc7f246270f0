"""Pure: which function drafts which verb."""

from collections.abc import Callable, Mapping

from console.actions.drafts import nodes, pods, rollback, rolling, scaling
from console.actions.drafts.draft import Draft, Scene

DRAFTS: Mapping[str, Callable[[Scene], Draft]] = {
    "rollback": rollback.draft,
    "scale": scaling.draft,
    "restart": rolling.restart,
    "pause": rolling.pause,
    "resume": rolling.resume,
    "delete": pods.delete,
    "evict": pods.evict,
    "cordon": nodes.cordon,
    "uncordon": nodes.uncordon,
}
