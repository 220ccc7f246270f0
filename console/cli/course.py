"""One action from the command line: the card, the question, the steps as they come, and what came of it."""

import asyncio
import json
import secrets
from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple

from console.actions.revisions import Choice
from console.actions.rules import Around, Rules
from console.actions.runner import Runner
from console.cli.desk import Desk
from console.cli.logbook import Logbook, named
from console.cli.telling import card_document, card_text, choice_lines, command, is_final, revision
from console.incident.action import Plan, Wanted
from console.incident.deeds import ActionMoved
from console.incident.errors import Refused
from console.incident.events import Entry, Fact
from console.incident.record import Deed, Incident
from console.journal.opening import Journal
from console.settings import ClusterSettings, Settings
from console.wiring import clusters, log
from console.wiring.measured import Measured

COULD_NOT = 3
BAD = frozenset({"failed", "timed out", "in doubt", "worse"})
_LOOK = 0.1


class Order(NamedTuple):
    """What was asked for: a wish, or the undoing of a deed; `to` names a revision."""

    wanted: Wanted | None
    to: str = ""
    deed: Deed | None = None
    dry: bool = False
    yes: bool = False
    as_json: bool = False


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
            self._may_ask(order)
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
        typed = self._typed(plan, order)
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
        if as_json:
            fields = {name: getattr(last, name) for name in ("action", "verb", "target", "context", "step", "text")}
            self._desk.raw(json.dumps({**fields, "namespace": last.namespace, "detail": dict(last.detail)}))
        return 1 if last.step == "refused" else COULD_NOT if last.step in BAD else 0

    async def _read_back(self, deed: Deed) -> int:
        runner = self._runner()
        try:
            await runner.check(deed)
            return await self._followed(runner, deed.id, as_json=self._silent)
        finally:
            await runner.close()

    # -- who is asked

    def _may_ask(self, order: Order) -> None:
        """Refuse before anything is looked at where nobody could confirm."""
        if order.yes and not self._cluster.yes:
            context = self._cluster.context
            raise Refused(f"--yes is not allowed for {context}: yes = true in its [[cluster]] section allows it.")
        listing = order.wanted is not None and order.wanted.verb == "rollback" and not order.to
        if not order.yes and not listing and not self._desk.streams.stdin.isatty():
            raise Refused(
                "there is no terminal to confirm at. Look with --dry-run, or use --yes where that is allowed."
            )

    def _typed(self, plan: Plan, order: Order) -> str | None:
        """Ask whether to go on; None is no. What would take a service or a pod away for good is never waved through."""
        if order.yes and (not plan.typed or (plan.production and not is_final(plan))):
            return plan.typed
        if order.yes:
            raise Refused(f"{plan.summary} needs its name typed: --yes does not cover it.")
        question = f"Type {plan.typed} to go on: " if plan.typed else "Go on? [y/N] "
        self._desk.streams.stderr.write(question)
        self._desk.streams.stderr.flush()
        answer = self._desk.streams.stdin.readline().strip()
        if plan.typed:
            return answer if answer == plan.typed else None
        return "" if answer.lower() in {"y", "yes"} else None

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
            clusters.production(settings),
            settings.action_window,
            settings.most_replicas or None,
        )
        open_up = clusters.connecting(settings, desk.clock, desk.env)
        serving = clusters.serving(settings, lambda context: open_up(context).namespace)
        incident = self._incident
        around = Around(
            figures=Measured(settings),
            service_of=serving,
            incident=lambda: incident.id if incident else "",
            onset=lambda: incident.since if incident else None,
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
