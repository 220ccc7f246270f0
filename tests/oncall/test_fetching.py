"""Calendars that are fetched: kept for when nobody answers, bounded, and never told where they are."""

import asyncio
from pathlib import Path

import pytest

from console.incident.errors import Failed, Refused
from console.oncall.fetching import FRESH, LARGEST, Fetcher
from console.oncall.lookup import Lookup
from console.settings import Schedule
from tests.checks.servers import Asked, answer, answering, refusing_port
from tests.fakes import FakeClock


def fetcher(port: int, folder: Path, clock: FakeClock, **more: bool) -> Fetcher:
    return Fetcher(f"http://127.0.0.1:{port}/secret.ics", dict, folder, clock, writes=more.get("writes", True))


async def test_what_was_fetched_is_kept_while_it_is_fresh_and_asked_for_by_its_tag_after(tmp_path: Path) -> None:
    clock = FakeClock()

    def said(asked: Asked) -> bytes:
        known = asked.headers.get("if-none-match") == '"1"'
        return answer(b"", "304 Not Modified") if known else answer(b"text", "200 OK", 'ETag: "1"')

    async with answering(said) as (port, asked):
        found = await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
        clock.now += FRESH - 1
        again = await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
        assert (found, len(asked)) == (again, 1)
        clock.now += 1
        later = await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
    assert (later.text, later.at, len(asked)) == ("text", clock.now, 2)
    (kept,) = (tmp_path / "oncall").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


async def test_where_nobody_answers_the_kept_one_is_told_with_its_age_and_why(tmp_path: Path) -> None:
    clock = FakeClock()
    begun = clock.now
    async with answering(answer(b"text")) as (port, _):
        await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
    clock.now += 10 * FRESH
    kept = await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
    assert (kept.text, kept.at) == ("text", begun)
    assert "127.0.0.1 could not be asked" in kept.problem
    assert "secret" not in kept.problem


async def test_where_the_secret_is_missing_the_kept_one_is_told(tmp_path: Path) -> None:
    def refuse() -> dict[str, str]:
        raise Refused("the environment variable TOKEN is not set or empty.")

    clock = FakeClock()
    async with answering(answer(b"text")) as (port, _):
        await asyncio.to_thread(fetcher(port, tmp_path, clock).get)
        clock.now += FRESH
        without = Fetcher(f"http://127.0.0.1:{port}/secret.ics", refuse, tmp_path, clock, writes=True)
        kept = await asyncio.to_thread(without.get)
    assert (kept.text, "TOKEN is not set" in kept.problem) == ("text", True)


async def test_a_console_that_only_looks_writes_nothing(tmp_path: Path) -> None:
    async with answering(answer(b"text")) as (port, _):
        await asyncio.to_thread(fetcher(port, tmp_path, FakeClock(), writes=False).get)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [(answer(b"", "500 Oh"), "answered 500"), (answer(b"x" * (LARGEST + 1)), "sent more than"), (b"x\r\n", "not be")],
    ids=["an error", "too much", "nonsense"],
)
async def test_what_is_no_answer_is_told(said: bytes, words: str, tmp_path: Path) -> None:
    async with answering(said) as (port, _):
        with pytest.raises(Failed, match=words):
            await asyncio.to_thread(fetcher(port, tmp_path, FakeClock()).get)


def test_a_schedule_that_says_nothing_takes_no_other_one_away(tmp_path: Path) -> None:
    file = tmp_path / "oncall.toml"
    file.write_text('[[shift]]\nfrom = "2020-01-01"\nto = "2040-01-01"\nperson = "bob"\n')
    schedules = (
        Schedule("far", url=f"http://127.0.0.1:{refusing_port()}/secret.ics"),
        Schedule("gone", ical=tmp_path / "gone.ics"),
        Schedule("near", file=file),
    )
    far, gone, near = Lookup(schedules, {}, tmp_path, FakeClock(), lambda _: {}).now()
    assert (far.person, gone.person, near.person) == ("", "", "bob")
    assert "could not be asked" in far.problem
    assert "gone.ics cannot be read" in gone.problem
    assert "secret" not in f"{far}"
