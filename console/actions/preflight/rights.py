"""Whether the server would let us: one access review for each verb, resource and subresource that is used."""

import json
from collections.abc import Iterator

from console.actions.api import expected
from console.actions.places import BY_KIND
from console.actions.preflight.look import Look
from console.actions.shape import dig, text
from console.incident.action import BLOCKS, INFORMS, Finding, Request, Target

NAME = "rights"
_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
USED = {
    "rollback": ("patch", ""),
    "scale": ("patch", "scale"),
    "restart": ("patch", ""),
    "pause": ("patch", ""),
    "resume": ("patch", ""),
    "delete": ("delete", ""),
    "evict": ("create", "eviction"),
    "cordon": ("patch", ""),
    "uncordon": ("patch", ""),
}
"""The verb of the API and the subresource that each of ours needs."""


def rights(look: Look) -> Iterator[Finding]:
    """Ask for the right that the request needs; an error is no answer, which is not the same as no."""
    verb, below = USED[look.wanted.verb]
    answer = expected(look.api.ask(review(look.wanted.target, verb, below)))
    place = BY_KIND[look.wanted.target.kind]
    what = f"{verb} {place.plural}{'/' if below else ''}{below}" + (f" in {look.namespace}" if look.namespace else "")
    if dig(answer, "status", "allowed") is True:
        yield Finding(INFORMS, NAME, f"may {what}")
        return
    reason = text(answer, "status", "reason") or text(answer, "status", "evaluationError")
    yield Finding(BLOCKS, NAME, f"no right to {what}" + (f": {reason}" if reason else ""))


def review(target: Target, verb: str, below: str) -> Request:
    """Return the question whether we may."""
    place = BY_KIND[target.kind]
    asked = {
        "verb": verb,
        "group": place.group,
        "resource": place.plural,
        "subresource": below,
        "namespace": target.namespace,
        "name": target.name,
    }
    spec = {"resourceAttributes": {name: value for name, value in asked.items() if value}}
    body = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": spec}
    return Request("POST", _REVIEWS, body=json.dumps(body))
