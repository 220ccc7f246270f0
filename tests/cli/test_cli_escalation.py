"""`warroom escalation`: whom to call, what became of it, another step, the end."""

import json

from console.incident.escalations import EscalationReached
from console.incident.events import Entry
from console.journal.opening import Journal
from tests.cli.line import Line

CONFIG = """
[room]
escalation = "escalation.toml"
[people]
bob = { telephone = "+44 20 7946 0001" }
dana = { telephone = "+44 20 7946 0002" }
"""
CHAINS = """
[[chain]]
name = "platform"
[[chain.steps]]
notify = "bob"
[[chain.steps]]
after = "5m"
notify = "dana"
"""


def climbing(warroom: Line, chains: str = CHAINS) -> str:
    """An incident whose first step a console has reached."""
    warroom.configured(CONFIG)
    (warroom.folder / "escalation.toml").write_text(chains)
    incident = warroom.declared()
    journal = Journal.open(warroom.folder / "log", user="alice", host="host", clock=warroom.clock, redact=str)
    journal.append_all([Entry(EscalationReached("platform", 1, ("bob",)), "warroom", incident)]).result(10)
    journal.close()
    return incident


def test_it_says_whom_to_call_on_which_number_and_who_is_next(warroom: Line) -> None:
    climbing(warroom)
    said = warroom("escalation")
    assert said.out.splitlines() == [
        "platform 1 · ☏ call bob  (+44 20 7946 0001, due 0s ago)",
        "platform 2 · dana  (in 5m, +44 20 7946 0002)",
    ]
    assert "Nothing is sent" in said.err


def test_what_became_of_a_call_and_another_step_stand_in_the_log(warroom: Line) -> None:
    climbing(warroom)
    assert warroom("escalation", "said", "bob", "no answer").status == 0
    assert warroom("escalation", "go", "platform", "2", "--because", "nobody answers").status == 0
    (one,) = json.loads(warroom("escalation", "--json").out)
    assert (one["state"], one["next_step"]) == ("runs", 2)
    assert one["reached"][0]["calls"][0]["how"] == "no answer"


def test_who_acknowledges_a_call_acknowledges_the_incident(warroom: Line) -> None:
    climbing(warroom)
    assert warroom("escalation", "said", "bob", "acknowledged").status == 0
    assert json.loads(warroom("escalation", "--json").out)[0]["state"] == "acknowledged"
    assert "acknowledge" not in warroom("status", "--md").out.partition("## Last events")[0]


def test_it_is_stopped_for_a_reason(warroom: Line) -> None:
    climbing(warroom)
    assert warroom("escalation", "stop", "platform").status == 2
    assert warroom("escalation", "stop", "platform", "--because", "all are here").status == 0
    assert "not called: stopped (all are here)" in warroom("escalation").out


def test_names_that_are_not_there_are_told_with_those_that_are(warroom: Line) -> None:
    climbing(warroom)
    assert "did you mean 'platform'?" in warroom("escalation", "go", "platfrom", "1").err
    assert "has the steps 1 to 2, not 7" in warroom("escalation", "go", "platform", "7").err
    assert "Named so far: bob." in warroom("escalation", "said", "dana", "telephoned").err


def test_a_mistake_in_the_file_is_told_with_its_line_and_the_rest_counts(warroom: Line) -> None:
    climbing(warroom, CHAINS + '[[chain.steps]]\nafter = "6m"\nnotify = "dan"\n')
    said = warroom("escalation")
    assert said.status == 0
    assert "platform 2 · dana" in said.out
    assert 'escalation.toml:11: chain[1].steps[3].notify: found "dan"' in said.err
    assert "did you mean 'dana'?" in warroom("config", "check").out


def test_without_chains_it_says_so(warroom: Line) -> None:
    warroom.declared()
    assert warroom("escalation").out == "No escalation chain is configured.\n"
