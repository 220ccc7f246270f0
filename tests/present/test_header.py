"""The header: how bad, since when, who leads, what is due, and whether to trust the instruments."""

from zoneinfo import ZoneInfo

import pytest

from checks.sample import Status
from console.incident import commands
from console.incident.closures import FREEZE, Closure
from console.present.header import header
from console.present.snapshot import Context, LogSeen, Snapshot
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, SECOND, an_incident, context, said, snapshot, source
from tests.room import a_service
from widgets.values import Tone


def first(seen: Snapshot, now: int = START) -> list[str]:
    """The parts of the first line."""
    return [said(part) for part in header(seen, context(), now, None).first]


def second(seen: Snapshot, now: int = START, known: Context | None = None) -> list[str]:
    """The parts of the second line."""
    return [said(part) for part in header(seen, known or context(), now, None).second]


def test_an_incident_says_how_bad_how_long_and_who_leads() -> None:
    seen = snapshot(an_incident())
    assert first(seen, START + 42 * MINUTE) == ["SEV1", "INVESTIGATING", "00:42:00", "IC alice", "Checkout errors"]


def test_the_time_of_whom_one_works_with_stands_beside_the_others() -> None:
    there = context(zone=ZoneInfo("America/New_York"))
    assert "12:42 New York" in second(snapshot(an_incident()), known=there)


def test_in_a_drill_a_narrow_terminal_counts_down_what_presses_most() -> None:
    value = header(snapshot(an_incident()), context()._replace(drill="bad-deploy"), START, None)
    assert [said(part) for part in value.narrow] == [" DRILL ", "ack in 5:00"]
    assert header(snapshot(an_incident()), context(), START, None).narrow == ()


def test_a_narrow_terminal_counts_down_this_incident_before_it_tells_of_freezes_and_others() -> None:
    story = an_incident()
    story.declare("INC-20261121-002", title="Search is slow")
    freezes = tuple(
        Closure(FREEZE, START - MINUTE, START + hours * 60 * MINUTE, why)
        for hours, why in ((2, "year end"), (3, "payroll"))
    )
    value = header(snapshot(story)._replace(chosen=ID), context(closures=freezes), START, None)
    assert [said(part) for part in value.narrow][:3] == ["ack in 5:00", "FREEZE 19:42Z", "+1 live: I"]
    assert value.merged
    assert said(value.banner) == "CHANGE FREEZE until 19:42Z · CHANGE FREEZE until 20:42Z (year end; payroll)"


def test_the_clock_of_a_resolved_incident_stands_and_the_alarm_is_over() -> None:
    story = an_incident()
    story.do(commands.acknowledge, ID)
    story.move("identified", "mitigating", "monitoring", "resolved", reason="rolled back")
    value = header(snapshot(story), context(), START + 600 * MINUTE, None)
    assert said(value.first[2]) == "00:04:00"
    assert value.alarm is Tone.OK


@pytest.mark.parametrize(
    ("severity", "alarm"), [("SEV1", Tone.BAD), ("SEV2", Tone.BAD), ("SEV3", Tone.WARN), ("SEV4", Tone.INFO)]
)
def test_the_colour_of_the_alarm_follows_the_rank(severity: str, alarm: Tone) -> None:
    assert header(snapshot(an_incident(severity)), context(), START, None).alarm is alarm


@pytest.mark.parametrize(
    ("services", "shown"),
    [
        ((), "nothing is watched"),
        ((a_service("web", Status.OK, 0, 0),), "1 service ok"),
        ((a_service("web", Status.OK, 0, 0), a_service("api", Status.DOWN, 1, 1)), "1 of 2 services in trouble"),
        (
            (a_service("web", Status.OK, 0, 0), a_service("api", Status.UNKNOWN, None, None)),
            "1 of 2 services without data",
        ),
    ],
)
def test_without_an_incident_the_services_are_counted_and_none_is_called_ok_unseen(
    services: tuple[object, ...], shown: str
) -> None:
    assert first(snapshot(services=services)) == ["No incident", shown, "i declares one"]


