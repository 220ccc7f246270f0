"""Pure: the drafts of restart, pause and resume."""

from console.actions import requests
from console.actions.drafts.draft import Draft, Scene
from console.actions.places import shown
from console.actions.shape import dig, notes, text
from console.actions.templates import RESTARTED
from console.incident.action import BLOCKS, INFORMS, WARNS, Changed, Finding


def restart(scene: Scene) -> Draft:
    """Return what making every pod anew does; there is no way back, nor a need of one."""
    template = dig(scene.found, "spec", "template")
    findings = []
    if dig(scene.found, "spec", "paused"):
        findings.append(Finding(BLOCKS, "paused", "the rollout is paused: the restart would wait until it is resumed"))
    if text(scene.found, "spec", "updateStrategy", "type") == "OnDelete":
        told = "OnDelete: nothing restarts by itself; each pod is made anew when it is deleted"
        findings.append(Finding(BLOCKS, "strategy", told))
    if text(scene.found, "spec", "strategy", "type") == "Recreate":
        findings.append(Finding(WARNS, "strategy", "Recreate: all pods go before the first new one starts"))
    last = notes(template).get(RESTARTED, "")
    return Draft(
        f"restart {shown(scene.wanted.target)}",
        tuple(findings),
        (Changed("restarted at", last or "never", "now"),),
        requests.restart(scene.wanted.target, scene.found, scene.now),
        template=template,
    )


def pause(scene: Scene) -> Draft:
    """Return what pausing does: pods stay as they are, half way through a rollout too."""
    return _paused(scene, on=True, told="what has rolled so far stays; scaling and evictions still work")


def resume(scene: Scene) -> Draft:
    """Return what resuming does: every change of the template since the pause rolls out."""
    return _paused(scene, on=False, told="every change of the pod template since the pause rolls out now")


def _paused(scene: Scene, *, on: bool, told: str) -> Draft:
    now, verb, other = (
        bool(dig(scene.found, "spec", "paused")),
        "pause" if on else "resume",
        "resume" if on else "pause",
    )
    findings = [Finding(INFORMS, "paused", told)]
    if now == on:
        findings = [Finding(BLOCKS, "paused", f"it is {'paused already' if on else 'not paused'}")]
    return Draft(
        f"{verb} {shown(scene.wanted.target)}",
        tuple(findings),
        (Changed("paused", _word(now), _word(on)),),
        requests.pause(scene.wanted.target, scene.found, on=on),
        scene.wanted._replace(verb=other, value="", undoes=""),
    )


def _word(on: object) -> str:
    return "yes" if on else "no"
