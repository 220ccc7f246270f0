"""Search, signatures, and texts that are erased."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from console.incident.errors import Failed, Refused
from console.journal import signing
from console.journal.reading import LogReader
from console.journal.search import search
from console.journal.texts import erase
from console.journal.verify import verify
from tests.journal.stage import PATIENCE, note, opened, raw, without_triggers, write


def found(folder: Path, words: str) -> list[str]:
    return [hit.row.text for hit in search(folder, words).hits]


def test_search_finds_words_their_beginnings_and_phrases(tmp_path: Path) -> None:
    write(tmp_path, "replica lag growing", "lag of the replica", "Überlast im Netz", "nothing new")
    assert sorted(found(tmp_path, "lag replica")) == ["lag of the replica", "replica lag growing"]
    assert found(tmp_path, '"replica lag"') == ["replica lag growing"]
    assert found(tmp_path, "uberl") == ["Überlast im Netz"]
    assert found(tmp_path, "nowhere") == []


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NEAR(", "text:lag", "lag*", "^lag", "-lag", "lag'); DROP TABLE events;"]
)
def test_no_character_of_a_search_has_a_meaning_of_its_own(tmp_path: Path, words: str) -> None:
    write(tmp_path, "replica lag growing")
    if any(mark.isalnum() for mark in words):
        found(tmp_path, words)
    else:
        with pytest.raises(Refused):
            found(tmp_path, words)


def test_search_follows_what_is_added_and_forgets_a_file_that_was_replaced(tmp_path: Path) -> None:
    write(tmp_path / "log", "first word")
    assert found(tmp_path / "log", "word") == ["first word"]
    write(tmp_path / "log", "second word")
    assert sorted(found(tmp_path / "log", "word")) == ["first word", "second word"]
    write(tmp_path / "other", "another word")
    shutil.copy(tmp_path / "other" / "alice@box.events.db", tmp_path / "log")
    assert found(tmp_path / "log", "word") == ["another word"]
    assert stat.S_IMODE((tmp_path / "log" / "search.db").stat().st_mode) == 0o600


def test_a_damaged_search_file_is_made_anew(tmp_path: Path) -> None:
    write(tmp_path, "first word")
    (tmp_path / "search.db").write_bytes(b"garbage" * 2000)
    assert found(tmp_path, "word") == ["first word"]


def test_a_file_that_cannot_be_searched_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a word")
    (tmp_path / "bob@box.events.db").write_bytes(b"garbage" * 1000)
    hits, problems = search(tmp_path, "word")
    assert ([hit.row.text for hit in hits], len(problems), "bob@box" in problems[0]) == (["a word"], 1, True)


def test_a_missing_log_is_searched_without_creating_it(tmp_path: Path) -> None:
    assert found(tmp_path / "none", "word") == []
    assert not (tmp_path / "none").exists()


def test_an_erased_text_is_gone_from_the_disk_and_the_chain_holds(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    secret = "begins harmless " * 20 + "THE-LEAK " * 1000
    event = journal.append(note(secret)).result(PATIENCE)
    reader = LogReader(tmp_path)
    own_hash = next(reader.records(kinds=["note"])).found["large"]["text"]
    reader.close()
    erase(journal, own_hash, actor="alice", reason="a password was in it")
    with pytest.raises(Refused, match="no large text"):
        erase(journal, own_hash, actor="alice", reason="again")
    with pytest.raises(Refused, match="no hash"):
        erase(journal, "zzz", actor="alice", reason="a typing error")
    journal.close(PATIENCE)
    assert b"THE-LEAK" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    (verdict,) = verify(tmp_path)
    assert verdict.ok
    reader = LogReader(tmp_path)
    assert reader.text("alice@box", own_hash) is None
    assert reader.event(event.key) == event
    assert [event.fact.summary() for event in reader.events(kinds=["text.erased"])] == [
        "erased a large text: a password was in it"
    ]


def test_the_reason_for_erasing_is_cleaned_of_secrets_and_of_what_is_no_text(tmp_path: Path) -> None:
    journal = opened(tmp_path, redact=lambda text: text.replace("hunter2", "[redacted]"))
    journal.append(note("x" * 5000)).result(PATIENCE)
    reader = LogReader(tmp_path)
    own_hash = next(reader.records(kinds=["note"])).found["large"]["text"]
    erase(journal, own_hash, actor="al\udcffce", reason="it says hunter2 \udcff")
    journal.close(PATIENCE)
    (event,) = reader.events(kinds=["text.erased"])
    assert event.fact.summary() == "erased a large text: it says [redacted] \ufffd"
    assert event.actor == "al\ufffdce"
    reader.close()


needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@needs_ssh
def test_a_signed_head_verifies_until_the_log_is_rewritten(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "alice", "-f", str(key)], check=True)
    (tmp_path / "allowed").write_text(f"alice {(tmp_path / 'key.pub').read_text()}")
    write(tmp_path / "log", "one", "two")
    reader = LogReader(tmp_path / "log")
    signature = signing.sign(reader, key, tmp_path / "head.txt", 1_795_283_533_000)
    assert signature.exists()
    assert signing.check(reader, tmp_path / "head.txt", tmp_path / "allowed", "alice") == []
    with pytest.raises(Failed, match="ssh-keygen refused"):
        signing.check(reader, tmp_path / "head.txt", tmp_path / "allowed", "bob")
    reader.close()
    with raw(tmp_path / "log") as file:
        without_triggers(file)
        file.execute("DELETE FROM events WHERE seq = 2")
    assert signing.check(LogReader(tmp_path / "log"), tmp_path / "head.txt", tmp_path / "allowed", "alice") == [
        "Event alice@box/2 was signed and is not in the log."
    ]
    (tmp_path / "head.txt").write_text((tmp_path / "head.txt").read_text().replace('"2"', '"1"'))
    with pytest.raises(Failed):
        signing.check(LogReader(tmp_path / "log"), tmp_path / "head.txt", tmp_path / "allowed", "alice")


@needs_ssh
def test_signing_says_what_is_wrong_with_the_key(tmp_path: Path) -> None:
    write(tmp_path / "log", "one")
    reader = LogReader(tmp_path / "log")
    with pytest.raises(Failed, match="ssh-keygen refused"):
        signing.sign(reader, tmp_path / "no-such-key", tmp_path / "head.txt", 0)
    assert not (tmp_path / "head.txt").exists(), "the next try is not in its own way"
    (tmp_path / "head.txt").write_bytes(b"\xff\xfe not ours")
    with pytest.raises(Failed, match="not text"):
        signing.check(reader, tmp_path / "head.txt", tmp_path / "allowed", "alice")
    with pytest.raises(Failed, match="exists already"):
        signing.sign(reader, tmp_path / "no-such-key", tmp_path / "head.txt", 0)
    with pytest.raises(Failed, match="nothing to sign"):
        signing.statement(LogReader(tmp_path / "none"), 0)
