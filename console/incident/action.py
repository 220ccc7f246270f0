"""Pure: an action before it is done: target, changes, findings, the exact request, and the way back."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

BLOCKS, WARNS, INFORMS, UNCHECKED = "blocks", "warns", "informs", "could not check"
LEVELS = (BLOCKS, UNCHECKED, WARNS, INFORMS)
"""What a finding is; never silence."""

VERBS = (
    "rollback",
    "scale",
    "restart",
    "pause",
    "resume",
    "delete",
    "evict",
    "cordon",
    "uncordon",
)
_ROLLING = ("rollback", "scale", "restart", "pause", "resume")
VERBS_OF: Mapping[str, tuple[str, ...]] = {
    "Deployment": _ROLLING,
    "StatefulSet": ("rollback", "scale", "restart"),
    "DaemonSet": ("rollback", "restart"),
    "Pod": ("evict", "delete"),
    "Node": ("cordon", "uncordon"),
}
"""What can be done to each kind."""

SENT = frozenset({"confirmed", "executing"})
"""Steps at which its request may be on its way: where its program ends then, nobody knows what became of it."""
WATCHED = frozenset({"executed", "verifying"})
"""Steps at which it is done and its effect is awaited."""
OPEN = frozenset({"planned"}) | SENT | WATCHED
VERDICTS = frozenset({"improved", "unchanged", "worse", "unknown"})
STEPS = OPEN | VERDICTS | {"declined", "failed", "refused", "timed out", "cancelled", "in doubt"}


class Target(NamedTuple):
    """What is acted on; `kind` is the kind of the API ("Deployment"), `uid` what the card showed ("" before)."""

    context: str
    kind: str
    namespace: str
    name: str
    uid: str = ""


class Wanted(NamedTuple):
    """An action that somebody wants: `value` is what its verb needs (a revision's uid, a number of replicas)."""

    verb: str
    target: Target
    value: str = ""
    service: str = ""
    undoes: str = ""

    def as_json(self) -> str:
        """Return it as the log keeps an inverse."""
        return json.dumps({**self._asdict(), "target": self.target._asdict()}, sort_keys=True)


def wanted_from(text: str) -> Wanted:
    """Return what `as_json` gave; ValueError where it is something else."""
    try:
        found: dict[str, Any] = json.loads(text)
        target = Target(**{name: str(value) for name, value in found.pop("target").items()})
        return Wanted(target=target, **{name: str(value) for name, value in found.items()})
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(text[:80]) from error


class Finding(NamedTuple):
    """One thing that preflight found: `check` names what was looked at ("owners", "dry run", "quota")."""

    level: str
    check: str
    text: str


class Changed(NamedTuple):
    """One thing that the action changes."""

    what: str
    before: str
    after: str


class Request(NamedTuple):
    """The exact request: `body` is the JSON text that is sent; `query` in its order."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"
    body: str = ""

    @property
    def shown(self) -> str:
        """The request in one line, as the log keeps it."""
        query = "&".join(f"{name}={value}" for name, value in self.query)
        return f"{self.method} {self.path}{'?' if query else ''}{query} {self.body}".strip()


class Plan(NamedTuple):
    """What an action will do, exactly; it acts on what it shows.

    `summary` is one line ("rollback deploy/web r14 > r13"); `typed` is the name to type before it runs, "" where `y`
    does; `guard` holds what must still be so (uid, generation, resourceVersion, a hash of the template). `undo` is its
    inverse, None where there is none. `window` is how long (s) the service is watched afterwards. `id` is that of the
    action which begins with this plan.
    """

    wanted: Wanted
    summary: str
    server: str
    who: str
    changes: tuple[Changed, ...] = ()
    findings: tuple[Finding, ...] = ()
    request: Request | None = None
    undo: Wanted | None = None
    typed: str = ""
    production: str = ""
    guard: Mapping[str, str] = {}
    window: float = 180.0
    id: str = ""

    @property
    def blocked(self) -> tuple[Finding, ...]:
        """Why it cannot be done."""
        return tuple(finding for finding in self.findings if finding.level == BLOCKS)
