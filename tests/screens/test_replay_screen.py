"""The replay on the screen: by keys alone, at every size, and nothing that could be done from there."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path

import pytest
from textual.pilot import Pilot

from console.app import Backstage, WarroomApp
from console.replay.player import Player
from console.screens.keys import COMMANDS
from console.screens.replay import keys as replay_keys
from console.screens.replay.link import ReplayLink
from console.screens.replay.live import ReplayLive
from console.screens.replay.replay_screen import ReplayScreen
from tests.replay.stage import BEGUN, END, LATER, opened, outage
from tests.room import MINUTE, NOW, SCHEME, a_context, lines, shipped_checklists, text, until
from tests.screens.test_golden_screens import SIZES, compare
from tests.screens.turning import Seconds

AT = BEGUN + 2 * MINUTE + 10_000
"""Just after the commander acknowledged, before anything was decided."""


class Watcher:
    """Somebody who looks at a replay."""

    def __init__(self, app: WarroomApp, pilot: Pilot[str], player: Player, seconds: Seconds) -> None:
        self.app, self.pilot, self.player, self.seconds = app, pilot, player, seconds

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def settles(self) -> None:
        """Wait until the newest picture, with as many points as there is room for, is on the screen."""
        live = self.app._room_screen.live
        camera = self.player._camera
        assert isinstance(live, ReplayLive)
        await until(
            lambda: camera._taken[2:4] == (self.player._wish, "ok") and live._drawn is self.player.snapshot, self.pilot
        )

    async def shows(self, words: str) -> None:
        """Wait until the screen shows something."""
        await until(lambda: words in text(self.app), self.pilot)


@asynccontextmanager
async def watching(
    folder: Path, size: tuple[int, int] = (120, 36), at: int = AT, now: int = LATER
) -> AsyncIterator[Watcher]:
    """A replay of the outage on the screen."""
    log_dir, seconds = folder / "log", Seconds()
    if not log_dir.exists():
        outage(log_dir)
    player = opened(log_dir, seconds, start=lambda _extent: at, now=now)
    player.prove()
    player.start()
    screen = ReplayScreen({})
    link = ReplayLink(player, log_dir, shipped_checklists(), str, SCHEME)
    app = WarroomApp(
        screen, Backstage(lambda: lambda: ReplayLive(screen, link, a_context(), UTC), lambda: None), theme="dark"
    )
    try:
        async with app.run_test(size=size) as pilot:
            await until(lambda: screen.live is not None and "REPLAY" in text(app), pilot)
            yield Watcher(app, pilot, player, seconds)
    finally:
        player.stop()
        await asyncio.to_thread(player.join)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_moment_of_the_outage_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, size) as watcher:
        await watcher.settles()
        compare(f"replay-{size[0]}x{size[1]}", text(watcher.app))


async def test_one_steps_from_event_to_event_and_back(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press(".")
        await watcher.shows("customers see 502")
        assert "decision" not in text(watcher.app)
        await watcher.press("right", "comma", "left")
        await until(lambda: watcher.player.transport.at < AT, watcher.pilot)
        await watcher.press("home", "left")
        await watcher.shows("nothing was recorded before this moment")


async def test_one_jumps_from_mark_to_mark_and_reads_what_it_is(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press(">")
        await watcher.shows("roll back web to 2.4.0 (because it began with the deploy)")
        await watcher.press("ctrl+right")
        await watcher.shows("MITIGATING")
        await watcher.press("<")
        await watcher.shows("INVESTIGATING")


async def test_it_plays_as_fast_as_one_likes_and_says_where_it_ends(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press("space")
        await watcher.shows("▶ 1x")
        await watcher.press("+", "+", "+")
        await watcher.shows("▶ 10x")
        watcher.seconds.now += 1
        await until(lambda: watcher.player.snapshot.at >= AT + 10_000, watcher.pilot)
        await watcher.press("p")
        await watcher.shows("paused")
        await watcher.press("space")
        watcher.seconds.now += 600
        await watcher.shows("This is the end of it.")
        await watcher.shows("at the end")


async def test_a_late_joiner_catches_up_and_is_told_so(tmp_path: Path) -> None:
    async with watching(tmp_path, now=NOW) as watcher:
        await watcher.press("space", "+", "+", "+")
        await watcher.shows("to now")
        watcher.seconds.now += 120
        await watcher.shows("This is now: the replay goes with it.")
        await watcher.shows("LIVE: this is now")


async def test_one_goes_to_a_typed_time_and_is_told_where_there_is_nothing(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press("@", *"later", "enter")
        await watcher.shows("is no moment of this replay")
        await watcher.press(*["backspace"] * 5, *"+5m", "enter")
        await until(lambda: watcher.player.transport.at == BEGUN + 5 * MINUTE, watcher.pilot)
        await watcher.press("@", *"2020-01-01", "enter")
        await watcher.shows("The replay begins at 2026-11-21T")


async def test_the_clock_and_the_timers_are_those_of_then(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        head = lines(watcher.app)[:3]
        assert "17:43:23Z" in head[1]
        assert "update due in" in head[1]
        assert head[2].startswith(" REPLAY 17:43:23Z paused, 4m to end")


async def test_brief_ledger_numbers_log_and_review_are_of_then(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        for key, words in {
            "B": "Brief of INC-20261121-001",
            "L": "Nothing was done yet.",
            "M": "Numbers of INC-20261121-001",
            "5": "Postmortem of INC-20261121-001",
            "6": "none: this console is read-only",
            "?": "to the next event",
            "x": "Commands",
        }.items():
            await watcher.press(key)
            await watcher.shows(words)
            assert "roll back web" not in text(watcher.app)
            await watcher.press("escape")
            await until(lambda: watcher.app.screen is watcher.app._room_screen, watcher.pilot)


async def test_details_filter_panes_and_charts_work_as_of_the_moment(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press("enter")
        await watcher.shows("Event alice@host/4")
        await watcher.press("escape")
        await watcher.press("slash", *"kind:declared", "enter")
        await watcher.shows("filter: kind:declared")
        await until(lambda: "acknowledged" not in text(watcher.app), watcher.pilot)
        await watcher.press("escape")
        await watcher.shows("acknowledged")
        await watcher.press("]")
        await watcher.shows("charts over 1h")
        await watcher.press("tab", "enter")
        await watcher.shows("6.1% of 24 probes failed")


def contents(folder: Path) -> dict[str, str]:
    """Every file with its content."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


