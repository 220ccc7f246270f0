"""Somebody at a simulated cluster: the runner, its log as a list, and time that passes when something waits."""

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checks.kubernetes.access import Answer, Connection, InDoubt, open_connection
from console.actions.rules import Around, Rules
from console.actions.runner import Runner
from console.drill.cluster import Server, SimulatedCluster, serve
from console.incident.action import Finding, Plan, Target, Wanted
from console.incident.deed import Deed
from console.incident.deeds import ActionMoved
from console.incident.errors import Failed
from console.incident.events import Event, Fact
from console.incident.state import State, fold
from tests.fakes import FakeClock

Steps = list[tuple[str, str]]


class _Between(Connection):
    """A connection that does something of its own with some requests; all others go on to the real one."""

    def __init__(self, real: Connection, fragment: str) -> None:
        self.__dict__.update(real.__dict__)
        self.fragment = fragment


class _Heard(_Between):
    """Keeps every answer."""

    def __init__(self, real: Connection, heard: list[tuple[str, Any]]) -> None:
        super().__init__(real, "")
        self._heard = heard

    def request(self, method: str, path: str, *args: Any, **kwargs: Any) -> Answer:
        answer = super().request(method, path, *args, **kwargs)
        self._heard.append((path, answer.body))
        return answer


class _Tagged(_Between):
    """Keeps in which context something was changed."""

    def __init__(self, real: Connection, used: list[str]) -> None:
        super().__init__(real, "")
        self._used = used

    def request(self, method: str, path: str, query: Any = (), *args: Any, **kwargs: Any) -> Answer:
        if method != "GET" and "dryRun" not in dict(query) and "reviews" not in path:
            self._used.append(self.context)
        return super().request(method, path, query, *args, **kwargs)


class _Losing(_Between):
    """Requests of a method that are no dry runs are lost on their way, and nobody knows."""

    def request(self, method: str, path: str, query: Any = (), *args: Any, **kwargs: Any) -> Answer:
        if method == self.fragment and "dryRun" not in dict(query):
            raise InDoubt("the server did not answer in time")
        return super().request(method, path, query, *args, **kwargs)


class _Held(_Between):
    """Some requests wait."""

    def __init__(self, real: Connection, fragment: str, release: threading.Event) -> None:
        super().__init__(real, fragment)
        self._release = release

    def request(self, method: str, path: str, *args: Any, **kwargs: Any) -> Answer:
        if self.fragment in path:
            self._release.wait(5)
        return super().request(method, path, *args, **kwargs)


class _Spoiled(_Between):
    """Some requests get another answer."""

    def __init__(self, real: Connection, fragment: str, answer: Any) -> None:
        super().__init__(real, fragment)
        self._answer = answer

    def request(self, method: str, path: str, *args: Any, **kwargs: Any) -> Answer:
        if self.fragment in path:
            return Answer(200, self._answer)
        return super().request(method, path, *args, **kwargs)


