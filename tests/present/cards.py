"""Cards for tests: a rollback in production with findings of every level, and what hostile names make of it."""

from typing import Any

from console.incident.action import (
    BLOCKS,
    INFORMS,
    UNCHECKED,
    WARNS,
    Changed,
    Finding,
    Plan,
    Request,
    Target,
    Wanted,
)

WEB = Target("prod-eu", "Deployment", "shop", "web", "uid-web")
FINDINGS = (
    Finding(UNCHECKED, "references", "Secret web-token: no right to ask"),
    Finding(WARNS, "autoscaler", "HPA web keeps 3 to 12 replicas"),
    Finding(INFORMS, "who", "alice on https://10.0.0.1:6443"),
    Finding(INFORMS, "rights", "may patch deployments in shop"),
    Finding(INFORMS, "dry run", "the server would accept this request"),
)
BODY = '[{"op":"replace","path":"/metadata/resourceVersion","value":"4711"}]'
PATCH = Request(
    "PATCH",
    "/apis/apps/v1/namespaces/shop/deployments/web",
    (("fieldManager", "warroom"), ("fieldValidation", "Strict")),
    "application/json-patch+json",
    BODY,
)


def a_card(**more: Any) -> Plan:
    """The card of a rollback in production, where the name is typed."""
    wanted = Wanted("rollback", WEB, "uid-r13", "web")
    return Plan(
        wanted,
        "rollback deploy/web r14 > r13",
        "https://10.0.0.1:6443",
        "alice",
        (Changed("image", "web:2.4.1", "web:2.4.0"), Changed("env PAYMENTS_TOKEN", "", "comes back")),
        FINDINGS,
        PATCH,
        Wanted("rollback", WEB, "uid-r14", "web"),
        "web",
        "prod-eu",
        {"uid": "uid-web"},
        180.0,
        "a1",
    )._replace(**more)


def a_delete(name: str = "checkout-frontend-blue-7d9c5b6f4c-x2x4v") -> Plan:
    """The card of a pod that nobody makes again, with a name too long for a small terminal."""
    target = Target("lab", "Pod", "shop", name, "uid-pod")
    findings = (Finding(WARNS, "owner", "nothing owns this pod: nobody makes it again; the name is to be typed"),)
    return a_card(
        wanted=Wanted("delete", target),
        summary=f"delete pod/{name}",
        changes=(Changed("pod", "CrashLoopBackOff", "gone"),),
        findings=findings,
        request=Request("DELETE", f"/api/v1/namespaces/shop/pods/{name}", (), "application/json", "{}"),
        undo=None,
        typed=name,
        production="",
    )


def a_blocked_card() -> Plan:
    """A card that cannot be confirmed."""
    told = "the rollout is paused: the server would accept this and nothing would roll"
    return a_card(findings=(Finding(BLOCKS, "paused", told), *FINDINGS), typed="")
