"""Several incidents on the screen: the switcher, what the header says of the others, and all that is known of one."""

from pathlib import Path

import pytest

import console
from console.incident import commands
from console.incident.closures import FREEZE, MAINTENANCE, Closure
from console.incident.custom import FieldRule
from console.present.about import about
from console.present.header import header
from console.present.incidents import choices, others
from console.present.services import services_table
from console.present.snapshot import Context, Snapshot
from console.present.timeline import RawRow, timeline_row
from tests.incident.story import ID, START, Story
from tests.present.scene import MINUTE, cells, context, said, snapshot
from tests.room import SERVICES
from widgets.values import Tone

OTHER = "INC-20261121-002"


def two(severity: str = "SEV2", **more: object) -> Story:
    """Two live incidents; the console is about the first, a SEV2."""
    story = Story()
    story.declare()
    story.declare(OTHER, title="Search is slow", severity=severity, **more)
    return story


def elsewhere(seen: Snapshot, now: int = START, known: Context | None = None) -> str:
    """What the header says of the others."""
    span = others(seen._replace(chosen=ID), known or context(), now)
    return "" if span is None else f"{span.text} {span.tone}"


@pytest.mark.parametrize("folder", ["present", "screens"])
def test_panes_and_flows_ask_the_snapshot_which_incident_they_are_about(folder: str) -> None:
    sources = (Path(console.__path__[0]) / folder).rglob("*.py")
    allowed = {"snapshot.py"}  # the one place that knows what was chosen
    found = [file.name for file in sources if file.name not in allowed and "state.current(" in file.read_text()]
    assert found == []


def test_a_lone_incident_has_no_others() -> None:
    story = Story()
    story.declare()
    assert elsewhere(snapshot(story)) == ""


def test_the_header_says_how_many_others_are_live_and_whether_one_is_worse_or_late() -> None:
    assert elsewhere(snapshot(two())) == f"+1 live: I {Tone.INFO}"
    assert elsewhere(snapshot(two("SEV1"))) == f"+1 live, SEV1 is worse: I {Tone.BAD}"
    assert elsewhere(snapshot(two()), START + 600 * MINUTE) == f"+1 live, 6 late: I {Tone.BAD}"
    value = header(snapshot(two())._replace(chosen=ID), context(), START, None)
    assert said(value.second[0]) == "+1 live: I"


def test_the_switcher_lists_live_ones_first_and_the_worst_of_them() -> None:
    story = two("SEV1")
    story.declare("INC-20261121-003", title="nothing")
    story.do(commands.change_status, "INC-20261121-003", "cancelled", "no incident")
    found = choices(snapshot(story), context(), START)
    assert [each.key for each in found] == [OTHER, ID, "INC-20261121-003"]
    assert found[0].detail == f"SEV1 investigating 00:00:00 · IC alice · {OTHER}"


def test_a_security_incident_is_listed_by_its_codename() -> None:
    story = two(type="security", codename="PELICAN")
    assert [each.label for each in choices(snapshot(story), context(), START)] == ["PELICAN", "Checkout errors"]


def test_an_event_of_another_incident_says_so_and_tells_nothing_of_a_secret_one() -> None:
    story = two(type="security", codename="PELICAN")
    raw = RawRow("alice@host/9", START, "bob", "note", "mail is read", incident=OTHER)
    assert timeline_row(raw, story.state, {}, None, ID).text == "[002] (PELICAN)"
    assert timeline_row(raw, story.state, {}, None, OTHER).text == "mail is read"
    assert timeline_row(raw._replace(incident=ID), story.state, {}, None, OTHER).text == "[001] mail is read"
    assert timeline_row(raw._replace(incident=""), story.state, {}, None, OTHER).text == "mail is read"


def test_all_that_is_known_of_an_incident_names_its_relations_fields_and_evidence() -> None:
    story = two(type="security", codename="PELICAN")
    known = context(fields=(FieldRule("region", "Region"),))
    story.do(commands.make_part, OTHER, ID)
    lines = [said(line) for line in about(snapshot(story), story.incident(OTHER), known, START)]
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert f"part of {ID} Checkout errors (investigating)" in text
    assert "codename PELICAN" in text
    assert "evidence not taken yet" in text
    assert "Region not set" in text


def test_a_freeze_and_maintenance_stand_across_the_screen_and_health_is_shown_as_ever() -> None:
    plan = (
        Closure(MAINTENANCE, START, START + 60 * MINUTE, "new disks", service="api"),
        Closure(FREEZE, START, START + 90 * MINUTE),
    )
    seen, known = snapshot(services=SERVICES), context(closures=plan)
    value = header(seen, known, START, None)
    assert said(value.banner) == "CHANGE FREEZE until 19:12Z · MAINTENANCE of api until 18:42Z (new disks)"
    row = cells(services_table(seen, known, START), "api")
    assert row[1:3] == ["api [m]", "DOWN"]
    assert row[-1].startswith("in maintenance until 18:42Z: new disks · ")
    assert header(seen, known, START + 90 * MINUTE, None).banner == ()


def test_a_read_only_console_tells_both() -> None:
    known = context(read_only=True, closures=(Closure(FREEZE, START, START + MINUTE),))
    banner = said(header(snapshot(), known, START, None).banner)
    assert "Read-only" in banner
    assert "CHANGE FREEZE" in banner
