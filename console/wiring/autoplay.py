"""Plays a drill without a screen and without waiting: the console's own log and actions, time as fast as it goes."""

import asyncio
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from checks.kubernetes.access import open_connection
from checks.sample import Reading, Sample, Status
from console.actions.rules import Around, Rules
from console.actions.runner import Runner
from console.drill.cluster import serve
from console.drill.scenario import Scenario
from console.drill.stage import Stage
from console.drill.telling import P95
from console.drill.world import CONTEXT, beginning, ending
from console.incident import commands
from console.incident.deed import Deed
from console.incident.errors import WarroomError
from console.incident.events import Instant
from console.incident.severity import Scheme
from console.review.scoring import Score, score
from console.settings import Settings
from console.signals.looks import Looks
from console.wiring import shipped
from console.wiring.diary import COMMANDER, Diary
from console.wiring.policies import Policy, View, wanted

START = 1_790_000_000_000
"""When every such drill begins: one seed and one policy give one run."""
_LOOK, _DECLARE, _ACT = 5, 60, 90
_AGAIN = 60
_LATELY = 1800
_MOST_ACTIONS = 4
_GONE_ON = 5.0


class Played(NamedTuple):
    """What came of it."""

    card: Score
    impact: int


def play(scenario: Scenario, seed: int, policy: Policy) -> Played:
    """Play a scenario to its end."""
    with TemporaryDirectory(prefix="warroom-auto-") as folder:
        return asyncio.run(_Player(scenario, seed, policy, Path(folder)).run())


def view_of(stage: Stage) -> View:
    """Return what a policy gets to see of a drill."""
    now = stage.since
    deployments = stage.cluster.all("deployment")
    replicas = {each["metadata"]["name"]: each["spec"]["replicas"] for each in deployments}
    happened = [each for each in stage.scenario.happenings if now - _LATELY <= each.at <= now]
    rolled = [(each.deploy or each.configure).partition(":")[0] for each in reversed(happened)]
    began = [each.scale for each in happened if each.scale and replicas.get(each.scale)]
    killed = {
        pod["metadata"]["labels"].get("app", "")
        for pod in stage.cluster.all("pod")
        for each in pod["status"].get("containerStatuses", ())
        if each.get("lastState", {}).get("terminated", {}).get("reason") == "OOMKilled"
    }
    return View(stage.flows, replicas, [each for each in rolled if each], sorted(killed), began)


class _Sleepers:
    """Who waits until a time in the drill has come."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Instant, asyncio.Future[None]]] = []

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    async def sleep(self, until: Instant) -> None:
        """Wait until it is so late in the drill."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((until, future))
        await future

    def wake(self, now: Instant) -> None:
        """Let those go on whose time has come."""
        due = [each for each in self._waiting if each[0] <= now]
        self._waiting = [each for each in self._waiting if each not in due]
        for _, future in due:
            if not future.done():
                future.set_result(None)


