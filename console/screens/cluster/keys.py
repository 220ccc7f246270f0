"""The keys of the cluster's screens as data. `panes` are the kinds of row that a key is for; () is every one."""

from collections.abc import Sequence

from console.screens.keys import Command, footer, shown
from widgets.values import KeyHint

_ROLLS = ("workload", "pod", "scaler")
_HAS_PODS = ("workload", "pod")

_ACTS: tuple[Command, ...] = (
    Command("rollback", "r", "rollback", "go back to an earlier revision, chosen from a list", "Act", 0, _ROLLS),
    Command("scale", "s", "scale", "change the number of replicas", "Act", 0, _ROLLS),
    Command("restart", "R", "restart", "replace the pods one after the other", "Act", 0, _ROLLS),
    Command("evidence", "e", "evidence", "keep what it shows now: manifests, logs, events; reads only", "Act"),
    Command("acts", "x", "actions", "everything that can be done with this row", "Act", 1),
)
_COMMON: tuple[Command, ...] = (
    Command("next_pane", "tab", "pane", "go to the next pane", "Look", 8),
    Command("previous_pane", "shift+tab", "pane before", "go to the pane before", "Look"),
    Command("maximise", "m", "maximise", "the pane in focus alone, and back", "Look"),
    Command("leave", "1", "room", "back to the room", "Leave", 9),
    Command("helped", "?", "help", "this list", "Leave", 11),
)

CLUSTER: tuple[Command, ...] = (
    *_ACTS,
    Command("opened", "enter", "open", "the page of a workload or a pod", "Look", 0, _HAS_PODS),
    Command("logs", "l", "logs", "the log of the pod, or of the worst one of the workload", "Look", 0, _HAS_PODS),
    Command("find", "/", "filter", "rows with all of these words; esc shows all", "Look", 4),
    Command("previous_tab", "left", "table before", "workloads, pods, nodes, ...", "Look"),
    Command("next_tab", "right", "next table", "workloads, pods, nodes, ...", "Look", 5),
    Command("switch", "c", "cluster", "another cluster", "Look", 6),
    *_COMMON,
    Command("review", "5", "review", "screen 5: the postmortem, and what follows", "Leave"),
    Command("log", "6", "log", "writers, chain, head, sources, in the room", "Leave"),
    Command("note", "n", "note", "back to the room to write a note", "Leave"),
    Command("quit", "q", "quit", "end the console", "Leave"),
)
"""Of screen 2."""

PAGE: tuple[Command, ...] = (
    _ACTS[0]._replace(order=1, panes=()),
    *_ACTS[1:],
    Command("logs", "l", "logs", "the log of the selected pod, followed", "Log", 2),
    Command("previous", "p", "previous", "the log of the container before its last restart", "Log", 3),
    Command("follow", "f", "follow", "follow the log, or stop", "Log", 4, ("log",)),
    Command("wrap", "w", "wrap", "fold long lines, or cut them (left and right move)", "Log", 5, ("log",)),
    Command("find", "/", "search", "search the log", "Log", 6),
    Command("older", "N", "older match", "the match above", "Log"),
    Command("newer", "n", "newer match", "the match below", "Log"),
    *_COMMON,
    Command("back", "escape", "back", "back to the cluster", "Leave", 10),
)
"""Of a workload's page."""

FINDING = (KeyHint("enter", "keeps the words"), KeyHint("esc", "shows all again"))
"""The footer while words are typed."""
FINDS = (
    ("web crash", "rows with both words: name, namespace, state, node, image, owner"),
    ("node-7", "everything on a node"),
)
"""What can be typed behind the filter's key, for the help."""


def hints(commands: Sequence[Command], kind: str, *, several: bool = False) -> tuple[KeyHint, ...]:
    """Return the footer for a kind of row; switching is told where there are several clusters."""
    wanted = tuple(each for each in commands if each.id != "switch" or several)
    seen: set[str] = set()
    told = []
    for hint in footer(wanted, kind):
        if hint.key not in seen:
            seen.add(hint.key)
            told.append(hint)
    return tuple(told)


def all_hints(commands: Sequence[Command]) -> list[KeyHint]:
    """Return every key with what it does, by groups, for the help."""
    ordered = sorted(commands, key=lambda each: ("Act", "Look", "Log", "Leave").index(each.group))
    return [KeyHint(shown(each.key), each.label, each.detail, each.group) for each in ordered]
