"""Pure: what is done with two sides: arithmetic, comparisons, and which series of one belong to which of the other."""

from console.drill.metrics import Labels
from console.drill.promql.errors import EXECUTION, QueryError
from console.drill.promql.numbers import ARITHMETIC, COMPARING
from console.drill.promql.syntax import Binary, Grouping
from console.drill.promql.vectors import Key, Value, Vector, group_key, nameless, only, remembered, without, written


class Combiner:
    """What one operator of a query does; it remembers what it has worked out of labels."""

    def __init__(self, node: Binary) -> None:
        self._node = node
        match = node.match or Grouping((), without=True)
        self._key: Key = group_key(match)
        self._result: Key = remembered(lambda labels: _result(labels, node))

    def __call__(self, left: Value, right: Value) -> Value:
        """Combine two sides."""
        sign = self._node.sign
        if isinstance(left, list) and isinstance(right, list):
            return self._sets(left, right) if sign in {"and", "or", "unless"} else self._matched(left, right)
        if isinstance(left, list):
            assert not isinstance(right, list)
            return self._with_number(left, right, swapped=False)
        if isinstance(right, list):
            return self._with_number(right, left, swapped=True)
        return ARITHMETIC[sign](left, right) if sign in ARITHMETIC else float(COMPARING[sign](left, right))

    def _one(self, left: float, right: float, shown: float) -> float | None:
        """Return the value of a pair; None where a comparison leaves it out."""
        sign = self._node.sign
        if sign in ARITHMETIC:
            return ARITHMETIC[sign](left, right)
        holds = COMPARING[sign](left, right)
        if self._node.yes_or_no:
            return float(holds)
        return shown if holds else None

    def _with_number(self, vector: Vector, number: float, *, swapped: bool) -> Vector:
        made: Vector = []
        for labels, value in vector:
            left, right = (number, value) if swapped else (value, number)
            found = self._one(left, right, value)
            if found is not None:
                made.append((self._result(labels), found))
        return made

    def _sets(self, left: Vector, right: Vector) -> Vector:
        key = self._key
        if self._node.sign == "or":
            known = {key(labels) for labels, _ in left}
            return [*left, *(sample for sample in right if key(sample[0]) not in known)]
        known = {key(labels) for labels, _ in right}
        wanted = self._node.sign == "and"
        return [sample for sample in left if (key(sample[0]) in known) is wanted]

    def _matched(self, left: Vector, right: Vector) -> Vector:
        if not left:
            return []
        others: dict[Labels, tuple[Labels, float]] = {}
        for labels, value in right:
            key = self._key(labels)
            if key in others:
                raise _twice(key, labels, others[key][0])
            others[key] = labels, value
        made: Vector = []
        used: set[Labels] = set()
        for labels, value in left:
            key = self._key(labels)
            if key not in others:
                continue
            found = self._one(value, others[key][1], value)
            if found is None:
                continue
            if key in used:
                what = "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
                raise QueryError(what, EXECUTION)
            used.add(key)
            made.append((self._result(labels), found))
        return made


def _result(labels: Labels, node: Binary) -> Labels:
    """Return the labels of what a pair gives."""
    if node.sign in ARITHMETIC or node.yes_or_no:
        labels = nameless(labels)
    if node.match is None:
        return labels
    return without(labels, node.match.labels) if node.match.without else only(labels, node.match.labels)


def _twice(key: Labels, labels: Labels, other: Labels) -> QueryError:
    what = (
        f"found duplicate series for the match group {written(key)} on the right hand-side of the operation: "
        f"[{written(labels)}, {written(other)}];many-to-many matching not allowed: matching labels must be unique on "
        "one side"
    )
    return QueryError(what, EXECUTION)
