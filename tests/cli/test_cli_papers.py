"""Documents at places that are no ordinary file."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.line import Line


@pytest.mark.parametrize("form", ["md", "json"])
def test_a_pipe_or_a_device_is_refused_before_it_is_read(form: str, warroom: Line, tmp_path: Path) -> None:
    warroom.declared()
    os.mkfifo(tmp_path / "pipe")
    said = warroom("export", "-o", str(tmp_path / "pipe"), "--format", form)
    assert (said.status, "pipe is no file" in said.err, "--output -" in said.err) == (1, True, True)


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_what_people_outside_may_read_goes_into_a_file_that_is_not_there_yet(
    form: str, warroom: Line, tmp_path: Path
) -> None:
    warroom.declared("--commander", "bob")
    file = tmp_path / f"out.{form}"
    assert warroom("export", "--redacted", "--format", form, "-o", str(file)).status == 0
    assert "Checkout fails" in file.read_text()
    assert "bob" not in file.read_text()
    said = warroom("export", "--redacted", "--format", form, "-o", str(file))
    assert (said.status, "never overwritten" in said.err) == (1, True)


def test_an_export_hints_at_blame_and_a_command_lists_all_of_it(
    warroom: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    warroom.declared()
    file = tmp_path / warroom("export").out.strip()
    begin = "<!-- warroom:keep lessons -->\n"
    blame = "".join(f"Human error number {number}.\n\n" for number in range(5))
    text = file.read_text().replace(f"{begin}*Nobody has written this yet.*", f"{begin}{blame}")
    file.write_text(text)
    said = warroom("export")
    line = text.splitlines().index("Human error number 0.") + 1
    assert f"{file.relative_to(tmp_path)}:{line}: blame: 'Human error'. What made this" in said.err
    assert "2 more: warroom hints INC-" in said.err
    assert file.read_text().count("Human error") == 5
    listed = warroom("hints")
    assert listed.status == 1
    assert listed.out.count("blame: 'Human error' in: Human error number") == 5
    assert warroom("hints", "--file", "nowhere.md").status == 3


def test_a_page_has_what_people_wrote_and_one_that_was_changed_by_hand_is_put_aside(
    warroom: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    warroom.declared()
    file = tmp_path / warroom("export").out.strip()
    begin = "<!-- warroom:keep lessons -->\n"
    file.write_text(file.read_text().replace(f"{begin}*Nobody has written this yet.*", f"{begin}**Watch** the pool."))
    page = tmp_path / warroom("export", "--format", "html").out.strip()
    assert page == file.with_suffix(".html")
    assert "<strong>Watch</strong> the pool." in page.read_text()
    assert "<strong>Watch</strong> the pool." in warroom("export", "-f", "html", "-o", "-").out
    page.write_text(page.read_text().replace("the pool", "the pond"))
    said = warroom("export", "--format", "html")
    assert "found no place in it" in said.err
    assert "the pool" in page.read_text()
    assert "the pond" in page.with_name(f"{page.name}.rej").read_text()
    other = tmp_path / "other.html"
    other.write_text("<p>mine</p>")
    assert "never overwritten" in warroom("export", "-f", "html", "-o", str(other)).err
    assert other.read_text() == "<p>mine</p>"


def test_the_json_has_the_lessons_that_people_wrote_without_their_secrets(
    warroom: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    warroom.declared()
    file = tmp_path / warroom("export").out.strip()
    begin = "<!-- warroom:keep lessons -->\n"
    unwritten = f"{begin}*Nobody has written this yet.*"
    file.write_text(file.read_text().replace(unwritten, f"{begin}- Watch the pool.\n- No password=hunter2 in notes."))
    lessons = ["Watch the pool.", "No password=[redacted] in notes."]
    made = json.loads((tmp_path / warroom("export", "--format", "json").out.strip()).read_text())
    assert made["post_mortem"]["lessons_learned"] == lessons
    shown = json.loads(warroom("export", "--format", "json", "-o", "-").out)
    assert shown["post_mortem"]["lessons_learned"] == lessons


def test_what_people_wrote_comes_along_when_the_incident_gets_a_codename(
    warroom: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    warroom.declared()
    first = tmp_path / warroom("export").out.strip()
    begin = "<!-- warroom:keep lessons -->\n"
    first.write_text(first.read_text().replace(f"{begin}*Nobody has written this yet.*", f"{begin}Watch the pool."))
    assert warroom("set", "codename", "Alder").status == 0
    page = warroom("export", "--format", "html", "-o", "-").out
    second = tmp_path / warroom("export").out.strip()
    assert first != second
    assert ["Watch the pool." in text for text in (page, second.read_text(), first.read_text())] == [True] * 3
