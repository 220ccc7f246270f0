"""Pure: what an action from a row of the room is meant for."""

from console.incident.action import VERBS_OF, Target
from console.present.cluster.keys import named, targets
from console.present.cluster.view import view_of
from console.present.snapshot import Context, Snapshot


def aimed(snapshot: Snapshot, context: Context, pane: str, row: str, verb: str) -> Target | None:
    """Return the target that a row of the services or of the cluster pane means to a verb; None for none."""
    found = _service(snapshot, context, row) if pane == "services" else _cluster(snapshot, row)
    return next((each for each in found if verb in VERBS_OF.get(each.kind, ())), None)


def _service(snapshot: Snapshot, context: Context, service: str) -> tuple[Target, ...]:
    place = context.workloads.get(service)
    seen = None if place is None else snapshot.cluster(place.context)
    if place is None or seen is None:
        return ()
    found = named(view_of(seen, snapshot.at), place.kind, place.namespace or seen.namespace, place.name)
    return () if found is None else (Target(seen.context, found.kind, found.namespace, found.name, found.uid),)


def _cluster(snapshot: Snapshot, row: str) -> tuple[Target, ...]:
    context, _, key = row.partition("|")
    seen = snapshot.cluster(context)
    return () if seen is None or not key else targets(view_of(seen, snapshot.at), key)
