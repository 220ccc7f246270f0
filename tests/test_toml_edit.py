"""Changes of a TOML text: comments and layout stay, and what has no place for a change says so."""

import pytest

from console.toml_edit import CannotEdit, Edit, apply
from console.toml_text import NotToml, parse_toml

TEXT = """# how often what was the cause

[[causes]]
tag = "deploy"   # ours
percent = 60

# not ours
[[causes]]
tag = "vendor"
percent = 40
"""


def test_a_key_is_set_where_its_table_is_and_nothing_else_changes() -> None:
    after = apply(TEXT, Edit("causes", (("seen", 3),), ("tag", "deploy")))
    assert after == TEXT.replace("percent = 60\n", "percent = 60\nseen = 3\n")


def test_a_table_is_added_behind_the_others_with_an_empty_line() -> None:
    after = apply(TEXT, Edit("causes", (("tag", "dns"), ("causes", ("a", "b"))), new=True))
    assert after == f'{TEXT}\n[[causes]]\ntag = "dns"\ncauses = ["a", "b"]\n'


def test_a_table_is_added_to_the_list_of_the_table_that_is_meant() -> None:
    one = '[[phases]]\nname = "one"\n\n[[phases.items]]\nid = "a"\n'
    text = one + "\n" + one.replace("one", "two").replace('"a"', '"b"')
    after = apply(text, Edit("phases", (("id", "c"),), ("name", "one"), "items"))
    assert parse_toml(after)["phases"][0]["items"] == [{"id": "a"}, {"id": "c"}]
    assert '[[phases.items]]\nid = "c"\n\n[[phases]]\nname = "two"' in after


def test_a_section_is_made_where_there_is_none() -> None:
    assert apply("", Edit("room", (("priors", "p.toml"),))) == '[room]\npriors = "p.toml"\n'
    assert apply('[room]\nuser = "a" # me\n', Edit("room", (("priors", "p.toml"),))) == (
        '[room]\nuser = "a" # me\npriors = "p.toml"\n'
    )


def test_text_with_quotes_and_line_breaks_is_kept_as_it_is() -> None:
    hostile = 'a "b" \\ \n[[causes]]\ntag = "x"'
    after = apply(TEXT, Edit("causes", (("fix", hostile),), ("tag", "deploy")))
    assert parse_toml(after)["causes"][0]["fix"] == hostile
    assert len(parse_toml(after)["causes"]) == 2


@pytest.mark.parametrize("edit", [Edit("causes", (("a", 1),), ("tag", "gone")), Edit("items", (("a", 1),), new=True)])
def test_what_is_not_there_any_more_cannot_be_changed(edit: Edit) -> None:
    with pytest.raises(CannotEdit):
        apply(TEXT, edit)


def test_what_is_no_toml_is_not_touched() -> None:
    with pytest.raises(NotToml):
        apply("x = \n[", Edit("causes", (("a", 1),), new=True))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ('causes = [{tag = "a"}]\n', Edit("causes", (("tag", "b"),), new=True)),
        ('[[phases]]\nname = "one"\nitems = [{id = "a"}]\n', Edit("phases", (("id", "b"),), ("name", "one"), "items")),
    ],
)
def test_a_list_written_in_one_line_is_left_alone_and_not_damaged(text: str, edit: Edit) -> None:
    with pytest.raises(CannotEdit, match="not a list of tables of the usual kind"):
        apply(text, edit)
