"""Pure: the draft of a new number of replicas, and what a rollout that is under way makes of it."""

from collections.abc import Iterator
from fractions import Fraction

from console.actions import requests
from console.actions.drafts.draft import Draft, Scene
from console.actions.places import shown
from console.actions.revisions import Old, current_of
from console.actions.shape import Json, dig, replicas_of
from console.incident.action import BLOCKS, INFORMS, WARNS, Changed, Finding

CHECK = "replicas"
MOST = 2**31 - 1
"""The greatest number of replicas that the API has room for."""


def draft(scene: Scene) -> Draft:
    """Return what setting the replicas to `wanted.value` does."""
    name, now, asked = shown(scene.wanted.target), replicas_of(scene.found), scene.wanted.value
    if not is_number(asked):
        text_ = f"'{asked[:40]}' is not a number of replicas: a whole number from 0 on is"
        return Draft(f"scale {name}", (Finding(BLOCKS, CHECK, text_),))
    goal = int(asked)
    return Draft(
        f"scale {name} {now} > {goal}",
        tuple(_findings(scene, now, goal)),
        (Changed(CHECK, str(now), str(goal)),),
        requests.scale(scene.wanted.target, scene.found, goal),
        scene.wanted._replace(value=str(now), undoes=""),
        typed=goal == 0,
        template=dig(scene.found, "spec", "template") if goal > now else None,
    )


def is_number(asked: str) -> bool:
    """Whether this is a number of replicas as the API can hold one."""
    return asked.isascii() and asked.isdecimal() and len(asked) <= len(str(MOST)) and int(asked) <= MOST


def _findings(scene: Scene, now: int, goal: int) -> Iterator[Finding]:
    if goal == now:
        yield Finding(BLOCKS, CHECK, f"it has {now} replicas already")
    if scene.most is not None and goal > scene.most:
        yield Finding(BLOCKS, CHECK, f"{goal} is more than the {scene.most} that the configuration allows")
    if goal == 0:
        yield Finding(WARNS, CHECK, "0 takes the service away as a whole; the name is to be typed")
    if dig(scene.found, "spec", "paused") and goal != now:
        yield Finding(INFORMS, "paused", "the rollout is paused; scaling works all the same")
    yield from _in_a_rollout(scene, goal)


def _in_a_rollout(scene: Scene, goal: int) -> Iterator[Finding]:
    """Say that pods of both revisions multiply while a rollout is not done: Kubernetes scales in proportion."""
    active = [one for one in scene.revisions if one.size]
    if scene.found.get("kind") != "Deployment" or len(active) < 2 or not goal:  # noqa: PLR2004 - old and new
        return
    current = current_of(scene.found, scene.revisions)
    sizes = shares(scene.found, active, goal)
    parts = [f"{sizes[one.uid]} of r{one.revision}{' (now)' if one is current else ''}" for one in active]
    bad = [f"r{one.revision}" for one in active if one.available < one.size]
    tail = f": the pods of {', '.join(bad)} that are not available multiply too" if bad else ""
    yield Finding(WARNS, "rollout", f"a rollout is not done, so this scales in proportion: {' + '.join(parts)}{tail}")


def shares(workload: Json, active: list[Old], goal: int) -> dict[str, int]:
    """Return the size that each revision with pods will have, by uid, as the Deployment's controller counts it."""
    most_now = sum(one.size for one in active)
    room = goal + surge(workload, goal)
    adding = room - most_now
    ordered = sorted(active, key=lambda one: one.size, reverse=True)
    most = max(replicas_of(workload) + surge(workload, replicas_of(workload)), 1)
    sizes, added = {}, 0
    for one in ordered:
        part = int(Fraction(one.size * room, most) + Fraction(1, 2)) - one.size
        part = min(part, adding - added) if adding > 0 else max(part, adding - added)
        added += part
        sizes[one.uid] = one.size + part
    sizes[ordered[0].uid] = max(sizes[ordered[0].uid] + adding - added, 0)
    return sizes


def surge(workload: Json, replicas: int) -> int:
    """Return how many pods a rollout may have above the replicas."""
    if dig(workload, "spec", "strategy", "type") == "Recreate":
        return 0
    asked = dig(workload, "spec", "strategy", "rollingUpdate", "maxSurge")
    asked = "25%" if asked is None else asked
    if isinstance(asked, int):
        return asked
    share = str(asked).removesuffix("%")
    return -(-int(share) * replicas // 100) if share.isdecimal() else 0
