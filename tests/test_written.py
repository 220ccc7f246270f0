"""What people wrote into documents is found; the generated rest, foreign files and damaged ones are not."""

from pathlib import Path

from console.review.keep import PLACEHOLDER, block, seal
from console.written import find_written


def _document(folder: Path, name: str, *parts: str) -> None:
    (folder / "incidents").mkdir(exist_ok=True)
    body = "# Postmortem\n\nthe pool was generated\n\n" + "\n\n".join(parts)
    (folder / "incidents" / name).write_text(seal("INC-20261121-001", body))


def test_a_part_that_holds_all_words_is_found_with_its_incident(tmp_path: Path) -> None:
    _document(tmp_path, "one.md", block("lessons", "The Pool was too small."), block("summary", PLACEHOLDER))
    (found,) = find_written(tmp_path, ["pool", "small"])
    assert (found.incident, found.part, found.snippet) == ("INC-20261121-001", "lessons", "The Pool was too small.")
    assert find_written(tmp_path, ["generated"]) == []
    assert find_written(tmp_path, ["pool", "large"]) == []
    assert find_written(tmp_path, []) == []


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    assert find_written(tmp_path, ["pool"]) == []
    _document(tmp_path, "one.md", block("lessons", "the pool"))
    (tmp_path / "incidents" / "two.md").write_bytes(b"\xff\xfe pool")
    (tmp_path / "incidents" / "three.md").mkdir()
    (tmp_path / "incidents" / "four.md").write_text("pool, but no document of ours")
    assert [each.path.name for each in find_written(tmp_path, ["pool"])] == ["one.md"]
