"""guide: what to do next, at a shell."""

import json

from tests.cli.line import Line


def test_the_phase_that_is_on_leads_with_its_next_step(warroom: Line) -> None:
    warroom.declared("--severity", "SEV3")
    said = warroom("guide")
    assert said.out.splitlines()[0] == "▶ triage, for 0s: say that somebody has taken it"
    warroom("ack")
    assert warroom("guide").out.splitlines()[0] == "▶ triage, for 0s: find out how bad it is"


def test_its_json_has_every_step_with_its_time(warroom: Line) -> None:
    warroom.declared("--severity", "SEV3")
    warroom("ack")
    found = json.loads(warroom("guide", "--json").out)
    assert found["next"] == {"phase": "triage", "step": "find out how bad it is"}
    assert [phase["name"] for phase in found["phases"]] == [
        "triage",
        "notify",
        "investigate",
        "mitigate",
        "verify",
        "document",
    ]
    first = found["phases"][0]["steps"][0]
    assert first == {"text": "say that somebody has taken it", "done": True, "at": "2026-11-21T17:52:13.000Z"}
