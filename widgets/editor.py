"""Pure: one line of text being edited, with its cursor and undo. What is typed or pasted is made safe on its way in."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from widgets.text import safe_text

UNDO_STEPS = 200


class Draft(NamedTuple):
    """A text and the index of its cursor."""

    text: str = ""
    cursor: int = 0


class Editor:
    """A line of at most `cap` characters."""

    def __init__(self, text: str = "", cap: int = 2_000) -> None:
        self.cap = cap
        self._now = Draft()
        self._past: list[Draft] = []
        self._future: list[Draft] = []
        self._typing = False
        self.picked = False
        """Whether all of it counts as selected: what is typed next replaces it, any other key keeps it."""
        self.set(text)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._now.text

    @property
    def cursor(self) -> int:
        """The index of the character under the cursor; the length of the text at its end."""
        return self._now.cursor

    def set(self, text: str) -> None:
        """Replace everything; the cursor goes to the end."""
        safe = safe_text(text, self.cap)
        self._change(Draft(safe, len(safe)))

    def pick(self, *, at_start: bool = False) -> None:
        """Select all of it, the cursor at its end or at its start."""
        self.move(0 if at_start else len(self.text))
        self.picked = bool(self.text)

    def insert(self, text: str) -> bool:
        """Put a typed or pasted text at the cursor; False where the cap cut some of it off."""
        if self.picked:
            self.set("")
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        room = self.cap - len(self.text)
        touching = self.text[self.left() : self.cursor]  # an accent or a colour sign belongs to what it follows
        safe = safe_text(touching + text.strip("\r\n"), len(text) + len(touching)).removeprefix(touching)
        added = safe[:room]
        joins = self._typing and len(safe) == 1 and safe != " "
        if added:
            self._change(Draft(before + added + after, len(before) + len(added)), joins=joins)
            self._typing = len(safe) == 1
        return len(added) == len(safe)

    def move(self, to: int) -> None:
        """Put the cursor at an index."""
        self._typing = self.picked = False
        self._now = Draft(self.text, max(0, min(to, len(self.text))))

    def left(self) -> int:
        """Return the index one character to the left; marks stay with their character."""
        at = self.cursor - 1
        while at > 0 and unicodedata.combining(self.text[at]):
            at -= 1
        return max(0, at)

    def right(self) -> int:
        """Return the index one character to the right."""
        at = self.cursor + 1
        while at < len(self.text) and unicodedata.combining(self.text[at]):
            at += 1
        return min(at, len(self.text))

    def word_left(self) -> int:
        """Return the index of the start of the word at or before the cursor."""
        before = self.text[: self.cursor].rstrip()
        return before.rfind(" ") + 1

    def word_right(self) -> int:
        """Return the index after the end of the word at or after the cursor."""
        rest = self.text[self.cursor :]
        start = len(rest) - len(rest.lstrip())
        end = rest.find(" ", start)
        return len(self.text) if end < 0 else self.cursor + end

    def delete_to(self, index: int) -> None:
        """Delete what is between the cursor and an index."""
        if self.picked:
            self.set("")
            return
        first, last = sorted((self.cursor, max(0, min(index, len(self.text)))))
        if first != last:
            self._change(Draft(self.text[:first] + self.text[last:], first))

    def undo(self) -> None:
        """Take the last change back."""
        self._step(self._past, self._future)

    def redo(self) -> None:
        """Make the change that was taken back again."""
        self._step(self._future, self._past)

    def _step(self, source: list[Draft], target: list[Draft]) -> None:
        if source:
            target.append(self._now)
            self._now = source.pop()
            self._typing = self.picked = False

    def _change(self, draft: Draft, *, joins: bool = False) -> None:
        """Make a change; one that joins belongs to the undo step before it."""
        self.picked = False
        if draft == self._now:
            return
        if not joins:
            self._past.append(self._now)
            del self._past[:-UNDO_STEPS]
        self._future.clear()
        self._typing = False
        self._now = draft


Target = Callable[[Editor], int]

MOVES: Mapping[str, Target] = {
    "left": Editor.left,
    "right": Editor.right,
    "ctrl+left": Editor.word_left,
    "alt+b": Editor.word_left,
    "ctrl+right": Editor.word_right,
    "alt+f": Editor.word_right,
    "home": lambda _: 0,
    "ctrl+a": lambda _: 0,
    "end": lambda editor: len(editor.text),
    "ctrl+e": lambda editor: len(editor.text),
}
"""Keys that move the cursor, and the index that they move it to."""

DELETES: Mapping[str, Target] = {
    "backspace": Editor.left,
    "delete": Editor.right,
    "ctrl+d": Editor.right,
    "ctrl+w": Editor.word_left,
    "ctrl+backspace": Editor.word_left,
    "alt+backspace": Editor.word_left,
    "alt+d": Editor.word_right,
    "ctrl+delete": Editor.word_right,
    "ctrl+u": lambda _: 0,
    "ctrl+k": lambda editor: len(editor.text),
}
"""Keys that delete, and the index that they delete to."""

STEPS: Mapping[str, Callable[[Editor], None]] = {
    "ctrl+z": Editor.undo,
    "ctrl+y": Editor.redo,
    "ctrl+shift+z": Editor.redo,
}
"""Keys that take a change back or make it again."""


def edit(editor: Editor, key: str, character: str | None) -> bool:
    """Do what a key means to an editor; False where it means nothing to it."""
    if key in MOVES:
        editor.move(MOVES[key](editor))
    elif key in DELETES:
        editor.delete_to(DELETES[key](editor))
    elif key in STEPS:
        STEPS[key](editor)
    elif character is not None and character.isprintable():
        editor.insert(character)
    else:
        return False
    return True
