"""Pure: what a query is made of, once it is read. Nodes are compared by identity: each is a place in one query."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.drill.metrics import Matcher

SCALAR = "scalar"
VECTOR = "instant vector"
MATRIX = "range vector"


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number as it stands."""

    value: float
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """Series by name and labels; with `span` (ms) their points of that long, without (0) the newest of each."""

    name: str
    matchers: tuple[Matcher, ...]
    at: int
    span: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function and what it is given."""

    name: str
    given: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which labels decide what belongs together: those named, or with `without` all but those."""

    labels: tuple[str, ...] = ()
    without: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Aggregation:
    """Several series made one for each group. `given` is the number of topk, bottomk and quantile."""

    name: str
    of: "Node"
    given: "Node | None"
    grouping: Grouping
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """Two sides and what is done with them. `yes_or_no` is `bool`; `match` is None where nothing was said."""

    sign: str
    left: "Node"
    right: "Node"
    at: int
    yes_or_no: bool = False
    match: Grouping | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Negative:
    """A minus before something."""

    of: "Node"
    at: int


Node = Number | Selector | Call | Aggregation | Binary | Negative


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, in the order they are written."""
    if isinstance(node, Call):
        return node.given
    if isinstance(node, Binary):
        return node.left, node.right
    if isinstance(node, Negative):
        return (node.of,)
    if isinstance(node, Aggregation):
        return (node.of,) if node.given is None else (node.given, node.of)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Go over a node and all its parts."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += children(found)
