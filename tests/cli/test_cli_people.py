"""`warroom who` and `warroom oncall`: who is needed, where the name comes from, and how to reach them."""

import json
from pathlib import Path

import pytest

from tests.cli.line import Line

CONFIG = """
[people]
alice = "@alice"
bob = { telephone = "+44 20 7946 0001" }
dana = { telephone = "+44 20 7946 0002", team = "platform" }
[teams.platform]
lead = "dana"
[roles]
technical_lead = "dana"
[[oncall]]
name = "words"
role = "communications_lead"
file = "oncall.toml"
[[service]]
name = "web"
tcp = "web.example:1"
owner = "platform"
[[service]]
name = "db"
tcp = "db.example:1"
"""
SHIFT = '[[shift]]\nfrom = "2020-01-01"\nto = "2040-01-01"\nperson = "bob"\n'


def configured(warroom: Line, shift: str = SHIFT) -> Path:
    file = warroom.configured(CONFIG)
    (warroom.folder / "oncall.toml").write_text(shift)
    return file


def test_who_is_needed_with_the_source_of_each_name_and_each_person_once(warroom: Line) -> None:
    configured(warroom)
    warroom.declared("--severity", "SEV3")
    said = warroom("who", "web")
    assert said.out.splitlines() == [
        "alice          commander  (has the role)  @alice",
        "bob            communications  (from on-call 'words')  +44 20 7946 0001",
        "dana           technical, owns web  (default under [roles]; lead of platform)  +44 20 7946 0002",
    ]
    assert said.status == 0


def test_who_is_needed_for_another_incident_can_be_asked(warroom: Line) -> None:
    first = warroom.declared("--commander", "bob")
    warroom.declared("--commander", "alice")
    assert warroom("who", "--incident", first).out.startswith("bob ")
    assert "no incident is called" in warroom("who", "--incident", "777").err


def test_a_service_without_an_owner_is_a_row_and_not_left_out(warroom: Line) -> None:
    configured(warroom)
    said = warroom("who", "db", "--json")
    assert said.status == 1
    assert json.loads(said.out) == [
        {"person": None, "for": ["owns db"], "source": "no owner", "state": "nobody", "contact": None}
    ]


def test_an_offer_shows_until_it_is_answered_and_an_empty_role_is_a_gap(warroom: Line) -> None:
    warroom.configured("")
    warroom.declared("--severity", "SEV3")
    warroom("offer", "technical", "bob")
    found = {each["for"][0]: (each["person"], each["state"]) for each in json.loads(warroom("who", "--json").out)}
    assert found == {
        "commander": ("alice", "has it"),
        "technical": ("bob", "offered"),
        "communications": (None, "nobody"),
    }


def test_a_service_that_is_not_known_is_told_with_those_that_are(warroom: Line) -> None:
    configured(warroom)
    said = warroom("who", "wep")
    assert said.status == 2
    assert "did you mean 'web'?" in said.err


def test_who_is_on_call_until_when(warroom: Line) -> None:
    configured(warroom)
    said = warroom("oncall")
    assert said.status == 0
    assert said.out.startswith("words          bob           until 2040-01-01T00:00Z, in ")
    (one,) = json.loads(warroom("oncall", "--json").out)
    assert (one["person"], one["until"], one["role"]) == ("bob", "2040-01-01T00:00:00.000Z", "communications_lead")


def test_a_schedule_with_a_mistake_tells_its_line_and_who_is_on_call_nevertheless(warroom: Line) -> None:
    configured(warroom, SHIFT + '[[shift]]\nfrom = "2020-01-01"\nto = "2040-01-01"\nperson = "bop"\n')
    said = warroom("oncall")
    assert said.status == 1
    assert "bob" in said.out
    assert 'oncall.toml:8: shift[2].person: found "bop"' in said.err


def test_without_a_schedule_it_says_how_to_have_one(warroom: Line) -> None:
    said = warroom("oncall")
    assert (said.status, "[[oncall]]" in said.out) == (0, True)


def test_what_somebody_outside_said_is_written_down(warroom: Line) -> None:
    warroom.configured('[[party]]\nname = "payments vendor"\n')
    warroom.declared()
    assert warroom("contacted", "payments vendor", "they", "are on it", "--ticket", "T-77", "--next", "30m").status == 0
    assert "payments vendor (T-77): they are on it" in warroom("status").out
    assert "did you mean 'payments vendor'?" in warroom("contacted", "payment vendor", "x").err


PEOPLE = '[people]\nzoe = "+44 20 7946 0009"\n'


@pytest.mark.parametrize(
    "said", [("assign", "scribe", "zoo"), ("offer", "scribe", "zoo"), ("handover", "zoo"), ("assign", "scribe", "Zoë")]
)
def test_who_is_not_under_people_is_told_of_and_has_the_role_all_the_same(warroom: Line, said: tuple[str, ...]) -> None:
    warroom.configured(PEOPLE)
    warroom.declared()
    done = warroom(*said)
    assert done.status == 0
    assert f"{said[-1]} is not under [people]: no number is known. did you mean 'zoe'?" in done.err


def test_a_task_for_somebody_who_is_not_under_people_is_told_of(warroom: Line) -> None:
    warroom.configured(PEOPLE)
    warroom.declared()
    assert "maria is not under [people]: no number is known." in warroom("task", "give", "@maria", "5m", "look").err
    assert "not under" not in warroom("task", "give", "Zoe", "5m", "look").err
    assert "not under" not in warroom("task", "give", "alice", "5m", "look").err


def test_an_empty_name_is_refused_also_where_the_configuration_names_somebody(warroom: Line) -> None:
    warroom.configured('[people]\nbob = "+44 1"\n[roles]\nscribe = "bob"\n')
    warroom.declared()
    said = warroom("assign", "scribe", "")
    assert said.status != 0
    assert "needs a named person" in said.err
    assert "bob, from [roles]" in warroom("assign", "scribe").err
