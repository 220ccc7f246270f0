"""Autoscalers that set the replicas or the resources of the target: HPA, KEDA, VPA."""

from collections.abc import Iterator

from console.actions.drafts.scaling import is_number
from console.actions.places import KEDA, SCALERS, VERTICAL
from console.actions.preflight.look import Look
from console.actions.shape import Json, dig, name_of, notes, number, text
from console.incident.action import INFORMS, WARNS, Finding

HPA, SCALED, RESIZED = "autoscaler", "KEDA", "VPA"
_PAUSED = "autoscaling.keda.sh/paused-replicas"


def hpa(look: Look) -> Iterator[Finding]:
    """Say whether an HPA decides about the replicas."""
    found = look.api.listed(SCALERS.path(look.namespace))
    mine = [one for one in found if _is_about(look, dig(one, "spec", "scaleTargetRef"))]
    for one in mine:
        low, high = number(one, "spec", "minReplicas", absent=1), number(one, "spec", "maxReplicas")
        yield from _bounds(look, name_of(one), low, high)
    if not mine:
        yield Finding(INFORMS, HPA, "no HPA sets its replicas")


def _bounds(look: Look, name: str, low: int, high: int) -> Iterator[Finding]:
    told = f"HPA {name} keeps {low} to {high} replicas"
    if look.wanted.verb != "scale":
        yield Finding(INFORMS, HPA, told)
        return
    asked = look.wanted.value
    goal = int(asked) if is_number(asked) else low
    if goal == 0:
        yield Finding(WARNS, HPA, f"{told}: 0 switches it off (ScalingDisabled) until somebody scales up again")
    elif goal < low:
        text_ = f"{told}: it puts {goal} back to {low} within 15 s; the lever is its minReplicas"
        yield Finding(WARNS, HPA, text_)
    elif goal > high:
        text_ = f"{told}: it puts {goal} back to {high} within 15 s; the lever is its maxReplicas"
        yield Finding(WARNS, HPA, text_)
    else:
        text_ = f"{told} and may change {goal} again by its metrics; the lever is its minReplicas"
        yield Finding(WARNS, HPA, text_)


def keda(look: Look) -> Iterator[Finding]:
    """Say whether KEDA scales the target, where KEDA is installed."""
    every = look.api.custom(KEDA, look.namespace)
    mine = [one for one in every if _is_about(look, dig(one, "spec", "scaleTargetRef"), default="Deployment")]
    if not mine:
        yield Finding(INFORMS, SCALED, "no ScaledObject of KEDA scales it")
    for one in mine:
        paused = notes(one).get(_PAUSED)
        told = f"ScaledObject {name_of(one)} scales it"
        if paused is not None:
            yield Finding(INFORMS, SCALED, f"{told}; it is paused at {paused}")
        elif look.wanted.verb == "scale":
            yield Finding(WARNS, SCALED, f"{told} and puts the replicas back; the lever is its annotation {_PAUSED}")
        else:
            yield Finding(INFORMS, SCALED, told)


def vpa(look: Look) -> Iterator[Finding]:
    """Say whether a VPA sets the resources of new pods, where there is any."""
    mine = [one for one in look.api.custom(VERTICAL, look.namespace) if _is_about(look, dig(one, "spec", "targetRef"))]
    modes = [(name_of(one), text(one, "spec", "updatePolicy", "updateMode") or "Auto") for one in mine]
    active = [(name, mode) for name, mode in modes if mode != "Off"]
    for name, mode in active:
        told = f"VPA {name} ({mode}) sets the resources of new pods, whatever the template says"
        yield Finding(INFORMS, RESIZED, told)
    if not active:
        yield Finding(INFORMS, RESIZED, "no VPA sets the resources of its pods")


def _is_about(look: Look, reference: Json | None, default: str = "") -> bool:
    target = look.wanted.target
    kind = text(reference, "kind") or default
    return (kind, text(reference, "name")) == (target.kind, target.name)
