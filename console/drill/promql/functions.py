"""Pure: which functions there are, what each is given and what it gives."""

from typing import NamedTuple

from console.drill.promql.syntax import MATRIX, SCALAR, VECTOR


class Signature(NamedTuple):
    """The kinds of what is given, of which the last `optional` may be left out, and the kind of what comes back."""

    given: tuple[str, ...]
    gives: str = VECTOR
    optional: int = 0


_WINDOWS = [
    *("rate", "increase", "irate", "delta", "idelta", "changes", "resets"),
    *("avg_over_time", "max_over_time", "min_over_time", "sum_over_time", "count_over_time", "last_over_time"),
]
_PLAIN = ["abs", "ceil", "floor", "exp", "ln", "log2", "log10", "sqrt", "sort", "sort_desc", "absent"]

SIGNATURES: dict[str, Signature] = {
    **{name: Signature((MATRIX,)) for name in _WINDOWS},
    **{name: Signature((VECTOR,)) for name in _PLAIN},
    "round": Signature((VECTOR, SCALAR), optional=1),
    "clamp_min": Signature((VECTOR, SCALAR)),
    "clamp_max": Signature((VECTOR, SCALAR)),
    "clamp": Signature((VECTOR, SCALAR, SCALAR)),
    "histogram_quantile": Signature((SCALAR, VECTOR)),
    "vector": Signature((SCALAR,)),
    "scalar": Signature((VECTOR,), SCALAR),
    "time": Signature((), SCALAR),
}

AGGREGATIONS = frozenset(["sum", "avg", "min", "max", "count", "group", "topk", "bottomk", "quantile"])
WITH_NUMBER = frozenset(["topk", "bottomk", "quantile"])
