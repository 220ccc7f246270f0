"""Pure: a decision tree as data: questions with yes, no and unknown, and leaves; read from text and walked."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from console.incident.errors import Refused
from console.incident.toml_source import TomlSource

ANSWERS: Mapping[str, str] = {"y": "yes", "n": "no", "u": "unknown"}
"""The keys of the answers, and their names in the file."""


class Question(NamedTuple):
    """Something to be answered; `shows` names what the panes may know of it, `ways` is answer -> id."""

    id: str
    ask: str
    shows: str
    ways: Mapping[str, str]


class Leaf(NamedTuple):
    """An end: what to do, and the verb of the action that does it, "" by hand."""

    id: str
    text: str
    action: str


class Tree(NamedTuple):
    """A checked tree: every way leads on, and all of it can be reached."""

    name: str
    title: str
    start: str
    nodes: Mapping[str, Question | Leaf]

    def at(self, answers: str) -> Question | Leaf:
        """Return where these answers ("ynu") lead; what follows a leaf is not heard."""
        node = self.nodes[self.start]
        for key in answers:
            if isinstance(node, Leaf):
                break
            node = self.nodes[node.ways[ANSWERS[key]]]
        return node

    def path(self, answers: str) -> tuple[tuple[str, str], ...]:
        """Return the questions that were answered, each with its answer."""
        found = []
        for size, key in enumerate(answers):
            node = self.at(answers[:size])
            if isinstance(node, Question):
                found.append((node.ask, ANSWERS[key]))
        return tuple(found)


def parse_tree(text: str, file: str, verbs: Collection[str], shown: Collection[str]) -> Tree:
    """Read a tree; Refused with every mistake, each with its line. `verbs` and `shown` are what it may name."""
    reader = _Reader(TomlSource(text, file))
    tree = reader.tree(verbs, shown)
    if reader.mistakes:
        raise Refused("\n".join(reader.mistakes))
    return tree


class _Reader:
    """Collects what is wrong, so that a file is mended once."""

    def __init__(self, source: TomlSource) -> None:
        self._source = source
        self._places: dict[str, tuple[str, int]] = {}
        self.mistakes: list[str] = []

    def tree(self, verbs: Collection[str], shown: Collection[str]) -> Tree:
        """Return the tree as far as it can be read."""
        data = self._source.data
        self._known_keys(data, ("name", "title", "start", "questions", "leaves"))
        nodes: dict[str, Question | Leaf] = {}
        for index, values in enumerate(self._tables("questions")):
            self._add(nodes, self._question(values, index, shown), "questions", index)
        for index, values in enumerate(self._tables("leaves")):
            self._add(nodes, self._leaf(values, index, verbs), "leaves", index)
        tree = Tree(self._text(data, "name"), self._text(data, "title"), self._text(data, "start"), nodes)
        self._check(tree)
        return tree

    def _tables(self, name: str) -> list[Mapping[str, Any]]:
        found = self._source.data.get(name, [])
        if isinstance(found, list) and found and all(isinstance(each, dict) for each in found):
            return found
        self._wrong(f"the tree has no {name}; expected [[{name}]] tables.", key=name)
        return []

    def _question(self, values: Mapping[str, Any], index: int, shown: Collection[str]) -> Question:
        at = ("questions", index)
        self._known_keys(values, ("id", "ask", "shows", *ANSWERS.values()), *at)
        ways = {answer: self._text(values, answer, *at) for answer in ANSWERS.values()}
        shows = self._one_of(values, "shows", shown, *at)
        return Question(self._text(values, "id", *at), self._text(values, "ask", *at), shows, ways)

    def _leaf(self, values: Mapping[str, Any], index: int, verbs: Collection[str]) -> Leaf:
        at = ("leaves", index)
        self._known_keys(values, ("id", "text", "action"), *at)
        return Leaf(
            self._text(values, "id", *at), self._text(values, "text", *at), self._one_of(values, "action", verbs, *at)
        )

    def _add(self, nodes: dict[str, Question | Leaf], node: Question | Leaf, table: str, index: int) -> None:
        if node.id in nodes:
            line = self._source.line(*self._places[node.id], "id")
            self._wrong(f"id '{node.id}' occurs twice; the first is on line {line}.", table, index, "id")
        elif node.id:
            nodes[node.id] = node
            self._places[node.id] = (table, index)

    def _check(self, tree: Tree) -> None:
        """Follow every way from the start: each leads on, none leads round, and nothing is left out."""
        if tree.start not in tree.nodes:
            if tree.start:
                self._unknown(tree.start, tree.nodes, "start")
            return
        for node in tree.nodes.values():
            for answer, to in node.ways.items() if isinstance(node, Question) else ():
                if to and to not in tree.nodes:
                    self._unknown(to, tree.nodes, answer, *self._places[node.id])
        reached: set[str] = set()
        self._walk(tree, tree.start, [], reached)
        for name, place in self._places.items():
            if name not in reached:
                self._wrong(f"'{name}' cannot be reached from '{tree.start}'.", *place, "id")

    def _walk(self, tree: Tree, name: str, above: list[str], reached: set[str]) -> None:
        reached.add(name)
        node = tree.nodes[name]
        for answer, to in node.ways.items() if isinstance(node, Question) else ():
            if to in (*above, name):
                round_about = " > ".join((*above, name, to))
                self._wrong(f"'{answer}' leads round in a circle: {round_about}.", *self._places[name], answer)
            elif to in tree.nodes and to not in reached:
                self._walk(tree, to, [*above, name], reached)

    def _unknown(self, name: str, known: Collection[str], key: str, table: str = "", index: int = 0) -> None:
        from console.suggestion import did_you_mean

        self._wrong(f"'{key}' is '{name}', which is no id of this tree{did_you_mean(name, known)}", table, index, key)

    def _one_of(self, values: Mapping[str, Any], key: str, known: Collection[str], table: str, index: int) -> str:
        """Return one of the known names, "" where the key is missing."""
        try:
            return self._source.one_of(values, key, known, table, index)
        except Refused as error:
            self.mistakes.append(str(error))
            return ""

    def _text(self, values: Mapping[str, Any], key: str, table: str = "", index: int = 0) -> str:
        try:
            return self._source.text_of(values, key, table, index)
        except Refused as error:
            self.mistakes.append(str(error))
            return ""

    def _known_keys(self, values: Mapping[str, Any], known: tuple[str, ...], table: str = "", index: int = 0) -> None:
        try:
            self._source.check_keys(values, known, table, index)
        except Refused as error:
            self.mistakes.append(str(error))

    def _wrong(self, message: str, table: str = "", index: int = 0, key: str = "") -> None:
        self.mistakes.append(str(self._source.refused(message, table, index, key)))
