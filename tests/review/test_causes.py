"""What people thought of the cause as blocks, as text, as Mermaid and as JSON: only what was accepted is called so."""

import json
import re
from html.parser import HTMLParser

import pytest

from console.incident import commands
from console.incident.factors import CATEGORIES, EXAMPLES
from console.incident.redaction import Redactor
from console.papers.webpage import webpage
from console.review.blocks import Listing, Paragraph, Points
from console.review.causes import contributing, quotes_of, root_cause, thoughts, whys
from console.review.columns import broken, cells
from console.review.document import document
from console.review.fishbone import fishbone_mermaid, fishbone_text
from console.review.markdown import render
from console.review.mermaid import label
from console.review.open_causes import in_short, undecided
from console.review.why_tree import tree_mermaid, tree_text
from tests.incident.story import ID, Story
from tests.review.reasoning import DRAWINGS, attacked, reasoned
from tests.review.stories import ATTACKS, GOLDEN, report

CJK = "\u7f13\u5b58\u6c60\u5df2\u6ee1" * 9
_NODE = re.compile(r'  \w+\["[^"\[\]{}<>|`;%&\\#\n]*(?:#\d+;[^"\[\]{}<>|`;%&\\#\n]*)*"\]')
_EDGE = re.compile(r'  \w+ -->(?:\|"(?:why|how)"\|)? \w+')
_STYLE = re.compile(r"  class(?:Def)? [\w,]+ [\w:, .-]+")


def _words(lines: object) -> str:
    """Return everything that stands in blocks, as one text."""
    if isinstance(lines, str):
        return lines
    return "".join(map(_words, lines)) if isinstance(lines, tuple | list) else ""


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawings_are_those_of_the_golden_files(name: str) -> None:
    assert f"{DRAWINGS[name](reasoned().incident())}\n" == (GOLDEN / name).read_text(encoding="utf-8")


def test_only_what_a_person_accepted_is_called_the_root_cause() -> None:
    story = Story()
    story.declare()
    assert list(root_cause(report(story))) == []
    story.do(commands.add_hypothesis, ID, "a bad disk")
    assert list(root_cause(report(story))) == [Paragraph("No hypothesis was accepted as the root cause.")]
    story.do(commands.move_hypothesis, ID, "h1", "accepted", "it was")
    (found,) = root_cause(report(story))
    assert isinstance(found, Points)
    assert _words(found).startswith(
        "Root cause: a bad disk, unsupported: no event speaks for it (h1, accepted by alice"
    )
    assert document(report(story))["root_cause"] == {"component": None, "issue": "a bad disk", "trigger": None}


def test_evidence_is_cited_with_what_the_event_says() -> None:
    found = report(reasoned())
    told = _words(tuple(thoughts(found.incident, quotes_of(found))))
    assert 'against: alice@host/3, as ever: "queries of the database take 3 ms"' in told
    assert "h2 refuted: the database is slow (" in told
    assert "h3 proposed: a crawler came by (never decided) (" in told
    assert "a test that could refute it: roll back one pod; owner bob; component web; confidence 90 %" in told


def test_what_is_open_is_asked_once_the_incident_is_over() -> None:
    asked = list(undecided(reasoned().incident()))
    assert asked == [
        "Did h3 hold? It was proposed and never decided: a crawler came by",
        "What speaks for f2? No event is named for it: 2.4.1 went out on a Saturday",
        "Does f3 hold? It was named and neither accepted nor struck: the backup region was warm",
        "What speaks for w2, w3, w4 of the whys? No event is named for any of them.",
    ]
    answered = {each.text for each in report(reasoned()).questions}
    assert not answered & {"What was the root cause, in which component?", "What triggered it?"}
    live = Story()
    live.declare()
    live.do(commands.add_hypothesis, ID, "a bad disk")
    assert list(undecided(live.incident())) == []


def test_who_takes_over_is_told_what_was_accepted_and_what_is_thought() -> None:
    assert list(in_short(reasoned().incident())) == [
        ("Root cause", "web 2.4.1 leaks connections"),
        ("Hypotheses", "h3 proposed: a crawler came by"),
    ]
    story = Story()
    story.declare()
    assert list(in_short(story.incident())) == []
    story.do(commands.add_hypothesis, ID, "a bad disk", owner="bob")
    assert list(in_short(story.incident())) == [("Hypotheses", "h1 proposed (bob): a bad disk")]


