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


def test_command_is_not_offered(warroom: Line) -> None:
    warroom.declared()
    assert "handed over, not offered" in warroom("offer", "commander", "bob").err
