"""The files that guide: own ones are checked with their lines; and `warroom cause` with its tags and priors."""

from pathlib import Path

import pytest

from tests.cli.line import Line


def closed(warroom: Line) -> None:
    """Run an incident to its end."""
    warroom.declared("--severity", "SEV4")
    for words in (["monitoring"], ["resolved", "--summary", "rolled back"], ["closed", "--because", "small"]):
        assert warroom("move", *words).status == 0


def test_the_tags_are_listed_with_their_priors_and_n(warroom: Line) -> None:
    said = warroom("cause")
    assert said.out.startswith("deploy       prior  40 %  n=0 own incidents  a deploy: roll back\n")


def test_the_cause_of_a_closed_incident_moves_the_priors(warroom: Line) -> None:
    closed(warroom)
    assert "did you mean 'database'" in warroom("cause", "databse").err
    assert warroom("cause", "database", "a", "lock").status == 0
    assert "database     prior  27 %  n=1 own incidents" in warroom("cause").out


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("tree", 'name = "t"\ntitle = "t"\nstart = "a"\n', "the tree has no questions"),
        ("priors", "[[causes]]\n", "'percent' is None"),
        ("investigation", '[[items]]\nid = "a"\nprobe = "x"\n', "'probe' is 'x'"),
    ],
)
def test_own_files_are_checked_with_their_lines(warroom: Line, key: str, text: str, told: str, tmp_path: Path) -> None:
    own = tmp_path / f"{key}.toml"
    own.write_text(text)
    warroom.configured(f'[room]\n{key} = "{own}"\n')
    said = warroom("config", "check")
    assert said.status == 1
    assert f"{own}:" in said.out
    assert told in said.out


OWN = 'name = "own"\ntype = "{}"\n[[phases]]\nname = "p"\n[[phases.items]]\nid = "a"\ntitle = "look"\ncheck = "{}"\n'


@pytest.mark.parametrize(
    ("kind", "check", "told"),
    [
        ("operational", "wep", "own.toml:8: 'check' is 'wep': did you mean 'web'? Expected: host, web, web tcp."),
        ("securty", "web", "own.toml:2: 'type' is 'securty': did you mean 'security'?"),
        ("data-loss", "web tcp", "no mistakes"),
    ],
)
def test_an_own_checklist_names_what_is_configured(
    warroom: Line, kind: str, check: str, told: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.format(kind, check))
    service = '[[service]]\nname = "web"\ntcp = "127.0.0.1:1"\n'
    warroom.configured(f'[room]\nchecklist = "{own}"\ntypes = ["data-loss"]\n{service}')
    assert told in warroom("config", "check").out


def test_an_own_checklist_leaves_those_of_the_other_types(warroom: Line, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.format("operational", "host"))
    warroom.configured(f'[room]\nchecklist = "{own}"\n')
    warroom.declared("--type", "security")
    assert "sec-evidence" in warroom("tick").out