def test_no_example_of_a_category_is_part_of_a_document() -> None:
    text = render(report(reasoned())) + json.dumps(document(report(reasoned())))
    assert not [each for each in EXAMPLES.values() if each in text]


def test_without_whys_and_factors_there_is_nothing_of_them() -> None:
    story = Story()
    story.declare()
    assert [*whys(story.incident()), *contributing(report(story)), *thoughts(story.incident(), {})] == []


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_leaves_its_label_in_a_chart(text: str) -> None:
    shown = label(text)
    assert re.fullmatch(r'"[^"]+"', shown)
    assert not set(shown[1:-1]) & set('<>"[]{}|`%&\\\n')
    assert not re.search(r"#(?!\d+;)", shown)


def test_every_line_of_a_chart_of_attacks_is_a_box_an_arrow_or_a_style() -> None:
    incident = attacked(
        (*ATTACKS, "end", "%%{init: {'x': 1}}%%", 'x"] --> y', "click a javascript:alert(1)")
    ).incident()
    for chart in (tree_mermaid(incident), fishbone_mermaid(incident, CATEGORIES)):
        head, *lines = chart.splitlines()
        assert head in {"flowchart TD", "flowchart LR"}
        assert [
            each for each in lines if not (_NODE.fullmatch(each) or _EDGE.fullmatch(each) or _STYLE.fullmatch(each))
        ] == []


@pytest.mark.parametrize("width", [12, 20, 40, 59, 60, 76, 130])
def test_drawings_keep_to_their_width_whatever_stands_in_them(width: int) -> None:
    incident = attacked((*ATTACKS, CJK, "x" * 300)).incident()
    for text in (tree_text(incident, width), fishbone_text(incident, CATEGORIES, width)):
        assert max(map(cells, text.splitlines())) <= width
        assert text.replace("\n", "").isprintable()


def test_what_is_broken_loses_no_word_and_fits() -> None:
    assert broken("a bb  ccc\nd", 4) == ["a bb", "ccc", "d"]
    assert broken("abcdefgh", 3) == ["abc", "def", "gh"]
    assert broken("", 3) == [""]
    assert [cells(each) for each in broken(CJK, 5)][:2] == [4, 4]


def test_secrets_are_taken_out_before_a_line_is_broken() -> None:
    story = Story()
    story.declare()
    story.do(commands.answer_why, ID, "the token abcdefghijklmnopqrstuvwxyz was old")
    story.do(commands.name_factor, ID, "the token abcdefghijklmnopqrstuvwxyz was old", "code")

    def redact(text: str) -> str:
        return text.replace("abcdefghijklmnopqrstuvwxyz", "***")

    for text in (tree_text(story.incident(), 20, redact), fishbone_text(story.incident(), CATEGORIES, 76, redact)):
        assert "***" in text
        assert "abcdef" not in text
    listed = [each for each in (*whys(story.incident()), *contributing(report(story))) if isinstance(each, Listing)]
    assert len(listed) == 4
    assert all("***" in each.shown(redact) and "abcdef" not in each.shown(redact) for each in listed)


def test_a_secret_is_taken_out_before_its_signs_become_numbers_or_a_label_is_cut() -> None:
    story = Story()
    story.declare()
    signs, long = "pa$$w0rd#9&x", "sesame" * 12
    for secret in (signs, f"{'x' * 150} {long}"):
        story.do(commands.answer_why, ID, f"the key {secret} was known")
        story.do(commands.name_factor, ID, f"the key {secret} was known", "code")
    redact = Redactor((signs, long))
    page, document = (webpage(report(story), {}, "x.md", redact), render(report(story), redact))
    assert all("sesame" not in text and "w0rd" not in text for text in (page, document))


def test_a_page_of_attacks_has_no_tag_of_theirs() -> None:
    found: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)
            found.extend(name for name, _value in attrs if name.startswith("on"))

    Tags().feed(webpage(report(attacked(ATTACKS)), {}, "x.md"))
    assert "details" in found
    assert not {"script", "img", "iframe", "object", "form", "onerror", "onclick"} & set(found)
