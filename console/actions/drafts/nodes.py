"""Pure: the drafts of cordon and uncordon."""

from console.actions import requests
from console.actions.drafts.draft import Draft, Scene
from console.actions.places import shown
from console.actions.shape import condition, dig
from console.incident.action import BLOCKS, INFORMS, WARNS, Changed, Finding


def cordon(scene: Scene) -> Draft:
    """Return what keeping new pods off the node does."""
    return _draft(scene, on=True)


def uncordon(scene: Scene) -> Draft:
    """Return what letting pods on the node again does."""
    return _draft(scene, on=False)


def _draft(scene: Scene, *, on: bool) -> Draft:
    now = bool(dig(scene.found, "spec", "unschedulable"))
    verb, other = ("cordon", "uncordon") if on else ("uncordon", "cordon")
    findings = []
    if now == on:
        findings.append(Finding(BLOCKS, "node", f"it takes {'no' if on else ''} new pods already".replace("  ", " ")))
    if on:
        findings.append(Finding(INFORMS, "node", "the pods on it stay; only new ones are kept away"))
    elif condition(scene.found, "Ready").get("status") != "True":
        findings.append(Finding(WARNS, "node", "it is not ready: pods go there only once it is"))
    return Draft(
        f"{verb} {shown(scene.wanted.target)}",
        tuple(findings),
        (Changed("takes new pods", "no" if now else "yes", "no" if on else "yes"),),
        requests.cordon(scene.wanted.target, scene.found, on=on),
        scene.wanted._replace(verb=other, value="", undoes=""),
    )
