"""Pure: a decision tree as data: questions with yes, no and unknown, and leaves; read from text and walked."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

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
    """Read a tree without a mistake; Refused with every one. `verbs` and `shown` are what it may name."""
    source = TomlSource(text, file)
    return source.whole(read_tree(source, verbs, shown))


def read_tree(source: TomlSource, verbs: Collection[str], shown: Collection[str]) -> Tree | None:
    """Read a tree; None where anything is wrong: a way that is left out would lead nowhere."""
    tree = _Reader(source).tree(verbs, shown)
    return None if source.mistakes else tree


class _Reader:
    """Reads questions and leaves, then follows every way."""

    def __init__(self, source: TomlSource) -> None:
        self._source = source
        self._places: dict[str, tuple[str, int]] = {}

    def tree(self, verbs: Collection[str], shown: Collection[str]) -> Tree:
        """Return the tree as far as it can be read."""
        source, data = self._source, self._source.data
        source.check_keys(data, ("name", "title", "start", "questions", "leaves"))
        nodes: dict[str, Question | Leaf] = {}
        for index, values in enumerate(self._tables("questions")):
            self._add(nodes, self._question(values, index, shown), "questions", index)
        for index, values in enumerate(self._tables("leaves")):
            self._add(nodes, self._leaf(values, index, verbs), "leaves", index)
        name, title, start = (source.text_of(data, key) for key in ("name", "title", "start"))
        tree = Tree(name, title, start, nodes)
        self._check(tree)
        return tree

    def _tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        return self._source.tables(name, f"the tree has no {name}; expected [[{name}]] tables.")

    def _question(self, values: Mapping[str, Any], index: int, shown: Collection[str]) -> Question:
        source, at = self._source, ("questions", index)
        source.check_keys(values, ("id", "ask", "shows", *ANSWERS.values()), *at)
        ways = {answer: source.text_of(values, answer, *at) for answer in ANSWERS.values()}
        shows = source.one_of(values, "shows", shown, *at)
        return Question(source.text_of(values, "id", *at), source.text_of(values, "ask", *at), shows, ways)

    def _leaf(self, values: Mapping[str, Any], index: int, verbs: Collection[str]) -> Leaf:
        source, at = self._source, ("leaves", index)
        source.check_keys(values, ("id", "text", "action"), *at)
        name, text = source.text_of(values, "id", *at), source.text_of(values, "text", *at)
        return Leaf(name, text, source.one_of(values, "action", verbs, *at))

    def _add(self, nodes: dict[str, Question | Leaf], node: Question | Leaf, table: str, index: int) -> None:
        if node.id in nodes:
            line = self._source.line(*self._places[node.id], "id")
            self._source.wrong(f"id '{node.id}' occurs twice; the first is on line {line}.", table, index, "id")
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
                self._source.wrong(f"'{name}' cannot be reached from '{tree.start}'.", *place, "id")

    def _walk(self, tree: Tree, name: str, above: list[str], reached: set[str]) -> None:
        reached.add(name)
        node = tree.nodes[name]
        for answer, to in node.ways.items() if isinstance(node, Question) else ():
            if to in (*above, name):
                round_about = " > ".join((*above, name, to))
                self._source.wrong(f"'{answer}' leads round in a circle: {round_about}.", *self._places[name], answer)
            elif to in tree.nodes and to not in reached:
                self._walk(tree, to, [*above, name], reached)

    def _unknown(self, name: str, known: Collection[str], key: str, table: str = "", index: int = 0) -> None:
        from console.suggestion import did_you_mean

        message = f"'{key}' is '{name}', which is no id of this tree{did_you_mean(name, known)}"
        self._source.wrong(message, table, index, key)
