"""Who does what, and which required role nobody has."""

from console.incident import commands
from console.incident.tracking import Asked
from console.present.roster import roster_table
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, an_incident, cells, row, snapshot
from widgets.values import Tone


def test_without_an_incident_the_roster_says_when_it_opens() -> None:
    assert roster_table(snapshot(), START).empty[0].text == "opens with an incident"


def test_the_one_who_declares_commands_and_every_required_role_is_listed() -> None:
    table = roster_table(snapshot(an_incident()), START + 2 * MINUTE)
    assert cells(table, "incident_commander") == ["commander", "alice", "", "2m"]
    assert len(table.rows) == 7
    assert table.badge == ("6 unfilled", Tone.WARN)


def test_the_lower_severities_need_three_roles() -> None:
    assert len(roster_table(snapshot(an_incident("SEV3")), START).rows) == 3


def test_an_unfilled_role_nags_after_ten_minutes() -> None:
    seen = snapshot(an_incident())
    early = row(roster_table(seen, START + 10 * MINUTE), "communications_lead").cells
    late = row(roster_table(seen, START + 11 * MINUTE), "communications_lead").cells
    assert (early[1], late[1]) == (("unfilled", Tone.WARN), ("unfilled", Tone.BAD))
    assert late[3].text == "11m"


def test_who_has_a_role_stands_with_the_way_to_reach_them() -> None:
    story = an_incident()
    story.do(commands.assign_role, ID, "communications_lead", "bob", contact="+44 20 7946 0000")
    table = roster_table(snapshot(story), START + MINUTE)
    assert cells(table, "communications_lead") == ["communications", "bob", "+44 20 7946 0000", "1m"]


def test_several_may_share_a_role_that_allows_it() -> None:
    story = an_incident()
    for person in ("bob", "dana"):
        story.do(commands.assign_role, ID, "sme", person)
    table = roster_table(snapshot(story), START)
    assert [cells(table, key)[1] for key in ("sme", "sme#1")] == ["bob", "dana"]


def test_a_role_of_an_incident_that_is_over_does_not_nag() -> None:
    story = an_incident()
    story.do(commands.acknowledge, ID)
    story.move("identified", "mitigating", "monitoring", "resolved", reason="rolled back")
    table = roster_table(snapshot(story), START + 600 * MINUTE)
    assert [cell.text for cell in row(table, "communications_lead").cells] == ["communications", "unfilled", "", ""]
    assert {row(table, "communications_lead").cells[1].tone, table.badge.tone} == {Tone.MUTED}


def test_who_was_asked_stands_in_the_roster_until_they_answer() -> None:
    story = an_incident("SEV3")
    story.do(commands.offer_role, ID, "technical", "bob", contact="@bob")
    table = roster_table(snapshot(story), START + 2 * MINUTE)
    assert cells(table, "technical_lead#bob") == ["technical", "bob (offered)", "@bob", "2m"]
    assert table.badge.text == "1 offered, 1 unfilled"
    late = roster_table(snapshot(story), START + 6 * MINUTE)
    tones = [row(each, "technical_lead#bob").cells[1].tone for each in (table, late)]
    assert tones == [Tone.WARN, Tone.BAD]


def test_a_track_stands_in_the_roster_and_is_late_when_it_does_not_report() -> None:
    story = an_incident("SEV3")
    story.do(commands.open_track, ID, Asked("alpha", "bob", 10 * MINUTE, "why"))
    early = cells(roster_table(snapshot(story), START + MINUTE), "track:alpha")
    late = roster_table(snapshot(story), START + 12 * MINUTE)
    assert early == ["» alpha", "bob", "why", "in 9m"]
    assert row(late, "track:alpha").cells[3] == ("2m late", Tone.BAD)


def test_who_leads_more_than_seven_people_is_told() -> None:
    story = an_incident("SEV3")
    for number in range(7):
        story.do(commands.assign_role, ID, "sme", f"person{number}")
    assert "report to one" not in roster_table(snapshot(story), START).badge.text
    story.do(commands.open_track, ID, Asked("alpha", "bob", 10 * MINUTE, "why"))
    assert roster_table(snapshot(story), START).badge == ("8 report to one, over 7", Tone.BAD)
