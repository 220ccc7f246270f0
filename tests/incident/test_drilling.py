import json
from pathlib import Path

from console.incident.codec import decode, encode
from console.incident.drilling import DrillBegun, DrillEnded
from console.incident.events import Entry
from console.journal.opening import Journal
from console.journal.reading import LogReader
from tests.fakes import FakeClock

BEGUN = DrillBegun(
    "bad-deploy",
    "Checkout errors",
    7,
    2_000,
    1_000,
    "web 2.4.1 leaks connections",
    (("web", "2.4.1"), ("bad", "deploy")),
    ("rollback deploy/web",),
    ("restart deploy/db",),
    ("Roll back first: the release was four minutes old.",),
)


def test_what_stands_on_the_timeline_of_a_drill_gives_nothing_away() -> None:
    assert BEGUN.summary() == "drill begun: Checkout errors, seed 7, at 2000 % of real time"
    assert DrillBegun("bad-deploy", "t", 7, 100, 0).summary() == "drill begun: t, seed 7"


def test_how_a_drill_ended_is_told_in_minutes_of_its_users() -> None:
    assert DrillEnded(754_000, 5, "won").summary() == "drill ended (won): 12.5 minutes of user impact"
    assert DrillEnded(60_000).summary() == "drill ended (left): 1.0 minutes of user impact, and users are not well yet"


def test_a_drill_goes_through_json_and_back() -> None:
    kind, text, data = encode(BEGUN)
    assert data["hypothesis"] == [["web", "2.4.1"], ["bad", "deploy"]]
    assert decode(kind, text, json.loads(json.dumps(data))) == BEGUN


def test_a_drill_is_written_into_the_log_and_read_from_it(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, user="bob", host="host", clock=FakeClock(), redact=str)
    journal.append_all([Entry(BEGUN, "warroom"), Entry(DrillEnded(5, None, "left"), "warroom")]).result(30)
    journal.close()
    assert [event.fact for event in LogReader(tmp_path).events()] == [BEGUN, DrillEnded(5, None, "left")]
