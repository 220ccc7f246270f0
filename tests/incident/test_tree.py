"""The decision tree: what a file may say, every mistake with its line, and the ways through it."""

import pytest

from console.incident import commands
from console.incident.action import VERBS
from console.incident.errors import Refused
from console.incident.tree import ANSWERS, Leaf, Tree, parse_tree
from console.present.evidence import PROBES
from tests.incident.story import DATA, ID, Story

HEAD = 'name = "t"\ntitle = "What helps?"\nstart = "a"\n'
LEAF = '\n[[leaves]]\nid = "{}"\ntext = "do it"\n'


def asked(name: str, yes: str, no: str, unknown: str) -> str:
    return f'\n[[questions]]\nid = "{name}"\nask = "is {name} so?"\nyes = "{yes}"\nno = "{no}"\nunknown = "{unknown}"\n'


SMALL = HEAD + asked("a", "b", "x", "b") + asked("b", "x", "y", "y") + LEAF.format("x") + LEAF.format("y")


def parsed(text: str) -> Tree:
    return parse_tree(text, "mine.toml", VERBS, PROBES)


def shipped() -> Tree:
    return parse_tree((DATA / "trees" / "mitigation.toml").read_text(), "mitigation.toml", VERBS, PROBES)


def test_the_tree_that_ships_offers_the_way_back_before_anything_else_and_ends_everywhere() -> None:
    tree = shipped()
    assert tree.at("ny") == tree.nodes["reversible"]
    leaf = tree.at("nyy")
    assert isinstance(leaf, Leaf)
    assert leaf.action == "rollback"
    ways = [""]
    ends = 0
    while ways:
        way = ways.pop()
        if isinstance(tree.at(way), Leaf):
            ends += 1
        else:
            ways += [way + key for key in ANSWERS]
    assert ends > len(ANSWERS)


def test_unknown_is_an_answer_of_its_own_and_what_follows_a_leaf_is_not_heard() -> None:
    tree = parsed(SMALL)
    assert (tree.at("n").id, tree.at("u").id, tree.at("nyyy").id) == ("x", "b", "x")
    assert tree.path("uny") == (("is a so?", "unknown"), ("is b so?", "no"))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (HEAD, 1, "the tree has no questions"),
        (SMALL.replace('start = "a"', 'start = "z"'), 3, "'start' is 'z', which is no id of this tree"),
        (SMALL.replace('no = "x"', 'no = "xx"'), 9, "'no' is 'xx'"),
        (SMALL.replace('no = "y"', 'no = "a"'), 16, "leads round in a circle: a > b > a"),
        (SMALL.replace('no = "y"', 'no = "b"'), 16, "leads round in a circle: a > b > b"),
        (SMALL + LEAF.format("z"), 28, "'z' cannot be reached from 'a'"),
        (SMALL + LEAF.format("x"), 28, "id 'x' occurs twice; the first is on line 20"),
        (SMALL + 'action = "rolback"\n', 26, "did you mean 'rollback'"),
        (SMALL + "action = 1\n", 26, "'action' is '1'"),
        (SMALL.replace('unknown = "b"', 'unknown = "b"\nshows = "deploy"'), 11, "did you mean 'deploys'"),
        (SMALL.replace('unknown = "b"\n', ""), 5, "'unknown' is None"),
        (SMALL.replace('ask = "is b so?"', 'ask = ""'), 14, "'ask' is ''"),
        (SMALL.replace("yes =", "yess =", 1), 8, "unknown key 'yess'"),
        ("name = ", 0, "this is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(text)
    told = str(refused.value).splitlines()
    assert any(each.startswith(f"mine.toml:{line}: " if line else "mine.toml: ") and expected in each for each in told)


def test_all_mistakes_are_told_at_once() -> None:
    text = SMALL.replace('no = "x"', 'no = "xx"') + 'action = "rolback"\n' + LEAF.format("z")
    with pytest.raises(Refused) as refused:
        parsed(text)
    assert len(str(refused.value).splitlines()) == 3


def test_a_way_through_the_tree_is_one_event() -> None:
    story = Story()
    story.declare()
    story.do(commands.walked, ID, shipped(), "nyy")
    fact = story.events[-1].fact
    assert fact.summary() == (
        "mitigation > Roll back. The cause can be found afterwards. (rollback) "
        "Asked: Is data being lost, corrupted or exposed right now? no. "
        "Did a deploy or a release come shortly before it began? yes. "
        "Does the version before still fit the data and the clients? yes."
    )
    story.do(commands.walked, ID, shipped(), "n")
    assert story.events[-1].fact.summary().startswith("mitigation > left without an end. Asked: Is data")
    assert commands.walked(story.state, ID, shipped(), "", actor="alice") == ()
