"""`warroom investigate`: where to look, without a console."""

import json

from tests.cli.line import Line
from tests.fakes import Misbehaving


def test_on_a_bare_machine_everything_is_by_hand_and_nothing_is_green(warroom: Line) -> None:
    said = warroom("investigate")
    assert said.status == 0, said.err
    assert said.out.startswith("? Deploys and releases: by hand: no [[cluster]] or [[repository]] is watched\n")
    assert "●" not in said.out
    assert "prior 40 % (deploy), n=0 own incidents, fix: roll back" in said.out


def test_a_source_that_does_not_answer_is_named_and_is_not_well(warroom: Line) -> None:
    with Misbehaving() as server:
        warroom.configured(f'[[vendor]]\nname = "payments"\nurl = "{server.url("garbage")}"\n')
        found = {each["id"]: each for each in json.loads(warroom("investigate", "--json").out)}
    assert found["third-party"]["note"] == "no answer: payments status page"
    assert [each["id"] for each in found.values() if each["known"]] == []
    assert found["deploys"]["prior"] == {"cause": "deploy", "percent": 40, "own_incidents": 0, "fix": "roll back"}
