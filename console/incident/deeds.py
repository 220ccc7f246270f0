"""Pure: the facts of what was changed: by others, as sources report it, and by the commander, step by step."""

from collections.abc import Mapping
from typing import ClassVar

from console.incident.facts import NOTHING
from console.incident.value import Value


class ChangeSeen(Value):
    """Something was changed in the watched world; the event happened when that did, and its actor is who did it.

    `key` tells changes apart.
    """

    kind: ClassVar[str] = "change"
    source: str
    what: str
    target: str
    text: str
    key: str
    by: str = ""
    where: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return self.text


class ActionMoved(Value):
    """An action took a step: planned, confirmed, declined, executing, executed, verifying, improved, ... (terms.md).

    `action` is the id that all its steps share; `target` ("deploy/web") is in `context` and `namespace`. `text` says
    what the step tells ("r14 > r13", the error, the verdict with its numbers). `request` is the exact request;
    `undo` the inverse as JSON, "" where there is none; both stand in the step that carries them. `uid` pins the target.
    """

    kind: ClassVar[str] = "action"
    action: str
    verb: str
    target: str
    context: str
    namespace: str
    step: str
    text: str = ""
    request: str = ""
    undo: str = ""
    undoes: str = ""
    uid: str = ""
    service: str = ""
    detail: Mapping[str, object] = NOTHING

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = f": {self.text}" if self.text else ""
        return f"{self.verb} {self.target} {self.step}{tail}"


class MitigationSettled(Value):
    """A temporary mitigation is no open end any more: "undone", "owned", "kept" or "superseded"."""

    kind: ClassVar[str] = "mitigation"
    action: str
    how: str
    owner: str = ""
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        tail = " ".join(filter(None, (self.owner, self.reason and f"({self.reason})")))
        return f"mitigation {self.action} {self.how}" + (f": {tail}" if tail else "")
