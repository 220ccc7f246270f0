from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.action import STEPS
from console.incident.clock import MINUTE, SECOND
from console.incident.errors import Refused
from console.incident.events import (
    ActionMoved,
    Corrected,
    Declared,
    DrillBegun,
    DrillEnded,
    Event,
    Fact,
    ItemSet,
    Noted,
    RoleAssigned,
    SeverityChanged,
    StatusChanged,
    TimestampSet,
    Unrecognised,
    UpdatePosted,
)
from console.incident.record import LIVE
from console.incident.times import NAMES
from console.review.score_text import score_json, score_lines
from console.review.scoring import Part, Score, score
from tests.incident.story import ID, START, Story, checklists, schemes
from tests.review.drills import BEGUN, DRILLS, ONSET, act, begun, ended, good, harmful, late, nothing, scored


def _part(made: Score, name: str) -> Part:
    return next(part for part in made.parts if part.name == name)


def _declared(story: Story, **kwargs: object) -> Story:
    story.declare(started_at=ONSET, severity="SEV1", **kwargs)
    return story


def test_a_good_run_has_all_points_and_its_times_count_from_the_onset() -> None:
    made = scored(good())
    assert made.points == 100
    assert made.resolved
    assert made.minutes_of_impact == 7.5
    assert [span // MINUTE for span in made.run.times if span is not None] == [2, 2, 3, 5, 7, 7]
    assert made.faster == BEGUN.faster


def test_who_does_nothing_has_no_points() -> None:
    made = scored(nothing())
    assert made.points == 0
    assert not made.resolved
    assert set(made.run.times) == {None}
    assert "Nobody declared an incident." in made.faster
    assert "Nothing that helps was done: rollback deploy/web would have." in made.faster


def test_harmful_actions_are_named_and_what_was_declined_or_refused_is_no_action() -> None:
    made = scored(harmful())
    assert [(each.name, each.verdict, each.harmful) for each in made.run.actions] == [
        ("restart deploy/db", "worse", True),
        ("restart deploy/db", "unchanged", True),
        ("delete pod/db-0", "unknown", True),
    ]
    assert _part(made, "no harmful action")[1:] == (0, 10, "harmful: restart deploy/db, delete pod/db-0")
    assert "restart deploy/db made it worse." in made.faster


def test_one_harmful_action_takes_half_of_that_part() -> None:
    story = begun()
    act(story, "restart deploy/db", "worse")
    assert _part(scored(story), "no harmful action").points == 5


def test_a_harmful_action_that_failed_before_it_took_effect_did_no_harm() -> None:
    story = begun()
    for step in ("planned", "confirmed", "executing", "failed"):
        story.write(ActionMoved("act-1", "restart", "deploy/db", "drill", "shop", step))
    assert [(each.verdict, each.harmful) for each in scored(story).run.actions] == [("failed", False)]


def test_an_update_that_is_missed_counts_as_often_as_it_was_due() -> None:
    assert scored(harmful()).run.updates == (0, 2)
    assert scored(late()).run.updates == (2, 3)
    assert _part(scored(late()), "updates on time").points == 6


def test_many_updates_in_one_interval_keep_one_promise() -> None:
    story = _declared(begun())
    for _ in range(10):
        story.wait(SECOND)
        story.do(commands.post_update, ID, "on it")
    story.wait(40 * MINUTE)
    assert scored(ended(story, 5)).run.updates == (1, 3)


def test_a_raise_brings_the_next_update_nearer_but_not_into_the_past() -> None:
    story = begun()
    story.declare(started_at=ONSET, severity="SEV2")
    story.wait(20 * MINUTE)
    story.do(commands.raise_severity, ID, "worse than it looked")
    story.wait(MINUTE)
    assert scored(ended(story, 5)).run.updates == (0, 1)


def test_a_hypothesis_that_is_found_late_has_few_points_and_so_has_what_came_after_it() -> None:
    made = scored(late())
    assert _part(made, "right hypothesis").points == 3
    assert _part(made, "mitigate").points == 18
    assert made.faster[1:] == (
        "Nobody declared for 4m after the onset.",
        "The right hypothesis was written down only 25m after the onset.",
        "scale deploy/web did not help, and the rollback that did came 26m later.",
        "The rollback that helped came 6m after the right hypothesis was written down.",
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a BAD release, I think", True),
        ("releases gone bad", True),
        ("web and 2.4.1", True),
        ("web 2.4.0", False),
        ("a prerelease, bad", False),
        ("bad weather", False),
    ],
)
def test_a_hypothesis_is_right_where_one_text_holds_all_words(text: str, right: bool) -> None:  # noqa: FBT001 - a table
    story = _declared(begun())
    story.do(commands.note, ID, text)
    assert (scored(story).run.times.hypothesis is not None) == right


