"""Who am I, and may I: SelfSubjectReview and SelfSubjectAccessReview. Changes nothing."""

from console.drill.cluster.access import Access
from console.drill.cluster.api.request import Answer, Request, created
from console.drill.cluster.refusals import bad_request
from console.drill.cluster.values import Json

_ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
_SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


def review(access: Access, request: Request) -> Answer | None:
    """Answer a review, or return None when the request is none."""
    if request.method != "POST" or request.path not in (_ACCESS, _SELF):
        return None
    if request.path == _SELF:
        user = {"username": access.user, "groups": list(access.groups)}
        body: Json = {"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1", "metadata": {}}
        return created({**body, "status": {"userInfo": user}})
    spec = request.document().get("spec") or {}
    asked = spec.get("resourceAttributes")
    if asked is None and "nonResourceAttributes" not in spec:
        raise bad_request("spec.resourceAttributes: exactly one of nonResourceAttributes or resourceAttributes")
    allowed = asked is None or _may(access, asked)
    body = {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": {}, "spec": spec}
    return created({**body, "status": {"allowed": allowed, **({"reason": "RBAC: allowed"} if allowed else {})}})


def _may(access: Access, asked: Json) -> bool:
    group, plural = asked.get("group", ""), asked.get("resource", "")
    resource = f"{plural}.{group}" if group else plural
    names = (asked.get("verb", ""), resource, asked.get("subresource", ""), asked.get("namespace", ""))
    return access.allowed(*names)
