"""Pure: label and field selectors, in the spelling of queries and in that of objects. Reads objects, changes none."""

import re
from collections.abc import Callable
from typing import Any

from console.drill.cluster.kinds import Kind
from console.drill.cluster.refusals import bad_request
from console.drill.cluster.values import Json, labels_of

Test = Callable[[Json], bool]

_SET = re.compile(r"^(?P<key>[^\s!=,]+)\s+(?P<op>in|notin)\s+\((?P<values>[^)]*)\)$")
_ALWAYS_KNOWN = frozenset({"metadata.name", "metadata.namespace"})
_FIELDS: dict[str, frozenset[str]] = {
    "pods": frozenset({
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase",
        "status.podIP", "status.nominatedNodeName",
    }),
    "events": frozenset({
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "source", "type",
    }),
    "secrets": frozenset({"type"}),
    "nodes": frozenset({"spec.unschedulable"}),
    "namespaces": frozenset({"status.phase"}),
    "replicasets": frozenset({"status.replicas"}),
    "jobs": frozenset({"status.successful"}),
}  # fmt: skip


def match_labels(selector: Json | None, labels: dict[str, str]) -> bool:
    """Tell whether labels fit a selector as objects carry it; none and an empty one fit nothing."""
    if not selector:
        return False
    wanted: dict[str, str] = selector.get("matchLabels") or {}
    terms: list[Json] = selector.get("matchExpressions") or []
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(_holds(term["operator"], labels.get(term["key"]), term.get("values") or []) for term in terms)


def _holds(operator: str, found: str | None, values: list[str]) -> bool:
    if operator == "Exists":
        return found is not None
    if operator == "DoesNotExist":
        return found is None
    return (found in values) is (operator == "In")


def label_test(text: str) -> Test:
    """Return the test for a labelSelector of a query; ApiError 400 when it cannot be read."""
    terms = [_label_term(part.strip()) for part in re.split(r",(?![^()]*\))", text) if part.strip()]
    return lambda document: all(
        _holds(operator, labels_of(document).get(key), values) for key, operator, values in terms
    )


def _label_term(part: str) -> tuple[str, str, list[str]]:
    found = _SET.match(part)
    if found:
        values = [value.strip() for value in found["values"].split(",")]
        return (found["key"], "In" if found["op"] == "in" else "NotIn", values)
    if "=" in part:
        key, operator, value = _equality(part)
        return (key, "NotIn" if operator == "!=" else "In", [value])
    if part.startswith("!"):
        return (part[1:].strip(), "DoesNotExist", [])
    if re.fullmatch(r"[\w./-]+", part):
        return (part, "Exists", [])
    raise bad_request(f"unable to parse requirement: {part!r}")


def _equality(part: str) -> tuple[str, str, str]:
    for operator in ("!=", "==", "="):
        key, sign, value = part.partition(operator)
        if sign:
            return (key.strip(), operator, value.strip())
    raise bad_request(f"invalid selector: {part!r}")


def field_test(text: str, kind: Kind) -> Test:
    """Return the test for a fieldSelector of a query; ApiError 400 for a field that the resource does not index."""
    terms = [_equality(part.strip()) for part in text.split(",") if part.strip()]
    for field, _, _ in terms:
        if field not in _ALWAYS_KNOWN | _FIELDS.get(kind.plural, frozenset()):
            raise bad_request(f"field label not supported: {field}")
    return lambda document: all(
        (_field(document, field) == value) is (operator != "!=") for field, operator, value in terms
    )


def _field(document: Json, path: str) -> str:
    found: Any = document
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, bool):
        return str(found).lower()
    if path == "spec.unschedulable" and found is None:
        return "false"
    return "" if found is None else str(found)


def selection(query: dict[str, str], kind: Kind) -> Test | None:
    """Return the test for both selectors of a query together; None when there are none."""
    tests: list[Test] = []
    if query.get("labelSelector"):
        tests.append(label_test(query["labelSelector"]))
    if query.get("fieldSelector"):
        tests.append(field_test(query["fieldSelector"], kind))
    return (lambda document: all(test(document) for test in tests)) if tests else None
