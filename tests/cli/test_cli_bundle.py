"""`warroom bundle`: one file that another machine checks, opens and looks at; a byte that was changed is found."""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.bundle import archive, manifest
from console.bundle.checking import check
from console.bundle.stream import Damaged
from console.bundle.unpacking import unpack
from console.incident.errors import Failed, Refused
from tests.cli.line import Line


def told(warroom: Line) -> str:
    """Have an incident with notes, evidence and a document that people wrote into."""
    incident = warroom.declared()
    warroom("note", "it is the pool")
    (warroom.folder / "auth.log").write_bytes(b"failed login\n")
    warroom("evidence", "add", str(warroom.folder / "auth.log"))
    warroom("evidence", "add", "--", "sh", "-c", "echo out; echo err >&2")
    return incident


def made(warroom: Line, *more: str, name: str = "case.tar") -> Path:
    target = warroom.folder / name
    said = warroom("bundle", "-o", str(target), *more)
    assert said.status == 0, said.err
    return target


def test_a_bundle_is_a_plain_tar_that_sha256sum_checks_and_only_its_owner_reads(warroom: Line) -> None:
    incident = told(warroom)
    target = made(warroom)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with tarfile.open(target) as found:
        names = found.getnames()
        assert {each.mtime for each in found.getmembers()} == {0}
        found.extractall(warroom.folder / "plain", filter="data")
    assert names[0] == f"{incident}/MANIFEST.sha256"
    assert names[2:] == sorted(names[2:])
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "MANIFEST.sha256"],
        cwd=warroom.folder / "plain" / incident,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": OK") == len(names) - 1
    assert not [each for each in warroom.folder.iterdir() if each.name.startswith(".case")]


