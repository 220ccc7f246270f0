"""Nothing is collected while a long log is read, and it is afterwards."""

import gc

import pytest

from console.unswept import unswept


def test_nothing_is_collected_meanwhile_and_it_is_afterwards() -> None:
    assert gc.isenabled()
    with unswept():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_stretch_within_another_does_not_end_it() -> None:
    with unswept():
        with unswept():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_collected_again_after_an_error() -> None:
    with pytest.raises(KeyError), unswept():
        raise KeyError
    assert gc.isenabled()
