"""The cards: what there is to choose from, preflight, and which cards may still be confirmed. Sends nothing."""

from collections.abc import Callable
from typing import NamedTuple

from checks.kubernetes.access import Trouble
from console.actions.api import Api, Connect
from console.actions.off_loop import OffLoop
from console.actions.planning import Asked, Planner, checked, ordered, planned, seen_healthy
from console.actions.requests import disclosed
from console.actions.revisions import Choice, choices
from console.actions.rules import Around, Record, Rules
from console.actions.subject import moved
from console.actions.traffic import Traffic, doubtful, refuse_second, watched
from console.incident.action import Plan, Target, Wanted
from console.incident.errors import Failed, Refused
from console.incident.events import Instant

READ_ONLY = "This console is read-only: nothing is changed from here. Start it without --read-only to act."
_MOST = 50


class Ties(NamedTuple):
    """What ties the actions to the rest of the program; see `Runner`."""

    connect: Connect
    record: Record
    rules: Rules
    clock: Callable[[], Instant]
    new_id: Callable[[], str]
    around: Around


class Cards:
    """Makes cards and knows those that are open."""

    def __init__(self, ties: Ties, call: OffLoop, traffic: Traffic) -> None:
        self._ties, self._call, self._traffic = ties, call, traffic
        self._planner = Planner(call)
        self._open: dict[str, Plan] = {}

    async def choices(self, target: Target) -> tuple[Choice, ...]:
        """Return the revisions that a workload can go back to."""
        checked(Wanted("rollback", target))
        api, target = await self.reach(target)
        found = await self._planner.read(api, target)
        old = await self._planner.revisions(api, target, found)
        around = self._ties.around
        return choices(found, old, onset=around.onset(), healthy=seen_healthy(around, old))

    async def prepare(self, wanted: Wanted, *, note: bool) -> Plan:
        """Run preflight and return the card, on which no value of the environment stands: these stay in here."""
        ties = self._ties
        checked(wanted)
        api, target = await self.reach(wanted.target)
        wanted = wanted._replace(target=target, service=wanted.service or ties.around.service_of(target))
        first = self._traffic.on(target)
        if first is not None:
            refuse_second(first, wanted)
        incident = ties.around.incident()
        plan = await self._planner.plan(
            api, Asked(wanted, ties.new_id(), incident, ties.clock(), ties.rules, ties.around)
        )
        if first is not None and self._traffic.on(target) is first:
            plan = plan._replace(findings=ordered([*plan.findings, watched(first)]))
        plan = plan._replace(findings=ordered([*plan.findings, *doubtful(ties.around.actions(), target)]))
        if note and not ties.rules.read_only:
            await ties.record(planned(plan), incident)
        if not plan.blocked:
            self._open[plan.id] = plan
            for old in list(self._open)[:-_MOST]:
                del self._open[old]
        return plan._replace(request=disclosed(plan.request)) if plan.request else plan

    async def decline(self, plan: Plan) -> None:
        """Put a card away."""
        if plan.id in self._open:
            self.used(plan)
            await self._ties.record([moved(plan.id, plan.wanted, "declined")], self._ties.around.incident())

    def used(self, plan: Plan) -> None:
        """Close a card: it can be confirmed once."""
        self._open.pop(plan.id, None)

    def writable(self) -> None:
        """Refuse in read-only mode."""
        if self._ties.rules.read_only:
            raise Refused(READ_ONLY)

    def confirmed(self, plan: Plan, typed: str) -> Plan:
        """Return the plan as it was made, whose request is the exact one; refuse what may not run, with the reason."""
        self.writable()
        if plan.blocked:
            raise Refused(f"{plan.summary}: {'; '.join(finding.text for finding in plan.blocked)}.")
        exact = self._open.get(plan.id)
        if exact is None:
            raise Refused(f"{plan.summary}: this card was used or put away; make a new one.")
        if exact.typed and typed.strip() != exact.typed:
            raise Refused(f"{exact.summary}: type {exact.typed} to go on.")
        first = self._traffic.on(exact.wanted.target)
        if first is not None:
            refuse_second(first, exact.wanted)
        return exact

    async def reach(self, target: Target, server: str = "") -> tuple[Api, Target]:
        """Return the way to a target's own context and no other, and the target with its place filled in.

        `server` is the one that the card shows, "" where there is no card yet.
        """
        try:
            connection = await self._call(lambda: self._ties.connect(target.context))
        except (Trouble, TimeoutError) as trouble:
            where = target.context or "the current context"
            raise Failed(f"no connection to {where}: {str(trouble) or 'it takes too long'}.") from None
        if target.context and connection.context != target.context:
            raise Refused(f"asked for {target.context} and got {connection.context}: nothing is sent there.")
        if server and connection.server != server:
            raise Refused(f"{connection.context} leads to another server now than on the card: make a new one.")
        namespace = "" if target.kind == "Node" else target.namespace or connection.namespace
        return Api(connection), target._replace(context=connection.context, namespace=namespace)
