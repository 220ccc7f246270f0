"""What the steps of one action have in common: how the log is told of it."""

from collections.abc import Mapping
from typing import NamedTuple

from console.actions.places import shown
from console.actions.requests import disclosed
from console.incident.action import Plan, Request, Target, Wanted
from console.incident.deeds import ActionMoved
from console.incident.events import NOTHING


class Subject(NamedTuple):
    """An action that was begun: its id, what it does to what, and the exact request that was or will be sent.

    `summary` is short ("r14 > r13"); `undo` is the inverse; `window` (s) is how long the service is watched.
    """

    id: str
    wanted: Wanted
    request: Request
    summary: str
    incident: str
    undo: Wanted | None = None
    window: float = 180.0

    @property
    def target(self) -> Target:
        """What it is done to."""
        return self.wanted.target

    def step(
        self, name: str, text: str = "", *, request: Request | None = None, detail: Mapping[str, object] = NOTHING
    ) -> ActionMoved:
        """Return a step of it as the log keeps it; `executing` carries the request and the inverse."""
        first = name == "executing"
        sent = self.request if first else request
        return moved(
            self.id,
            self.wanted,
            name,
            text,
            request=disclosed(sent).shown if sent else "",
            undo=self.undo.as_json() if first and self.undo else "",
            detail=detail,
        )

    def tell(self, text: str) -> str:
        """Put what it did before what came of it: "r14 > r13: error rate ..."."""
        return f"{self.summary}: {text}" if self.summary else text


def moved(
    action: str,
    wanted: Wanted,
    step: str,
    text: str = "",
    *,
    request: str = "",
    undo: str = "",
    detail: Mapping[str, object] = NOTHING,
) -> ActionMoved:
    """Return a step of an action."""
    target = wanted.target
    return ActionMoved(
        action=action,
        verb=wanted.verb,
        target=shown(target),
        context=target.context,
        namespace=target.namespace,
        step=step,
        text=text,
        request=request,
        undo=undo,
        undoes=wanted.undoes,
        uid=target.uid,
        service=wanted.service,
        detail=detail,
    )


def subject_of(plan: Plan, incident: str) -> Subject:
    """Return what the steps after a plan have in common."""
    assert plan.request is not None
    target = shown(plan.wanted.target)
    summary = plan.summary.removeprefix(f"{plan.wanted.verb} {target}").strip()
    return Subject(plan.id, plan.wanted, plan.request, summary, incident, plan.undo, plan.window)
