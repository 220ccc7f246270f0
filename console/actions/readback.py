"""Pure: whether a request was done, by what the target is now. For what no answer came to, and after a restart."""

import json
from typing import Any, NamedTuple

from console.actions.requests import place_of
from console.actions.revisions import CAUSE
from console.actions.shape import Json, dig, last_writer, notes, number, text, uid_of, written_by_us
from console.actions.templates import RESTARTED, masked, plain, unrestarted
from console.incident.action import Request
from console.incident.events import Instant

_SKEW = 2000
"""Milliseconds by which the server's clock may be behind ours: its times are whole seconds too."""


class Found(NamedTuple):
    """What the target shows: whether the request was done, and a sentence."""

    done: bool
    text: str


def read_back(request: Request, uid: str, found: Json | None, since: Instant) -> Found:
    """Say whether a request about the target with this uid, sent at `since`, was done."""
    if request.method in {"DELETE", "POST"}:
        return _pod(uid, found)
    if found is None:
        return Found(done=False, text="the target is not there any more; nothing was changed by this")
    if uid_of(found) != uid:
        return Found(done=False, text="the target was deleted and made again; nothing was changed by this")
    if is_in_force(request, found):
        return Found(done=True, text="found done when read back")
    who, _ = last_writer(found)
    if _is_marked(request, found) or (written_by_us(found) or 0) >= since - _SKEW:
        return Found(done=True, text=f"it was done, and changed again since{f' by {who}' if who else ''}")
    return Found(done=False, text="found not done when read back: nothing was changed")


def is_in_force(request: Request, found: Json) -> bool:
    """Whether the target is as the request wanted it."""
    if request.method != "PATCH":
        return False
    wanted: Any = json.loads(request.body)
    if isinstance(wanted, list):
        template = plain(next((one["value"] for one in wanted if one["path"] == "/spec/template"), None))
        now = unrestarted(dig(found, "spec", "template"))
        # The log has no values of the environment: a template from there is told by the mark of this action, too.
        logged = template == masked(template) and unrestarted(template) == masked(now) and _is_marked(request, found)
        return unrestarted(template) == now or logged
    stamp = dig(wanted, "spec", "template", "metadata", "annotations", RESTARTED)
    if stamp is not None:
        return notes(dig(found, "spec", "template")).get(RESTARTED) == str(stamp)
    if "replicas" in wanted["spec"]:
        return number(found, "spec", "replicas") == number(wanted, "spec", "replicas")
    return all(bool(dig(found, "spec", name)) == value for name, value in wanted["spec"].items())


def _is_marked(request: Request, found: Json) -> bool:
    """Whether the change cause that only this request brings is on the target."""
    wanted: Any = json.loads(request.body)
    if not isinstance(wanted, list):
        return False
    causes = [one["value"] for one in wanted if one["path"].endswith("~1change-cause")]
    return bool(causes) and notes(found).get(CAUSE) == causes[0]


def _pod(uid: str, found: Json | None) -> Found:
    if found is None or uid_of(found) != uid:
        return Found(done=True, text="the pod is gone")
    if text(found, "metadata", "deletionTimestamp"):
        return Found(done=True, text="the pod is on its way out")
    return Found(done=False, text="the pod is still there and is not on its way out: nothing was changed")


def mark_of(request: Request, found: Json) -> str:
    """Return what a reversion would change, as it is on the target right after the request."""
    wanted: Any = json.loads(request.body) if request.method == "PATCH" else None
    known = place_of(request.path)
    if wanted is None or known is None:
        return ""
    if isinstance(wanted, list):
        # A restart makes new pods of the same release: nothing is put back by it.
        return json.dumps(unrestarted(dig(found, "spec", "template")), sort_keys=True)
    if dig(wanted, "spec", "template") is not None:
        return notes(dig(found, "spec", "template")).get(RESTARTED, "")
    return json.dumps({name: dig(found, "spec", name) or 0 for name in sorted(wanted["spec"])})
