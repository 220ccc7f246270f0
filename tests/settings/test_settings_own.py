"""What a room adds of its own: types and fields of incidents, planned maintenance, freezes; and its mistakes."""

from pathlib import Path

from console.settings.own import ClosureSettings, FieldSettings
from tests.settings.written import load_text, mistakes_of

WEB = '[[service]]\nname = "web"\ntcp = "web.example:443"\n'
MIDNIGHT = 1_795_305_600_000
"""2026-11-22T00:00:00Z."""


def test_everything_is_read(tmp_path: Path) -> None:
    text = f"""[room]
types = ["data-loss"]

{WEB}
[[field]]
id = "region"
kind = "choice"
choices = ["eu", "us"]
required_at = "resolved"

[[maintenance]]
service = "web"
from = 2026-11-22T00:00:00Z
to = 2026-11-22T03:00:00+02:00
reason = "new disks"

[[freeze]]
from = 2026-11-22T00:00:00Z
to = 2026-11-23T00:00:00Z
"""
    own = load_text(tmp_path, text).own
    assert own.types == ("data-loss",)
    assert own.fields == (FieldSettings("region", "region", "choice", ("eu", "us"), "resolved"),)
    hour = 3_600_000
    assert own.closures == (
        ClosureSettings("maintenance", MIDNIGHT, MIDNIGHT + hour, "new disks", "web"),
        ClosureSettings("freeze", MIDNIGHT, MIDNIGHT + 24 * hour),
    )


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = f"""[room]
types = ["Data Loss"]
{WEB}
[[field]]
id = "type"
[[field]]
id = "region"
kind = "chioce"
[[field]]
id = "size"
kind = "choice"
[[maintenance]]
service = "wbe"
from = 2026-11-22T00:00:00
to = "tomorrow"
[[maintenance]]
from = 2026-11-22T00:00:00Z
to = 2026-11-23T00:00:00Z
[[freeze]]
from = 2026-11-23T00:00:00Z
to = 2026-11-22T00:00:00Z
untill = 1
"""
    found = mistakes_of(tmp_path, text)
    beginnings = [
        'warroom.toml:2: room.types: found "Data Loss", expected short names',
        'warroom.toml:8: field[1].id: found "type", expected a short name in small letters that no other field has',
        'warroom.toml:11: field[2].kind: found "chioce", expected one of text, number, choice, yes_no, time - did you',
        "warroom.toml:12: field[3].choices: found one of the two alone",
        "warroom.toml:16: maintenance[1].service: found \"wbe\", expected one of web - did you mean 'web'?",
        "warroom.toml:17: maintenance[1].from: found 2026-11-22 00:00:00, expected a time with its offset",
        'warroom.toml:18: maintenance[1].to: found "tomorrow", expected a time with its offset',
        "warroom.toml:19: maintenance[2]: found both or none of them, expected either service or cluster",
        "warroom.toml:24: freeze[1].to: found 2026-11-22 00:00:00+00:00, expected a time after the one of from",
        "warroom.toml:25: freeze[1].untill: found an unknown key, expected one of from, reason, to",
    ]
    assert [one[: len(beginning)] for one, beginning in zip(found, beginnings, strict=True)] == beginnings
