"""`warroom offer`, accept and decline: a role is filled once the one who was asked says so."""

import json

from tests.cli.line import Line


def roles(warroom: Line) -> dict[str, str]:
    """Who has which role."""
    (incident,) = json.loads(warroom("status", "--json").out)["incidents"]
    return {each["role"]: each["person"] for each in incident["roles"]}


def test_a_role_is_offered_with_the_known_contact_and_accepted_on_another_console(warroom: Line) -> None:
    warroom.configured('[people]\nbob = { telephone = "+44 20 7946 0001", chat = "@bob" }\n')
    warroom.declared()
    assert warroom("offer", "technical", "bob").status == 0
    assert "offered       technical to bob, 0s ago" in warroom("status").out
    assert "**Offered:** technical to bob" in warroom("status", "--md").out
    assert "technical_lead" not in roles(warroom)
    assert warroom("accept", "--user", "bob").status == 0
    assert roles(warroom)["technical_lead"] == "bob"
    assert "bob +44 20 7946 0001, @bob" in warroom("status").out


def test_who_was_not_asked_is_told_who_was(warroom: Line) -> None:
    warroom.declared()
    warroom("offer", "technical", "bob")
    said = warroom("accept", "technical", "--user", "dana")
    assert (said.status, said.out) == (1, "")
    assert "technical is not offered to dana. Offered: technical to bob." in said.err


def test_a_role_is_declined_with_a_reason_and_somebody_else_is_asked(warroom: Line) -> None:
    warroom.declared()
    warroom("offer", "technical", "bob")
    assert warroom("decline", "--for", "bob", "--because", "on a train").status == 0
    assert "bob declines technical lead: on a train" in warroom("status").out
    assert warroom("offer", "technical", "dana").status == 0


def test_assigning_still_fills_a_role_at_once(warroom: Line) -> None:
    warroom.declared()
    warroom("offer", "technical", "bob")
    warroom("assign", "technical", "dana")
    assert roles(warroom)["technical_lead"] == "dana"
    assert "technical is not offered to bob" in warroom("accept", "technical", "--user", "bob").err


def test_the_command_is_handed_over_with_what_has_to_be_known_and_read_back(warroom: Line) -> None:
    warroom.declared()
    said = warroom("handover", "bob", "--next", "fail over?", "--risks", "the queue grows")
    assert (said.status, "accept commander" in said.err) == (0, True)
    assert roles(warroom)["incident_commander"] != "bob"
    assert warroom("accept", "--read-back", "west by 18:00", "--user", "bob").status == 0
    assert roles(warroom)["incident_commander"] == "bob"
    told = warroom("status", "--md").out
    for part in ("## Risks", "the queue grows", "## Next decision", "fail over?", "west by 18:00"):
        assert part in told


def test_the_brief_tells_what_happened_since(warroom: Line) -> None:
    warroom.declared()
    warroom.clock.advance(600)
    warroom("note", "the pool is full")
    assert "## Last events" in warroom("status", "--md").out
    since = warroom("status", "--md", "--since", "-5m").out.partition("## What happened since ")[2]
    assert "the pool is full" in since
    assert "declared" not in since.partition("As of")[0]
