"""[[slo]] and what a minute loses: what was agreed on, exact, and every mistake with its line."""

from decimal import Decimal
from pathlib import Path

from console.settings import read
from console.settings.own import SloSettings
from tests.settings.written import KNOWN, home_of, load_text, mistakes_of

_SERVICE = '[[service]]\nname = "web"\nhttp = "https://shop.example"\n'


def test_an_agreement_is_a_target_or_an_allowed_time(tmp_path: Path) -> None:
    text = f"""{_SERVICE}
[[slo]]
service = "web"
target = "99.9 %"
[[slo]]
name = "contract"
window = "7d"
allowed = "10m"
"""
    day = 86_400_000
    assert load_text(tmp_path, text).own.slos == (
        SloSettings("web", "web", 30 * day, Decimal("99.9")),
        SloSettings("contract", "", 7 * day, None, 600_000),
    )


def test_what_is_wrong_is_told_and_left_out(tmp_path: Path) -> None:
    text = f"""{_SERVICE}
[[slo]]
service = "wbe"
target = "99.9"
[[slo]]
name = "both"
target = "99.9"
allowed = "1m"
[[slo]]
name = "all"
target = "100"
[[slo]]
name = "long"
window = "1h"
allowed = "2h"
[[slo]]
target = "99"
"""
    found = sorted(mistakes_of(tmp_path, text), key=lambda line: int(line.split(":")[1]))
    for line, part in zip(
        found,
        ("did you mean", "both or none", "below 100", "at most the window", "what it is called"),
        strict=True,
    ):
        assert part in line, found
    loaded = read(tmp_path / "warroom.toml", home_of(tmp_path), known=KNOWN)
    assert loaded.settings.own.slos == ()


def test_what_a_minute_loses_needs_no_hourly_rate(tmp_path: Path) -> None:
    cost = load_text(tmp_path, '[cost]\ncurrency = "EUR"\nlost_per_minute = "250.00"\n').own.cost
    assert cost is not None
    assert (cost.hourly, cost.lost_per_minute) == (None, Decimal(250))
