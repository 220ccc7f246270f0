"""Several consoles that write at once, each on what it has seen so far: whatever they do, all come to one state."""

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import Entry, Event
from console.incident.state import EMPTY, State, fold, states
from console.journal.hybrid import HybridClock
from console.room.folding import Folding
from tests.incident.draw import Draw, NothingToDoError
from tests.incident.invariants import holds, is_kept, one_commander, ordered_times
from tests.incident.story import ID, START, Story, told
from tests.incident.wishes import PEOPLE, WISHES


class Step(NamedTuple):
    """One step of an interleaving: time passes, a console hears some of the others, and does something."""

    who: int
    pause: int
    heard: int
    wish: int
    one: int
    two: int
    three: int


STEPS = st.lists(
    st.builds(
        Step,
        who=st.integers(0, 2),
        pause=st.sampled_from((0, 1, 1_000, 40_000)),
        heard=st.sampled_from((0, 0, 1, 2, 9)),
        wish=st.integers(0, len(WISHES) - 1),
        one=st.sampled_from((0, 0, 0, 1, 2)),
        two=st.integers(0, 7),
        three=st.integers(0, 11),
    ),
    min_size=40,
    max_size=80,
)
SKEWS = st.lists(st.sampled_from((0, 0, 5_000, -45_000)), min_size=3, max_size=3)
"""How far the clocks of the consoles go wrong, in ms."""


class Console:
    """A console as far as it can be wrong: a clock, a log of its own, and a view that lags behind."""

    def __init__(self, name: str, skew: int) -> None:
        self.name, self.skew = name, skew
        self.clock, self.folding = HybridClock(), Folding()
        self.seen: list[Event] = []
        self.waiting: list[Event] = []
        self.written = 0

    def hear(self, events: Sequence[Event], now: int) -> None:
        """Take in what another console, or this one, wrote."""
        for event in events:
            self.clock.observe(event.hlc, now)
            assert self.folding.add([event])
            self.seen.append(event)

    def catch_up(self, number: int, now: int) -> None:
        """Hear the oldest of what is on its way."""
        self.hear(self.waiting[:number], now)
        del self.waiting[:number]

    def write(self, entries: Sequence[Entry], now: int) -> list[Event]:
        """Append entries to the log of this console."""
        first, made = self.clock.next(now, len(entries)), []
        for hlc, entry in enumerate(entries, first):
            self.written += 1
            at = now if entry.occurred_at is None else entry.occurred_at
            made.append(Event(f"{self.name}@host", self.written, hlc, entry.incident, at, now, entry.actor, entry.fact))
        self.hear(made, now)
        return made


def play(steps: Sequence[Step], skews: Sequence[int], writers: int) -> list[Console]:
    """Let consoles do all that; at the end each has heard all."""
    consoles = [Console(name, skew) for name, skew in zip(PEOPLE[:writers], skews, strict=False)]
    ids = (f"INC-20261121-{number:03d}" for number in count(1))
    now = START
    for step in (Step(0, 0, 0, 0, 0, 0, 0), *steps):
        now += step.pause
        mine = consoles[step.who % writers]
        here = now + mine.skew
        mine.catch_up(step.heard, here)
        draw = Draw(mine.folding.state, mine.seen, mine.name, here, lambda: next(ids), step.one, step.two, step.three)
        try:
            made = mine.write(WISHES[step.wish](draw), here)
        except (Refused, NothingToDoError):
            continue
        for other in consoles:
            if other is not mine:
                other.waiting += made
    for each in consoles:
        each.catch_up(len(each.waiting), now)
    return consoles


def check(log: Sequence[Event]) -> State:
    """Walk through the log in its total order, look at every prefix, and return the state at its end."""
    before = EMPTY
    for event, state in zip(log, states(log), strict=True):
        holds(state, before)
        is_kept(event, state)
        before = state
    return before


@pytest.mark.parametrize("writers", [2, 3])
@settings(deadline=None, max_examples=150)
@given(steps=STEPS, skews=SKEWS)
def test_whatever_several_consoles_do_at_once_the_log_makes_sense_and_loses_nothing(
    writers: int, steps: list[Step], skews: list[int]
) -> None:
    consoles = play(steps, skews, writers)
    log = sorted(consoles[0].seen, key=lambda event: event.order)
    last = check(log)
    assert last == fold(log)
    for each in consoles:
        assert each.folding.state == last


@settings(deadline=None)
@given(steps=STEPS, skews=SKEWS, data=st.data())
def test_every_order_of_arrival_comes_to_the_same_state(
    steps: list[Step], skews: list[int], data: st.DataObject
) -> None:
    log = sorted(play(steps, skews, 3)[0].seen, key=lambda event: event.order)
    folding = Folding()
    for event in data.draw(st.permutations(log)):
        assert folding.add([event])
    assert folding.state == fold(log)


def test_a_console_whose_clock_is_slow_turns_neither_moves_nor_commanders_round() -> None:
    story = Story()
    story.declare()
    story.do(commands.assign_role, ID, "ic", "bob")
    story.move("identified")
    story.now -= 10 * MINUTE
    story.do(commands.change_status, ID, "mitigating")
    story.do(commands.assign_role, ID, "ic", "dana")
    ordered_times(story.incident())
    one_commander(story.incident())
    assert story.incident().commander == "dana"


def test_what_had_ended_an_impact_that_is_back_no_longer_says_when_it_ended() -> None:
    story = told()
    monitoring, resolved = story.events[-2:]
    late = commands.set_timestamp(story.state, ID, "resolved", story.now, actor="bob", now=story.now)
    story.do(commands.change_status, ID, "investigating", "it is back")
    story.do(commands.correct, monitoring, None, monitoring.occurred_at - 1000)
    story.do(commands.correct, resolved, None, resolved.occurred_at - 1000)
    story.write(late)
    assert story.incident().mitigated_at is None
    assert story.incident().until is None
    assert [each.reason for each in story.state.refusals] == ["it was investigating by then"]
