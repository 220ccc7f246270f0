"""Pure: reads fields of raw objects of the API, whatever is missing in them. Asks nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Json = dict[str, Any]
"""An object as it goes over the wire."""

OURS = "warroom"
"""The field manager of everything that this program writes."""


def dig(document: Any, *names: str) -> Any:
    """Return the field at a path, None where any part of it is missing."""
    found = document
    for name in names:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def number(document: Any, *names: str, absent: int = 0) -> int:
    """Return a whole number; a counter that the server leaves out is 0."""
    found = dig(document, *names)
    return found if isinstance(found, int) and not isinstance(found, bool) else absent


def text(document: Any, *names: str) -> str:
    """Return a text, "" where there is none."""
    found = dig(document, *names)
    return found if isinstance(found, str) else ""


def parts(document: Any, *names: str) -> list[Json]:
    """Return the objects of a list."""
    found = dig(document, *names)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def labels(document: Any) -> dict[str, str]:
    """Return the labels."""
    return dig(document, "metadata", "labels") or {}


def notes(document: Any) -> dict[str, str]:
    """Return the annotations."""
    return dig(document, "metadata", "annotations") or {}


def name_of(document: Any) -> str:
    """Return the name."""
    return text(document, "metadata", "name")


def uid_of(document: Any) -> str:
    """Return the uid."""
    return text(document, "metadata", "uid")


def version_of(document: Any) -> str:
    """Return the resourceVersion."""
    return text(document, "metadata", "resourceVersion")


def moment(stamp: object) -> int | None:
    """Return the milliseconds since 1970 of a time of the API, None for what is none."""
    try:
        return round(datetime.fromisoformat(str(stamp)).timestamp() * 1000)
    except ValueError:
        return None


def owner_of(document: Any) -> Json:
    """Return the reference to the controller, {} where there is none."""
    return next((one for one in parts(document, "metadata", "ownerReferences") if one.get("controller")), {})


def condition(document: Any, kind: str) -> Json:
    """Return a condition of the status, {} where there is none."""
    return next((one for one in parts(document, "status", "conditions") if one.get("type") == kind), {})


def replicas_of(document: Any) -> int:
    """Return how many pods a workload is to have; a DaemonSet has as many as nodes take it."""
    if dig(document, "kind") == "DaemonSet":
        return number(document, "status", "desiredNumberScheduled")
    return number(document, "spec", "replicas", absent=1)


def last_writer(document: Any) -> tuple[str, int | None]:
    """Return who last wrote the object itself (not its status), and when (ms)."""
    written = [
        (moment(one.get("time")) or 0, text(one, "manager"))
        for one in parts(document, "metadata", "managedFields")
        if one.get("subresource") != "status"
    ]
    at, who = max(written, default=(0, ""))
    return who, at or None


def written_by_us(document: Any) -> int | None:
    """Return when this program last wrote the object (ms), None where it never did."""
    managed = parts(document, "metadata", "managedFields")
    times = [moment(one.get("time")) for one in managed if one.get("manager") == OURS]
    return max((at for at in times if at is not None), default=None)


def selector_of(selector: Any) -> str:
    """Return a selector of an object as a query spells it."""
    terms = [f"{name}={value}" for name, value in sorted((dig(selector, "matchLabels") or {}).items())]
    for one in parts(selector, "matchExpressions"):
        key, operator = text(one, "key"), text(one, "operator")
        values = ",".join(str(value) for value in one.get("values") or ())
        bare = {"Exists": key, "DoesNotExist": f"!{key}"}
        terms.append(bare.get(operator) or f"{key} {operator.lower()} ({values})")
    return ",".join(terms)


def selects(selector: Any, carried: Mapping[str, str]) -> bool:
    """Tell whether labels fit a selector as objects carry it; one that is missing fits nothing."""
    if not isinstance(selector, Mapping):
        return False
    if any(carried.get(name) != value for name, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(_holds(one, carried) for one in parts(selector, "matchExpressions"))


def _holds(term: Json, carried: Mapping[str, str]) -> bool:
    found, values = carried.get(text(term, "key")), term.get("values") or []
    return {
        "Exists": found is not None,
        "DoesNotExist": found is None,
        "In": found in values,
        "NotIn": found not in values,
    }.get(text(term, "operator"), False)