async def test_every_key_that_would_write_or_act_says_that_this_is_a_replay_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    outage(tmp_path / "log")
    before = contents(tmp_path / "log")
    async with watching(tmp_path) as watcher:
        taken = {each.key for each in replay_keys.MOVES} | replay_keys.OTHER_KEYS.keys()
        refused = [each for each in COMMANDS if each.key and each.id not in replay_keys.LOOKS and each.key not in taken]
        assert {"note", "declare", "rollback", "correct", "handover"} <= {each.id for each in refused}
        for each in refused:
            await watcher.press(each.key)
            await watcher.shows("This is a replay of 17:43:23Z: nothing is written or done from here.")
        await watcher.press("y")
        await watcher.shows("copied by OSC 52")
        await watcher.press("2")
        await watcher.shows("The log holds no pictures of a cluster")
    assert contents(tmp_path / "log") == before


def test_what_shows_a_replay_has_no_intents(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"))
    link = ReplayLink(player, tmp_path / "log", (), str)
    intents = {"submit", "declare", "actions", "export", "look_now", "pause", "with_runner"}
    assert not intents & set(dir(link))
    assert not intents & set(dir(player))


async def test_q_leaves_without_a_question(tmp_path: Path) -> None:
    async with watching(tmp_path) as watcher:
        await watcher.press("q")
        await until(lambda: not watcher.app.is_running, watcher.pilot)


async def test_a_log_that_was_changed_is_told_in_the_banner(tmp_path: Path) -> None:
    from tests.replay.test_player import damage

    outage(tmp_path / "log")
    damage(tmp_path / "log", 3, '{"seq": 3}')
    async with watching(tmp_path, (160, 36), at=END) as watcher:
        await watcher.shows("LOG CHANGED")
        await watcher.shows("Event alice@host/3 was changed")


async def test_the_console_shows_a_moment_over_its_room_and_comes_back(tmp_path: Path) -> None:
    from tests.screens.test_stories import playing

    async with playing(tmp_path) as player:
        await player.declare("web is slow")
        await player.line("it began with the deploy")
        await player.line("/replay later")
        await player.shows("is no moment of this replay")
        await player.press("n")
        await player.press("ctrl+u")
        await player.type("/replay +1ms")
        await player.press("enter")
        await player.shows("REPLAY")
        await until(lambda: "it began with the deploy" not in text(player.app), player.pilot)
        await player.press("i")
        await player.shows("nothing is written or done from here")
        await player.press("q")
        await player.shows("back in the room")
        await player.line("still here")
        await player.shows("still here")
