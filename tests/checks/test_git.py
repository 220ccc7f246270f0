"""Commits and tags of the last two hours, and what is said where they cannot be read."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.change import Change
from checks.git import GitWatch
from checks.repository import MOST, Repository, Seen
from checks.source import NoAnswer
from tests.checks.repositories import MINUTE, Repo
from tests.fakes import FakeClock

NOW = FakeClock().now
SIGNED = """tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
author A <a@example.org> {0} +0000
committer A <a@example.org> {0} +0000
gpgsig -----BEGIN PGP SIGNATURE-----
\x20
 x
 -----END PGP SIGNATURE-----

signed
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "shop")


async def look(repo: Repo, folder: Path | None = None) -> Seen:
    return await Repository(folder or repo.folder, "shop", repo.env).look(NOW)


async def texts(repo: Repo) -> list[str]:
    return [change.text for change in (await look(repo)).changes]


def fake_git(folder: Path, script: str) -> dict[str, str]:
    """Put a fake git into `folder` and return the environment in which it is found."""
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:{os.defpath}", "SECRET": "hunter2", "GIT_DIR": "/elsewhere"}


async def reason(folder: Path, script: str) -> str:
    with pytest.raises(NoAnswer) as failing:
        await Repository(folder, "shop", fake_git(folder, script)).look(NOW)
    return str(failing.value)


async def test_a_commit_is_told_with_its_hash_its_subject_and_its_author(repo: Repo) -> None:
    own = repo.commit("Raise pool size", NOW - 5 * MINUTE, author="Grace Hopper")
    at = (NOW - 5 * MINUTE) // 1000 * 1000
    (change,) = (await look(repo)).changes
    assert change == Change(
        at, "git", "commit", "git shop", f"shop {own[:7]} Raise pool size", f"git:commit:{own}", "Grace Hopper", "shop"
    )


async def test_the_commit_date_counts_and_a_much_older_author_date_stands_beside_it(repo: Repo) -> None:
    repo.commit("long ago", NOW - 200 * MINUTE)
    repo.commit("picked", NOW - 10 * MINUTE, written=NOW - 3000 * MINUTE)
    repo.commit("amended", NOW - 5 * MINUTE, written=NOW - 50 * MINUTE)
    amended, picked = await texts(repo)
    assert picked.endswith("picked (written 2026-11-19 15:52Z)")
    assert amended.endswith("amended")


async def test_commits_of_all_branches_and_of_what_was_fetched_are_seen(repo: Repo, tmp_path: Path) -> None:
    repo.commit("on main", NOW - 9 * MINUTE)
    repo.git("checkout", "--quiet", "-b", "hotfix")
    repo.commit("on hotfix", NOW - 8 * MINUTE)
    clone = Repo(tmp_path / "clone")
    clone.git("remote", "add", "origin", str(repo.folder))
    clone.git("fetch", "--quiet", "origin")
    assert [text.split(" ", 2)[2] for text in await texts(clone)] == ["on hotfix", "on main"]


async def test_no_word_of_a_message_hides_a_commit(repo: Repo) -> None:
    for subject in ("Merge branch x", "wip", "[skip ci] bump", "chore: nothing"):
        repo.commit(subject, NOW - MINUTE)
    assert len(await texts(repo)) == 4


async def test_a_tag_is_told_by_its_own_date_and_a_lightweight_one_by_that_of_its_commit(repo: Repo) -> None:
    old = repo.commit("long ago", NOW - 500 * MINUTE)
    repo.git("tag", "-a", "v1.4.0", "-m", "Release 1.4", at=NOW - 2 * MINUTE)
    repo.git("tag", "light-and-old")
    new = repo.commit("new", NOW - 4 * MINUTE)
    repo.git("tag", "deploy/7")
    annotated, light = (change for change in (await look(repo)).changes if change.what == "tag")
    assert (annotated.text, annotated.by) == (f"shop {old[:7]} tag v1.4.0 Release 1.4", "Ada Byron")
    assert (light.text, light.by) == (f"shop {new[:7]} tag deploy/7 (dated by its commit)", "")


