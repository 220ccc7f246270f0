"""Pure: the draft of a rollback to a revision that is named by its uid."""

from collections.abc import Iterator

from console.actions import requests
from console.actions.drafts.draft import Draft, Scene
from console.actions.places import shown
from console.actions.revisions import NEVER, UNKNOWN, Old, current_of, state_of
from console.actions.shape import dig, number, text
from console.actions.templates import differences, images, plain, unrestarted
from console.incident.action import BLOCKS, INFORMS, WARNS, Finding, Wanted, wanted_from
from console.incident.clock import clock_time
from console.incident.deed import Deed

CHECK = "revision"
NOT_COVERED = "not undone by this: database migrations, the content of ConfigMaps and Secrets, traffic rules of a mesh"


def draft(scene: Scene) -> Draft:
    """Return what going back to `wanted.value` (the uid of a revision) does."""
    name = shown(scene.wanted.target)
    goal = next((one for one in scene.revisions if one.uid == scene.wanted.value), None)
    if goal is None:
        return Draft(f"rollback {name}", (Finding(BLOCKS, CHECK, _missing(scene)),))
    current = current_of(scene.found, scene.revisions)
    was = f"r{current.revision}" if current else "now"
    summary = f"rollback {name} {was} > r{goal.revision}"
    cause = f"rollback to r{goal.revision} ({', '.join(images(goal.template))}) by warroom, action {scene.action}"
    request = requests.rollback(scene.wanted.target, scene.found, goal.template, cause, scene.incident)
    return Draft(
        summary,
        tuple(_findings(scene, goal, current)),
        differences(dig(scene.found, "spec", "template"), goal.template),
        request,
        _undo(scene, current),
        template=goal.template,
        since=goal.at,
    )


def _undo(scene: Scene, current: Old | None) -> Wanted | None:
    return scene.wanted._replace(value=current.uid, undoes="") if current else None


def _missing(scene: Scene) -> str:
    if not scene.revisions:
        return f"there is no history to go back to{_why_none(scene)}"
    known = ", ".join(f"r{one.revision}" for one in scene.revisions)
    return f"the revision is not there any more{_why_none(scene)}; there is {known}"


def _why_none(scene: Scene) -> str:
    limit = number(scene.found, "spec", "revisionHistoryLimit", absent=10)
    return " (revisionHistoryLimit is 0: no old revision is kept once a rollout is done)" if limit == 0 else ""


def _findings(scene: Scene, goal: Old, current: Old | None) -> Iterator[Finding]:
    now = dig(scene.found, "spec", "template")
    if goal is current or goal.template == plain(now):
        yield Finding(BLOCKS, CHECK, f"r{goal.revision} is what runs now: the server would accept it and do nothing")
    elif unrestarted(goal.template) == unrestarted(now):
        text_ = f"r{goal.revision} differs from now only by the time of a restart: use restart if that is wanted"
        yield Finding(BLOCKS, CHECK, text_)
    if dig(scene.found, "spec", "paused"):
        yield Finding(BLOCKS, "paused", "the rollout is paused: the server would accept this and nothing would roll")
    yield from _known_of(scene, goal)
    yield from _the_way_back(scene, current)
    yield from _strategy(scene)
    yield Finding(INFORMS, "not covered", NOT_COVERED)


def _known_of(scene: Scene, goal: Old) -> Iterator[Finding]:
    """Warn of a revision that was bad, or of which nobody knows that it was good."""
    back = [deed for deed in scene.deeds if _took_back(deed, scene.wanted, goal)]
    if back:
        last = max(back, key=lambda deed: deed.begun)
        when, name = clock_time(last.begun)[:5], scene.wanted.target.name
        told = f"r{goal.revision} was taken back by a rollback at {when}Z that improved {name}: this brings it again"
        yield Finding(WARNS, CHECK, told)
    state, why = state_of(goal, scene.found, scene.revisions, scene.seen)
    if state == NEVER:
        yield Finding(WARNS, CHECK, f"r{goal.revision} was never healthy: {why}")
    elif state == UNKNOWN:
        yield Finding(WARNS, CHECK, f"nobody has seen r{goal.revision} whole: its pods may not even start")


def _took_back(deed: Deed, wanted: Wanted, goal: Old) -> bool:
    """Whether this is a rollback away from the goal that did good: where it came from is its inverse."""
    target = wanted.target
    if (deed.verb, deed.step) != ("rollback", "improved") or not deed.undo:
        return False
    if (deed.context, deed.namespace, deed.target) != (target.context, target.namespace, shown(target)):
        return False
    try:
        return wanted_from(deed.undo).value == goal.uid
    except ValueError:
        return False


def _the_way_back(scene: Scene, current: Old | None) -> Iterator[Finding]:
    if current is None:
        text_ = "what runs now has no revision yet, so there will be no way back to it from here"
        yield Finding(WARNS, "undo", text_)
    elif number(scene.found, "spec", "revisionHistoryLimit", absent=10) == 0:
        text_ = f"revisionHistoryLimit is 0: r{current.revision} is deleted once this is done, and cannot be undone to"
        yield Finding(WARNS, "undo", text_)


def _strategy(scene: Scene) -> Iterator[Finding]:
    kind = scene.found.get("kind")
    if kind == "Deployment":
        return
    if text(scene.found, "spec", "updateStrategy", "type") == "OnDelete":
        yield Finding(WARNS, "strategy", "OnDelete: nothing rolls by itself; each pod changes when it is deleted")
    elif kind == "StatefulSet" and text(scene.found, "spec", "podManagementPolicy") != "Parallel":
        text_ = "OrderedReady: a broken pod stays as it is after the rollback; deleting it will be offered"
        yield Finding(INFORMS, "strategy", text_)
    partition = number(scene.found, "spec", "updateStrategy", "rollingUpdate", "partition")
    if partition:
        yield Finding(WARNS, "strategy", f"partition {partition}: pods below number {partition} keep what they run")
