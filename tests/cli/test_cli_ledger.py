"""`warroom act ledger`, own and keep: what was changed for the time being, and what becomes of it."""

import json

import pytest

from console.incident.deeds import ActionMoved
from console.incident.events import Entry
from console.journal.opening import Journal
from tests.cli.line import Line

UNDO = '{"verb": "rollback", "target": ["prod", "Deployment", "shop", "web", ""], "value": "2"}'


def recorded(warroom: Line, action: str, step: str, undo: str = UNDO, verb: str = "rollback") -> None:
    """Have the log hold an action that has come so far."""
    fact = ActionMoved(action, verb, "deploy/web", "prod", "shop", step, "as told", undo=undo)
    journal = Journal.open(warroom.folder / "log", user="alice", host="host", clock=warroom.clock, redact=str)
    journal.append_all([Entry(fact, "alice", "")]).result(10)
    journal.close()


@pytest.fixture
def two(warroom: Line) -> Line:
    recorded(warroom, "a1", "improved")
    recorded(warroom, "a2", "unknown", "", "restart")
    return warroom


def test_the_ledger_has_what_waits_for_somebody_and_with_all_what_is_over(two: Line) -> None:
    said = two("act", "ledger")
    assert said.out.startswith("a1  ↶ to be undone or owned · improved · rollback deploy/web\n    as told. ")
    assert "restart" not in said.out
    assert said.err == "1 to see to; 1 that are over with --all\n"
    assert "restart deploy/web" in two("act", "ledger", "--all").out


def test_the_ledger_as_json(two: Line) -> None:
    (one,) = json.loads(two("act", "ledger", "--json").out)
    assert (one["id"], one["step"], one["open"], one["in_doubt"]) == ("a1", "improved", True, False)


def test_what_is_owned_is_no_open_end_any_more(two: Line) -> None:
    said = two("act", "own", "a1", "--owner", "bob", "--until", "the fix is out")
    assert said.status == 0, said.err
    assert json.loads(two("act", "ledger", "--json").out) == []
    (one, _) = json.loads(two("act", "ledger", "--all", "--json").out)
    assert (one["settled"], one["owner"]) == ("owned", "bob")


def test_without_a_name_it_is_owned_by_who_says_so(two: Line) -> None:
    two("act", "own", "a1")
    (one, _) = json.loads(two("act", "ledger", "--all", "--json").out)
    assert one["owner"] == two.env["USER"]


def test_what_is_kept_needs_a_reason(two: Line) -> None:
    assert "--because" in two("act", "keep", "a1").err
    assert two("act", "keep", "a1", "--because", "it is right so").status == 0
    assert two("act", "own", "a1", "--owner", "bob").status == 0
    assert "· owned by bob · rollback deploy/web" in two("act", "ledger", "--all").out
    assert "restart deploy/web left nothing open: it is unknown" in two("act", "own", "a2").err


def test_an_id_that_is_none_names_the_newest(two: Line) -> None:
    said = two("act", "own", "zz")
    assert said.status == 1
    assert "a1 rollback deploy/web (improved)" in said.err