def test_a_hypothesis_counts_from_when_it_was_written_down_and_only_from_a_person() -> None:
    story = _declared(begun())
    story.write(Noted("bad release"), actor="warroom")
    story.wait(12 * MINUTE)
    story.do(commands.note, ID, "bad release", occurred_at=ONSET)
    assert scored(ended(story, 5)).run.times.hypothesis == 12 * MINUTE


@pytest.mark.parametrize("name", DRILLS)
def test_a_log_that_was_imported_later_has_the_same_score(name: str) -> None:
    story = DRILLS[name]()
    later = [event._replace(recorded_at=story.now + 60 * MINUTE) for event in story.events]
    assert score(later, story.scheme, checklists()) == scored(story)


def test_a_scenario_without_words_finds_no_text_right() -> None:
    story = _declared(begun(DrillBegun("s", "t", 1, 100, ONSET, hypothesis=((), ("",)))))
    story.do(commands.note, ID, "anything")
    assert scored(story).run.times.hypothesis is None


def test_a_word_alone_mitigates_nothing() -> None:
    story = _declared(begun())
    story.move("monitoring")
    assert scored(story).run.times.mitigate is None
    act(story, "scale deploy/web", "unchanged", every=5 * MINUTE)
    assert scored(story).run.times.mitigate == MINUTE
    assert scored(ended(story, 5, ONSET + 2 * MINUTE)).run.times.mitigate == MINUTE


def test_users_who_got_well_by_themselves_are_mitigated_when_somebody_says_so() -> None:
    story = _declared(begun())
    story.move("monitoring", every=10 * MINUTE)
    assert scored(ended(story, 5, ONSET + 7 * MINUTE)).run.times.mitigate == 10 * MINUTE


def test_the_right_action_mitigated_when_users_were_well_though_nobody_waited_for_the_verdict() -> None:
    story = _declared(begun())
    story.write(ActionMoved("act-1", "rollback", "deploy/web", "drill", "shop", "executed"))
    assert scored(ended(story, 5, ONSET + 3 * MINUTE)).run.times.mitigate == 3 * MINUTE


def test_half_of_the_mitigation_is_lost_where_users_were_never_well_again() -> None:
    story = _declared(begun())
    act(story, "rollback deploy/web", "improved")
    part = _part(scored(ended(story, 5)), "mitigate")
    assert part.points == 15
    assert part.why.endswith("half of it, since users were never well again")


def test_a_machine_is_no_commander() -> None:
    story = begun()
    story.declare(started_at=ONSET, severity="SEV1", actor="warroom")
    assert scored(story).run.times.commander is None
    story.wait(MINUTE)
    story.do(commands.assign_role, ID, "ic", "bob")
    assert scored(story).run.times.commander == MINUTE


def test_triage_is_not_declared_yet() -> None:
    story = begun()
    story.declare(started_at=ONSET, severity="SEV1", triage=True)
    assert scored(story).run.times.declare is None
    story.move("investigating", every=3 * MINUTE)
    assert scored(story).run.times.declare == 3 * MINUTE


def test_of_two_incidents_the_one_that_was_not_called_off_counts() -> None:
    story = _declared(begun())
    story.do(commands.change_status, ID, "cancelled", "wrong window")
    story.declare("INC-20261121-002", severity="SEV1")
    found = scored(story).run.incident
    assert found is not None
    assert found.id == "INC-20261121-002"


def test_phases_that_had_not_begun_ask_for_nothing() -> None:
    assert scored(good()).run.checklist == (12, 12)
    assert scored(harmful()).run.checklist == (0, 24)


def test_a_drill_that_did_not_end_has_no_impact_measured() -> None:
    made = scored(_declared(begun()))
    assert made.minutes_of_impact is None
    assert not made.resolved


def test_only_the_newest_drill_of_a_log_counts_and_nothing_after_its_end() -> None:
    story = harmful()
    again = BEGUN.of({**BEGUN.__dict__, "seed": 8, "onset": story.now})
    story.write(again, incident="", actor="warroom")
    ended(story, MINUTE)
    story.do(commands.note, "", "it was the bad release")
    made = scored(story)
    assert (made.run.begun.seed, made.run.incident, made.run.actions) == (8, None, ())
    assert made.run.times.hypothesis is None


def test_a_log_without_a_drill_is_refused() -> None:
    with pytest.raises(Refused, match="No drill was begun"):
        score([], Story().scheme)