class _Player:
    """Somebody who follows a policy, and the time that passes meanwhile."""

    def __init__(self, scenario: Scenario, seed: int, policy: Policy, folder: Path) -> None:
        self._looks, self._bad, self._acted = Looks(), 0, 0
        self._stage = Stage(scenario, seed, START, self._seen)
        self._seed, self._policy, self._folder = seed, policy, folder
        self._scheme: Scheme = shipped.schemes()["sev1-4"]
        self._diary = Diary(folder / "log", self._stage.clock)
        self._sleepers = _Sleepers()
        self._incident = ""
        self._ids = count(1)

    async def run(self) -> Played:
        """Play."""
        stage, scenario = self._stage, self._stage.scenario
        with serve(stage.cluster, live=False) as server:
            kubeconfig = str(server.write_kubeconfig(self._folder / "kubeconfig", CONTEXT))
            runner = self._runner(kubeconfig)
            await self._diary.note([beginning(scenario, self._seed, 1.0, START)], "")
            while not stage.well and stage.since < scenario.ends:
                await self._pass(_LOOK, runner)
                if self._bad >= _DECLARE and not self._incident:
                    await self._declare()
                if self._bad >= _ACT and not runner.busy and self._acted < _MOST_ACTIONS:
                    await self._act(runner)
            await runner.close()
        if self._incident and stage.well:
            await self._end()
        await self._diary.note([ending(stage)], "")
        self._diary.close()
        lists = shipped.checklists(Settings(self._folder, "commander"))
        card = score(self._diary.events(), self._scheme, lists)
        return Played(card, stage.impact)

    def _seen(self, stage: Stage) -> None:
        if stage.clock.now // 1000 % _LOOK:
            return
        web, now = stage.flows["web"], stage.clock.now
        readings = (Reading("error_rate", web.errors, "ratio"), Reading("p95", web.seconds * P95, "s"))
        self._looks.add("web", Sample("web", now, Status.OK, readings=readings))
        self._bad = self._bad + _LOOK if stage.hit else 0

    async def _pass(self, seconds: int, runner: Runner) -> None:
        for _ in range(seconds):
            self._stage.advance(1)
            self._sleepers.wake(self._stage.clock.now)
            await self._quiet(runner)

    async def _quiet(self, runner: Runner) -> None:
        """Let what is under way come to where it waits for time to pass: requests take none."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _GONE_ON
        await asyncio.sleep(0)
        while len(self._sleepers) < len(runner.busy) and loop.time() < end:  # noqa: ASYNC110 - a runner tells nobody
            await asyncio.sleep(0.001)

    async def _act(self, runner: Runner) -> None:
        """Try what the policy says next; what is blocked or fails on the way is no action."""
        tried = {(deed.verb, deed.target.partition("/")[2]) for deed in self._diary.state().actions.values()}
        for verb, name, value in self._policy(view_of(self._stage)):
            if (verb, name) in tried:
                continue
            try:
                await self._do(runner, verb, name, value)
            except WarroomError:
                continue
            break
        else:
            self._acted = _MOST_ACTIONS
        self._acted += 1
        self._bad = _ACT - _AGAIN

    async def _do(self, runner: Runner, verb: str, name: str, value: str) -> None:
        want = wanted(CONTEXT, verb, name, value)
        if verb == "rollback":
            found = await runner.choices(want.target)
            older = [each for each in found if each.state != "current"]
            chosen = next((each for each in older if each.proposed), older[0] if older else None)
            if chosen is None:
                return
            want = want._replace(value=chosen.uid)
        plan = await runner.prepare(want)
        if not plan.blocked:
            await runner.run(plan, plan.typed)

    async def _declare(self) -> None:
        self._incident = await self._diary.declare(
            lambda made: commands.declare(
                self._diary.state(),
                id=made,
                title=self._stage.scenario.title,
                severity=self._scheme.at(1).label,
                actor=COMMANDER,
                now=self._stage.clock.now,
                scheme=self._scheme,
                started_at=self._stage.clock.now - self._bad * 1000,
                purpose="drill",
            ),
            self._stage.clock.now,
        )

    async def _end(self) -> None:
        state, now = self._diary.state(), self._stage.clock.now
        entries = commands.change_status(state, self._incident, "monitoring", "", actor=COMMANDER, now=now, forced=True)
        await self._diary.write(entries)

    def _runner(self, kubeconfig: str) -> Runner:
        clock = self._stage.clock
        around = Around(
            figures=self._looks.figures,
            service_of=lambda _target: "web",
            incident=lambda: self._incident,
            onset=lambda: START + round(self._stage.scenario.onset * 1000),
            actions=self._actions,
        )
        return Runner(
            lambda _context: open_connection(CONTEXT, kubeconfig, clock=clock),
            self._diary.note,
            Rules(window=60.0),
            clock,
            lambda: f"a{next(self._ids)}",
            around=around,
            sleep=lambda seconds: self._sleepers.sleep(clock.now + round(seconds * 1000)),
        )

    def _actions(self) -> Iterable[Deed]:
        return self._diary.state().actions.values()