class Stage:
    """A cluster with one server, and a runner over it."""

    def __init__(self, folder: Path, server: Server, cluster: SimulatedCluster, clock: FakeClock) -> None:
        self.cluster, self.server, self.clock = cluster, server, clock
        self.kubeconfig = server.write_kubeconfig(folder / "kubeconfig", "prod", "lab")
        self.facts: list[Fact] = []
        self.connections: dict[str, Connection] = {}
        self.running = asyncio.Event()
        self.running.set()
        self.full = False
        self.writable = asyncio.Event()
        self.writable.set()
        self.ids = (f"a{number}" for number in itertools.count(1))
        self.timeout = (1.0, 1.0)
        self.runner = self.made()

    def made(self, rules: Rules | None = None, around: Around | None = None, patience: float = 5.0) -> Runner:
        """Return a runner; each wait lets the simulated time pass."""
        self.runner = Runner(
            self.connect,
            self.record,
            rules or Rules(window=60),
            self.clock,
            lambda: next(self.ids),
            around=around or Around(incident=lambda: "INC-1"),
            sleep=self.sleep,
            patience=patience,
        )
        return self.runner

    def connect(self, context: str) -> Connection:
        """Return the connection to a context."""
        if context not in self.connections:
            self.connections[context] = open_connection(context, str(self.kubeconfig), clock=self.clock)
        return self.connections[context]

    async def record(self, facts: Sequence[Fact], incident: str) -> None:
        """Keep the facts."""
        assert incident in {"INC-1", ""}
        if self.full:
            message = "the disk is full"
            raise Failed(message)
        await self.writable.wait()
        self.facts += facts

    async def sleep(self, seconds: float) -> None:
        """Let time pass in the cluster."""
        await self.running.wait()
        await asyncio.to_thread(self.cluster.advance, seconds)

    def hold(self, fragment: str) -> threading.Event:
        """Have requests whose path has this fragment wait until the event is set."""
        release = threading.Event()
        self.connections["prod"] = _Held(self.connect("prod"), fragment, release)
        return release

    def lose(self, method: str) -> None:
        """Have requests of this method be lost."""
        self.connections["prod"] = _Losing(self.connect("prod"), method)

    def overheard(self) -> list[tuple[str, Any]]:
        """Return a list that every answer is added to."""
        heard: list[tuple[str, Any]] = []
        self.connections["prod"] = _Heard(self.connect("prod"), heard)
        return heard

    def contexts_used(self) -> list[str]:
        """Return a list that the context of each change is added to."""
        used: list[str] = []
        for context in ("prod", "lab"):
            self.connections[context] = _Tagged(self.connect(context), used)
        return used

    def pause_time(self) -> Callable[[], None]:
        """Have whatever waits wait, until what is returned is called."""
        self.running.clear()
        return self.running.set

    def stall_the_log(self) -> Callable[[], None]:
        """Have the log wait for its disk, until what is returned is called."""
        self.writable.clear()
        return self.writable.set

    def spoiled(self, fragment: str, answer: Any) -> None:
        """Have requests whose path has this fragment answered with something else."""
        self.connections["prod"] = _Spoiled(self.connect("prod"), fragment, answer)

    def target(self, kind: str = "Deployment", name: str = "web", **more: str) -> Target:
        """Return a target in the context prod."""
        return Target(**{"context": "prod", "namespace": "default", **more}, kind=kind, name=name)

    def wanted(self, verb: str, value: str = "", kind: str = "Deployment", name: str = "web", **more: str) -> Wanted:
        """Return a wish."""
        return Wanted(verb, self.target(kind, name), value, **more)

    async def rollback(self, revision: int, kind: str = "Deployment", name: str = "web", **more: str) -> Wanted:
        """Return the wish to go back to a revision."""
        found = await self.runner.choices(self.target(kind, name))
        return self.wanted("rollback", next(one.uid for one in found if one.revision == revision), kind, name, **more)

    async def ended(self) -> None:
        """Wait until nothing is under way."""
        while self.runner.busy:
            await self.waited()

    async def waited(self) -> None:
        """Give the others their turn."""
        await asyncio.sleep(0.005)

    async def done(self, wanted: Wanted) -> Steps:
        """Prepare, confirm and see through."""
        plan = await self.runner.prepare(wanted)
        await self.runner.run(plan, plan.typed)
        await self.ended()
        return self.steps(plan.id)

    def steps(self, action: str) -> Steps:
        """Return the steps of an action as the log has them."""
        moves = [fact for fact in self.facts if isinstance(fact, ActionMoved) and fact.action == action]
        return [(move.step, move.text) for move in moves]

    def state(self) -> State:
        """Return what the log says."""
        at = self.clock()
        return fold(
            Event("alice@host", seq, seq, "INC-1", at, at, "alice", fact) for seq, fact in enumerate(self.facts, 1)
        )

    def deed(self, action: str) -> Deed:
        """Return an action as the log has it."""
        return self.state().actions[action]

    def asked(self, method: str, fragment: str = "") -> list[tuple[str, Mapping[str, str], bytes]]:
        """Return the requests of a method that were no dry runs: path, query and body."""
        return [
            (path, query, body)
            for sent, path, query, body in self.cluster.requests
            if sent == method and fragment in path and "dryRun" not in query
        ]

    def changing(self) -> list[tuple[str, str]]:
        """Return every request that could have changed something."""
        return [
            (method, path)
            for method, path, query, _ in self.cluster.requests
            if method != "GET" and "dryRun" not in query and "reviews" not in path
        ]


def texts(plan: Plan, level: str = "", check: str = "") -> list[str]:
    """Return what a card says, of one level and about one thing where these are named."""
    return [one.text for one in plan.findings if level in ("", one.level) and check in ("", one.check)]


def finding(plan: Plan, words: str) -> Finding:
    """Return the one finding that has these words."""
    found = [one for one in plan.findings if words in one.text]
    assert len(found) == 1, [tuple(one) for one in plan.findings]
    return found[0]


@contextmanager
def staged(folder: Path, **more: Any) -> Iterator[Stage]:
    """Open a cluster with a Deployment `web` that has two revisions, web:1 and the bad web:2."""
    clock = FakeClock()
    cluster = SimulatedCluster(clock, **more)
    with serve(cluster, live=False) as server:
        yield Stage(folder, server, cluster, clock)


def two_revisions(stage: Stage, bad: str = "crash") -> None:
    """Deploy web:1, let it settle, then web:2, which behaves badly; the rollout stays half way."""
    stage.cluster.add_deployment("web", "web:1", replicas=4)
    stage.cluster.settle()
    stage.cluster.behave("web:2", bad)
    stage.cluster.advance(60)
    stage.cluster.set_image("web", "web:2")
    stage.cluster.advance(30)
