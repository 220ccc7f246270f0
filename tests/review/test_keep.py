import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.review.keep import ACTIONS, PLACEHOLDER, block, incident_in, merge, rejected, seal, written

INCIDENT = "INC-20261121-001"


def _document(*names: str, body: str = "facts") -> str:
    return seal(INCIDENT, "\n\n".join([body, *map(block, names)]))


def _write(text: str, name: str, words: str) -> str:
    return text.replace(block(name), block(name, words))


def test_a_document_says_which_incident_it_is_about() -> None:
    assert incident_in(_document()) == INCIDENT
    assert incident_in("# a file of mine") == ""
    assert incident_in(f"x\n{_document()}") == ""


def test_parts_that_nobody_wrote_are_not_counted_as_written() -> None:
    text = _document("summary", "lessons", "impact", "root-cause")
    text = _write(_write(text, "summary", " "), "lessons", "we learnt")
    text = _write(text, "impact", f"{PLACEHOLDER}\n\n{ACTIONS}")
    assert written(text) == {"lessons"}


@given(st.text(alphabet="ab \n-<>!|`#", max_size=60).filter(lambda text: text.strip() and "<!-- " not in text))
def test_whatever_people_write_survives_and_merging_again_changes_nothing(words: str) -> None:
    old = _write(_document("summary", "lessons"), "lessons", words)
    new = _document("summary", "lessons", body="other facts")
    merged = merge(old, new)
    assert merged.conflicts == ()
    assert block("lessons", words) in merged.text
    assert "other facts" in merged.text
    assert merge(merged.text, new).text == merged.text


def test_bytes_that_are_no_text_survive() -> None:
    old = _write(_document("summary"), "summary", "caf\udce9")
    merged = merge(old, _document("summary"))
    assert merged.conflicts == ()
    assert block("summary", "caf\udce9") in merged.text


def test_line_ends_of_another_system_are_understood() -> None:
    old = _write(_document("summary"), "summary", "two\nlines").replace("\n", "\r\n")
    assert block("summary", "two\nlines") in merge(old, _document("summary")).text


def test_a_part_that_is_gone_comes_back_as_a_conflict() -> None:
    old = _write(_document("summary", "weather"), "weather", "it rained")
    merged = merge(old, _document("summary"))
    assert [(conflict.reason, conflict.text) for conflict in merged.conflicts] == [
        ("the part 'weather' is no part of the document any more", "it rained\n")
    ]
    assert "it rained" in rejected(merged.conflicts)


def test_a_part_that_occurs_twice_keeps_the_first_and_gives_the_second_back() -> None:
    old = _write(_document("summary", "summary"), "summary", "mine")
    merged = merge(old, _document("summary"))
    assert "the part 'summary' occurs twice" in {conflict.reason for conflict in merged.conflicts}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("facts", "facts, and more"),
        lambda text: text + "a line at the end\n",
        lambda text: text.replace("<!-- /warroom:keep -->", "", 1),
        lambda text: text[: text.index("<!-- warroom:generated")],
    ],
)
def test_text_outside_of_the_kept_parts_is_given_back_and_not_lost(change: object) -> None:
    old = change(_write(_document("summary"), "summary", "mine"))  # type: ignore[operator]  # a parameter is an object
    merged = merge(old, _document("summary"))
    assert merged.conflicts[-1].text == old
