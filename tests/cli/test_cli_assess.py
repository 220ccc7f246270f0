"""How bad it is, from a shell: what the rules propose, what is open, raise and lower."""

import json

import pytest

from tests.cli.line import Line


def test_assess_needs_no_log_and_writes_none(warroom: Line) -> None:
    said = warroom("assess", "--users", "61", "--outage", "no")
    assert said.status == 0
    assert said.out.startswith("SEV1 because affected users 61 % > 50 %\n")
    assert not (warroom.folder / "log").exists()


def test_the_json_of_an_assessment_has_exactly_these_keys(warroom: Line) -> None:
    made = json.loads(warroom("assess", "--users", "10", "--impact", "minor", "--service", "web", "--json").out)
    assert set(made) == {"severity", "affected_services", "user_impact", "potential_causes", "immediate_actions"}
    assert made["severity"] == {
        "label": "SEV2",
        "rank": 1,
        "because": "SEV2 because degradation is unknown; what is known makes it SEV3 (minor feature down)",
        "rule": "minor feature down",
        "by_what_is_known": "SEV3",
        "unknown": ["degradation"],
    }
    assert made["affected_services"] == ["web"]
    assert made["user_impact"] == "minor feature down, affected users 10 %"
    assert made["immediate_actions"][0] == "acknowledge within 15m: on-call and experts"


def test_where_nothing_is_known_nothing_is_proposed(warroom: Line) -> None:
    made = json.loads(warroom("assess", "--json").out)
    assert made == {
        "severity": None,
        "affected_services": [],
        "user_impact": "unknown",
        "potential_causes": [],
        "immediate_actions": [],
    }


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--users", "101", "users: '101' is no percentage"),
        ("--users", "nan", "users: 'nan' is no percentage"),
        ("--degradation", "much", "degradation: 'much' is no percentage"),
        ("--data-loss", "perhaps", "data_loss: 'perhaps' is no answer"),
        ("--impact", "minr feature", "did you mean 'minor feature'"),
    ],
)
def test_an_indicator_that_is_none_is_refused_at_its_field(
    option: str, value: str, expected: str, warroom: Line
) -> None:
    said = warroom("assess", option, value)
    assert said.status == 1
    assert expected in said.err


def test_declare_takes_the_severity_that_follows_and_says_which_rule_fired(warroom: Line) -> None:
    said = warroom("declare", "Checkout fails", "--users", "61", "--impact", "unknown")
    assert said.out == "INC-20261121-001\n"
    assert "SEV1 because affected users 61 % > 50 %, saved as" in said.err
    status = json.loads(warroom("status", "--json").out)["incidents"][0]
    assert status["incident"]["severity"] == "SEV1"
    assert status["assessment"] == {"users": "61", "impact": None}
    assert status["open_questions"] == ["customer impact"]


def test_a_milder_severity_than_the_rules_propose_needs_a_reason(warroom: Line) -> None:
    said = warroom("declare", "Checkout fails", "--severity", "SEV3", "--users", "61")
    assert said.status == 1
    assert "The rules propose SEV1 because affected users 61 % > 50 %. SEV3 is milder: say why" in said.err
    assert not (warroom.folder / "log").exists()
    warroom.declared("--severity", "SEV3", "--users", "61", "--because", "it is a test shop")
    assert "another was taken: it is a test shop" in warroom("events").out


def test_services_are_checked_against_the_configuration(warroom: Line) -> None:
    warroom.configured('[[service]]\nname = "web"\nhttp = "https://shop.example/health"\n')
    said = warroom("declare", "Checkout fails", "--service", "wbe")
    assert said.status == 1
    assert "services: 'wbe' is not one: did you mean 'web'?" in said.err
    assert warroom("declare", "Checkout fails", "--service", "Web").status == 0


def test_an_open_question_is_answered(warroom: Line) -> None:
    warroom.declared("--users", "unknown")
    assert warroom("answer", "users", "30 %").status == 0
    status = json.loads(warroom("status", "--json").out)["incidents"][0]
    assert (status["assessment"], status["open_questions"]) == ({"users": "30"}, [])
    assert "'300' is no percentage" in warroom("answer", "users", "300").err
    assert "did you mean 'users'" in warroom("answer", "user", "3").err


def test_raising_says_what_is_needed_now_and_at_the_top_nothing_is_written(warroom: Line) -> None:
    warroom.declared("--severity", "SEV3")
    assert "severity SEV3 -> SEV2" in (said := warroom("raise", "--because", "half of the users").out)
    assert "now needed, and unfilled: operations, security, customer support, executive liaison" in said
    warroom("raise")
    count = len(warroom("events").out.splitlines())
    said_again = warroom("raise", "--because", "still")
    assert said_again.status == 1
    assert "already SEV1" in said_again.err
    assert len(warroom("events").out.splitlines()) == count


def test_lowering_needs_a_reason(warroom: Line) -> None:
    warroom.declared("--severity", "SEV1")
    assert "needs a reason" in warroom("lower").err
    assert "SEV1 -> SEV2: only one customer" in warroom("lower", "--because", "only one customer").out
    assert warroom("severity", "lower", "--because", "it is cosmetic").status == 0


def test_every_metric_is_told_with_its_anchor_and_none_is_zero_for_want_of_a_time(warroom: Line) -> None:
    warroom.declared()
    metrics = {each["name"]: each for each in json.loads(warroom("status", "--json").out)["incidents"][0]["metrics"]}
    assert metrics["TTD"] == {
        "name": "TTD",
        "ms": None,
        "said": "n/a (started_at and detected_at unset)",
        "anchor": "started_at to detected_at",
    }


def test_own_rules_are_read_and_a_mistake_in_them_is_told_with_its_line(warroom: Line) -> None:
    own = warroom.folder / "own.toml"
    warroom.configured('[room]\nclassifier = "own.toml"\n')
    table = '[[triage]]\nrank = 0\nwhen = { reach = "all" }\n'
    own.write_text('otherwise = 2\n[[rule]]\nrank = 0\nwhen = { users = "> 1" }\n' + table)
    assert warroom("assess", "--users", "2").out.startswith("SEV1 because affected users 2 % > 1 %")
    own.write_text('otherwise = 2\n[[rule]]\nrank = 0\nwhen = { user = "> 1" }\n' + table)
    assert "own.toml:4: nobody tells 'user': did you mean 'users'?" in warroom("config", "check").out
