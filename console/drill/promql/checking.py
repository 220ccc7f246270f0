"""Pure: whether the parts of a query fit together, before it meets any data."""

from console.drill.promql.errors import QueryError, misread
from console.drill.promql.functions import SIGNATURES
from console.drill.promql.syntax import (
    MATRIX,
    SCALAR,
    VECTOR,
    Aggregation,
    Binary,
    Call,
    Negative,
    Node,
    Number,
    Selector,
    children,
)

COMPARISONS = frozenset(["==", "!=", "<", ">", "<=", ">="])
SETS = frozenset(["and", "or", "unless"])


def kind(node: Node) -> str:
    """Return what a node gives: SCALAR, VECTOR or MATRIX."""
    if isinstance(node, Number):
        return SCALAR
    if isinstance(node, Selector):
        return MATRIX if node.span else VECTOR
    if isinstance(node, Call):
        return SIGNATURES[node.name].gives
    if isinstance(node, Negative):
        return kind(node.of)
    if isinstance(node, Binary):
        return SCALAR if kind(node.left) == kind(node.right) == SCALAR else VECTOR
    return VECTOR


def check(node: Node, text: str) -> None:
    """Check a node and all its parts; QueryError names the first that does not fit."""
    for part in children(node):
        check(part, text)
    if isinstance(node, Call):
        _check_call(node, text)
    elif isinstance(node, Aggregation):
        _expect(node.of, VECTOR, "aggregation expression", text)
        if node.given is not None:
            _expect(node.given, SCALAR, "aggregation parameter", text)
    elif isinstance(node, Negative) and kind(node.of) == MATRIX:
        what = "unary expression only allowed on expressions of type scalar or instant vector"
        raise misread(text, node.at, f'{what}, got "{MATRIX}"')
    elif isinstance(node, Binary):
        problem = _problem(node)
        if problem:
            raise misread(text, node.at, problem)


def _expect(node: Node, wanted: str, where: str, text: str) -> None:
    if kind(node) != wanted:
        raise misread(text, node.at, f"expected type {wanted} in {where}, got {kind(node)}")


def _check_call(node: Call, text: str) -> None:
    signature = SIGNATURES[node.name]
    most, least = len(signature.given), len(signature.given) - signature.optional
    if not least <= len(node.given) <= most:
        raise _miscounted(node, least, most, text)
    for part, wanted in zip(node.given, signature.given, strict=False):
        _expect(part, wanted, f'call to function "{node.name}"', text)


def _miscounted(node: Call, least: int, most: int, text: str) -> QueryError:
    got = len(node.given)
    bound = "" if least == most else "at least " if got < least else "at most "
    wanted = least if got < least else most
    return misread(text, node.at, f'expected {bound}{wanted} argument(s) in call to "{node.name}", got {got}')


def _problem(node: Binary) -> str:
    kinds = {kind(node.left), kind(node.right)}
    if MATRIX in kinds:
        return "binary expression must contain only scalar and instant vector types"
    if node.yes_or_no and node.sign not in COMPARISONS:
        return "bool modifier can only be used on comparison operators"
    if SCALAR in kinds and node.sign in SETS:
        return f'set operator "{node.sign}" not allowed in binary scalar expression'
    if kinds == {SCALAR} and node.sign in COMPARISONS and not node.yes_or_no:
        return "comparisons between scalars must use BOOL modifier"
    if SCALAR in kinds and node.match is not None:
        return "vector matching only allowed between instant vectors"
    return ""
