"""Pure: what somebody did to a plain object (a ConfigMap, an autoscaler, a node, ...), told from its marks."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checks.kubernetes.marks import Mark, Write
from checks.kubernetes.objects import SHORT, Scaler
from checks.kubernetes.resources import Kept

KINDS = {
    "configmaps": ("config", "configmap"),
    "secrets": ("secret", "secret"),
    "services": ("network", "svc"),
    "ingresses": ("network", "ingress"),
    "horizontalpodautoscalers": ("autoscaler", SHORT["HorizontalPodAutoscaler"]),
    "poddisruptionbudgets": ("policy", "pdb"),
    "nodes": ("node", SHORT["Node"]),
}
"""By resource: what a change of it is, and how its kind is written."""
_BIRTH = 5_000
"""ms after its creation in which writes belong to it."""
_SKEW, _WITHIN = 1_000, 10_000
"""ms after and before something happened in which who wrote is its author."""


class Act(NamedTuple):
    """Something that somebody did, before it is a Change: `key` lacks nothing, `text` is a sentence."""

    at: int
    what: str
    target: str
    text: str
    key: str
    by: str = ""
    namespace: str = ""


def acts(resource: str, before: Kept | None, after: Kept | None, since: int, now: int) -> Iterator[Act]:
    """Yield what happened to an object since `since` (ms), as far as it can be told from these two looks at it."""
    kept = after or before
    if kept is None or kept.mark is None:
        return
    what, kind = KINDS[resource]
    base = Act(now, what, f"{kind}/{kept.row.name}", "", kept.mark.uid, "", getattr(kept.row, "namespace", ""))
    if kept.mark.labels:
        yield from _release(base, before, after, since)
    elif after is None:
        word = "removed" if what == "node" else "deleted"
        yield base._replace(text=f"{base.target} {word}", key=f"{base.key}/deleted")
    elif what == "node":
        yield from _node(base, before, after, since)
    else:
        yield from _written(base, before, after, since)


def _written(base: Act, before: Kept | None, after: Kept, since: int) -> Iterator[Act]:
    assert after.mark is not None
    born = after.mark.created_at
    if born is not None and born >= since:
        yield base._replace(
            at=born, text=f"{base.target} created", key=f"{base.key}/created", by=author(after.mark.writes, born)
        )
    for each in fresh(before, after, since):
        if born is None or each.at > born + _BIRTH:
            text = f"{base.target} {_how(before, after)}"
            yield base._replace(at=each.at, text=text, key=f"{base.key}/{each.at // 1000}", by=each.by)
    if before is not None and before.mark is not None and _lessened(before.mark, after.mark):
        text = f"{base.target} {_how(before, after)}: something was taken out of it"
        yield base._replace(text=text, key=f"{base.key}/{_state(after.mark)}")


def _lessened(old: Mark, new: Mark) -> bool:
    """Tell whether something was taken out of an object, which leaves no write with a time."""
    return old.uid == new.uid and new.fields < old.fields and not _newer(old.writes, new.writes)


def _state(mark: Mark) -> str:
    """Return what is the same for every console that sees an object in this state, and another in the next one."""
    return f"{mark.writes[0].at // 1000 if mark.writes else 0}-{mark.fields}"


def _how(before: Kept | None, after: Kept) -> str:
    old, new = before.row if before else None, after.row
    if isinstance(old, Scaler) and isinstance(new, Scaler):
        moved = [
            f"{name} {one} > {other}"
            for name, one, other in (("min", old.low, new.low), ("max", old.high, new.high))
            if one != other
        ]
        return ", ".join(moved) or "changed"
    return "changed"


def _node(base: Act, before: Kept | None, after: Kept, since: int) -> Iterator[Act]:
    mark, row = after.mark, after.row
    assert mark is not None
    if before is None and mark.created_at is not None and mark.created_at >= since:
        yield base._replace(at=mark.created_at, text=f"{base.target} joined", key=f"{base.key}/created")
        return
    if before is not None and before.row.unschedulable == row.unschedulable:
        return  # labels and annotations of nodes are written by many controllers: no news
    latest = next((each for each in fresh(before, after, since) if each.spec), None)
    if before is None and (latest is None or not row.unschedulable):
        return
    text = f"{base.target} {'cordoned' if row.unschedulable else 'uncordoned'}"
    if latest is None:  # `kubectl uncordon` takes the field away: it is dated by when it was seen
        cordoned = max((each.at for each in _writes(before) if each.spec), default=0)
        yield base._replace(text=text, key=f"{base.key}/after-{cordoned // 1000}")
    else:
        yield base._replace(at=latest.at, text=text, key=f"{base.key}/{latest.at // 1000}", by=latest.by)


def _release(base: Act, before: Kept | None, after: Kept | None, since: int) -> Iterator[Act]:
    """Tell of a Helm release by the labels of its Secret: one line a revision, and another where it failed later."""
    if after is None or after.mark is None or after.mark.created_at is None or after.mark.created_at < since:
        return
    labels, failed = dict(after.mark.labels), ("status", "failed") in after.mark.labels
    text = f"{labels['name']} v{labels['version']} {labels['status']}"
    said = base._replace(what="helm", target=f"helm {labels['name']}", text=text, by="helm")
    if before is not None and failed:
        modified = labels["modifiedAt"]
        yield said._replace(at=int(modified) * 1000 if modified.isdecimal() else base.at, key=f"{base.key}/failed")
    else:
        yield said._replace(at=after.mark.created_at, key=f"{base.key}/release")


def fresh(before: Kept | None, after: Kept, since: int) -> list[Write]:
    """Return the writes since `since` that came after the look before, the latest first, one a second."""
    assert after.mark is not None
    newer = _newer(_writes(before), after.mark.writes)
    found = {each.at // 1000: each for each in sorted(newer, key=lambda each: each.spec) if each.at >= since}
    return sorted(found.values(), reverse=True)


def _newer(old: tuple[Write, ...], new: tuple[Write, ...]) -> list[Write]:
    """Return what was written after `old`; that somebody lost fields to another makes an old write no new one."""
    latest = max((each.at for each in old), default=0)
    known = {(each.at, each.by, each.scale) for each in old}
    return [each for each in new if each.at >= latest and (each.at, each.by, each.scale) not in known]


def _writes(kept: Kept | None) -> tuple[Write, ...]:
    return kept.mark.writes if kept is not None and kept.mark is not None else ()


def author(writes: Iterable[Write], at: int) -> str:
    """Return who wrote last before what came of it at `at`, "" where nobody did."""
    near = [each for each in writes if -_SKEW <= at - each.at <= _WITHIN]
    return min(near, key=lambda each: abs(each.at - at)).by if near else ""
