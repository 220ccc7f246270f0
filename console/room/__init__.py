"""The running room without a screen: it watches, records and remembers on a thread and a loop of its own."""

from console.room.parts import Act, Declare, Parts, Wish
from console.room.room import Room

__all__ = ["Act", "Declare", "Parts", "Room", "Wish"]
