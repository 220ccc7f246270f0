"""The keys of a replay as data: those that move the moment, and those of the room that only look."""

from collections.abc import Mapping

from console.screens.keys import COMMANDS, Command, remapped

TAPE = "Replay"
MOVES: tuple[Command, ...] = (
    Command("play", "space", "play", "go on from here, or stay", TAPE, 1),
    Command("next_event", ".", "event", "to the next event (right does the same)", TAPE, 2),
    Command("previous_event", "comma", "event before", "to the event before (left)", TAPE, 3),
    Command("next_mark", ">", "mark", "to the next mark: status, decision, action ... (^right)", TAPE, 4),
    Command("previous_mark", "<", "mark before", "to the mark before (^left)", TAPE, 5),
    Command("faster", "+", "faster", "2x, 5x, 10x, 30x, 60x, 300x, 1800x", TAPE, 6),
    Command("slower", "-", "slower", "the same, back to 1x", TAPE, 7),
    Command("go", "@", "time", "to a moment: 14:32, -5m, +10m", TAPE, 8),
    Command("start", "home", "start", "to the beginning", TAPE, 9),
    Command("end", "end", "end", "to the end, or the present", TAPE, 10),
)
OTHER_KEYS: Mapping[str, str] = {
    "right": "next_event",
    "left": "previous_event",
    "ctrl+right": "next_mark",
    "shift+right": "next_mark",
    "ctrl+left": "previous_mark",
    "shift+left": "previous_mark",
    "p": "play",
    "=": "faster",
}
"""Further keys of the same commands."""

_PANES = (
    "filter",
    "maximise",
    "next_pane",
    "previous_pane",
    "window_less",
    "window_more",
    "room",
    "cluster",
    "details",
)
_TEXTS = ("filter", "details", "brief", "ledger", "review", "numbers", "log", "incidents", "copy")
_OTHERS = ("actions", "palette", "theme", "help", "quit")
LOOKS = frozenset((*_PANES, *_TEXTS, *_OTHERS))
"""What of the room's commands works in a replay: it looks, and does nothing."""
_SHOWN = {"filter": 12, "brief": 11, "quit": 16, "help": 17}


def commands(keys: Mapping[str, str]) -> tuple[Command, ...]:
    """Return the commands of a replay; the room's with the keys of the configuration."""
    looks = [each for each in remapped(keys) if each.id in LOOKS]
    return (*MOVES, *(each._replace(order=_SHOWN.get(each.id, 0), group=_group(each)) for each in looks))


def _group(command: Command) -> str:
    return "Look" if command.group in {"Act", "Command"} else command.group


REFUSED: tuple[Command, ...] = tuple(each for each in COMMANDS if each.id not in LOOKS and each.key)
"""What writes or acts in the room: here the keys say that this is a replay."""
