"""`warroom ioc`: noting, listing and withdrawing indicators of compromise, and where they stand."""

import json

from tests.cli.line import Line


def test_indicators_are_noted_listed_and_stand_in_the_postmortem_but_not_in_the_redacted_one(warroom: Line) -> None:
    warroom.declared("--type", "security")
    assert "has no indicators" in warroom("ioc").out
    assert warroom("ioc", "add", "ip", "203.0.113.7", "failed", "logins", "--source", "auth.log").status == 0
    assert warroom("ioc").out.startswith("ip       203[.]0[.]113[.]7  seen in auth.log; failed logins")
    (one,) = json.loads(warroom("ioc", "--json").out)
    assert (one["kind"], one["value"], one["source"]) == ("ip", "203.0.113.7", "auth.log")
    document = warroom("export", "-o", "-").out
    assert "## Indicators of compromise" in document
    assert "| ip | `203[.]0[.]113[.]7` | auth.log | failed logins |" in document
    assert "203" not in warroom("export", "--redacted").out
    details = json.loads(warroom("export", "--format", "json", "-o", "-").out)["details"]
    assert details["indicators"][0]["value"] == "203.0.113.7"


def test_what_is_none_is_refused_and_a_wrong_one_is_withdrawn(warroom: Line) -> None:
    warroom.declared()
    assert "is not an IP address" in warroom("ioc", "add", "ip", "203.0.113").err
    warroom("ioc", "add", "domain", "evil.example")
    assert warroom("ioc", "drop", "domain", "evil[.]example", "--because", "ours").status == 0
    assert json.loads(warroom("ioc", "--json").out) == []
