"""What the screens may have done to the clusters, through a running room; implements `desk.Actions`."""

from concurrent.futures import Future

from checks.kubernetes.logs import LogTail
from console.actions.revisions import Choice as Revision
from console.incident.action import Plan, Target, Wanted
from console.incident.deed import Deed
from console.incident.errors import Refused
from console.present.snapshot import OfferSeen
from console.room import Room
from console.room.feeds import PodLog


class RoomActions:
    """Hands over to the runner, which lives on the room's loop."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def choices(self, target: Target) -> Future[tuple[Revision, ...]]:
        """Return what a workload can go back to."""
        return self._room.with_runner(lambda runner: runner.choices(target))

    def prepare(self, wanted: Wanted) -> Future[Plan]:
        """Return the card of an action."""
        return self._room.with_runner(lambda runner: runner.prepare(wanted))

    def undo(self, action: str) -> Future[Plan]:
        """Return the card of an action's way back."""
        return self._room.with_runner(lambda runner: runner.undo(self._deed(action)))

    def carry_out(self, plan: Plan, typed: str) -> Future[str]:
        """Do what a card says."""
        return self._room.with_runner(lambda runner: runner.run(plan, typed))

    def decline(self, plan: Plan) -> Future[None]:
        """Put a card away."""
        return self._room.with_runner(lambda runner: runner.decline(plan))

    def check(self, action: str) -> Future[None]:
        """Read back an action that is in doubt."""
        return self._room.with_runner(lambda runner: runner.check(self._deed(action)))

    def offers(self, action: str) -> tuple[OfferSeen, ...]:
        """Return what an action suggests as the next one."""
        return self._room.snapshot.offers.get(action, ())

    def open(self, context: str, namespace: str, pod: str, container: str, previous: bool) -> LogTail:  # noqa: FBT001 - the protocol's
        """Begin to read a pod's log."""
        return self._room.log(PodLog(context, namespace, pod, container, previous))

    def _deed(self, action: str) -> Deed:
        deed = self._room.snapshot.state.actions.get(action)
        if deed is None:
            message = f"The log has no action {action}."
            raise Refused(message)
        return deed
