"""`warroom cause`: the tags with their priors, and the accepted cause of an incident."""

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
