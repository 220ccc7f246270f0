"""What holds for every test: a folder of its own, and keys that are taken for done when the program has done them."""

import asyncio
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from hypothesis import HealthCheck, settings
from textual._context import active_app

# No test asserts a time, hypothesis' own ones neither: on a busy machine drawing examples takes as long as it takes.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_ROUND, _QUIET_ROUNDS = 0.005, 3


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("WARROOM_CONFIG", "WARROOM_LOG_DIR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _keys_wait_for_the_program_not_for_the_machine() -> None:
    """Let Textual's pilot go on when no message is left.

    Its own way is to wait until the process uses no processor for a while: up to a second a key beside a room that is
    at work, and too short on a machine where it gets none.
    """
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = _no_message_left  # type: ignore[attr-defined]  # they import it


async def _no_message_left(min_sleep: float = 0, max_sleep: float = 1) -> None:
    loop = asyncio.get_running_loop()
    end, quiet = loop.time() + max_sleep, 0
    while (quiet < _QUIET_ROUNDS or min_sleep > 0) and loop.time() < end:
        await asyncio.sleep(_ROUND)
        min_sleep -= _ROUND
        app = active_app.get()
        pumps = [app, *(each for screen in app.screen_stack for each in screen.walk_children(with_self=True))]
        quiet = 0 if any(pump.message_queue_size for pump in pumps) else quiet + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests in a real terminal: they run one after the other, and all others beside them."""
    items.sort(key=lambda item: item.get_closest_marker("terminal") is None)
