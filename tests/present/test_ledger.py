"""The ledger as rows: what waits for somebody comes first, and a row says what it is in words."""

from typing import Any

import pytest

from console.incident.deed import Deed
from console.incident.state import EMPTY, State
from console.present.ledger import DOUBT, MOST, OPEN, OVER, UNDER_WAY, choices, entries
from tests.hostile import HOSTILE
from widgets.text import safe_text

AT = 1_795_282_200_000
MINUTE = 60_000


def a_deed(name: str, step: str, **more: Any) -> Deed:
    """An action on web."""
    deed = Deed(name, "scale", "deploy/web", "prod-eu", "shop", "INC-1", step, AT, AT, "alice", "alice@host")
    return deed._replace(**more)


def state(*deeds: Deed) -> State:
    """A state with these actions."""
    return EMPTY._replace(actions={deed.id: deed for deed in deeds})


DONE = {"undo": "{}", "took": True}


def test_what_waits_for_somebody_comes_first_then_the_newest() -> None:
    found = entries(
        state(
            a_deed("old", "failed"),
            a_deed("open", "improved", **DONE),
            a_deed("new", "failed", begun=AT + MINUTE),
            a_deed("sent", "executing"),
            a_deed("doubt", "in doubt"),
            a_deed("owned", "worse", **DONE, settled="owned"),
        )
    )
    assert [(each.deed.id, each.kind) for each in found] == [
        ("doubt", DOUBT),
        ("sent", UNDER_WAY),
        ("open", OPEN),
        ("new", OVER),
        ("old", OVER),
        ("owned", OVER),
    ]


def test_cards_that_were_only_looked_at_are_no_actions() -> None:
    assert entries(state(a_deed("a1", "planned"), a_deed("a2", "declined"))) == []


def test_a_long_history_keeps_what_waits_for_somebody() -> None:
    over = [a_deed(f"a{number}", "failed", begun=AT + number) for number in range(2 * MOST)]
    found = entries(state(a_deed("doubt", "in doubt", begun=0), *over))[:MOST]
    assert len(found) == MOST
    assert found[0].deed.id == "doubt"


@pytest.mark.parametrize(
    ("deed", "label"),
    [
        (a_deed("a1", "in doubt"), "? IN DOUBT · scale deploy/web"),
        (a_deed("a1", "verifying"), "➤ verifying · scale deploy/web"),
        (a_deed("a1", "worse", **DONE), "↶ to be undone or owned · worse · scale deploy/web"),
        (a_deed("a1", "worse", **DONE, settled="undone"), "· undone · scale deploy/web"),
        (a_deed("a1", "refused"), "· refused · scale deploy/web"),
    ],
)
def test_a_row_says_in_words_how_an_action_stands(deed: Deed, label: str) -> None:
    (row,) = choices(entries(state(deed)), AT + 5 * MINUTE)
    assert (row.key, row.label) == ("a1", label)
    assert row.detail.endswith("by alice, 5m ago, in prod-eu")


def test_a_row_tells_the_verdict_with_its_numbers() -> None:
    deed = a_deed("a1", "improved", text="4 > 10: error rate 6.1 % → 0.4 % in 3 m", **DONE)
    (row,) = choices(entries(state(deed)), AT)
    assert row.detail.startswith("4 > 10: error rate 6.1 % → 0.4 % in 3 m. ")


def test_what_is_in_doubt_is_found() -> None:
    found = entries(state(a_deed("a1", "in doubt"), a_deed("a2", "failed")))
    assert [each.deed.id for each in found if each.kind == DOUBT] == ["a1"]


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_into_a_row(attack: str) -> None:
    deed = a_deed("a1", "failed", verb=attack, target=attack, context=attack, by=attack, text=attack)
    (row,) = choices(entries(state(deed)), AT)
    assert (row.label, row.detail) == (safe_text(row.label, 10_000), safe_text(row.detail, 10_000))
