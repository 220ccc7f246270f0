"""`warroom scorecard` and `warroom similar`: all incidents of a log, at a shell."""

import json

from tests.cli.line import Line


def _two(warroom: Line) -> None:
    for cause in ("bad-deploy", ""):
        warroom.declared("--severity", "SEV1", "--started", "-10m", "--detected", "-8m", "--service", "web")
        if cause:
            warroom("cause", warroom("cause").out.split()[0])
        warroom("move", "monitoring")
        warroom("move", "resolved", "--summary", "rolled back web")


def test_each_target_stands_with_what_it_rests_on(warroom: Line) -> None:
    assert "90d up to" in warroom("scorecard").out
    _two(warroom)
    warroom("drill", "--list")
    warroom("declare", "practice", "--purpose", "drill")
    said = warroom("scorecard").out
    assert "2 incidents; left out: 1 drill" in said
    assert "? too little data detected within 5m: 2 of 2 (100 %), goal 90 %" in said
    warroom.configured('[scorecard]\nleast = 1\ndetect_within = "1m"\n')
    said = warroom("scorecard").out
    assert "✖ missed          detected within 1m: 0 of 2 (0 %)" in said
    assert "detected after 2m" in said
    assert "✔ met             worst severity restored within 1h: 2 of 2 (100 %)" in said


def test_the_json_lists_every_case(warroom: Line) -> None:
    _two(warroom)
    made = json.loads(warroom("scorecard", "--since", "30d", "--json").out)
    assert made["incidents"] == 2
    detected = next(each for each in made["targets"] if each["key"] == "detected")
    assert [case["good"] for case in detected["cases"]] == [True, True]
    assert {each["name"] for each in made["times"]} == {"TTD", "TTA", "TTM", "TTR"}
    assert "is not a duration" in warroom("scorecard", "--since", "ever").err


def test_a_past_incident_is_named_with_the_reason(warroom: Line) -> None:
    _two(warroom)
    said = warroom("similar", "002").out
    assert "INC-20261121-001" in said
    assert "because of services web" in said
    assert "it ended so: rolled back web" in said
    made = json.loads(warroom("similar", "--json").out)
    assert made["similar"][0]["points"] >= 60
    assert "no past incident resembles INC-20261121-001" in warroom("similar", "001").err


def test_wrong_goals_are_told_and_the_usual_ones_count(warroom: Line) -> None:
    warroom.configured("[scorecard]\nshare = 140\nleats = 2\n")
    said = warroom("scorecard")
    assert "scorecard.share" in said.err
    assert "did you mean 'least'?" in said.err
    assert "goal 90 %" in said.out


def test_a_search_has_marks_archives_and_says_what_was_a_drill(warroom: Line) -> None:
    warroom.declared("--severity", "SEV2")
    warroom("note", "pool is full")
    warroom("decide", "grow the pool", "--user", "bob")
    assert "grow the pool" in warroom("search", "pool", "by:bob").out
    assert "pool is full" not in warroom("search", "pool", "by:bob").out
    assert "grow the pool" in warroom("search", "kind:decision").out
    assert "did you mean 'decision'?" in warroom("search", "kind:decison").err
    old = str(warroom.folder / "old")
    warroom("declare", "the pool of a drill", "--purpose", "drill", "--log-dir", old)
    said = warroom("search", "pool", "--archive", old).out
    assert "(drill)" in said
    assert f" in {old}" in said
    assert old not in warroom("search", "pool").out
    warroom.configured(f'[room]\narchives = ["{old}"]\n')
    assert old in warroom("search", "pool").out
    made = json.loads(warroom("search", "pool is full", "--json").out)
    assert made[0]["snippet"] == "[pool is full]" or "[pool]" in made[0]["snippet"]
