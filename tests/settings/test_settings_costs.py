"""[cost]: what an hour costs, exact, and every mistake with its line."""

from decimal import Decimal
from pathlib import Path

from console.settings.costs import CostSettings
from tests.settings.written import load_text, mistakes_of


def test_rates_are_exact_and_what_is_not_said_is_usual(tmp_path: Path) -> None:
    text = """[cost]
hourly = "95.10"
currency = "EUR"
review_preparation = 2
[cost.multipliers]
scribe = "0.25"
participant = "0.4"
"""
    multipliers = {"scribe": Decimal("0.25"), "participant": Decimal("0.4")}
    expected = CostSettings(Decimal("95.10"), "EUR", multipliers, Decimal(2), Decimal("0.5"), 8)
    assert load_text(tmp_path, text).own.cost == expected
    assert load_text(tmp_path, "").own.cost is None


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = """[cost]
hourly = 95.1
currency = "euro"
review_each = "-1"
hours_a_day = 25
rate = "1"
[cost.multipliers]
scibe = "0.75"
scribe = "none"
"""
    number = 'expected a number in quotes from "0" to "1000000", such as "0.75"'
    expected = [
        f"warroom.toml:2: cost.hourly: found 95.1, {number}",
        'warroom.toml:3: cost.currency: found "euro", expected the three letters of a currency such as "EUR"',
        'warroom.toml:4: cost.review_each: found "-1",',
        "warroom.toml:5: cost.hours_a_day: found 25, expected a whole number from 1 to 24",
        "warroom.toml:6: cost.rate: found an unknown key",
        'warroom.toml:8: cost.multipliers.scibe: found "scibe", expected one of',
        'warroom.toml:9: cost.multipliers.scribe: found "none",',
    ]
    found = sorted(mistakes_of(tmp_path, text), key=lambda line: int(line.split(":")[1]))
    assert len(found) == len(expected), found
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning), line


def test_a_section_without_a_rate_says_what_is_missing(tmp_path: Path) -> None:
    found = mistakes_of(tmp_path, '[cost]\ncurrency = "EUR"\n')
    assert len(found) == 1
    assert found[0].startswith("warroom.toml:1: cost.hourly: found nothing, expected what an hour of a person costs")
