"""What is under way: one action on a target at a time, and what those that were done suggest next."""

from collections.abc import Iterable, Mapping

from console.actions.flight import Flight
from console.actions.places import shown, where
from console.actions.rules import Busy, Offer
from console.incident.action import WARNS, Finding, Target, Wanted
from console.incident.deed import Deed
from console.incident.errors import Refused

_MOST_OFFERS = 20


class Traffic:
    """The flights by the id of their action, and the newest offers."""

    def __init__(self) -> None:
        self._flights: dict[str, Flight] = {}
        self._offers: dict[str, tuple[Offer, ...]] = {}

    @property
    def busy(self) -> tuple[Busy, ...]:
        """What is under way."""
        return tuple(flight.busy for flight in self._flights.values())

    @property
    def offers(self) -> Mapping[str, tuple[Offer, ...]]:
        """What is offered, by the id of the action that offers it."""
        return self._offers

    @property
    def flights(self) -> tuple[Flight, ...]:
        """Everything that is under way."""
        return tuple(self._flights.values())

    def add(self, flight: Flight) -> None:
        """Take an action in, before anything of it is waited for."""
        self._flights[flight.subject.id] = flight

    def drop(self, flight: Flight) -> None:
        """Forget one that ended."""
        self._flights.pop(flight.subject.id, None)

    def get(self, action: str) -> Flight | None:
        """Return the flight of an action, None where it is not under way."""
        return self._flights.get(action)

    def on(self, target: Target) -> Flight | None:
        """Return what is under way on this target: what is being done before what is only watched, then the newest."""
        place = target._replace(uid="")
        found = [each for each in self._flights.values() if each.subject.target._replace(uid="") == place]
        return min(reversed(found), key=lambda each: each.settled, default=None)

    def offer(self, action: str, offer: Offer) -> None:
        """Keep an offer."""
        self._offers[action] = (*self._offers.get(action, ()), offer)
        for old in list(self._offers)[:-_MOST_OFFERS]:
            del self._offers[old]


def refuse_second(first: Flight, wanted: Wanted) -> None:
    """Refuse a second action on a target: any until the first is decided, the same one until it has rolled out."""
    same = (first.subject.wanted.verb, first.subject.wanted.value) == (wanted.verb, wanted.value)
    if not first.settled or (same and first.rolling):
        told = f"{first.subject.wanted.verb} {where(wanted.target)} is under way: {first.text or first.step}."
        raise Refused(f"{told} It goes on; this one was not begun.")


def watched(first: Flight) -> Finding:
    """Return the warning that this ends the watching of another action."""
    verb = first.subject.wanted.verb
    told = f"the effect of {verb} on it is still being watched ({first.text}): this ends that without a verdict"
    return Finding(WARNS, "under way", told)


def doubtful(deeds: Iterable[Deed], target: Target) -> list[Finding]:
    """Return a warning for each action on the target of which nobody knows whether it was done."""
    told = (
        "is in doubt: its request may have been done, or may be on its way still; check it first (ledger, or act check"
    )
    return [
        Finding(WARNS, "in doubt", f"{deed.verb} {deed.target} {told} {deed.id})")
        for deed in deeds
        if deed.is_in_doubt
        and (deed.context, deed.namespace, deed.target) == (target.context, target.namespace, shown(target))
    ]
