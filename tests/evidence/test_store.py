"""The store: what goes in stays as it was, and nothing half written is ever taken for evidence."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.evidence.files import take_file
from console.evidence.store import Store, Stored
from console.incident.errors import Failed, Refused

LIMIT = 1 << 20
_VICTIM = """
import sys
from pathlib import Path
from console.evidence.store import Store
draft = Store(Path(sys.argv[1])).begin()
draft.write(b"half of it")
print("writing", flush=True)
sys.stdin.read()
"""


def keep(store: Store, content: bytes) -> Stored:
    with store.begin() as draft:
        draft.write(content)
        return draft.keep()


@given(content=st.binary(max_size=4096))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_content_lies_under_its_hash_and_comes_out_as_it_went_in(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path / "log")
    stored = keep(store, content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.remarks) == (len(content), ())
    assert b"".join(store.blocks(stored.sha256)) == content


def test_files_are_read_only_and_folders_private(tmp_path: Path) -> None:
    store = Store(tmp_path / "log")
    path = store.path(keep(store, b"x").sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    for folder in (path.parent, store.folder, tmp_path / "log"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not store.open_folders()
    store.folder.chmod(0o755)
    assert store.open_folders() == [store.folder]


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = keep(store, b"same"), keep(store, b"same")
    assert first == second
    assert [each.sha256 for each in store.files()] == [first.sha256]


def test_a_changed_copy_stays_aside_and_the_right_content_takes_its_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = keep(store, b"what it was")
    path = store.path(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(b"what it is now")
    with pytest.raises(Failed, match="was changed"):
        list(store.blocks(stored.sha256))
    again = keep(store, b"what it was")
    assert "had been changed" in again.remarks[0]
    assert b"".join(store.blocks(stored.sha256)) == b"what it was"
    assert path.with_name(f"{path.name}.changed1").read_bytes() == b"what it is now"


def test_what_is_left_without_being_kept_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.begin() as draft:
        draft.write(b"never mind")
    assert not [each for each in store.folder.rglob("*") if each.is_file()]


def test_a_killed_writers_half_file_is_never_evidence_and_the_next_one_cleans_it_up(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == b"writing\n"
        store = Store(tmp_path)
        assert store.sweep() == 0  # it is at work
        assert list(store.files()) == []
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert list(store.files()) == []
    assert len(list((store.folder / "half").iterdir())) == 1
    keep(store, b"the next one")
    assert list((store.folder / "half").iterdir()) == []


def test_many_at_once_keep_the_same_and_other_content(tmp_path: Path) -> None:
    store, found = Store(tmp_path), list[str]()

    def work(number: int) -> None:
        found.extend(keep(store, b"%d" % (each % 7 + number % 2)).sha256 for each in range(20))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 120
    assert {each.sha256 for each in store.files()} == set(found)
    assert all(b"".join(store.blocks(each)) for each in set(found))
    assert list((store.folder / "half").iterdir()) == []


@pytest.mark.parametrize("name", ["a\nb", "\x1b]52;c;aGk=\x07", "ünï côdé ⟪", "-rf", " ", "\udcff\udcfe"])
def test_a_file_of_any_name_is_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"content")
    copied = take_file(Store(tmp_path / "log"), path, LIMIT)
    assert copied.stored.size == 7
    assert copied.source == path
    assert copied.modified_at == path.stat().st_mtime_ns // 1_000_000


def test_links_pipes_directories_devices_and_sockets_are_refused_without_being_opened(tmp_path: Path) -> None:
    store = Store(tmp_path / "log")
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    for path, why in (
        (tmp_path / "link", "a symbolic link"),
        (tmp_path / "pipe", "a pipe"),
        (tmp_path, "a directory"),
        (Path("/"), "a directory"),
        (Path("/dev/zero"), "a device"),
    ):
        with pytest.raises(Refused, match=why):
            take_file(store, path, LIMIT)
    for gone in (tmp_path / "gone", tmp_path / "file" / "below", Path("a\0b")):
        with pytest.raises(Failed, match="cannot be read"):
            take_file(store, gone, LIMIT)
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["circle/x", "a\0b/c"])
def test_a_name_that_leads_nowhere_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(Failed, match="cannot be read"):
        take_file(Store(tmp_path / "log"), tmp_path / name, 100)


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "log")
    (tmp_path / "file").write_bytes(b"x" * 11)
    with pytest.raises(Refused, match=r"11 bytes or more, and at most 10 are kept"):
        take_file(store, tmp_path / "file", 10)
    with pytest.raises(Refused, match="at most 10 are kept"):
        take_file(store, Path("/proc/self/maps"), 10)  # it says that it has no bytes
    assert list(store.files()) == []


class _Changing(Store):
    """A store in which something happens to the file while it is copied."""

    def __init__(self, log_dir: Path, act: object) -> None:
        super().__init__(log_dir)
        self._act = act

    def begin(self) -> object:  # type: ignore[override]  # the same draft, a moment later
        assert callable(self._act)
        self._act()
        return super().begin()


def test_a_file_that_changes_is_removed_or_replaced_while_it_is_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "file"

    def taken(act: object) -> str:
        path.write_bytes(b"first")
        return " ".join(take_file(_Changing(tmp_path / "log", act), path, LIMIT).remarks)

    assert taken(lambda: None) == ""
    assert "changed while it was read: from 5 to 9 bytes" in taken(lambda: path.write_bytes(b"and later"))
    assert "it was written to" in taken(lambda: os.utime(path, ns=(1, 1)))
    assert "it was removed while it was read" in taken(path.unlink)

    def rotated() -> None:
        path.rename(tmp_path / "file.1")
        path.write_bytes(b"new")

    assert "another file took its name" in taken(rotated)


def test_a_full_disk_is_told_and_nothing_is_half_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fill() -> None:
        with store.begin() as draft:
            draft.write(b"x")
            os.dup2(full, draft._handle)
            draft.write(b"y" * 4096)

    full = os.open("/dev/full", os.O_WRONLY)
    try:
        with pytest.raises(Failed, match="the disk is full"):
            fill()
    finally:
        os.close(full)
    assert list(store.files()) == []
    assert list((store.folder / "half").iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")
    with pytest.raises(Failed, match="cannot be written"):
        keep(Store(tmp_path), b"x")
