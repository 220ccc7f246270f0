"""changes: what was changed lately, as far as the log has it, nearest to the onset first."""

import json

from console.incident.clock import HOUR, MINUTE
from console.incident.events import ChangeSeen, Entry
from tests.cli.line import Line
from tests.journal.stage import PATIENCE, opened

SCENE = {
    -100: "configmap/web-settings changed",
    -12: "web r13 > r14",
    -40: "shop a1b2c3d Raise pool size",
    6: "hpa/web",
}


def keep(warroom: Line, scene: dict[int, str], user: str = "bob") -> None:
    """Have a console write changes into the log, so many minutes from the onset, which was twenty minutes ago."""
    journal = opened(warroom.folder / "log", warroom.clock, user=user)
    onset = warroom.clock.now - 20 * MINUTE
    journal.append_all(
        [
            Entry(
                ChangeSeen("git", "commit", "git shop", text, f"key of {text}", "Ada", "shop"),
                user,
                occurred_at=onset + minutes * MINUTE,
            )
            for minutes, text in scene.items()
        ]
    ).result(PATIENCE)
    assert journal.close(PATIENCE)


def texts(out: str) -> list[str]:
    """The changes of an output, in its order."""
    return [text for line in out.splitlines() for text in SCENE.values() if text in line]


def test_during_an_incident_the_nearest_before_the_onset_is_first_and_what_came_after_it_stands_apart(
    warroom: Line,
) -> None:
    warroom.declared("--started", "-20m")
    keep(warroom, SCENE)
    said = warroom("changes")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0] == "INC-20261121-001  Checkout fails: the onset was at 2026-11-21 17:32:13Z"
    assert lines[1].startswith("2026-11-21 17:20:13Z     12m before  web r13 > r14 by Ada  [bob@box/")
    assert [line.split("  ")[0] for line in lines[4:]] == [
        "after the onset, so that none of these can be its cause:",
        "2026-11-21 17:38:13Z",
    ]
    assert texts(said.out) == [SCENE[-12], SCENE[-40], SCENE[-100], SCENE[6]]


def test_without_an_incident_the_newest_is_first(warroom: Line) -> None:
    keep(warroom, SCENE)
    said = warroom("changes")
    assert texts(said.out) == [SCENE[6], SCENE[-12], SCENE[-40], SCENE[-100]]
    assert said.out.splitlines()[0].startswith("2026-11-21 17:38:13Z  hpa/web by Ada")


def test_how_far_back_may_be_said_as_a_span_or_a_time(warroom: Line) -> None:
    keep(warroom, SCENE | {-200: "shop old"})
    assert texts(warroom("changes", "--since", "30m").out) == [SCENE[6]]
    assert "shop old" not in warroom("changes").out
    assert "shop old" in warroom("changes", "--since", "6h").out
    assert "shop old" in warroom("changes", "--since", "2026-11-21T12:00Z").out
    said = warroom("changes", "--since", "soon")
    assert said.status == 1
    assert "is not a duration" in said.err


def test_what_two_consoles_saw_stands_once(warroom: Line) -> None:
    keep(warroom, {-12: SCENE[-12]})
    keep(warroom, {-12: SCENE[-12]}, user="carol")
    assert len(texts(warroom("changes").out)) == 1


def test_programs_get_the_distance_in_seconds_and_everything_that_the_log_knows(warroom: Line) -> None:
    keep(warroom, {-12: SCENE[-12]})
    found = json.loads(warroom("changes", "--json").out)
    assert (found["incident"], found["onset"], found["changes"][0]["from_onset"]) == (None, None, None)
    warroom.declared("--started", "-20m")
    found = json.loads(warroom("changes", "--json").out)
    (change,) = found.pop("changes")
    assert found == {
        "incident": "INC-20261121-001",
        "onset": "2026-11-21T17:32:13.000Z",
        "since": "2026-11-21T15:32:13.000Z",
    }
    event = change.pop("event")
    assert event.startswith("bob@box/")
    assert change == {
        "at": "2026-11-21T17:20:13.000Z",
        "source": "git",
        "what": "commit",
        "target": "git shop",
        "text": SCENE[-12],
        "by": "Ada",
        "where": "shop",
        "key": f"key of {SCENE[-12]}",
        "from_onset": -720.0,
    }


def test_a_change_that_was_corrected_is_told_as_it_was(warroom: Line) -> None:
    keep(warroom, {-12: SCENE[-12]})
    event = warroom("changes").out.rpartition("[")[2].rstrip("]\n")
    assert warroom("correct", event, "web went to 2.4.1").status == 0
    assert "web went to 2.4.1 by Ada" in warroom("changes").out


def test_another_incident_may_be_asked_for_and_its_onset_may_be_long_ago(warroom: Line) -> None:
    first = warroom.declared("--started", "-20m")
    keep(warroom, SCENE)
    warroom.clock.advance(30 * HOUR / 1000)
    second = warroom.declared()
    assert texts(warroom("changes", "--incident", first).out)[0] == SCENE[-12]
    said = warroom("changes", "--incident", second).out
    assert "the declaration was at 2026-11-22 23:52:13Z" in said
    assert texts(said) == []


def test_an_empty_log_says_since_when_and_what_would_fill_it(warroom: Line) -> None:
    said = warroom("changes")
    assert said.status == 0
    assert said.out.splitlines()[0] == "No change is in the log since 2026-11-21 15:52:13Z."
    assert "name a [[cluster]] or a [[repository]]" in said.out
    (warroom.folder / "shop").mkdir()
    warroom.configured('[[repository]]\npath = "shop"\n')
    assert "[[cluster]]" not in warroom("changes").out
