"""Pure: which checks each verb needs, by when they can begin."""

from console.actions.preflight import autoscalers, budgets, dryrun, owners, rights, room, who
from console.actions.preflight.look import Check

_WHO = (Check(who.NAME, who.who), Check(rights.NAME, rights.rights))
_HPA = Check(autoscalers.HPA, autoscalers.hpa)
_KEDA = Check(autoscalers.SCALED, autoscalers.keda)
_VPA = Check(autoscalers.RESIZED, autoscalers.vpa)
_NODES = Check(room.NODE, room.nodes)
_OWNERS = (
    Check(owners.ARGO, owners.argo),
    Check(owners.FLUX, owners.flux),
    Check(owners.HELM, owners.helm),
    Check(owners.OTHER, owners.others),
)
_ROLLOUTS = Check(owners.ROLLOUT, owners.rollouts)
_BUDGETS = Check(budgets.NAME, budgets.budgets)
_WAITING = Check(room.WAITING, room.waiting)
_REQUEST = Check(dryrun.NAME, dryrun.request)
_POD = Check(dryrun.POD, dryrun.pod)

_ROLLS = frozenset({"rollback", "restart"})
_STOPS = frozenset({"pause", "resume"})


def early(verb: str) -> tuple[Check, ...]:
    """Return what needs only the names of the target."""
    if verb in _ROLLS:
        return (*_WHO, _HPA, _KEDA, _VPA, _NODES)
    if verb == "scale":
        return (*_WHO, _HPA, _KEDA, _NODES)
    if verb == "cordon":
        return (*_WHO, _NODES, Check(room.ON_IT, room.on_the_node))
    return _WHO


def with_target(verb: str, kind: str) -> tuple[Check, ...]:
    """Return what needs the target as it was read."""
    rolled = (_ROLLOUTS,) if kind == "Deployment" else ()
    if verb in _ROLLS:
        return (*_OWNERS, *rolled, _BUDGETS, _WAITING)
    if verb == "scale":
        return (*_OWNERS, *rolled, _BUDGETS, _WAITING, Check(room.QUOTA, room.quota))
    if verb in _STOPS:
        return (*_OWNERS, *rolled)
    return (_BUDGETS,) if kind == "Pod" else ()


def with_draft(verb: str) -> tuple[Check, ...]:
    """Return what needs the request."""
    return (_REQUEST, _POD) if verb in _ROLLS | {"scale"} else (_REQUEST,)
