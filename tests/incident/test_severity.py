import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import HOUR, MINUTE
from console.incident.deadlines import acknowledge_due, goal_due, update_due
from console.incident.errors import Refused
from console.incident.severity import SHIPPED, find, parse_scheme
from tests.incident.story import DATA, ID, START, Story, schemes, told

LEVEL = '\n[[levels]]\nlabel = "{}"\nrank = {}\nmeaning = "m"\n'


def test_four_schemes_ship_with_four_ranks_each() -> None:
    labels = {name: [level.label for level in scheme.levels] for name, scheme in schemes().items()}
    assert labels == {
        "sev1-4": ["SEV1", "SEV2", "SEV3", "SEV4"],
        "sev0-3": ["SEV0", "SEV1", "SEV2", "SEV3"],
        "p0-3": ["P0", "P1", "P2", "P3"],
        "critical-low": ["critical", "high", "medium", "low"],
    }
    assert all([level.rank for level in scheme.levels] == [0, 1, 2, 3] for scheme in schemes().values())


def test_every_file_that_ships_is_one_of_the_schemes() -> None:
    assert {path.stem for path in (DATA / "schemes").iterdir()} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_promises_of_the_ranks_are_the_same_in_every_scheme(name: str) -> None:
    worst, major, minor, cosmetic = schemes()[name].levels
    assert [level.ack_within for level in schemes()[name].levels] == [5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR]
    assert [level.update_every for level in schemes()[name].levels] == [15 * MINUTE, 30 * MINUTE, None, None]
    assert [level.goal for level in schemes()[name].levels] == [HOUR, 2 * HOUR, 24 * HOUR, None]
    assert worst.page == ("slack", "pagerduty", "email", "sms")
    assert (major.page, minor.page, cosmetic.page) == (("slack", "pagerduty"), ("slack",), ())
    assert (worst.postmortem, major.postmortem, minor.postmortem, cosmetic.postmortem) == (True, True, False, False)
    assert (minor.update_note, cosmetic.goal_note) == ("in chat only", "next release")
    assert all(level.examples and level.meaning and level.responders for level in schemes()[name].levels)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('name = "x"\nlevels = []\n', 2, "at least one"),
        ('name = "x"\n', 1, "at least one"),
        ('name = "x"\n' + LEVEL.format("A", 0) + LEVEL.format("B", 0), 10, "taken by 'A'"),
        ('name = "x"\n' + LEVEL.format("A", 0) + LEVEL.format("a", 1), 9, "occurs twice"),
        ('name = "x"\n' + LEVEL.format("A", 1), 5, "rank 0"),
        ('name = "x"\n' + LEVEL.format("A", '"0"'), 5, "whole number"),
        ('name = "x"\n' + LEVEL.format("A", "true"), 5, "whole number"),
        ('name = "x"\n' + LEVEL.format("", 0), 4, "not empty"),
        ('name = "x"\n' + LEVEL.format("A", 0) + 'ack_within = "soon"\n', 7, "not a duration"),
        ('name = "x"\n' + LEVEL.format("A", 0) + "ack_within = 5\n", 7, "not a duration"),
        ('name = "x"\n' + LEVEL.format("A", 0) + "page = [1]\n", 7, "list of texts"),
        ('name = "x"\n' + LEVEL.format("A", 0) + "postmortem = 1\n", 7, "true or false"),
        ('name = "x"\n' + LEVEL.format("A", 0) + 'goal_ = "1h"\n', 7, "did you mean 'goal'"),
        ('nam = "x"\n' + LEVEL.format("A", 0), 1, "did you mean 'name'"),
        ("levels = [1]\nname = 'x'\n", 1, "[[levels]]"),
    ],
)
def test_a_broken_scheme_is_refused_with_its_file_and_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_scheme(text, "mine.toml")
    told = str(refused.value).splitlines()
    assert any(each.startswith(f"mine.toml:{line}: ") and expected in each for each in told), told


def test_what_is_not_toml_is_refused_with_its_file() -> None:
    with pytest.raises(Refused, match=r"mine\.toml:1: this is not TOML: "):
        parse_scheme("name = \n", "mine.toml")


def test_a_label_is_found_in_any_case_and_a_wrong_one_is_answered_with_the_near_and_the_valid_ones() -> None:
    assert find(schemes()["critical-low"], " HIGH ").rank == 1
    with pytest.raises(Refused, match=r"did you mean 'critical'.*critical, high, medium, low"):
        find(schemes()["critical-low"], "critcal")
    with pytest.raises(Refused, match="SEV1, SEV2, SEV3, SEV4"):
        find(schemes()["sev1-4"], "banana")


@given(st.lists(st.sampled_from(["raise", "lower", "SEV1", "SEV2", "SEV3", "SEV4"]), max_size=12))
def test_raising_never_lowers_and_goes_one_step(steps: list[str]) -> None:
    story = Story()
    story.declare(severity="SEV3")
    for step in steps:
        before = story.incident().rank
        try:
            if step == "raise":
                story.do(commands.raise_severity, ID)
            elif step == "lower":
                story.do(commands.lower_severity, ID, "less is hit")
            else:
                story.do(commands.set_severity, ID, step, "it fits better")
        except Refused:
            assert story.incident().rank == before
        else:
            after = story.incident().rank
            assert after == before - 1 if step == "raise" else after != before


def test_at_the_top_raising_says_so_and_writes_nothing() -> None:
    story = Story()
    story.declare(severity="SEV1")
    with pytest.raises(Refused, match="already SEV1"):
        story.do(commands.raise_severity, ID)
    assert len(story.events) == 1


def test_at_the_bottom_lowering_says_so() -> None:
    story = Story()
    story.declare(severity="SEV4")
    with pytest.raises(Refused, match="already SEV4"):
        story.do(commands.lower_severity, ID, "nobody cares")


def test_lowering_needs_a_reason() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.lower_severity, ID)


def test_raising_keeps_the_people_in_their_roles() -> None:
    story = Story()
    story.declare()
    story.do(commands.assign_role, ID, "scribe", "bob")
    before = story.incident().roles
    story.do(commands.raise_severity, ID)
    assert story.incident().roles == before


def test_deadlines_count_from_the_declaration_and_the_last_update() -> None:
    story = told(resolved=False)
    sev2 = story.scheme
    assert acknowledge_due(story.incident(), sev2) is None
    first = update_due(story.incident(), sev2)
    assert first is not None
    assert first.at == START + 30 * MINUTE
    story.do(commands.post_update, ID, "we are on it", "public")
    second = update_due(story.incident(), sev2)
    assert second is not None
    assert second.at == story.now + 30 * MINUTE
    goal = goal_due(story.incident(), sev2)
    assert goal is not None
    assert goal.at == START - 10 * MINUTE + 2 * HOUR
    story.move("resolved", reason="done")
    assert update_due(story.incident(), sev2) is goal_due(story.incident(), sev2) is None


def test_nobody_has_taken_it_yet_is_a_deadline_too() -> None:
    story = Story()
    story.declare(severity="SEV1")
    due = acknowledge_due(story.incident(), story.scheme)
    assert due is not None
    assert (due.at, due.within) == (START + 5 * MINUTE, 5 * MINUTE)