async def test_the_key_of_a_change_is_the_same_in_another_clone_under_another_name(repo: Repo, tmp_path: Path) -> None:
    repo.commit("one", NOW - MINUTE)
    repo.git("tag", "-a", "v1", "-m", "v1", at=NOW - MINUTE)
    clone = Repo(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--tags", str(repo.folder), "main:other")
    here, there = await look(repo), await Repository(clone.folder, "other", clone.env).look(NOW)
    assert {change.key for change in here.changes} == {change.key for change in there.changes}


async def test_what_is_dated_in_the_future_waits_for_its_time(repo: Repo) -> None:
    repo.commit("from tomorrow", NOW + 60 * MINUTE)
    seen = await look(repo)
    assert seen == Seen((), ("1 in shop dated in the future: shown once that time has come",))
    later = await Repository(repo.folder, "shop", repo.env).look(NOW + 61 * MINUTE)
    assert len(later.changes) == 1


async def test_a_repository_without_a_commit_is_no_problem(repo: Repo) -> None:
    assert await look(repo) == Seen(())


async def test_a_bare_repository_is_read_too(tmp_path: Path, repo: Repo) -> None:
    repo.commit("one", NOW - MINUTE)
    bare = Repo(tmp_path / "bare.git", "--bare")
    bare.git("fetch", "--quiet", str(repo.folder), "main:main")
    assert len(await texts(bare)) == 1


async def test_a_commit_on_no_branch_is_seen_where_it_is_checked_out(repo: Repo) -> None:
    repo.commit("one", NOW - 2 * MINUTE)
    repo.git("checkout", "--quiet", "--detach")
    repo.commit("two", NOW - MINUTE)
    seen = await look(repo)
    assert len(seen.changes) == 2
    assert seen.notes == ("shop has no branch checked out (detached HEAD)",)


async def test_a_shallow_clone_is_a_note_and_no_problem(repo: Repo, tmp_path: Path) -> None:
    repo.commit("one", NOW - 2 * MINUTE)
    repo.commit("two", NOW - MINUTE)
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.folder}", str(tmp_path / "shallow"))
    seen = await look(repo, tmp_path / "shallow")
    assert len(seen.changes) == 1
    assert seen.notes == ("shop is a shallow clone: older commits are missing",)


async def test_where_there_are_too_many_the_newest_are_told(tmp_path: Path) -> None:
    lines = "printf '%040d\\000%d\\000%d\\000Ada\\000x\\n' $n $t $t; n=$((n+1)); t=$((t-1))"
    script = f"case \"$*\" in *' log '*) n=0; t={NOW // 1000}; while [ $n -lt {MOST} ]; do {lines}; done;; esac"
    seen = await Repository(tmp_path, "shop", fake_git(tmp_path, script)).look(NOW)
    assert len(seen.changes) == MOST
    assert seen.notes == (f"only the newest {MOST} commits of shop are shown",)


async def test_a_folder_that_is_no_repository_is_none_even_inside_of_one(repo: Repo) -> None:
    repo.commit("of the repository around it", NOW - MINUTE)
    inside = repo.folder / "inside"
    inside.mkdir()
    with pytest.raises(NoAnswer, match=r"inside is not a git repository: name the folder that holds \.git"):
        await look(repo, inside)


async def test_a_folder_that_is_not_there_is_named(repo: Repo, tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="gone cannot be opened: No such file or directory"):
        await look(repo, tmp_path / "gone")


async def test_a_repository_that_is_broken_says_what_git_says(repo: Repo) -> None:
    own = repo.commit("one", NOW - MINUTE)
    shutil.rmtree(repo.folder / ".git" / "objects" / own[:2])
    with pytest.raises(NoAnswer, match="shop cannot be read: "):
        await look(repo)


async def test_without_git_it_is_said(repo: Repo, tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="there is no program git here"):
        await Repository(repo.folder, "shop", {"PATH": str(tmp_path)}).look(NOW)


async def test_a_repository_of_somebody_else_names_the_way_to_trust_it(tmp_path: Path) -> None:
    script = f"echo \"fatal: detected dubious ownership in repository at '{tmp_path}'\" >&2; exit 128"
    assert await reason(tmp_path, script) == (
        f"belongs to another user; to trust it: git config --global --add safe.directory {tmp_path}"
    )


