"""The keys of the review as data: what every tab has, and what a key means where a tab has a use for it."""

from console.screens.keys import Command

TAB_KEYS: tuple[Command, ...] = (
    Command("opened", "enter", "open", "all there is to read of the row", "Do"),
    Command("add", "a", "add", "write a new one", "Do"),
    Command("state", "t", "state", "move it on", "Do"),
    Command("change", "s", "change", "its words, owner, time ...", "Do"),
    Command("supports", "f", "for", "an event that speaks for it", "Do"),
    Command("refutes", "g", "against", "an event that speaks against it", "Do"),
    Command("drop", "d", "drop", "take it back, and why", "Do"),
    Command("suggest", "u", "suggestions", "what the rules propose", "Do"),
    Command("postmortem", "p", "review", "where the postmortem stands, and its meeting", "Do"),
    Command("replay", "y", "replay", "the room as it was", "Do"),
)
"""What a tab may do with its rows."""

COMMON: tuple[Command, ...] = (
    Command("find", "/", "find", "words to find, or to narrow what is shown", "Look", 4),
    Command("again", "N", "next match", "the next line with these words", "Look"),
    Command("previous_tab", "left", "tab before", "the other tabs", "Look"),
    Command("next_tab", "right", "next tab", "document, causes, actions, ...", "Look", 3),
    Command("next_pane", "tab", "pane", "go to the other pane", "Look", 5),
    Command("previous_pane", "shift+tab", "pane before", "go to the other pane", "Look"),
    Command("maximise", "m", "maximise", "the pane in focus alone, and back", "Look"),
    Command("anew", "ctrl+r", "read anew", "what was read from the log", "Look"),
    Command("export", "e", "export", "write the postmortem", "Keep", 6),
    Command("leave", "1", "room", "back to the room", "Leave", 7),
    Command("cluster", "2", "cluster", "screen 2", "Leave"),
    Command("log", "6", "log", "writers, chain, head, sources, in the room", "Leave"),
    Command("note", "n", "note", "back to the room to write a note", "Leave"),
    Command("helped", "?", "help", "this list", "Leave", 8),
    Command("quit", "q", "quit", "end the console", "Leave"),
)
"""What every tab has."""

REVIEW: tuple[Command, ...] = (*TAB_KEYS, *COMMON)
"""Of screen 5."""


def command(name: str, label: str, detail: str, order: int = 1) -> Command:
    """Return a key of the tabs with what it does on one of them."""
    found = next(each for each in TAB_KEYS if each.id == name)
    return found._replace(label=label, detail=detail, order=order)
