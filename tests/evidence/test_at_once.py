"""Two processes that keep the same file at the same moment: stored once, two acquisitions, two names."""

import json
import os
import subprocess
import sys
from pathlib import Path

from console.evidence.store import Store

_RUN = "import sys; from console.cli import main; raise SystemExit(main(sys.argv[1:]))"


def test_two_processes_that_add_the_same_store_it_once_and_have_two_names(tmp_path: Path) -> None:
    env = {**os.environ, "WARROOM_LOG_DIR": str(tmp_path / "log"), "HOME": str(tmp_path), "USER": "alice"}
    file = tmp_path / "auth.log"
    file.write_bytes(os.urandom(4 << 20))

    def warroom(*argv: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", _RUN, *argv], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    warroom("declare", "odd").communicate(timeout=60)
    both = [warroom("evidence", "add", str(file)) for _ in range(2)]
    said = [each.communicate(timeout=60) for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert sorted(out.split()[0] for out, _ in said) == ["e1", "e2"]
    out, _ = warroom("evidence", "--json").communicate(timeout=60)
    assert [each["id"] for each in json.loads(out)] == ["e1", "e2"]
    assert len(list(Store(tmp_path / "log").files())) == 1
    out, _ = warroom("evidence", "verify").communicate(timeout=60)
    assert out.endswith("1 good, 0 not\n")