async def test_a_git_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    env = fake_git(tmp_path, f"sleep 987 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(NoAnswer, match="git did not end within 500 ms"):
        await Repository(tmp_path, "shop", env, patience=0.5).look(NOW)
    child = int((tmp_path / "child").read_text())
    assert until(lambda: not running(child))


async def test_git_gets_nothing_of_the_environment_that_it_does_not_need(tmp_path: Path) -> None:
    await Repository(tmp_path, "shop", fake_git(tmp_path, f"env >> {tmp_path}/env; cat >> {tmp_path}/in")).look(NOW)
    given = (tmp_path / "env").read_text()
    assert "hunter2" not in given
    assert "GIT_DIR" not in given
    assert {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL="} <= set(given.splitlines())
    assert (tmp_path / "in").read_text() == ""


async def test_nothing_that_the_repository_configures_is_run(repo: Repo, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/caught\ncat\n")
    trap.chmod(0o755)
    hooks = repo.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("reference-transaction", "post-index-change", "fsmonitor-watchman"):
        shutil.copy(trap, hooks / hook)
    for key in ("core.fsmonitor", "core.pager", "pager.log", "gpg.program", "diff.external", "core.sshCommand"):
        repo.git("config", key, str(trap))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "i18n.logOutputEncoding", "UTF-16")
    repo.git("config", "format.pretty", "raw")
    (tmp_path / "caught").unlink(missing_ok=True)
    signed = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.org> {0} +0000\n"
    signed += (
        "committer A <a@example.org> {0} +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE"
    )
    body = tmp_path / "signed"
    body.write_text(signed.format(NOW // 1000 - 60) + "-----\n\nsigned\n")
    own = repo.git("hash-object", "-t", "commit", "-w", "--literally", str(body))
    (repo.folder / ".git" / "refs" / "heads" / "main").write_text(f"{own}\n")
    assert await texts(repo) == [f"shop {own[:7]} signed"]
    assert not (tmp_path / "caught").exists()


async def test_an_object_that_is_missing_is_never_fetched(repo: Repo, tmp_path: Path) -> None:
    own = repo.commit("one", NOW - MINUTE)
    repo.git("config", "remote.origin.url", f"ext::touch {tmp_path}/caught")
    for key, value in (("promisor", "true"), ("partialclonefilter", "blob:none")):
        repo.git("config", f"remote.origin.{key}", value)
    repo.git("config", "protocol.ext.allow", "always")
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "core.repositoryFormatVersion", "1")
    shutil.rmtree(repo.folder / ".git" / "objects" / own[:2])
    with pytest.raises(NoAnswer):
        await look(repo)
    assert not (tmp_path / "caught").exists()


async def test_hostile_names_and_messages_lose_their_sting(repo: Repo) -> None:
    repo.commit("\x1b]0;owned\x07 \u202eevil " + "x" * 5000, NOW - MINUTE, author="\x1b[2J Mallory")
    repo.commit("after it", NOW - MINUTE)
    first, last = sorted((await look(repo)).changes, key=lambda change: "evil" in change.text)
    assert first.text.endswith("after it")
    assert last.text.isprintable()
    assert last.by.isprintable()
    assert len(last.text) < 300


def until(true: Callable[[], bool], patience: float = 10.0) -> bool:
    """Wait for it: returns whether it came."""
    end = time.monotonic() + patience
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_watch_tells_each_change_once_and_goes_on(repo: Repo) -> None:
    clock = FakeClock()
    watch = GitWatch(repo.folder, "shop", clock, interval=0.05, env=repo.env)
    repo.commit("one", NOW - 2 * MINUTE)
    repo.commit("two", NOW - MINUTE)
    watch.start()
    try:
        assert until(lambda: watch.seen_at is not None)
        assert [change.text.split()[-1] for change in watch.changes()] == ["one", "two"]
        assert watch.changes() == []
        repo.commit("three", NOW)
        got: list[Change] = []

        def has_come() -> bool:
            got.extend(watch.changes())
            return bool(got)

        assert until(has_come)
        assert [change.text.split()[-1] for change in got] == ["three"]
        assert (watch.problem, watch.seen_at) == ("", NOW)
    finally:
        watch.stop()


def test_a_watch_says_what_is_wrong_and_when_it_last_saw_and_recovers(repo: Repo, tmp_path: Path) -> None:
    watch = GitWatch(repo.folder, "shop", FakeClock(), interval=0.05, env=repo.env)
    watch.start()
    try:
        assert until(lambda: watch.seen_at is not None)
        repo.folder.rename(tmp_path / "away")
        assert until(lambda: "cannot be opened" in watch.problem)
        assert watch.seen_at == NOW
        (tmp_path / "away").rename(repo.folder)
        assert until(lambda: not watch.problem)
    finally:
        watch.stop()


def test_a_watch_that_was_never_started_stops_and_one_that_was_stopped_leaves_no_thread(repo: Repo) -> None:
    before = threading.active_count()
    watch = GitWatch(repo.folder, "shop", FakeClock(), env=repo.env)
    watch.stop()
    watch.start()
    watch.start()
    watch.stop(timeout=10)
    watch.stop()
    assert until(lambda: threading.active_count() <= before)  # those of tests before may end meanwhile
    assert watch.problem == ""


def test_stopping_ends_a_git_that_hangs(tmp_path: Path) -> None:
    env = fake_git(tmp_path, f"echo $$ > {tmp_path}/pid; trap '' TERM; while :; do sleep 1; done")
    watch = GitWatch(tmp_path, "shop", FakeClock(), env=env)
    watch.start()
    assert until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().endswith("\n"))
    pid = int((tmp_path / "pid").read_text())
    watch.stop(timeout=10)
    assert until(lambda: not running(pid))
