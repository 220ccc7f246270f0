"""The card as readable text at every size that it is promised for."""

from pathlib import Path

import pytest

from console.incident.action import Plan
from console.present.card import card_about, card_context, card_lines, card_title
from tests.present.cards import a_blocked_card, a_card, a_delete
from tests.screens.test_golden_screens import SIZES, compare
from tests.widgets.drawn import on_screen
from widgets.dialog import ConfirmDialog, TextDialog

CARDS = {"rollback": a_card(), "delete": a_delete(), "blocked": a_blocked_card()}


def dialog(plan: Plan) -> ConfirmDialog | TextDialog:
    """The card as the flow shows it."""
    if plan.blocked:
        return TextDialog(card_title(plan), (card_about(plan), *card_lines(plan)), context=card_context(plan))
    return ConfirmDialog(
        card_title(plan),
        card_lines(plan),
        confirm=plan.wanted.verb,
        typed=plan.typed,
        context=card_context(plan),
        about=card_about(plan),
    )


@pytest.mark.parametrize("size", SIZES[:3], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", CARDS)
async def test_the_card_looks_like_this(name: str, size: tuple[int, int]) -> None:
    async with on_screen(dialog(CARDS[name]), size) as (app, _):
        compare(f"card-{name}-{size[0]}x{size[1]}", app.text() + "\n")


def test_the_golden_cards_are_all_there() -> None:
    found = {file.stem for file in (Path(__file__).parent / "golden").glob("card-*.txt")}
    assert found == {f"card-{name}-{width}x{height}" for name in CARDS for width, height in SIZES[:3]}