@pytest.mark.parametrize(
    ("after", "shown", "tone"),
    [
        (0, "update due in 15:00", Tone.PLAIN),
        (11 * MINUTE + 59 * SECOND, "update due in 3:01", Tone.PLAIN),
        (12 * MINUTE, "update due in 3:00", Tone.WARN),
        (15 * MINUTE, "update due in 0:00", Tone.WARN),
        (17 * MINUTE, "update overdue 2m", Tone.BAD),
    ],
)
def test_the_update_timer_turns_amber_at_eighty_percent_and_red_after(after: int, shown: str, tone: Tone) -> None:
    span = header(snapshot(an_incident()), context(), START + after, None).second[0][0]
    assert span == (shown, tone)


def test_a_production_context_stands_in_the_header() -> None:
    assert second(snapshot(), known=context(production="prod-eu", place="prod-eu"))[0] == "prod-eu [PRODUCTION]"


def test_sources_that_fail_are_counted_and_the_oldest_answer_has_its_age() -> None:
    seen = snapshot(sources=(source(), source("web http", "no answer within 2 s", START - 2 * MINUTE)))
    assert second(seen)[0] == "1 of 2 sources fail, oldest 2m"


def test_a_paused_watch_is_never_taken_for_a_calm_one() -> None:
    assert second(snapshot(sources=(source(),), paused=True))[0] == "watching is paused (p)"


@pytest.mark.parametrize(
    ("log", "shown", "tone"),
    [
        (
            LogSeen(condition="spooling", reason="the disk is full.", pending=3),
            "NOT SAVED: the disk is full. 3 entries wait.",
            Tone.BAD,
        ),
        (
            LogSeen(chain="broken", chain_detail="bob@host: event 7"),
            "The log was changed: bob@host: event 7 (6 shows more)",
            Tone.BAD,
        ),
        (LogSeen(chain="ok", problems=("bob@host.db is damaged",)), "bob@host.db is damaged", Tone.WARN),
    ],
)
def test_what_is_wrong_with_the_log_is_a_banner(log: LogSeen, shown: str, tone: Tone) -> None:
    value = header(snapshot(log=log), context(), START, None)
    assert (said(value.banner), value.banner_tone) == (shown, tone)


def test_a_read_only_console_says_so_and_a_healthy_one_has_no_banner() -> None:
    assert said(header(snapshot(), context(read_only=True), START, None).banner).startswith("Read-only")
    assert header(snapshot(), context(), START, None).banner == ()


def test_a_hostile_title_is_shown_and_not_obeyed() -> None:
    story = an_incident()
    story.do(commands.correct, story.events[0], "x\u202e[/x]")
    assert "\u202e" not in "".join(first(snapshot(story)))


@pytest.mark.parametrize(
    ("after", "shown", "tone"),
    [
        (0, "ack in 5:00", Tone.PLAIN),
        (4 * MINUTE, "ack in 1:00", Tone.WARN),
        (7 * MINUTE, "ack overdue 2m", Tone.BAD),
    ],
)
def test_the_acknowledgement_is_a_countdown_until_somebody_takes_it(after: int, shown: str, tone: Tone) -> None:
    assert (shown, tone) in [part[0] for part in header(snapshot(an_incident()), context(), START + after, None).second]
    story = an_incident()
    story.do(commands.acknowledge, ID)
    assert not [part for part in second(snapshot(story), START + after) if part.startswith("ack")]


@pytest.mark.parametrize(
    ("severity", "after", "shown"),
    [
        ("SEV1", 0, "goal in 1h"),
        ("SEV1", 48 * MINUTE, "goal in 12:00"),
        ("SEV1", 61 * MINUTE, "goal missed by 1m"),
        ("SEV3", 0, "goal in 1d"),
        ("SEV4", 0, None),
    ],
)
def test_the_goal_is_a_countdown_where_the_severity_has_one(severity: str, after: int, shown: str | None) -> None:
    goals = [part for part in second(snapshot(an_incident(severity)), START + after) if part.startswith("goal")]
    assert goals == ([] if shown is None else [shown])
