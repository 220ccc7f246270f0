"""Keys typed faster than a dialog opens wait for it: they must never be taken for commands of the room behind it."""

from collections.abc import Callable

from textual import events

LONGEST_WAIT = 1.0
"""Seconds after which waiting ends even though no dialog came (a slow disk)."""
MOST = 5_000
"""Keys that are held: a page of text. What is pasted comes as one event and is not counted."""


class TypeAhead:
    """Holds keys back from the moment that a command starts until it asks something, acts, or ends.

    Every command has a ticket, so that the end of an earlier one does not let go what waits for a later one.
    """

    def __init__(self, post: Callable[[events.Key], object]) -> None:
        self._post = post
        self._held: list[events.Key] = []
        self._ticket = 0
        self._holding = False

    @property
    def empty(self) -> bool:
        """Whether no key is waiting."""
        return not self._held

    def hold(self) -> int:
        """Keep the keys that come from now on; return the ticket to release them with."""
        self._holding = True
        self._ticket += 1
        return self._ticket

    def take(self, event: events.Key) -> bool:
        """Keep a key if keys are being held; return whether it was."""
        if self._holding and len(self._held) < MOST:
            self._held.append(event)
        return self._holding

    def release(self, ticket: int) -> None:
        """Let the keys go on, in their order."""
        if ticket == self._ticket:
            self._holding = False
            held, self._held = self._held, []
            for event in held:
                self._post(event)
