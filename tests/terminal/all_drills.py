"""Wins every scenario at a real terminal by the console's own keys; a program, since it takes some minutes.

python -m tests.terminal.all_drills [SCENARIO ...]
"""

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from console.wiring import drill
from tests.terminal.driver import Terminal
from tests.terminal.stage import Stage

_SPEED = "30"
_KEYS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "bad-deploy": (("r", "deploy/web", "2.4.0"),),
    "cache-stampede": (("s", "deploy/api", "2"), ("wait", "", "8"), ("s", "deploy/api", "6")),
    "capacity": (("s", "deploy/api", "14"),),
    "certificate": (("R", "deploy/api", ""),),
    "config-change": (("r", "deploy/api", "r3"),),
    "database-lock": (("s", "deploy/reports", "0"),),
    "memory-leak": (("r", "deploy/api", "1.9.2"),),
    "node-loss": (("s", "deploy/api", "9"),),
    "retry-storm": (("s", "deploy/api", "14"),),
    "third-party": (("s", "deploy/payments", "0"),),
}
"""By scenario: the key, what is typed to find the target, and the revision or the number."""
_VERBS = {"r": "rollback", "s": "scale", "R": "restart"}


def act(console: Terminal, key: str, target: str, value: str) -> None:
    """Do one action: target, value, card, confirmation."""
    verb, name = _VERBS[key], target.partition("/")[2]
    console.send(key)
    console.wait_for(f"{verb} what?")
    console.send(target)
    time.sleep(0.3)
    console.send("\r")
    if key == "r":
        console.wait_for("back to which revision?")
        console.send(value)
        time.sleep(0.3)
        console.send("\r")
    elif key == "s":
        console.wait_for("Replicas")
        console.send(value + "\x13")
    console.wait_for(f"{verb} deploy/{name}", "What changes")
    if value == "0":
        console.wait_for(f"type {name} to confirm")
        console.send(f"{name}\r")
    else:
        console.send("y")
    console.wait_for("under way")


def won(name: str) -> bool:
    """Play a scenario; returns whether users were well at its end."""
    onset = drill.find(name).onset
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        stage = Stage(Path(folder), ends)
        console = stage.console("drill", name, "--seed", "1", "--speed", _SPEED, size=(200, 60))
        console.wait_for("DRILL", "Timeline", "workloads ok")
        time.sleep((onset + 60) / float(_SPEED))
        console.send("i")
        console.wait_for("What is wrong")
        console.send("the shop fails\x13")
        console.wait_for("INVESTIGATING")
        for key, target, value in _KEYS[name]:
            if key == "wait":
                time.sleep(float(value))
            else:
                act(console, key, target, value)
        time.sleep(600 / float(_SPEED))
        console.send("q")
        console.wait_for("End the console?")
        console.send("y")
        console.wait_for("SCORE", "From the onset until", timeout=60)
        return "users are well again" in console.text()


def main() -> int:
    """Play those that are named, else all."""
    lost = []
    for name in sys.argv[1:] or list(_KEYS):
        fine = won(name)
        sys.stdout.write(f"{name:16} {'won' if fine else 'LOST'}\n")
        sys.stdout.flush()
        lost += [] if fine else [name]
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