@pytest.mark.parametrize("name", ["case.tar", "case.tar.gz"])
def test_another_machine_verifies_it_and_looks_at_the_incident(warroom: Line, tmp_path: Path, name: str) -> None:
    incident = told(warroom)
    target = made(warroom, name=name)
    elsewhere = Line(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    said = elsewhere("bundle", "verify", str(target))
    assert said.status == 0, said.out
    assert "every chain is whole" in said.out
    assert "not signed" in said.out
    folder = elsewhere.folder / "case"
    assert elsewhere("bundle", "open", str(target), str(folder)).status == 0
    log = ("--log-dir", str(folder / "log"))
    assert "Checkout fails" in elsewhere(*log, "status").out
    assert "it is the pool" in elsewhere(*log, "timeline").out
    assert elsewhere(*log, "log", "verify").status == 0
    assert elsewhere(*log, "evidence", "verify").out.endswith("3 good, 0 not\n")
    assert "## Evidence" in elsewhere(*log, "export", "-o", "-").out
    assert (
        f"<title>{incident}" in (folder / "postmortem.html").read_text()
        or "<html" in (folder / "postmortem.html").read_text()
    )
    assert json.loads((folder / "incident.json").read_text())["incident"]["id"] == incident
    assert "exists already" in elsewhere("bundle", "open", str(target), str(folder)).err


def test_the_same_log_gives_the_same_bytes(warroom: Line) -> None:
    told(warroom)
    first = made(warroom, "--read-only")
    warroom.clock.advance(3600)
    second = made(warroom, "--read-only", name="again.tar")
    assert first.read_bytes() == second.read_bytes()


def test_that_it_was_made_is_written_down_with_all_evidence_that_went_along(warroom: Line) -> None:
    told(warroom)
    target = made(warroom)
    for each in json.loads(warroom("evidence", "--json").out):
        assert [(one["how"], one["to"]) for one in each["custody"]] == [("exported", str(target))]
    assert "exported" in warroom("timeline").out
    again = warroom("bundle", "-o", str(target))
    assert (again.status, "exists already" in again.err) == (3, True)


def test_what_people_wrote_into_the_postmortem_goes_along(warroom: Line) -> None:
    told(warroom)
    document = warroom.folder / "post.md"
    warroom("export", "-o", str(document))
    text = document.read_text()
    lessons = text.index("## Lessons")
    start = text.index("\n", text.index("<!--", lessons)) + 1
    document.write_text(f"{text[:start]}\nWe learned to count.\n{text[start:]}")
    folder = warroom.folder / "case"
    warroom("bundle", "open", str(made(warroom)), str(folder))
    assert "We learned to count." in (folder / "postmortem.md").read_text()
    assert "We learned to count." in (folder / "postmortem.html").read_text()


def test_every_byte_that_is_changed_is_found(warroom: Line, tmp_path: Path) -> None:
    told(warroom)
    whole = made(warroom).read_bytes()
    bad = tmp_path / "bad.tar"

    def is_found(content: bytes) -> bool:
        bad.write_bytes(content)
        try:
            unpack(bad, tmp_path, lambda _name: False)
        except Damaged:
            return True
        return False

    assert not is_found(whole)
    # All of the beginning, where the lists are, all around the headers, and a step through the rest.
    places = {*range(0, 4096, 7), *range(0, len(whole), 331), *range(len(whole) - 1100, len(whole), 13)}
    places |= {start + part for start in range(0, len(whole), 512) for part in (0, 101, 130, 150, 157, 300)}
    for place in sorted(each for each in places if each < len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0x10
        assert is_found(bytes(changed)), place
    for content in (whole[:-1], whole[:-512], whole[: len(whole) // 2], b"", whole + b"\0", whole + whole):
        assert is_found(content), len(content)


def test_every_byte_of_a_packed_one_that_changes_anything_is_found(warroom: Line, tmp_path: Path) -> None:
    told(warroom)
    whole = made(warroom, name="case.tgz").read_bytes()
    bad = tmp_path / "bad.tgz"
    for place in (*range(12), *range(12, len(whole), 97), *range(len(whole) - 9, len(whole))):
        changed = bytearray(whole)
        changed[place] ^= 0x04
        bad.write_bytes(changed)
        if not _unpacks_to_the_same(bytes(changed), whole):
            with pytest.raises(Damaged):
                unpack(bad, tmp_path, lambda _name: False)
    bad.write_bytes(whole + b"more")
    with pytest.raises(Damaged):
        unpack(bad, tmp_path, lambda _name: False)


def _unpacks_to_the_same(changed: bytes, whole: bytes) -> bool:
    """Whether a byte is one of those that packing leaves free: zlib reads over it."""
    try:
        return changed[:10] == whole[:10] and gzip.decompress(changed) == gzip.decompress(whole)
    except (OSError, zlib.error, EOFError):
        return False


@given(content=st.binary(max_size=3000))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_rubbish_is_no_bundle_and_unpacks_nothing(tmp_path: Path, content: bytes) -> None:
    path, folder = tmp_path / "rubbish", tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    for begin in (b"", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", archive.header("INC-1", archive.MANIFEST, 90)):
        path.write_bytes(begin + content)
        with pytest.raises(Damaged):
            unpack(path, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "log/../../x",
        "log/x.sh",
        "log/a/b.events.db",
        "log/.x.events.db",
        "MANIFEST.sha256",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_however_well_its_hash_fits(tmp_path: Path, name: str) -> None:
    content = b"x"
    digest = hashlib.sha256(content).hexdigest()
    lines = f"{'0' * 64}  MANIFEST.json\n{digest}  {name}\n".encode()
    raw = archive.header("INC-1", archive.MANIFEST, len(lines)) + lines + archive.padding(len(lines))
    path, folder = tmp_path / "evil.tar", tmp_path / "folder"
    folder.mkdir()
    path.write_bytes(raw + bytes(4096))
    with pytest.raises(Damaged, match="manifest cannot be read"):
        unpack(path, folder)
    assert not (tmp_path / "evil").exists()


def test_links_and_other_tars_are_no_bundle(tmp_path: Path) -> None:
    path, folder = tmp_path / "evil.tar", tmp_path / "folder"
    folder.mkdir()
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
        with tarfile.open(path, "w") as found:
            member = tarfile.TarInfo(f"INC-1/{archive.MANIFEST}")
            member.type, member.linkname = kind, "/etc/passwd"
            found.addfile(member, io.BytesIO())
        with pytest.raises(Damaged):
            unpack(path, folder)
    with pytest.raises(Failed, match="is no file"):
        unpack(folder, folder)
    assert list(folder.iterdir()) == []


def test_a_bundle_that_says_it_is_larger_than_the_disk_is_refused_before_anything_is_written(
    warroom: Line, tmp_path: Path
) -> None:
    told(warroom)
    whole = unpack(made(warroom), tmp_path, lambda _name: False)
    files = (*whole.details.files[:-1], whole.details.files[-1]._replace(size=1 << 49))
    raw = manifest.render(whole.details._replace(files=files)).encode()
    own = manifest.Member(archive.DETAILS, len(raw), hashlib.sha256(raw).hexdigest())
    lines = manifest.lines((own, *files)).encode()
    root, path, folder = whole.details.incident, tmp_path / "bomb.tar", tmp_path / "folder"
    folder.mkdir()
    parts = [(archive.MANIFEST, lines), (archive.DETAILS, raw)]
    path.write_bytes(
        b"".join(
            archive.header(root, name, len(content)) + content + archive.padding(len(content))
            for name, content in parts
        )
    )
    with pytest.raises(Refused, match="unpacks to"):
        unpack(path, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_who_signed_it_is_told_and_another_signer_or_none_is_found(warroom: Line, tmp_path: Path) -> None:
    told(warroom)
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    signed = made(warroom, "--sign", "--key", str(key))
    allowed, others = tmp_path / "allowed", tmp_path / "others"
    allowed.write_text(f"alice@example.org {key.with_suffix('.pub').read_text()}")
    others.write_text("")
    said = warroom("bundle", "verify", str(signed), "--signers", str(allowed))
    assert said.status == 0, said.out
    assert "signed by alice@example.org" in said.out
    assert "by whom is not looked at" in warroom("bundle", "verify", str(signed)).out
    assert warroom("bundle", "verify", str(signed), "--signers", str(others)).status == 1
    unsigned = made(warroom, name="unsigned.tar")
    assert "signers were named" in warroom("bundle", "verify", str(unsigned), "--signers", str(allowed)).out
    whole = signed.read_bytes()
    start = whole.index(b"-----BEGIN SSH SIGNATURE-----")
    end = whole.index(b"-----END SSH SIGNATURE-----") + 28
    bad = tmp_path / "bad.tar"
    for place in range(start, end, 9):
        changed = bytearray(whole)
        changed[place] ^= 0x01
        bad.write_bytes(changed)
        assert warroom("bundle", "verify", str(bad)).status == 1, place
    assert "ssh-keygen refused" in warroom("bundle", "-o", str(tmp_path / "x.tar"), "--sign", "--key", "/none").err
    assert not (tmp_path / "x.tar").exists()


def test_a_log_that_holds_another_security_incident_asks_first(warroom: Line) -> None:
    warroom.declared("--type", "security", "--codename", "HERON")
    incident = warroom.declared()
    asked = warroom("bundle", incident, "-o", str(warroom.folder / "case.tar"))
    assert (asked.status, "HERON" in asked.err) == (1, True)
    warroom("note", "for HERON only", "--incident", "001")
    warroom("note", "for all", "--incident", "002")
    only = made(warroom, incident, "--only")
    content = only.read_bytes()
    assert b"for all" in content
    assert b"for HERON only" not in content
    said = warroom("bundle", "verify", str(only))
    assert (said.status, "no chain can be checked" in said.out) == (0, True)
    folder = warroom.folder / "case"
    warroom("bundle", "open", str(only), str(folder))
    log = ("--log-dir", str(folder / "log"))
    assert warroom(*log, "import", str(folder / "events.ndjson")).status == 0
    assert "for all" in warroom(*log, "timeline").out
    assert b"for HERON only" in made(warroom, incident, "--with-restricted", name="all.tar").read_bytes()


def test_what_was_wrong_before_goes_along_and_is_named(warroom: Line) -> None:
    told(warroom)
    one, two, _ = sorted((warroom.folder / "log" / "evidence").glob("??/*"))
    one.unlink()
    two.chmod(0o600)
    two.write_bytes(b"forged")
    (file,) = (warroom.folder / "log").glob("*.events.db")
    with sqlite3.connect(file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE events SET body = replace(body, 'pool', 'cook') WHERE body LIKE '%pool%'")
    connection.close()
    target = made(warroom)
    said = warroom("bundle", "verify", str(target))
    assert said.status == 1
    bad = [line for line in said.out.splitlines() if line.startswith("BAD")]
    assert len(bad) == 3, said.out
    assert any("is gone" in line for line in bad)
    assert any(f"{two.name} was changed" in line for line in bad)
    assert any("its content does not give its hash" in line for line in bad)


def test_a_damaged_file_of_a_writer_goes_along_as_it_is(warroom: Line) -> None:
    told(warroom)
    warroom("--user", "bob", "note", "by bob")
    (file,) = (warroom.folder / "log").glob("bob*.events.db")
    file.write_bytes(file.read_bytes()[:5000])
    target = made(warroom)
    found = check(target)
    assert any("bob" in each for each in found.problems)
    assert any(each.name.startswith("log/bob") for each in found.opened.details.files)


def test_samples_of_its_time_go_along_and_others_stay(warroom: Line) -> None:
    from checks.sample import Sample, Status
    from console.journal.samples import SampleStore

    told(warroom)
    now = warroom.clock()
    store = SampleStore.open(warroom.folder / "log", writer="alice@box", clock=warroom.clock)
    for hours in (-48, -1, 0):
        at = now + hours * 3_600_000
        store.write(at, [Sample("web", at, Status.OK)])
    assert store.close(30)
    folder = warroom.folder / "case"
    warroom("bundle", "open", str(made(warroom)), str(folder))
    (file,) = (folder / "log").glob("*.samples.db")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM beats").fetchone() == (2,)
    connection.close()


def test_a_place_that_cannot_be_written_is_told(warroom: Line) -> None:
    told(warroom)
    said = warroom("bundle", "-o", str(warroom.folder / "none" / "case.tar"))
    assert (said.status, "was not written" in said.err) == (3, True)
    assert os.path.lexists(warroom.folder / "log")


def of_one_file(path: Path, root: str = "INC-1", **values: object) -> Path:
    """Write a bundle by hand that says of itself what is asked for, its hashes as they must be."""
    said = manifest.Details(
        "INC-1", "a case", manifest.ONLY, "", "alice", "", signed=False, heads={}, missing=[], problems=[], files=()
    )._asdict()
    raw = json.dumps({"format": manifest.FORMAT, "version": manifest.VERSION, **said, **values}).encode()
    lists = manifest.lines((manifest.Member(archive.DETAILS, len(raw), hashlib.sha256(raw).hexdigest()),)).encode()
    parts = [(archive.MANIFEST, lists), (archive.DETAILS, raw)]
    packed = [archive.header(root, name, len(each)) + each + archive.padding(len(each)) for name, each in parts]
    path.write_bytes(b"".join([*packed, archive.END]))
    return path


def test_a_bundle_in_the_folder_of_another_incident_was_changed(tmp_path: Path) -> None:
    assert check(of_one_file(tmp_path / "good.tar")).problems == ()
    with pytest.raises(Damaged, match="lies in the folder INC-2"):
        check(of_one_file(tmp_path / "moved.tar", "INC-2"))


@pytest.mark.parametrize(
    "values",
    [{"heads": []}, {"heads": {"w": 1}}, {"problems": 5}, {"missing": [[]]}, {"signed": "no"}, {"incident": ["INC-1"]}],
    ids=str,
)
def test_a_manifest_with_values_of_another_kind_is_no_crash(tmp_path: Path, values: dict[str, object]) -> None:
    with pytest.raises(Damaged, match="another kind"):
        check(of_one_file(tmp_path / "odd.tar", "INC-1", **values))
