"""Evidence by keys alone: e on screen 2, the palette, and typed lines; what is kept is listed."""

from pathlib import Path

import pytest

from console.evidence.store import Store
from console.incident.record import Incident
from tests.room import until
from tests.screens.test_acting import Commander, commanding


async def _declared(commander: Commander) -> None:
    await commander.press("i")
    await commander.shows("Declare")
    await commander.press(*"odd", "ctrl+s")
    await until(lambda: commander.room.snapshot.incident is not None, commander.pilot)


def _incident(commander: Commander) -> Incident:
    incident = commander.room.snapshot.incident
    assert incident is not None
    return incident


async def _typed(commander: Commander, line: str) -> None:
    await commander.press("n", *line, "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_one_key_keeps_what_a_failing_workload_shows_and_changes_nothing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with commanding(tmp_path, size) as commander:
        await _declared(commander)
        await commander.press("2")
        await commander.shows("web")
        await commander.press("e")
        await until(lambda: bool(_incident(commander).exhibits), commander.pilot)
        found = [each.kept for each in _incident(commander).exhibits.values()]
        assert found[0].what == "pods of Deployment web"
        assert any(each.what.startswith("log of web-") for each in found)
        assert [each.what for each in _incident(commander).missed] == ["processes and memory of Deployment web"]
        assert _incident(commander).evidence == "taken"
        assert commander.sent() == []
        store = Store(tmp_path / "log")
        assert all(b"".join(store.blocks(each.sha256)) for each in found if each.size)


async def test_the_palette_asks_of_what_and_a_typed_line_keeps_a_file_and_lists_all(tmp_path: Path) -> None:
    file = tmp_path / "auth.log"
    file.write_text("failed login\n")
    async with commanding(tmp_path) as commander:
        await _declared(commander)
        await commander.press("x", *"keep evidence", "enter")
        await commander.shows("keep what shows now of what?", "deploy/web", "this machine")
        await commander.press("enter")
        await until(lambda: bool(_incident(commander).exhibits), commander.pilot)
        before = len(_incident(commander).exhibits)
        await _typed(commander, f"/evidence add {file}")
        await until(lambda: len(_incident(commander).exhibits) == before + 1, commander.pilot)
        await _typed(commander, "/evidence add /none")
        await commander.shows("cannot be read")
        await commander.press("escape")
        await _typed(commander, "/evidence add ~nobody-at-all/x")
        await commander.shows("nobody of that name")
        await commander.press("escape")
        await commander.press("x", *"what is kept", "enter")
        await commander.shows("Evidence of", "pods of Deployment web", "not collected")


async def test_read_only_keeps_nothing(tmp_path: Path) -> None:
    async with commanding(tmp_path, read_only=True) as commander:
        await _declared(commander)
        await commander.press("2")
        await commander.shows("web")
        await commander.press("e")
        await commander.shows("read-only")
        assert not (tmp_path / "log" / "evidence").exists()
