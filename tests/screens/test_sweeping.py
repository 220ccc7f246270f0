"""Full collections of garbage wait for a moment in which nobody types."""

import gc

from console.screens.sweeping import EVERY, LONGEST, QUIET, Sweeper
from tests.screens.turning import Seconds


def test_nothing_is_collected_before_it_is_time() -> None:
    clock = Seconds()
    sweeper = Sweeper(clock)
    clock.now += EVERY - 0.1
    assert not sweeper.sweep()


def test_it_is_collected_while_nobody_types() -> None:
    clock = Seconds()
    sweeper = Sweeper(clock)
    clock.now += EVERY
    assert sweeper.sweep()
    assert not sweeper.sweep()


def test_somebody_who_types_is_not_disturbed_but_not_for_ever() -> None:
    clock = Seconds()
    sweeper = Sweeper(clock)
    clock.now += LONGEST - 2
    sweeper.touched()
    clock.now += QUIET / 2
    assert not sweeper.sweep()
    clock.now += QUIET
    sweeper.touched()
    assert sweeper.sweep()


def test_garbage_is_looked_for_again_once_the_room_stands() -> None:
    sweeper, before = Sweeper(Seconds()), gc.get_threshold()
    try:
        sweeper.hold()
        assert not gc.isenabled()
        sweeper.take_over()
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        gc.enable()
