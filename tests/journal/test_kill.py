"""kill -9 at any moment: what was acknowledged is there, and the chain is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.journal.verify import verify
from tests.journal.stage import texts, write

KILLS = 200


@pytest.mark.xdist_group("kill")
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(9)
    acknowledged: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journal.victim", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as victim:
        assert victim.stdin is not None
        assert victim.stdout is not None
        for kill in range(KILLS):
            victim.stdin.write(f"{kill}\n")
            pid = 0
            while not pid:
                word, _, rest = victim.stdout.readline().rstrip("\n").partition(" ")
                if word == "pid":
                    pid = int(rest)
                else:
                    acknowledged.append(rest)
            time.sleep(chance.uniform(0, 0.04))
            os.kill(pid, signal.SIGKILL)
            while (line := victim.stdout.readline().rstrip("\n")) != "dead":
                acknowledged.append(line.partition(" ")[2])
        victim.stdin.close()
        assert victim.wait(20) == 0
    there = set(texts(tmp_path))
    assert [text for text in acknowledged if text not in there] == []
    assert len(acknowledged) > KILLS
    assert all(verdict.ok for verdict in verify(tmp_path)), verify(tmp_path)
    write(tmp_path, "life goes on")
    assert "life goes on" in texts(tmp_path)
