"""Pure: what must still be so when an action is sent, and what has changed since. Decides nothing else."""

from collections.abc import Mapping

from console.actions.shape import Json, dig, last_writer, number, owner_of, replicas_of, text, uid_of, version_of
from console.actions.templates import fingerprint, images
from console.incident.clock import clock_time


def guard_of(found: Json) -> dict[str, str]:
    """Return the values that the card shows, as far as the kind has them."""
    kept = {"uid": uid_of(found), "resourceVersion": version_of(found)}
    if found.get("kind") == "Node":
        return {**kept, "unschedulable": str(bool(dig(found, "spec", "unschedulable"))).lower()}
    if found.get("kind") == "Pod":
        owner = owner_of(found)
        return {**kept, "owner": " ".join(text(owner, name) for name in ("kind", "name", "uid"))} if owner else kept
    template = dig(found, "spec", "template")
    return {
        **kept,
        "generation": str(number(found, "metadata", "generation")),
        "template": fingerprint(template),
        "images": ", ".join(images(template)),
        "replicas": str(replicas_of(found)) if found.get("kind") != "DaemonSet" else "",
        "paused": str(bool(dig(found, "spec", "paused"))).lower(),
    }


def owner_in(guard: Mapping[str, str]) -> Json:
    """Return the controller of the pod that a guard is about, {} where there is none."""
    words = guard.get("owner", "").split()
    return dict(zip(("kind", "name", "uid"), words, strict=True)) if words else {}


_WORDS = {"images": "image", "replicas": "replicas", "paused": "paused", "unschedulable": "unschedulable"}


def moved(guard: Mapping[str, str], found: Json) -> str:
    """Say what has changed since the card was made, "" where nothing of it did."""
    now = guard_of(found)
    if now["uid"] != guard.get("uid"):
        return "it was deleted and made again under the same name since the card was made"
    told = [
        f"{word} {guard[name] or 'none'} > {now[name] or 'none'}"
        for name, word in _WORDS.items()
        if name in guard and now.get(name) != guard[name]
    ]
    if guard.get("template") != now.get("template") and guard.get("images") == now.get("images"):
        told.append("the pod template")
    if not told and guard.get("generation") != now.get("generation"):
        told.append("its spec or its annotations")
    if not told:
        return ""
    who, at = last_writer(found)
    by = f" by {who}" if who else ""
    when = f" at {clock_time(at)}" if at else ""
    return f"changed since the card was made{by}{when}: {', '.join(told)}"
