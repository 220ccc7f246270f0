"""The fakes themselves: a judge that never condemns proves nothing."""

import socket
import urllib.error
import urllib.request

import pytest

from tests.fakes import FakeClock, Misbehaving, silent_port
from tests.hostile import HOSTILE, leaks

_SHOWN_AS_TEXT = {
    *("closing tag", "style tag", "link that runs", "state tag", "combining", "emoji", "wide", "private use"),
    *("long line", "lone surrogate"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - _SHOWN_AS_TEXT))
def test_the_judge_condemns_every_attack_that_is_let_through(name: str) -> None:
    assert leaks(HOSTILE[name].encode("utf-8", "surrogatepass"))


def test_the_judge_lets_a_screen_pass() -> None:
    frame = b"\x1b[?1049h\x1b]22;default\x07\x1b[?2026h\x1b[1;1H\x1b[38;2;1;2;3mok \xe2\x97\x8f\x1b[0m\r\n\x1b[?2026l"
    assert leaks(frame) == []


def test_a_fake_clock_moves_only_by_hand() -> None:
    clock = FakeClock(1000)
    assert (clock(), clock.advance(2.5), clock(), clock.advance(-3)) == (1000, 3500, 3500, 500)


def test_the_server_misbehaves_as_its_path_says() -> None:
    with Misbehaving() as server:
        with urllib.request.urlopen(server.url("ok"), timeout=5) as answer:
            assert answer.read() == b"ok\n"
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(server.url("status/503"), timeout=5)
        with pytest.raises(TimeoutError):
            urllib.request.urlopen(server.url("hang"), timeout=0.1)
        assert server.asked == {"ok": 1, "status": 1, "hang": 1}
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.refused), timeout=5)


def test_a_silent_port_accepts_and_says_nothing() -> None:
    with silent_port() as port, socket.create_connection(("127.0.0.1", port), timeout=0.1) as client:
        client.sendall(b"hello")
        with pytest.raises(TimeoutError):
            client.recv(1)
