"""What is left of a guide in which something is wrong, and that every mistake of it is told."""

import pytest

from console.incident.checklist import read_checklist
from console.incident.classifier import read_classifier
from console.incident.clock import MINUTE
from console.incident.investigation import read_investigation
from console.incident.priors import read_priors
from console.incident.severity import read_scheme
from console.incident.toml_source import TomlSource
from console.incident.tree import read_tree

STEPS = """name = "mine"
[[phases]]
name = "first"
to = "5m"
[[phases.items]]
id = "a"
title = "Roll back"
action = "rolback"
role = "scibe"
[[phases.items]]
id = "a"
title = "Again"
[[phases.items]]
title = "Without an id"
[[phases]]
name = "second"
from = "soon"
to = "2m"
[[phases.items]]
id = "b"
title = "Look"
check = "wep"
"""
LEVEL = '[[levels]]\nlabel = "{}"\nrank = {}\nmeaning = "m"\n'


def lines(source: TomlSource) -> list[int]:
    """Return the lines that are told of."""
    return [int(each.split(":")[1]) for each in source.mistakes]


def test_a_step_that_is_wrong_is_left_out_and_a_word_of_a_step_without_the_step() -> None:
    source = TomlSource(STEPS, "mine.toml")
    found = read_checklist(source, ["web"], ("operational",))
    assert found is not None
    kept = [(item.id, item.title, item.role, item.action, item.check) for each in found.phases for item in each.items]
    assert kept == [("a", "Roll back", "incident_commander", "", ""), ("b", "Look", "incident_commander", "", "")]
    assert lines(source) == [8, 9, 11, 13, 17, 18, 22]


def test_a_phase_whose_times_cannot_be_read_follows_the_one_before_and_is_never_late() -> None:
    found = read_checklist(TomlSource(STEPS, "mine.toml"))
    assert found is not None
    assert [(each.offset_from, each.offset_to) for each in found.phases] == [(0, 5 * MINUTE), (5 * MINUTE, None)]


@pytest.mark.parametrize("word", ['type = "securty"', "ranks = 1", 'ranks = ["SEV1"]'])
def test_a_checklist_that_does_not_say_what_it_is_for_is_not_used(word: str) -> None:
    source = TomlSource(f"{word}\n{STEPS}", "mine.toml")
    assert read_checklist(source, ["web"], ("operational", "security")) is None
    assert lines(source) == [1, 9, 10, 12, 14, 18, 19, 23]


def test_a_cause_that_is_wrong_is_left_out_and_the_others_need_not_be_a_hundred() -> None:
    cause = '[[causes]]\ntag = "{}"\ntitle = "t"\nfix = "f"\npercent = {}\n'
    text = "".join(cause.format(*each) for each in (("a", 40), ("b", 140), ("a", 1), ("c", 10)))
    source = TomlSource(text, "mine.toml")
    found = read_priors(source)
    assert [(each.tag, each.percent) for each in found or ()] == [("a", 40), ("c", 10)]
    assert lines(source) == [10, 12]
    assert read_priors(TomlSource(cause.format("a", 60) + cause.format("b", 60), "mine.toml")) is None


def test_an_entry_whose_probe_is_not_known_is_looked_at_by_hand() -> None:
    entry = '[[items]]\nid = "{}"\ntitle = "t"\ntrack = "s"\nhand = "h"\n'
    text = entry.format("a") + 'probe = "podds"\ncauses = ["deplyo", "config"]\n' + entry.format("")
    source = TomlSource(text, "mine.toml")
    found = read_investigation(source, ["pods"], ["deploy", "config"])
    assert [(each.id, each.probe, each.causes) for each in found or ()] == [("a", "", ("config",))]
    assert lines(source) == [6, 7, 9]


def test_a_severity_keeps_its_rank_and_label_whatever_else_is_wrong_with_it() -> None:
    text = 'name = "x"\n' + LEVEL.format("A", 0) + 'goal = "soon"\npostmortem = "yes"\n' + LEVEL.format("B", 1)
    source = TomlSource(text, "mine.toml")
    found = read_scheme(source)
    assert found is not None
    assert [(each.label, each.goal, each.postmortem) for each in found.levels] == [
        ("A", None, True),
        ("B", None, False),
    ]
    assert lines(source) == [6, 7]


def test_a_scheme_in_which_a_rank_or_a_label_is_wrong_is_not_used_and_all_of_it_is_told() -> None:
    levels = LEVEL.format("A", 0) + LEVEL.format("A", 0) + LEVEL.format("C", 12)
    source = TomlSource(f'name = "x"\n{levels}', "mine.toml")
    assert read_scheme(source) is None
    assert lines(source) == [7, 8, 12]


def test_of_rules_and_of_a_tree_nothing_is_used_when_anything_is_wrong_and_all_of_it_is_told() -> None:
    rules = 'otherwise = 3\n[[rule]]\nrank = 0\nwhen = { outage = "maybe", uers = "> 5" }\n[[rule]]\nrank = 99\n'
    source = TomlSource(rules, "mine.toml")
    assert read_classifier(source) is None
    assert lines(source) == [1, 4, 4, 5, 6]
    tree = TomlSource('name = "t"\ntitle = "t"\nstart = "a"\n', "mine.toml")
    assert read_tree(tree, (), ()) is None
    assert len(tree.mistakes) == 3


def test_a_misspelt_key_is_one_mistake_and_known_words_are_told_once_each() -> None:
    source = TomlSource('nam = "x"\nkind = "opperational"\n', "mine.toml")
    source.check_keys(source.data, ("name", "kind"))
    assert source.text_of(source.data, "name") == ""
    assert source.one_of(source.data, "kind", ("operational", "security", "operational")) == ""
    assert source.mistakes == (
        "mine.toml:1: unknown key 'nam': did you mean 'name'? Expected: name, kind.",
        "mine.toml:2: 'kind' is 'opperational': did you mean 'operational'? Expected: operational, security.",
    )
