"""The keys of the room as data: id, key, and what it does. Ids are stable: people remap keys by them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from widgets.values import KeyHint


class Command(NamedTuple):
    """One thing that a key does. `panes` limits it to the panes in focus; `order` > 0 puts it into the footer."""

    id: str
    key: str
    label: str
    detail: str
    group: str
    order: int = 0
    panes: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command("note", "n", "note", "write a note", "Write down", 1),
    Command("update", "u", "update", "people were told: the update timer starts again", "Write down", 8),
    Command("can", "", "CAN report", "conditions, actions, needs of somebody at work", "Write down"),
    Command("declare", "i", "declare", "declare an incident", "Command"),
    Command("incidents", "I", "incidents", "all incidents: enter shows another one in this console", "Command"),
    Command("acknowledge", "a", "acknowledge", "say that somebody works on it", "Command"),
    Command("status", "t", "status", "move on: identified, mitigating, ... resolved", "Command", 6),
    Command("severity", "S", "severity", "raise or lower the severity, with a reason", "Command", 5),
    Command("raise", "+", "raise", "raise the severity by one step, for a reason", "Command"),
    Command("lower", "-", "lower", "lower it by one step; needs a reason", "Command"),
    Command("checklist", "c", "checklist", "space ticks an item, enter sets another state", "Command", 9),
    Command("actions", "x", "actions", "everything that can be done, by name", "Command", 12),
    Command("export", "e", "export", "write the postmortem from the log", "Command", 13),
    Command("roster", "o", "roster", "give a role to somebody, or take it", "People", 7),
    Command("handover", "H", "hand over", "the brief, and the command to somebody who accepts it", "People"),
    Command("tasks", "K", "tasks", "who promised what by when", "People", 11),
    Command("escalation", "P", "escalation", "whom to call now and next, and what became of it", "People"),
    Command("contacts", "O", "contacts", "who is on call, and how to reach everybody", "People"),
    Command("guide", "g", "what now?", "the way through it, and the step to take next", "Decide"),
    Command("decide", "d", "decide", "propose, and decide; without an incident, declare", "Decide", 2),
    Command("decisions", "", "decisions", "take, object, withdraw, look again", "Decide"),
    Command("triage", "v", "triage", "five questions, and the severity that follows", "Decide"),
    Command("size", "", "how bad it is", "what is seen, services, users, impact", "Decide"),
    Command("walk", "w", "what helps?", "the mitigation tree: yes, no, unknown", "Decide"),
    Command("investigate", "f", "where to look", "what the panes know of each cause; the rest by hand", "Decide"),
    Command("hypotheses", "", "hypotheses", "what may have been the cause: weigh, move, accept", "Decide"),
    Command("suggest", "", "candidates", "what was changed or is wrong, for a hypothesis", "Decide"),
    Command("whys", "", "the whys", "why, and how, as a tree of answers", "Decide"),
    Command("fishbone", "", "fishbone", "what contributed, by category", "Decide"),
    Command("rollback", "r", "rollback", "take a workload back to an earlier revision", "Act", 3),
    Command("scale", "s", "scale", "another number of replicas", "Act", 4),
    Command("restart", "R", "restart", "replace the pods of a workload, one after the other", "Act"),
    Command("pause_rollout", "", "pause a rollout", "nothing of it goes on until it is resumed", "Act"),
    Command("resume_rollout", "", "resume a rollout", "let a paused rollout go on", "Act"),
    Command("evict", "", "evict a pod", "as a disruption budget allows", "Act"),
    Command("delete", "", "delete a pod", "whatever a disruption budget says", "Act"),
    Command("cordon", "", "cordon a node", "no new pods on it; those on it stay", "Act"),
    Command("uncordon", "", "uncordon a node", "new pods may come again", "Act"),
    Command("evidence", "", "keep evidence", "what a workload or this machine shows now, by its hash", "Write down"),
    Command("exhibits", "", "evidence", "what is kept, and who had it", "Look"),
    Command("ledger", "L", "ledger", "what was done, its way back, and what is in doubt", "Act", 10),
    Command("brief", "B", "brief", "where it stands, and what happened since you left", "Look"),
    Command("replay", "", "replay", "the room at any moment of the incident, as it was known then", "Look"),
    Command("filter", "/", "filter", "words, kind:note, by:alice, incident:.., pinned", "Look", 14),
    Command("maximise", "m", "maximise", "the pane in focus alone, and back", "Look", 15),
    Command("next_pane", "tab", "next pane", "go to the next pane", "Look"),
    Command("previous_pane", "shift+tab", "previous pane", "go to the pane before", "Look"),
    Command("window_less", "[", "shorter charts", "charts over a shorter time", "Look"),
    Command("window_more", "]", "longer charts", "charts over a longer time, up to 8 hours", "Look"),
    Command("refresh", "ctrl+r", "look now", "ask every source now", "Look"),
    Command("pause", "p", "pause", "stop asking the sources, or go on", "Look"),
    Command("room", "1", "room", "back to the room", "Look"),
    Command("cluster", "2", "cluster", "workloads, pods, nodes, events of the clusters", "Look"),
    Command("review", "5", "review", "the postmortem, and what follows from it", "Look"),
    Command("numbers", "M", "numbers", "how long things took, and from when to when", "Look"),
    Command("log", "6", "log", "writers, chain, head, sources", "Look"),
    Command("details", "enter", "details", "all of an event, with its corrections", "Timeline", 0, ("timeline",)),
    Command("pin", "!", "pin", "pin the event, or unpin it", "Timeline", 0, ("timeline",)),
    Command("correct", "E", "correct", "say what an event should have said", "Timeline", 0, ("timeline",)),
    Command("copy", "y", "copy", "the event, to the clipboard and a file", "Other"),
    Command("theme", "T", "theme", "choose the colours", "Other"),
    Command("palette", "ctrl+p", "palette", "find a command by its name", "Other"),
    Command("help", "?", "help", "this list", "Other", 17),
    Command("quit", "q", "quit", "end the console; the log keeps everything", "Other", 16),
    Command("drill", "D", "drill", "command a simulated outage", "Practise", 4),
)

TYPING = (
    KeyHint("enter", "saves the note"),
    KeyHint("esc", "leaves, the text stays"),
    KeyHint("/", "begins a command"),
    KeyHint("tab", "completes"),
    KeyHint("↑", "earlier lines"),
)
"""The footer while somebody types."""

IDS: tuple[str, ...] = tuple(command.id for command in COMMANDS if command.key)
"""What a configuration may give another key; the others are found by their names (x)."""
PRACTISE = "Practise"
"""The group of what an unconfigured console offers."""
ACTS = "Act"
"""The group of what needs a cluster."""


def remapped(keys: Mapping[str, str]) -> tuple[Command, ...]:
    """Return the commands with the keys of the configuration (checked against IDS, and fitting)."""
    return tuple(command._replace(key=keys.get(command.id, command.key)) for command in COMMANDS)


def fitting(keys: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the keys of the configuration that no two commands share, and by id what is wrong with the others."""
    kept, wrong = dict(keys), dict[str, str]()
    while (clash := _clash(kept)) is not None:
        key, *both = clash
        for each in [each for each in both if each in kept]:
            wrong[each] = f"[keys] gives '{key}' to both '{both[0]}' and '{both[1]}'; change one."
            del kept[each]
    return kept, wrong


def _clash(keys: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return a key that two commands share, and the two."""
    taken: dict[str, str] = {}
    for command in remapped(keys):
        if command.group == PRACTISE and command.key in keys.values():
            continue  # only an unconfigured console offers it
        if command.key and command.key in taken:
            return command.key, taken[command.key], command.id
        taken[command.key] = command.id
    return None


def footer(commands: tuple[Command, ...], pane: str) -> tuple[KeyHint, ...]:
    """Return the footer's keys: those of the pane in focus, then the common ones."""
    here = [command for command in commands if pane in command.panes]
    common = sorted((command for command in commands if command.order), key=lambda command: command.order)
    return tuple(KeyHint(shown(command.key), command.label) for command in (*here, *common))


_SHOWN = {"ctrl+r": "^r", "ctrl+p": "^p", "shift+tab": "⇧tab", "escape": "esc", "left": "←", "right": "→", "comma": ","}


def shown(key: str) -> str:
    """Return a key as people write it."""
    return _SHOWN.get(key, key)


def by_hint(commands: Sequence[Command], key: str) -> str:
    """Return the id of the command whose hint was clicked, "" for none."""
    return next((each.id for each in commands if shown(each.key) == key), "")
