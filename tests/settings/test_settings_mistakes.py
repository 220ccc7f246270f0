"""What is said of a configuration that cannot be used: everything at once, and never a secret."""

from pathlib import Path

import pytest

from console.settings import (
    SettingsError,
    load,
    read,
)
from console.settings.lines import key_lines
from tests.settings.written import KNOWN, home_of, mistakes_of


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = """[room]
read_onyl = true
theme = "drak"

[[service]]
name = "api"
http = "nonsense"

[[service]]
name = "web"
http = "https://web.example"
interval = "soon"
[service.thresholds]
bad = 5
"""
    beginnings = [
        "warroom.toml:2: room.read_onyl: found an unknown key, expected one of archives, bridge, checklist, ",
        "warroom.toml:3: room.theme: found \"drak\", expected one of dark, light - did you mean 'dark'?",
        'warroom.toml:7: service[1].http.url: found "nonsense", expected an address that begins with http:// or ',
        'warroom.toml:12: service[2].interval: found "soon", expected a time span of at least 1 s such as "5s" ',
        "warroom.toml:14: service[2].thresholds.bad: found 5 of the last 3, expected bad to be at most last",
    ]
    mistakes = mistakes_of(tmp_path, text)
    assert len(mistakes) == len(beginnings)
    assert all(mistake.startswith(beginning) for mistake, beginning in zip(mistakes, beginnings, strict=True))
    assert mistakes[0].endswith("did you mean 'read_only'?")


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, '[room]\ntheme = "dark\n') == [
        "warroom.toml:2: found a mistake at column 14, expected TOML - illegal character '\\n'"
    ]
    assert mistakes_of(tmp_path, "[room]\n[[service]\n") == [
        "warroom.toml:2: found something else at column 10, expected ']]' at the end of an array declaration"
    ]


def test_a_time_without_seconds_is_told_with_what_to_write(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, "[[freeze]]\nfrom = 2026-12-24T18:00Z\n")
    assert mistake.startswith("warroom.toml:2: found something else at column ")
    assert mistake.endswith(" - a time has seconds: write 2026-12-24T18:00:00Z")


def test_a_file_that_is_not_toml_shows_nothing_of_what_stands_in_it(tmp_path: Path) -> None:
    for text in ('token = "hunter2\n', "token = hunter2\n", 'a = "hunter2" hunter2\n', "[hunter2\n"):
        assert "hunter2" not in "".join(mistakes_of(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file or directory, expected a file that can be read"):
        load(tmp_path / "missing.toml", home_of(tmp_path))
    file = tmp_path / "bytes.toml"
    file.write_bytes(b"a = '\xff'\n")
    with pytest.raises(SettingsError, match="a byte at 5 that is not UTF-8"):
        load(file, home_of(tmp_path))


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('token = "s3cr3t-value"', "token_env or token_file"),
        ('password = "s3cr3t-value"', "password_env or password_file"),
        ('url = "https://me:s3cr3t-value@prom.example"', "username with password_env or password_file"),
    ],
)
def test_a_secret_in_the_file_is_refused_with_the_reason_and_never_shown(
    line: str, instead: str, tmp_path: Path
) -> None:
    address = "" if line.startswith("url") else 'url = "https://prom.example"\n'
    (mistake,) = mistakes_of(tmp_path, f"[prometheus]\n{address}{line}\n")
    assert instead in mistake
    assert "copied" in mistake
    assert "s3cr3t" not in mistake


def test_a_header_that_signs_in_is_a_secret_too(tmp_path: Path) -> None:
    text = (
        '[[service]]\nname = "api"\nhttp = { url = "https://a.example", headers = { Authorization = "Bearer s3" } }\n'
    )
    (mistake,) = mistakes_of(tmp_path, text)
    assert "token_env" in mistake
    assert "s3" not in mistake.replace("is3", "")


def test_what_can_be_read_is_read_in_spite_ofmistakes(tmp_path: Path) -> None:
    file = tmp_path / "warroom.toml"
    file.write_text('[room]\nuser = "bob"\ntheme = 3\n[[service]]\nname = "a"\nhttp = "https://a.example"\n')
    loaded = read(file, home_of(tmp_path), known=KNOWN)
    assert loaded.settings.user == "bob"
    assert [service.name for service in loaded.settings.services] == ["a"]
    assert len(loaded.problems) == 1


def test_lines_are_found_for_tables_lists_dotted_and_quoted_keys() -> None:
    text = '''a.b = 1
"c d" = """
e = 2
"""
[t]
f = 3
[[l]]
g = 4
[[l]]
[l.m]
h = 5
'''
    lines = key_lines(text)
    assert lines[("a", "b")] == 1
    assert lines[("c d",)] == 2
    assert ("e",) not in lines
    assert lines[("t", "f")] == 6
    assert lines[("l", 0, "g")] == 8
    assert lines[("l", 1, "m", "h")] == 11
