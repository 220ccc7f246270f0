"""One action from the command line: the card, the question, the steps as they come, and what came of it."""

import asyncio
import json
import secrets
from collections.abc import Coroutine, Sequence
from typing import Any

from console.actions.revisions import Choice
from console.actions.rules import Around, Rules
from console.actions.runner import Runner
from console.cli import consent
from console.cli.consent import Order
from console.cli.desk import Desk
from console.cli.logbook import Logbook
from console.cli.telling import card_document, card_text, choice_lines, command, revision
from console.incident.action import OPEN, Plan
from console.incident.deed import Deed
from console.incident.deeds import ActionMoved
from console.incident.errors import Refused
from console.incident.events import Entry, Fact
from console.incident.guards import named
from console.incident.record import Incident
from console.journal.opening import Journal
from console.settings import ClusterSettings, Settings
from console.wiring import clusters, log, own
from console.wiring.measured import Measured

COULD_NOT = 3
BAD = frozenset({"failed", "timed out", "in doubt", "worse"})
_LOOK = 0.1


class Course:
    """Runs one order against one cluster; the log is opened when there is something to record."""

    def __init__(self, desk: Desk, settings: Settings, cluster: ClusterSettings, incident: str) -> None:
        self._desk, self._settings, self._cluster = desk, settings, cluster
        self._book = Logbook(desk, settings)
        self._journal: Journal | None = None
        self._steps: list[ActionMoved] = []
        self._silent = False
        self._incident = self._meant(incident)

    def run(self, order: Order) -> int:
        """Run it and return the exit status."""
        if not order.dry:
            consent.may_ask(self._desk, self._cluster, order)
        self._silent = order.as_json
        return self._within(self._carry_out(order))

    def check(self, deed: Deed, *, as_json: bool) -> int:
        """Read back what is in doubt."""
        self._silent = as_json
        return self._within(self._read_back(deed))

    def _within(self, work: Coroutine[Any, Any, int]) -> int:
        try:
            return asyncio.run(work)
        finally:
            if self._journal is not None:
                self._journal.close()

    async def _carry_out(self, order: Order) -> int:
        runner = self._runner()
        try:
            if order.deed is None and order.wanted is not None and order.wanted.verb == "rollback":
                found = await runner.choices(order.wanted.target)
                if not order.to:
                    return self._list(found)
                order = order._replace(wanted=order.wanted._replace(value=revision(found, order.to).uid))
            if order.deed is not None:
                plan = await runner.undo(order.deed, note=not order.dry)
            else:
                assert order.wanted is not None
                plan = await runner.prepare(order.wanted, note=not order.dry)
            return await self._confirmed(runner, plan, order)
        finally:
            await runner.close()

    async def _confirmed(self, runner: Runner, plan: Plan, order: Order) -> int:
        if order.dry and order.as_json:
            self._desk.raw(json.dumps(card_document(plan), indent=2))
        elif not (order.as_json and order.yes):
            for line in card_text(plan):
                (self._desk.warn if self._silent else self._desk.say)(line)
        if plan.blocked:
            raise Refused(f"{plan.summary}: {'; '.join(finding.text for finding in plan.blocked)}.")
        if order.dry:
            return 0
        typed = consent.typed(self._desk, plan, yes=order.yes)
        if typed is None:
            await runner.decline(plan)
            self._desk.warn("Put away: nothing was done.")
            return 1
        action = await runner.run(plan, typed)
        return await self._followed(runner, action, as_json=order.as_json)

    async def _followed(self, runner: Runner, action: str, *, as_json: bool) -> int:
        while runner.busy:  # noqa: ASYNC110 - it ends by the log, which is told by the same loop
            await asyncio.sleep(_LOOK)
        for offer in runner.offers.get(action, ()):
            self._desk.warn(f"offered: {offer.text}: {command(offer.wanted)}")
        last = self._steps[-1]
        if last.step in OPEN:
            told = f"the log took nothing after '{last.step}', so what came of it is not known"
            self._desk.warn(f"{told}: warroom act check {action}")
        if as_json:
            fields = {name: getattr(last, name) for name in ("action", "verb", "target", "context", "step", "text")}
            self._desk.raw(json.dumps({**fields, "namespace": last.namespace, "detail": dict(last.detail)}))
        return 1 if last.step == "refused" else COULD_NOT if last.step in BAD | OPEN else 0

    async def _read_back(self, deed: Deed) -> int:
        runner = self._runner()
        try:
            await runner.check(deed)
            return await self._followed(runner, deed.id, as_json=self._silent)
        finally:
            await runner.close()

    def _list(self, found: Sequence[Choice]) -> int:
        if self._silent:
            self._desk.raw(json.dumps([one._asdict() for one in found], indent=2))
            return 0
        for line in choice_lines(found, self._desk.clock()):
            self._desk.say(line)
        self._desk.warn("Choose one with --to; * is the proposal." if found else "There is nothing to go back to.")
        return 0

    # -- what it is tied to

    def _runner(self) -> Runner:
        settings, desk = self._settings, self._desk
        rules = Rules(
            settings.read_only,
            settings.productions,
            settings.action_window,
            settings.most_replicas or None,
        )
        open_up = clusters.connecting(settings, desk.clock, desk.env)
        serving = clusters.serving(settings, lambda context: open_up(context).namespace)
        incident, state = self._incident, self._book.state()
        around = Around(
            figures=Measured(settings),
            service_of=serving,
            incident=lambda: incident.id if incident else "",
            onset=lambda: incident.since if incident else None,
            actions=state.actions.values,
            live=state.live,
            closures=lambda: (*own.closures(settings), *state.maintenance.values()),
            health=lambda: state.health,
            depends_on={name: each.depends_on for name, each in settings.directory.services.items()},
        )
        return Runner(open_up, self._record, rules, desk.clock, lambda: f"a{secrets.token_hex(4)}", around=around)

    def _meant(self, asked: str) -> Incident | None:
        state = self._book.state()
        if asked:
            return named(state, asked)
        current = state.current()
        return current if current is not None and current.live else None

    async def _record(self, facts: Sequence[Fact], incident: str) -> None:
        """Append to the log, and say the steps as they are in it."""
        if self._journal is None:
            self._journal = log.open_journal(self._settings, self._desk.clock, self._desk.env)
        entries = [Entry(fact, self._settings.user, incident) for fact in facts]
        await asyncio.wrap_future(self._journal.append_all(entries))
        for fact in facts:
            if isinstance(fact, ActionMoved):
                self._steps.append(fact)
                if not self._silent and fact.step not in {"planned", "confirmed"}:
                    self._desk.say(f"{fact.action}  {fact.step:<10} {fact.text}".rstrip())
