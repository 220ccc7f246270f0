"""Acting on a cluster by keys alone: r, the revision, the card, the confirmation; then the ledger and its undo."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from checks.kubernetes.access import open_connection
from checks.kubernetes.portrait import Portrait, Subject
from checks.kubernetes.watching import ClusterWatch
from checks.portrait import Reading
from console.actions.rules import Rules
from console.app import WarroomApp
from console.drill.cluster import SimulatedCluster, serve
from console.incident.action import Target
from console.incident.clock import system_clock
from console.incident.deed import Deed
from console.incident.deeds import ActionMoved
from console.incident.events import Entry, Fact
from console.journal.opening import Journal
from console.room import Parts, Room
from console.room.parts import Feeds
from console.screens.collecting import Collector
from console.screens.link import Link
from console.screens.room_screen import RoomScreen
from tests.room import a_context, on_screen, shipped_checklists, text, until


class Commander(NamedTuple):
    """Somebody at a console over a simulated cluster whose web:2 is a bad rollout, half way."""

    app: WarroomApp
    pilot: Pilot[str]
    room: Room
    cluster: SimulatedCluster

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def shows(self, *words: str) -> None:
        """Wait until the screen shows all of it."""
        await until(lambda: all(word in text(self.app) for word in words), self.pilot)

    async def steps(self, *wanted: str) -> None:
        """Wait until the actions stand at these steps, the oldest first."""
        await until(lambda: tuple(deed.step for deed in self.deeds()) == wanted, self.pilot)

    def deeds(self) -> list[Deed]:
        return list(self.room.snapshot.state.actions.values())

    @property
    def image(self) -> str:
        found: str = self.cluster.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]["image"]
        return found

    def sent(self) -> list[str]:
        """What could have changed something."""
        return [
            f"{method} {path}"
            for method, path, query, _ in self.cluster.requests
            if method != "GET" and "dryRun" not in query and "reviews" not in path
        ]

    async def to_the_card(self) -> None:
        """Press r, take web and the revision that is proposed."""
        await self.press("r")
        await self.shows("rollback what?", "deploy/web")
        await self.press("enter")
        await self.shows("back to which revision?", "● r1 web:1")
        await self.press("enter")
        await self.shows("rollback deploy/web r2 > r1", "esc")

    async def scaled_to_five(self) -> None:
        """Press s, and confirm the card."""
        await self.press("s")
        await self.shows("scale what?")
        await self.press("enter")
        await self.shows("Scale web")
        await self.press("5", "enter")
        await self.shows("scale deploy/web 3 > 5", "y  scale")
        await self.press("y")


@asynccontextmanager
async def commanding(
    folder: Path,
    size: tuple[int, int] = (120, 36),
    *,
    production: bool = False,
    read_only: bool = False,
    left: Callable[[SimulatedCluster], Fact] | None = None,
) -> AsyncIterator[Commander]:
    """Open a console over a room that follows one cluster."""
    cluster = SimulatedCluster(system_clock)
    cluster.world.start_seconds = 0.02
    cluster.add_deployment("web", "web:1", replicas=3)
    cluster.settle()
    cluster.behave("web:2", "crash")
    cluster.set_image("web", "web:2")
    names = {"sim": "prod-eu"} if production else {}
    log_dir = folder / "log"
    if left is not None:
        journal = Journal.open(log_dir, user="alice", host="host", clock=system_clock, redact=str)
        journal.append_all([Entry(left(cluster), "alice", "")]).result(5)
        journal.close()
    with serve(cluster) as server:
        kubeconfig = str(server.write_kubeconfig(folder / "kubeconfig", "sim"))
        parts = Parts(
            log_dir=log_dir,
            actor="alice",
            version="test",
            clock=system_clock,
            open_journal=lambda: Journal.open(log_dir, user="alice", host="host", clock=system_clock, redact=str),
            open_samples=None,
            make_checks=lambda: (),
            watched=(),
            make_feeds=lambda: Feeds((ClusterWatch("sim", kubeconfig, clock=system_clock),)),
            rules=Rules(read_only, names, window=0.2),
        )
        room = Room(parts)
        room.start()

        def portrait(target: Target | None) -> list[Reading]:
            assert target is not None
            with open_connection("sim", kubeconfig, clock=system_clock) as connection:
                return Portrait(connection, Subject(*target[1:4]), str, system_clock).take()

        collector = Collector(room, log_dir, "alice", system_clock, portrait, writes=not read_only)
        link = Link(room, log_dir, "alice", shipped_checklists(), str, evidence=collector)
        context = a_context(productions=names, production="prod-eu" if production else "")
        try:
            async with on_screen(link, folder, size, context) as (app, pilot):
                await until(lambda: any(seen.complete and seen.workloads for seen in room.snapshot.clusters), pilot)
                yield Commander(app, pilot, room, cluster)
        finally:
            room.stop(5)


@pytest.mark.parametrize("size", [(40, 12), (120, 36)], ids=str)
async def test_a_bad_rollout_is_rolled_back_by_keys_and_undone_from_the_ledger(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with commanding(tmp_path, size) as commander:
        await commander.to_the_card()
        await commander.shows("default/web (Deployment)", "y  rollback", "esc  cancel")
        assert commander.sent() == []
        await commander.press("y")
        await commander.steps("unknown")
        assert commander.image == "web:1"
        assert len(commander.sent()) == 1
        await commander.press("L")
        await commander.shows("to be undone or owned")
        await commander.press("u")
        await commander.shows("rollback deploy/web r3 > r2", "y  rollback")
        await commander.press("y")
        await until(lambda: commander.image == "web:2", commander.pilot)
        await until(lambda: [deed.settled for deed in commander.deeds()] == ["undone", ""], commander.pilot)
        assert commander.room.snapshot.state.ledger() == ()
        assert len(commander.sent()) == 2


async def test_in_production_no_key_but_the_whole_name_confirms_and_the_way_back_asks_for_it_again(
    tmp_path: Path,
) -> None:
    async with commanding(tmp_path, (40, 12), production=True) as commander:
        await commander.press("r")
        await commander.shows("rollback what?", "prod-eu [PRODUCTION]")
        await commander.press("enter")
        await commander.shows("back to which revision?")
        await commander.press("enter")
        await commander.shows("prod-eu [PRODUCTION]", "default/web (Deployment)", "type web to confirm")
        await commander.press("y", "enter")
        await commander.shows("does not match")
        assert commander.sent() == []
        await commander.press("backspace", *"web", "enter")
        await commander.steps("unknown")
        assert len(commander.sent()) == 1
        await commander.press("L")
        await commander.shows("to be undone or owned", "prod-eu [PRODUCTION]")
        await commander.press("u")
        await commander.shows("type web to confirm", "prod-eu [PRODUCTION]")
        await commander.press("y", "enter", "escape")
        await commander.steps("unknown", "declined")
        assert len(commander.sent()) == 1


@pytest.mark.parametrize("keys", [("escape",), ("n",), ("enter",), ("q",)], ids=" ".join)
async def test_whatever_is_not_yes_puts_the_card_away_and_the_log_says_so(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with commanding(tmp_path) as commander:
        await commander.to_the_card()
        await commander.press(*keys)
        await commander.steps("declined")
        assert commander.sent() == []
        await commander.shows("nothing was done")


async def test_two_quick_keys_on_a_card_are_one_action(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        await commander.to_the_card()
        await commander.press("y", "y", "y")
        await commander.steps("unknown")
        assert len(commander.sent()) == 1


async def test_what_cannot_be_done_is_shown_and_no_key_does_it(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        commander.cluster.set_spec("Deployment", "web", paused=True)
        await commander.press("r")
        await commander.shows("rollback what?")
        await commander.press("enter")
        await commander.shows("back to which revision?")
        await commander.press("enter")
        await commander.shows("This cannot be done: paused blocks it.", "✖ blocks paused", "default/web (Deployment)")
        assert "confirm" not in text(commander.app)
        await commander.press("y", "enter")
        await commander.steps("refused")
        assert commander.sent() == []


async def test_the_revision_that_runs_now_is_refused_without_a_card(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        await commander.press("r")
        await commander.shows("rollback what?")
        await commander.press("enter")
        await commander.shows("back to which revision?", "r2 web:2")
        await commander.press("up", "enter")
        await commander.shows("r2 is what web runs now: choose another one")
        assert commander.deeds() == []


async def test_in_read_only_mode_there_is_a_card_to_look_at_and_nothing_else(tmp_path: Path) -> None:
    async with commanding(tmp_path, read_only=True) as commander:
        await commander.press("r")
        await commander.shows("rollback what?")
        await commander.press("enter")
        await commander.shows("back to which revision?")
        await commander.press("enter")
        await commander.shows("This cannot be done: read-only blocks it.")
        await commander.press("y", "enter")
        assert commander.sent() == []
        assert commander.deeds() == []


async def test_a_number_of_replicas_is_never_filled_in_and_zero_asks_for_the_name(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        await commander.press("s")
        await commander.shows("scale what?")
        await commander.press("enter")
        await commander.shows("Scale web", "now 3")
        await commander.press("enter")
        await commander.shows("is needed")
        for typo in ("-2", "1.5", "4x"):
            await commander.press(*typo, "enter")
            await commander.shows("a whole number from 0 on is needed", typo)
            await commander.press("ctrl+u")
        assert commander.deeds() == []
        await commander.press("0", "enter")
        await commander.shows("scale deploy/web 3 > 0", "type web to confirm")
        await commander.press("y", "enter", "escape")
        await commander.steps("declined")
        assert commander.sent() == []


async def test_a_mitigation_is_owned_from_the_ledger_and_its_details_have_the_request(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        commander.cluster.set_image("web", "web:1")
        await commander.scaled_to_five()
        await commander.steps("unknown")
        await commander.press("L")
        await commander.shows("to be undone or owned", "o  own")
        await commander.press("enter")
        await commander.shows("/deployments/web/scale", '"replicas":5', "way back")
        await commander.press("escape", "L")
        await commander.shows("to be undone or owned", "o  own")
        await commander.press("o")
        await commander.shows("Own: scale deploy/web", "Who owns it")
        await commander.press("ctrl+u", *"bob", "ctrl+s")
        await until(lambda: [deed.settled for deed in commander.deeds()] == ["owned"], commander.pilot)
        assert commander.deeds()[0].owner == "bob"
        await commander.press("L")
        await commander.shows("· owned by bob · scale deploy/web", "u  undo")  # what is owned can be taken back still


async def test_what_a_killed_console_left_in_doubt_is_checked_from_the_ledger_and_nothing_is_sent_again(
    tmp_path: Path,
) -> None:
    def killed(cluster: SimulatedCluster) -> Fact:
        path = "/apis/apps/v1/namespaces/default/deployments/web/scale"
        uid = cluster.get("deployment", "web")["metadata"]["uid"]
        request = f'PATCH {path} {{"metadata":{{"resourceVersion":"1"}},"spec":{{"replicas":3}}}}'
        return ActionMoved("a1", "scale", "deploy/web", "sim", "default", "executing", request=request, uid=uid)

    async with commanding(tmp_path, left=killed) as commander:
        await commander.steps("in doubt")
        await commander.press("L")
        await commander.shows("? IN DOUBT", "c  check")
        assert "undo" not in text(commander.app)
        await commander.press("c")
        await commander.steps("unknown")
        assert commander.deeds()[0].is_done
        assert commander.sent() == []


async def test_what_is_still_watched_can_be_undone_already(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        await commander.scaled_to_five()
        await commander.steps("verifying")
        await commander.press("L")
        await commander.shows("➤ verifying · scale deploy/web", "u  undo")
        await commander.press("u")
        await commander.shows("scale deploy/web 5 > 3", "this ends that without a verdict", "y  scale")
        await commander.press("y")
        await until(lambda: [deed.settled for deed in commander.deeds()] == ["undone", ""], commander.pilot)
        assert commander.deeds()[0].step == "unknown"


async def test_what_is_still_watched_can_be_owned_already_and_gets_its_verdict_all_the_same(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        await commander.scaled_to_five()
        await commander.steps("verifying")
        await commander.press("L")
        await commander.shows("➤ verifying · scale deploy/web", "o  own", "k  keep")
        await commander.press("o")
        await commander.shows("Who owns it")
        await commander.press("ctrl+s")
        await until(lambda: [deed.settled for deed in commander.deeds()] == ["owned"], commander.pilot)
        assert commander.deeds()[0].step == "verifying"
        await commander.press("L")
        await commander.shows("➤ verifying · scale deploy/web", "u  undo")


async def test_the_way_to_the_cluster_taken_twice_holds_no_key_back(tmp_path: Path) -> None:
    async with commanding(tmp_path) as commander:
        shell = commander.app.screen
        assert isinstance(shell, RoomScreen)
        assert shell.live is not None
        for _ in range(3):
            shell.live.order("cluster")
        await commander.shows("Wrong now")
        await commander.press("1")
        await until(lambda: commander.app.screen is shell, commander.pilot)
        await commander.press("n", *"back")
        await commander.shows("back")
