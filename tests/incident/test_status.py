from itertools import pairwise
from pathlib import Path

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import Exported, StatusChanged
from console.incident.record import LIVE
from console.incident.status import ALLOWED, ENDED, PHASES, check_move, diagram, public_status
from tests.incident.story import ID, START, Story, told


def test_any_move_among_the_four_live_statuses_is_allowed() -> None:
    # It returns nothing where it does not refuse, which is what the type checker complains of and the test is about.
    assert all(check_move(before, after) is None for before in LIVE for after in LIVE if before != after)  # type: ignore[func-returns-value]


@pytest.mark.parametrize("before", ALLOWED)
def test_an_illegal_move_names_what_is_allowed(before: str) -> None:
    for after in {*ALLOWED, "escalated"} - {*ALLOWED[before]}:
        with pytest.raises(Refused) as refused:
            check_move(before, after)
        assert all(name in str(refused.value) for name in ALLOWED[before])


def test_triage_cannot_skip_to_resolved() -> None:
    with pytest.raises(Refused, match="investigating, declined, cancelled, merged"):
        check_move("triage", "resolved")


def test_an_illegal_move_writes_nothing() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="Allowed next: identified"):
        story.do(commands.change_status, ID, "resolved", "done")
    assert story.incident().status == "investigating"


def test_every_status_has_a_phase_and_a_public_word() -> None:
    assert set(PHASES) == set(ALLOWED)
    assert public_status("mitigating") == "identified"
    assert public_status("triage") is None
    assert public_status("monitoring") == "monitoring"


def test_the_diagram_in_the_documentation_is_printed_from_the_table() -> None:
    document = (Path(__file__).parents[2] / "docs" / "incident.md").read_text()
    assert f"```text\n{diagram()}\n```" in document


def test_declaring_goes_straight_to_investigating_and_triage_waits_for_it() -> None:
    story = Story()
    story.declare()
    story.declare("INC-20261121-002", triage=True)
    assert story.incident().status == "investigating"
    assert story.incident("INC-20261121-002").status == "triage"
    story.do(commands.change_status, "INC-20261121-002", "investigating")
    assert story.incident("INC-20261121-002").live


def test_monitoring_sets_mitigated_once() -> None:
    story = told(resolved=False)
    first = story.incident().mitigated_at
    story.move("mitigating", "monitoring")
    assert first == story.incident().mitigated_at == START + 30_000 + 3 * MINUTE


def test_resolved_requires_a_summary() -> None:
    story = told(resolved=False)
    with pytest.raises(Refused, match="needs a summary"):
        story.move("resolved")
    story.write(StatusChanged("monitoring", "resolved"))
    assert story.state.refusals[0].reason == "resolved needs a summary"
    story.move("resolved", reason="pool raised")
    assert story.incident().summary == "pool raised"


def test_a_worst_severity_is_closed_only_with_its_postmortem_reviewed_or_waived() -> None:
    story = told()
    with pytest.raises(Refused, match="postmortem"):
        story.move("closed")
    story.move("closed", reason="a known issue, reviewed last week")
    assert (story.incident().postmortem, story.incident().waiver) == ("waived", "a known issue, reviewed last week")


def test_a_review_needs_a_postmortem_that_was_exported() -> None:
    story = told()
    with pytest.raises(Refused, match="exported"):
        story.do(commands.change_status, ID, "closed", reviewed=True)
    story.write(Exported("json", "x.json"))
    with pytest.raises(Refused, match="exported"):
        story.do(commands.change_status, ID, "closed", reviewed=True)
    story.write(Exported("md", "incidents/2026-11-21-checkout-errors.md"))
    story.do(commands.change_status, ID, "closed", reviewed=True, owner="carol")
    assert (story.incident().postmortem, story.incident().owner) == ("reviewed", "carol")
    assert story.incident().document == "incidents/2026-11-21-checkout-errors.md"


def test_a_mild_severity_is_closed_without_a_postmortem_and_its_commander_owns_the_rest() -> None:
    story = told()
    story.do(commands.set_severity, ID, "sev3", "few users")
    story.do(commands.change_status, ID, "closed", scheme=story.scheme)
    assert (story.incident().postmortem, story.incident().owner) == ("", "alice")


def test_reopening_goes_back_to_investigating_and_counts() -> None:
    story = told()
    story.move("investigating")
    incident = story.incident()
    assert (incident.status, incident.reopened, incident.until) == ("investigating", 1, None)
    assert incident.mitigated_at is None
    assert incident.resolved_at is None
    story.move("monitoring", "resolved", reason="again")
    assert story.incident().resolved_at == story.now


def test_what_has_ended_stays_ended() -> None:
    story = told()
    story.move("closed", reason="waived")
    for status in ALLOWED:
        with pytest.raises(Refused):
            story.do(commands.change_status, ID, status, "again")


@pytest.mark.parametrize("status", ["declined", "cancelled"])
def test_declining_and_cancelling_need_a_reason(status: str) -> None:
    story = Story()
    story.declare(triage=True)
    with pytest.raises(Refused, match="reason"):
        story.move(status)
    story.move(status, reason="a false alarm")
    assert story.incident().status == status


def test_merging_points_at_the_survivor() -> None:
    story = Story()
    story.declare()
    story.declare("INC-20261121-002")
    story.do(commands.change_status, "INC-20261121-002", "merged", survivor=ID)
    assert story.incident("INC-20261121-002").survivor == ID
    assert story.incident("INC-20261121-002").until == story.now


@pytest.mark.parametrize(
    ("survivor", "why"),
    [
        ("", "needs the incident"),
        ("INC-20261121-002", "itself"),
        ("INC-20261121-009", "No incident"),
        (ID, "cancelled"),
    ],
)
def test_merging_refuses_a_survivor_that_cannot_be_one(survivor: str, why: str) -> None:
    story = Story()
    story.declare()
    story.declare("INC-20261121-002")
    story.do(commands.change_status, ID, "cancelled", "false alarm")
    with pytest.raises(Refused, match=why):
        story.do(commands.change_status, "INC-20261121-002", "merged", survivor=survivor)


def test_ended_incidents_take_notes_and_nothing_else() -> None:
    story = Story()
    story.declare()
    story.move("cancelled", reason="false alarm")
    story.do(commands.note, ID, "the monitor was wrong")
    for command, words in (
        (commands.raise_severity, ()),
        (commands.assign_role, ("scribe", "bob")),
        (commands.post_update, ("all fine",)),
        (commands.acknowledge, ()),
        (commands.set_item, ("x", "X", "done")),
    ):
        with pytest.raises(Refused, match="cancelled"):
            story.do(command, ID, *words)


def test_the_statuses_that_end_are_those_that_nothing_leaves() -> None:
    assert set(ENDED) == {"closed", "declined", "cancelled", "merged"}
    assert all(before != after for before, after in pairwise(ALLOWED))
