"""`warroom escalation`: whom to call, what became of it, another step, the end."""

import json

from console.incident.escalations import EscalationReached
from console.journal.reading import LogReader
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
    """An incident whose first step is due."""
    warroom.configured(CONFIG)
    (warroom.folder / "escalation.toml").write_text(chains)
    return warroom.declared()


def reached(warroom: Line) -> list[tuple[int, tuple[str, ...]]]:
    """The steps that the log holds."""
    events = LogReader(warroom.folder / "log").events(kinds=["escalation.reached"])
    return [(each.fact.step, each.fact.people) for each in events if isinstance(each.fact, EscalationReached)]


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
    assert (one["state"], one["next_step"]) == ("done", None)
    assert [each["step"] for each in one["reached"]] == [1, 2]  # it is due at once: nobody waits for a console
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


def test_no_console_has_to_run_and_each_step_is_written_once(warroom: Line) -> None:
    climbing(warroom)
    assert reached(warroom) == []
    assert warroom("escalation", "said", "bob", "telephoned").status == 0
    warroom.clock.advance(301)
    for _ in range(2):
        assert "platform 2 · ☏ call dana" in warroom("escalation").out
    assert reached(warroom) == [(1, ("bob",)), (2, ("dana",))]


def test_who_may_not_write_sees_what_is_due_and_writes_nothing(warroom: Line) -> None:
    climbing(warroom)
    assert "platform 1 · bob  (now, +44 20 7946 0001)" in warroom("--read-only", "escalation").out
    assert reached(warroom) == []


EVERYBODY = CHAINS.replace('notify = "bob"', 'notify = ["bob", "dana"]\nuntil = "all"')


def test_a_step_for_everybody_goes_on_until_each_of_them_has_acknowledged(warroom: Line) -> None:
    climbing(warroom, EVERYBODY)
    assert warroom("escalation", "said", "bob", "acknowledged").status == 0
    (one,) = json.loads(warroom("escalation", "--json").out)
    assert (one["state"], one["reached"][0]["needs"]) == ("runs", "all")
    assert one["reached"][0]["acknowledged"] == ["bob"]
    assert warroom("escalation").out.splitlines()[:2] == [
        "platform 1 · acknowledged: bob  (+44 20 7946 0001, 0s ago by alice, 1 of 2 acknowledged, all have to)",
        "platform 1 · ☏ call dana  (+44 20 7946 0002, due 0s ago, 1 of 2 acknowledged, all have to)",
    ]
    warroom.clock.advance(301)
    assert "platform 2 · ☏ call dana" in warroom("escalation").out
    assert warroom("--user", "dana", "ack").status == 0
    assert json.loads(warroom("escalation", "--json").out)[0]["state"] == "acknowledged"


def test_who_is_called_with_everybody_may_simply_acknowledge_also_as_the_second(warroom: Line) -> None:
    climbing(warroom, EVERYBODY)
    assert warroom("--user", "bob", "ack").status == 0
    assert json.loads(warroom("escalation", "--json").out)[0]["state"] == "runs"
    assert warroom("--user", "dana", "ack").status == 0
    assert "was acknowledged at" in warroom("--user", "dana", "ack").err
    assert json.loads(warroom("escalation", "--json").out)[0]["state"] == "acknowledged"


def test_without_chains_it_says_so(warroom: Line) -> None:
    warroom.declared()
    assert warroom("escalation").out == "No escalation chain is configured.\n"


def test_the_status_lists_the_calls_that_are_due_and_the_step_that_comes(warroom: Line) -> None:
    climbing(warroom)
    warroom("escalation")  # somebody looks, which writes the step that is due
    warroom.clock.advance(120)
    lines = warroom("status").out.splitlines()
    assert any(line.startswith("due           ☏ call bob +44 20 7946 0001 2m LATE") for line in lines)
    assert any(line.startswith("due           ☏ escalation platform 2: dana in 3m") for line in lines)
    assert "- **Due:** ☏ call bob +44 20 7946 0001 (2m late)" in warroom("status", "--md").out
    due = json.loads(warroom("status", "--json").out)["incidents"][0]["due"]
    assert [each["late"] for each in due if each["what"] == "call bob +44 20 7946 0001"] == [True]
