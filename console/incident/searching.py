"""Pure: the facts of the search for what helps: the way through a decision tree, and the cause that was found."""

from typing import ClassVar

from console.incident.value import Value


class TreeWalked(Value):
    """Somebody went through a decision tree: `path` are pairs of question and answer; `leaf` "" where it was left."""

    kind: ClassVar[str] = "tree"
    tree: str
    path: tuple[tuple[str, ...], ...] = ()
    leaf: str = ""
    action: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        way = " ".join(f"{pair[0]} {pair[1]}." for pair in self.path if pair[1:])
        end = self.leaf or "left without an end."
        action = f" ({self.action})" if self.action else ""
        return f"{self.tree} > {end}{action} Asked: {way}"


class CauseTagged(Value):
    """The accepted cause, as a tag that can be counted over incidents; `text` says more."""

    kind: ClassVar[str] = "cause"
    tag: str
    text: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"cause: {self.tag}" + (f", {self.text}" if self.text else "")
