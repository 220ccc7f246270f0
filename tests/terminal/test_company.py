"""A console that is not alone, and one whose disk is full or may not be written."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes import Misbehaving
from tests.terminal.stage import Stage, service

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_SMALL = "2m"


def test_two_consoles_on_one_log_see_what_each_other_writes(stage: Stage) -> None:
    first, second = stage.console(), stage.console()
    stage.write(first, "said by the first")
    second.wait_for("said by the first")
    stage.write(second, "said by the second")
    first.wait_for("said by the second")
    assert len({event.writer for event in stage.events("note")}) == 2


def test_sources_that_misbehave_are_told_apart_and_cost_no_memory(stage: Stage) -> None:
    down = ("hang", "drip", "garbage", "reset", "status/503")
    with Misbehaving() as server:
        urls = {way.replace("/", "-"): server.url(way) for way in (*down, "huge", "ok")}
        urls["refused"] = f"http://127.0.0.1:{server.refused}/"
        tables = "".join(service(name, url) for name, url in urls.items())
        console = stage.console("--config", str(stage.config(tables)), size=(200, 50))
        console.wait_until(lambda: len(re.findall(r"✖ +[a-z0-9-]+ +DOWN", console.text())) == len(down) + 1, "down")
        console.wait_until(lambda: re.search(r"▲ +huge +degraded", console.text()) is not None, "100 MB are too much")
        console.wait_until(lambda: re.search(r"● +ok +ok", console.text()) is not None, "one is well")
        assert console.memory().rss < 150_000_000


@pytest.fixture
def small_disk(stage: Stage) -> Iterator[Path]:
    """A disk of 2 MB under the log; mounting needs root."""
    stage.log_dir.mkdir(mode=0o700)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SMALL},mode=700", "none", str(stage.log_dir)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield stage.log_dir
    subprocess.run(["umount", "--lazy", str(stage.log_dir)], check=True)


def _fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def test_a_full_disk_is_said_and_nothing_is_lost(stage: Stage, small_disk: Path) -> None:
    console = stage.console()
    stage.write(console, "before the disk was full")
    console.wait_until(stage.recorded("note", "before"), "the first note is in the log")
    filler = small_disk / "filler"
    _fill(filler)
    for number in range(3):
        stage.write(console, f"while the disk was full {number}")
    console.wait_for("NOT SAVED")
    assert console.running()
    filler.unlink()
    console.wait_until(stage.recorded("note", "while the disk was full 2"), "all notes are in the log", timeout=60)
    console.wait_until(lambda: "NOT SAVED" not in console.text(), "the banner goes", timeout=60)
    assert len(stage.said()) == 4


def test_a_read_only_directory_is_said_and_the_log_still_read(stage: Stage, small_disk: Path) -> None:
    stage.run("declare", "Checkout fails")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    console = stage.console()
    console.wait_for("Checkout fails", "NOT SAVED")
    assert console.running()
    assert os.statvfs(small_disk).f_flag & os.ST_RDONLY
