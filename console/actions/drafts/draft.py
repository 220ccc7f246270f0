"""Pure: a plan as far as the target itself tells it; the other checks of preflight come on top."""

from collections.abc import Mapping
from typing import NamedTuple

from console.actions.revisions import Old
from console.actions.shape import Json
from console.incident.action import Changed, Finding, Request, Wanted
from console.incident.deed import Deed
from console.incident.events import NOTHING, Instant


class Scene(NamedTuple):
    """What a draft is made from: the wish, the target as it was read, its revisions, and who acts when.

    `action` is the id that the action will have, `incident` the one that it is done for ("" where there is none);
    `most` is how many replicas the configuration allows (None: any number). `seen` says when revisions were first seen
    fully available, by uid; `deeds` are the actions of the log.
    """

    wanted: Wanted
    found: Json
    revisions: tuple[Old, ...]
    now: Instant
    action: str
    incident: str
    most: int | None = None
    seen: Mapping[str, Instant] = NOTHING
    deeds: tuple[Deed, ...] = ()


class Draft(NamedTuple):
    """A plan in the making. `request` is None where nothing can be sent; `typed`: the target's name is to be typed.

    `template` is the pod template of which new pods will be made, None where none will; `since` (ms) is when that
    template was made.
    """

    summary: str
    findings: tuple[Finding, ...] = ()
    changes: tuple[Changed, ...] = ()
    request: Request | None = None
    undo: Wanted | None = None
    typed: bool = False
    template: Json | None = None
    since: Instant | None = None
