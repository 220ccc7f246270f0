"""What is half written is kept in a file: soon by itself, at once where the console ends."""

import os
import threading
from pathlib import Path

from console.screens.drafts import Draft
from tests.checks.clusters import until


def test_what_is_typed_is_in_the_file_soon(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "alice.draft")
    draft.keep("half a no")
    until(lambda: Draft(tmp_path / "alice.draft").read() == "half a no")
    draft.keep("half a note")
    until(lambda: Draft(tmp_path / "alice.draft").read() == "half a note")


def test_a_hundred_keys_start_one_thread(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "alice.draft")
    before = threading.active_count()
    for length in range(100):
        draft.keep("x" * length)
    assert threading.active_count() <= before + 1


def test_the_last_key_is_kept_where_the_console_ends_right_behind_it(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "alice.draft")
    draft.keep("half a no")
    draft.flush()
    assert Draft(tmp_path / "alice.draft").read() == "half a no"


def test_a_text_that_became_an_entry_leaves_no_draft(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "alice.draft")
    draft.keep("half a no")
    draft.flush()
    draft.keep("")
    draft.flush()
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_reads_a_draft(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "alice.draft")
    draft.keep("half a no")
    draft.flush()
    assert (tmp_path / "alice.draft").stat().st_mode & 0o077 == 0


def test_a_disk_that_hangs_keeps_nobody_from_quitting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alice.draft.new")  # opening it to write waits until somebody reads
    draft = Draft(tmp_path / "alice.draft")
    draft.keep("half a no")
    quitting = threading.Thread(target=draft.flush, args=(0.1,), daemon=True)
    quitting.start()
    quitting.join(30)
    assert not quitting.is_alive()
