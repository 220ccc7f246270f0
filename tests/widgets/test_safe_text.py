"""The one way in for text from outside."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from widgets.text import safe_lines, safe_text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text [/x] stays", "plain text [/x] stays"),
        ("\x1b]52;c;AAAA\x07", "␛]52;c;AAAA␇"),
        ("a\x00b\x7fc", "a␀b␡c"),
        ("\x9b2J\x85", "⟪9B⟫2J⟪85⟫"),
        ("user\u202egnp.exe", "user⟪202E⟫gnp.exe"),
        ("zero\u200bwidth\ufeff", "zero⟪200B⟫width⟪FEFF⟫"),
        ("lone \udc9b", "lone \ufffd"),
        ("one\ntwo\r\nthree", "one⏎two⏎three"),
        ("spin\rner", "spin␍ner"),
        ("a\tb", "a   b"),
        ("no\u00a0break", "no break"),
        ("ünïcödé 漢字 ● ✔", "ünïcödé 漢字 ● ✔"),
        ("⚠\ufe0f broken", "⚠ broken"),
        ("👍\U0001f3fd", "👍"),
        ("1\ufe0f\u20e3 first", "1 first"),
        ("👩\u200d🚒", "👩⟪200D⟫🚒"),
        ("🇩🇪", "⟪DE⟫"),
        ("x\ufe0f", "x⟪FE0F⟫"),
        ("tag\U000e0041", "tag⟪E0041⟫"),
        (b"bytes \xff\x1b", "bytes \ufffd␛"),
        (42, "42"),
        (None, "None"),
    ],
)
def test_what_would_act_on_a_terminal_is_shown_instead(raw: object, shown: str) -> None:
    assert safe_text(raw) == shown


def test_what_is_cut_off_is_counted() -> None:
    assert safe_text("a" * 12, cap=10) == "a" * 10 + "… (+2)"
    assert safe_text("a" * 10, cap=10) == "a" * 10


def test_marks_piled_on_a_character_are_limited() -> None:
    shown = safe_text("z" + "\u0335" * 50)
    assert shown.startswith("z\u0335\u0335\u0335⟪335⟫")
    assert safe_text("\u0301alone").startswith("◌\u0301")


def test_many_lines_stay_lines_where_lines_are_allowed() -> None:
    assert safe_lines("one\r\ntwo\x1b\nthree") == ("one", "two␛", "three")
    assert safe_lines("a\nb\nc\nd", lines=2) == ("a", "b", "… (+2 lines)")
    assert safe_lines("x" * 100, cap=10) == ("x" * 10 + "… (+90)",)


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_left(name: str) -> None:
    assert_harmless(safe_text(HOSTILE[name]))


@given(st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_comes_out_harmless_and_stays_as_it_is(raw: str) -> None:
    shown = safe_text(raw)
    assert_harmless(shown)
    assert safe_text(shown) == shown


@pytest.mark.parametrize("piece", ["a", "\x1b[", "\u202e", "é", "漢", "z\u0301", "👍\U0001f3fd", "\n"])
def test_a_megabyte_comes_out_harmless(piece: str) -> None:
    raw = piece * (1_000_000 // len(piece))
    assert_harmless(safe_text(raw, cap=len(raw)))  # 0.3 s for the worst; a quadratic way would take minutes
    assert_harmless(safe_text(raw))
    assert all(len(line) <= len(raw) for line in safe_lines(raw))


def assert_harmless(text: str) -> None:
    assert text.isprintable()
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in text)
    assert not any("\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000" for char in text)