@given(st.sampled_from(sorted(DRILLS)), st.randoms())
def test_only_the_total_order_counts_and_not_how_the_events_were_read(name: str, random: Any) -> None:
    story = DRILLS[name]()
    shuffled = list(story.events)
    random.shuffle(shuffled)
    assert score(shuffled, story.scheme, checklists()) == scored(story)


_IDS = st.sampled_from(["", ID, "INC-20261121-002"])
_AT = st.integers(START - 10 * MINUTE, START + 120 * MINUTE) | st.just(0) | st.just(2**53 - 1)
_STATUS = st.sampled_from([*LIVE, "triage", "resolved", "closed", "cancelled", "merged"])
_WORDS = st.sampled_from(["", "a bad release", "web 2.4.1", "\x1b[2J | `x` <b>"])
_NAMES = st.sampled_from(["alice", "warroom", ""])
_KINDS: tuple[tuple[Any, dict[str, st.SearchStrategy[Any]]], ...] = (
    (Declared, {"rank": st.integers(-1, 9), "started_at": st.none() | _AT, "commander": _NAMES, "status": _STATUS}),
    (StatusChanged, {"before": _STATUS, "after": _STATUS, "reason": _WORDS}),
    (SeverityChanged, {"before": st.just("SEV1"), "after": st.just("SEV1"), "rank": st.integers(-1, 9)}),
    (TimestampSet, {"name": st.sampled_from(NAMES), "at": _AT}),
    (RoleAssigned, {"role": st.just("incident_commander"), "person": _NAMES, "previous": st.none()}),
    (Noted, {"text": _WORDS}),
    (UpdatePosted, {"text": _WORDS}),
    (Corrected, {"target": st.sampled_from(["a/1", "a/3"]), "text": _WORDS, "occurred_at": st.none() | _AT}),
    (ItemSet, {"item": st.just("first-post"), "state": st.sampled_from(["open", "done", "else"])}),
    (
        ActionMoved,
        {
            "action": st.sampled_from(["1", "2"]),
            "verb": st.sampled_from(["rollback", "restart"]),
            "target": st.sampled_from(["deploy/web", "deploy/db"]),
            "step": st.sampled_from(sorted(STEPS)),
        },
    ),
    (DrillBegun, {"onset": _AT}),
    (DrillEnded, {"recovered": st.none() | _AT}),
    *((kind, {}) for kind in get_args(Fact) if kind not in {Unrecognised, DrillBegun, DrillEnded}),
)


def _fact(kind: Any, own: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    label = {"severity": st.just("SEV1")} if kind is Declared else {}
    fields = {name: st.from_type(kind.__annotations__[name]) for name in kind.fields}
    return st.builds(kind, **{**fields, **label, **own})


_FACTS = st.sampled_from([*_KINDS[:10] * 4, *_KINDS]).flatmap(lambda kind: _fact(*kind))
_TOLD = st.tuples(_FACTS, _IDS, _AT, _AT, _NAMES)


def _events(told: Sequence[tuple[Any, str, int, int, str]]) -> list[Event]:
    declared = Declared("x", "SEV1", 0)
    facts = [(BEGUN, "", START, START, "warroom"), (declared, ID, ONSET, ONSET, "alice"), *told]
    return [
        Event("a", seq, (START << 16) + seq, incident, at, recorded, actor, fact)
        for seq, (fact, incident, at, recorded, actor) in enumerate(facts, 1)
    ]


@given(st.lists(_TOLD, max_size=25), st.sampled_from(["sev1-4", "p0-3"]), st.booleans())
def test_any_mix_of_events_is_scored_between_0_and_100(told: Any, scheme: str, declared: bool) -> None:  # noqa: FBT001 - drawn
    events = _events(told)
    made = score(events if declared else [events[0], *events[2:]], schemes()[scheme], checklists())
    assert 0 <= made.points <= 100
    assert sum(part.of for part in made.parts) == 100
    assert all(0 <= part.points <= part.of for part in made.parts)
    assert all(span is None or span >= 0 for span in made.run.times)
    assert made.run.updates[0] <= made.run.updates[1]
    assert made.run.checklist[0] <= made.run.checklist[1]
    assert score_json(made)["score"] == made.points
    assert all(len(line) <= 80 for line in score_lines(made))


def test_what_helps_is_not_said_to_make_it_worse_though_it_takes_its_own_service_away() -> None:
    story = begun()
    act(story, "rollback deploy/web", "worse")
    made = scored(story)
    assert not any("made it worse" in line for line in made.faster)
