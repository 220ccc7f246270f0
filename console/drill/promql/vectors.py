"""Pure: what a query works on: values by their labels, and what is taken off or kept of labels."""

from collections.abc import Callable, Iterable

from console.drill.metrics import NAME, Labels
from console.drill.promql.errors import EXECUTION, QueryError
from console.drill.promql.syntax import Grouping

Sample = tuple[Labels, float]
Vector = list[Sample]
Value = float | Vector

Key = Callable[[Labels], Labels]


def written(labels: Labels) -> str:
    """Write labels as Prometheus does in its messages."""
    return "{" + ", ".join(f'{label}="{value}"' for label, value in labels) + "}"


def no_twins(found: Iterable[Labels]) -> None:
    """Refuse what has the same labels twice: it comes of names taken off series of several names."""
    known = list(found)
    if len(set(known)) != len(known):
        raise QueryError("vector cannot contain metrics with the same labelset", EXECUTION)


def remembered(work: Key) -> Key:
    """Return the same function, that works out nothing twice: a query meets the same labels at every step."""
    known: dict[Labels, Labels] = {}

    def key(labels: Labels) -> Labels:
        found = known.get(labels)
        if found is None:
            found = known[labels] = work(labels)
        return found

    return key


def without(labels: Labels, names: Iterable[str]) -> Labels:
    """Return labels but for those named."""
    return tuple(pair for pair in labels if pair[0] not in names)


def only(labels: Labels, names: Iterable[str]) -> Labels:
    """Return the labels named."""
    return tuple(pair for pair in labels if pair[0] in names)


def nameless(labels: Labels) -> Labels:
    """Return labels without the name of the series."""
    return without(labels, (NAME,))


def group_key(grouping: Grouping) -> Key:
    """Return what tells the groups apart: for each series the labels that its group has."""
    if grouping.without:
        names = frozenset((*grouping.labels, NAME))
        return remembered(lambda labels: without(labels, names))
    kept = frozenset(grouping.labels)
    return remembered(lambda labels: only(labels, kept))


def grouped(vector: Vector, key: Key) -> dict[Labels, Vector]:
    """Put what belongs together together, in the order that it comes."""
    groups: dict[Labels, Vector] = {}
    for sample in vector:
        groups.setdefault(key(sample[0]), []).append(sample)
    return groups
