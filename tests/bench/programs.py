"""The two programs that are compared, each in a terminal of its own: the room, and the bare one with as many panes."""

import sys
from pathlib import Path

from tests.bench.world import WARROOM, env
from tests.terminal.driver import PLAIN_ENV, Terminal

SIZE = (120, 36)
PANES = ("Services", "Error rate", "Latency p95", "Timeline", "Roster", "Checklist", "This machine", "Due")
"""Their titles at the first paint."""
BARE = str(Path(__file__).with_name("bare.py"))
CYRILLIC = tuple(chr(code) for code in range(0x430, 0x450))
"""Letters that no log of the benches holds: when one arrives in the output, its key was painted."""


def room(log_dir: Path, *arguments: str) -> Terminal:
    """Start the room on this log."""
    return Terminal([WARROOM, *arguments], size=SIZE, env=env(log_dir))


def bare() -> Terminal:
    """Start the bare program."""
    return Terminal([sys.executable, BARE, str(len(PANES))], size=SIZE, env=PLAIN_ENV)


def room_painted(log_dir: Path, *texts: str, arguments: tuple[str, ...] = ()) -> float:
    """Return the seconds from the start until all these texts stand on the screen."""
    with room(log_dir, *arguments) as terminal:
        return terminal.wait_for(*texts)


def bare_painted() -> float:
    """Return the same of the bare program."""
    with bare() as terminal:
        return terminal.wait_for(*(f"Pane {number}" for number in range(len(PANES))))


def key_to_paint(terminal: Terminal, keys: int) -> list[float]:
    """Type letters, one after the other was painted; returns the seconds that each took."""
    taken = []
    for number in range(keys):
        letter = CYRILLIC[number % len(CYRILLIC)]
        if number and number % len(CYRILLIC) == 0:
            terminal.send("\x7f" * len(CYRILLIC))  # every letter is to be new on the screen
            terminal.quiet(0.1, timeout=1.0)
        before = len(terminal.chunks)
        at = terminal.send(letter)
        painted = terminal.wait_bytes(letter.encode(), before)
        assert painted is not None, f"the key {letter} was never painted:\n{terminal.text()}"
        taken.append(painted - at)
    return taken
