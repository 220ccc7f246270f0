"""Finds out what became of an action that the log leaves in doubt: after a crash, or without an answer. Only reads."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from checks.kubernetes.objects import kind_and_name
from console.actions.api import Api, NotKnown
from console.actions.flight import SETTLE
from console.actions.off_loop import OffLoop
from console.actions.places import BY_KIND, path_of, where
from console.actions.readback import Found, read_back
from console.actions.requests import written
from console.actions.shape import Json
from console.actions.subject import Subject
from console.incident.action import WATCHED, Target, Wanted, wanted_from
from console.incident.deed import Deed
from console.incident.errors import Failed, Refused
from console.incident.events import Fact


class Seen(NamedTuple):
    """What was read back: the target (None where there is none) and what that means."""

    target: Json | None
    told: Found


def subject_of(deed: Deed, window: float) -> Subject:
    """Return the action that a deed of the log was; Refused where it is not in doubt or not ours to read."""
    name = f"{deed.verb} {deed.target}"
    if not (deed.is_in_doubt or deed.is_sent or deed.step in WATCHED):
        raise Refused(f"{name} is not in doubt: it stands at '{deed.step}'.")
    request = written(deed.request)
    kind, thing = kind_and_name(deed.target)
    if request is None or kind not in BY_KIND:
        raise Refused(f"the log does not hold the request of {name}, so it cannot be read back: look at it yourself.")
    target = Target(deed.context, kind, deed.namespace, thing, deed.uid)
    wanted = Wanted(deed.verb, target, service=deed.service, undoes=deed.undoes)
    return Subject(deed.id, wanted, request, "", deed.incident, _undo(deed), window)


def _undo(deed: Deed) -> Wanted | None:
    try:
        return wanted_from(deed.undo) if deed.undo else None
    except ValueError:
        return None


async def read(
    api: Api, subject: Subject, deed: Deed, call: OffLoop, sleep: Callable[[float], Awaitable[None]]
) -> Seen:
    """Read the target; what seems not done is looked at twice, since its request may still be on its way."""
    try:
        seen = _seen(subject, deed, await call(lambda: api.read(path_of(subject.target))))
        if not seen.told.done:
            await sleep(SETTLE)
            seen = _seen(subject, deed, await call(lambda: api.read(path_of(subject.target))))
    except (NotKnown, TimeoutError) as why:
        told = f"{where(subject.target)} cannot be read: {str(why) or 'no answer in time'}."
        raise Failed(f"{told} {deed.verb} stays in doubt.") from None
    return seen


def _seen(subject: Subject, deed: Deed, found: Json | None) -> Seen:
    return Seen(found, read_back(subject.request, subject.target.uid, found, deed.begun))


def steps(subject: Subject, deed: Deed, told: Found) -> Sequence[Fact]:
    """Return the steps that follow from what was read back."""
    if not told.done:
        return [subject.step("failed", subject.tell(told.text))]
    again = subject.step("verifying")
    return [again] if deed.is_done else [subject.step("executed", subject.tell(told.text)), again]
