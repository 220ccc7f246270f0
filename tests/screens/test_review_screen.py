"""Screen 5 by keys: its tabs, what stands beside a row, and the way back."""

from pathlib import Path

import pytest

from console.incident.clock import clock_time
from console.incident.events import Instant
from console.present.scorecard import FoundEvent
from console.review.scorecard import Scorecard
from console.screens.library import Library
from console.screens.review.tabs import TABS
from tests.fakes import FakeClock
from tests.room import NOW, on_screen, still_room, text, until
from tests.screens.test_golden_screens import SIZES, compare


def to(tab: str) -> list[str]:
    """The keys that lead from the first tab to another."""
    return ["right"] * [each.key for each in TABS].index(tab)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("tab", "shows"),
    [
        ("document", "Postmortem: Checkout"),
        ("hypotheses", "No hypothesis yet"),
        ("whys", "answers the first why"),
        ("factors", "Nothing named yet"),
        ("actions", "Action items"),
        ("evidence", "None kept yet"),
        ("incidents", "Checkout errors"),
        ("similar", "No past incident"),
        ("scorecard", "Scorecard of"),
        ("search", "/ searches"),
    ],
)
async def test_the_review_looks_like_this(tmp_path: Path, size: tuple[int, int], tab: str, shows: str) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path, size) as (app, pilot):
        await pilot.press("5", *to(tab))
        await until(lambda: shows[: size[0] // 4] in text(app), pilot)
        await pilot.pause(0.3)
        compare(f"review-{tab}-{size[0]}x{size[1]}", text(app))


async def test_words_are_found_in_the_document(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path) as (app, pilot):
        await pilot.press("5")
        await until(lambda: "Postmortem: Checkout" in text(app), pilot)
        await pilot.press("slash", *"lessons", "enter")
        await until(lambda: "LESSONS" in text(app), pilot)
        await pilot.press("slash", "ctrl+u", *"zzz", "enter")
        await until(lambda: "'zzz' is not in it" in text(app), pilot)


async def test_the_list_of_incidents_is_narrowed_and_one_of_them_is_reviewed(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path) as (app, pilot):
        await pilot.press("5", *to("incidents"))
        await until(lambda: "began (UTC)" in text(app), pilot)
        await pilot.press("slash", *"nothing", "enter")
        await until(lambda: "no incident has these words" in text(app), pilot)
        await pilot.press("escape")
        await until(lambda: "no incident has" not in text(app), pilot)
        await pilot.press("enter")
        await until(lambda: "▸Document" in text(app), pilot)


async def test_esc_and_1_lead_back_and_other_keys_to_where_they_mean(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path) as (app, pilot):
        for key in ("1", "escape"):
            await pilot.press("5")
            await until(lambda: "▸Document" in text(app), pilot)
            await pilot.press(key)
            await until(lambda: "Services" in text(app), pilot)
        await pilot.press("5")
        await until(lambda: "▸Document" in text(app), pilot)
        await pilot.press("6")
        await until(lambda: "The log" in text(app), pilot)


async def test_a_key_that_this_tab_has_no_use_for_says_so(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path) as (app, pilot):
        await pilot.press("5")
        await until(lambda: "▸Document" in text(app), pilot)
        await pilot.press("g")
        await until(lambda: "Nothing on the tab Document" in text(app), pilot)


async def test_help_lists_the_keys_of_the_tab(tmp_path: Path) -> None:
    async with on_screen(still_room(tmp_path / "log"), tmp_path) as (app, pilot):
        await pilot.press("5")
        await until(lambda: "▸Document" in text(app), pilot)
        await pilot.press("question_mark")
        await until(lambda: "next tab" in text(app) and "words to find in it" in text(app), pilot)


class OddLibrary(Library):
    """Fails at the scorecard as only a mistake of ours can; counts how often words are looked for."""

    searched = 0

    def scorecard(self, now: Instant) -> Scorecard:
        """Fail."""
        raise ZeroDivisionError(now)

    def search(self, words: str, now: Instant) -> list[FoundEvent]:
        """Count."""
        self.searched += 1
        return super().search(words, now)


async def test_what_cannot_be_read_by_a_mistake_of_ours_is_said_and_does_not_go_on_for_ever(tmp_path: Path) -> None:
    room = still_room(tmp_path / "log")
    room.library = OddLibrary(tmp_path / "log")
    async with on_screen(room, tmp_path) as (app, pilot):
        await pilot.press("5", *to("scorecard"))
        await until(lambda: "an error of warroom's own (ZeroDivisionError)" in text(app), pilot)
        await pilot.press("right")
        await until(lambda: "/ searches" in text(app), pilot)


async def test_what_was_found_stays_while_time_goes_on(tmp_path: Path) -> None:
    room, clock = still_room(tmp_path / "log"), FakeClock(NOW)
    room.library = library = OddLibrary(tmp_path / "log")
    async with on_screen(room, tmp_path, clock=clock) as (app, pilot):
        await pilot.press("5", *to("search"))
        await until(lambda: "/ searches" in text(app), pilot)
        await pilot.press("slash", *"checkout", "enter")
        await until(lambda: "declared" in text(app).casefold() and "reading" not in text(app), pilot)
        before = library.searched
        clock.advance(600)
        await until(lambda: clock_time(clock())[:5] in text(app), pilot)
        assert library.searched == before
