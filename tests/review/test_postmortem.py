from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from console.incident import commands
from console.incident.clock import MINUTE, SECOND
from console.incident.errors import Refused
from console.incident.events import Assessed, ChangeSeen, Entry, Exported
from console.incident.redaction import MARK, Redactor
from console.papers import what_changed
from console.review.document import document
from console.review.escaping import code, plain
from console.review.markdown import render
from console.review.naming import document_path
from console.review.postmortem import postmortem
from console.review.report import build
from console.review.rows import NOISE
from tests.hostile import HOSTILE, leaks
from tests.incident.story import ID, START, Story
from tests.review.stories import GOLDEN, STORIES, checkout, fresh, hostile, long, released, rendered, report

HEADINGS = [
    "Executive summary",
    "Impact",
    "What it looked like",
    "Root cause and trigger",
    "Contributing factors",
    "Response analysis",
    "What went well, what went poorly, where we got lucky",
    "How the response went",
    "Action items",
    "Lessons",
    "Timeline",
    "What changed",
    "The response in detail",
    "How long it took",
    "Decisions",
    "Roles",
    "Checklist",
    "Supporting data",
    "Open questions",
]


@pytest.mark.parametrize("name", STORIES)
def test_the_documents_are_those_of_the_golden_files(name: str) -> None:
    for suffix, text in rendered(STORIES[name]()).items():
        assert text == (GOLDEN / f"{name}.{suffix}").read_text(encoding="utf-8")


def test_the_same_log_gives_the_same_bytes() -> None:
    assert rendered(checkout()) == rendered(checkout())


def test_exporting_does_not_change_what_is_exported_next() -> None:
    story = checkout()
    before = render(report(story))
    story.wait(60_000)
    story.write(Exported("md", "incidents/x.md"))
    assert render(report(story)) == before


def _tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def _headings(text: str) -> list[str]:
    tokens = list(_tokens(text))
    return [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]


@pytest.mark.parametrize("name", STORIES)
def test_every_section_is_there(name: str) -> None:
    found = [heading.partition(":")[0] for heading in _headings(render(report(STORIES[name]())))[1:]]
    more = {each for each in found if each.startswith("Promises")}
    more |= {"The whys", "Fishbone", "What was thought and how it fell"} if name == "reasoned" else set()
    assert [each for each in found if each not in more] == HEADINGS
    assert more <= set(found)
    assert ("Promises" in {each.split()[0] for each in found}) == (name == "promised")


def test_hostile_text_changes_no_structure() -> None:
    text = render(report(hostile()))
    tokens = list(_tokens(text))
    kinds = {token.type for token in tokens}
    assert kinds & {"link_open", "image", "blockquote_open", "code_block", "fence", "hr", "ordered_list_open"} == set()
    assert {token.content.strip() for token in tokens if token.type == "html_inline"} == {"<br>"}
    assert all(token.content.startswith("<!-- ") for token in tokens if token.type == "html_block")
    timeline = text.partition("## Timeline")[2].partition("## What changed")[0]
    rows = [line for line in timeline.splitlines() if line.startswith("| 2026")]
    assert len(rows) == len(report(hostile()).rows)
    cells = [token for token in _tokens(timeline) if token.type == "td_open"]
    assert len(cells) == 5 * len(rows)


@pytest.mark.parametrize("attack", HOSTILE)
def test_no_hostile_text_gets_through_to_a_terminal(attack: str) -> None:
    story = Story()
    story.declare(commander=f"eve {HOSTILE[attack]}"[:200])
    story.do(commands.note, ID, f"x{HOSTILE[attack]}"[:60_000], actor=HOSTILE[attack][:200])
    for text in rendered(story).values():
        assert leaks(text.encode("utf-8").replace(b"\n", b"\r\n")) == []


_MARKDOWN = st.text(alphabet="ab#*_`[]()<>|\\!-+.1&;~$:/ \n\t=\"'", max_size=40)


@given(_MARKDOWN)
def test_escaped_text_reads_as_it_was_written(raw: str) -> None:
    made = plain(raw)
    tokens = list(_tokens(f"| x |\n|---|\n| {made} |\n"))
    inline = ("text", "text_special", "html_inline", "code_inline", "em_open", "strong_open", "link_open", "s_open")
    parts = [token for token in tokens if token.type in inline]
    shown = "".join("\n" if token.content == "<br>" else token.content or "\0" for token in parts)
    wanted = "\n".join(" ".join(line.split(" ")).strip() for line in raw.expandtabs(4).split("\n"))
    assert shown.removeprefix("x").split() == wanted.split()
    assert "\0" not in shown


@given(_MARKDOWN)
def test_escaped_text_opens_no_block_where_a_list_item_begins(raw: str) -> None:
    tokens = [token.type for token in _tokens(f"- {plain(raw)}\n")]
    assert tokens.count("list_item_open") == 1
    assert {"heading_open", "blockquote_open", "fence", "code_block", "hr", "html_block"} & set(tokens) == set()


@given(st.text(max_size=30))
def test_a_code_span_stays_one(raw: str) -> None:
    tokens = [token for token in _tokens(f"a {code(raw)} b") if token.type == "code_inline"]
    assert len(tokens) == 1


def test_an_id_from_elsewhere_cannot_end_the_comment_that_names_it() -> None:
    story = Story()
    story.declare("x --> <script> | `y`\n# z")
    text = postmortem(build(story.events, "x --> <script> | `y`\n# z", rank=what_changed)).text
    assert text.startswith("<!-- warroom:incident x_____script_____y____z -->\n# Postmortem: Checkout errors\n")
    assert "<script" not in text
    again = postmortem(build(story.events, "x --> <script> | `y`\n# z", rank=what_changed), old_text=text)
    assert again.text == text


def test_every_row_cites_its_event() -> None:
    story = checkout()
    text = render(report(story))
    timeline = text.partition("## Timeline")[2].partition("## What changed")[0]
    cited = [line.split("`")[1] for line in timeline.splitlines() if line.startswith("| 2026")]
    own = [event.key for event in story.events if not isinstance(event.fact, NOISE)]
    assert sorted(cited) == sorted(own)
    assert len(own) < len(story.events)


def test_the_timeline_is_in_the_order_in_which_things_happened() -> None:
    rows = report(checkout()).rows
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert rows[0].text == "seen in the graphs"
    assert rows[0].remarks == ("written down at 17:48:13 UTC",)


def test_a_lost_race_stands_in_the_timeline_as_refused() -> None:
    row = next(row for row in report(checkout()).rows if row.actor == "erin")
    assert row.refused
    assert row.remarks == ("refused: the role was dana's by then, no longer alice",)


def test_a_corrected_row_shows_both_texts_and_who_corrected_it() -> None:
    row = next(row for row in report(checkout()).rows if "pool" in row.text)
    assert row.text.startswith("the database pool")
    assert row.pinned
    assert row.remarks[0].startswith("corrected by bob in alice@host/6; first written: the databse pool")


def test_only_what_falls_into_its_time_is_taken_from_the_room() -> None:
    texts = [row.text for row in report(long()).rows]
    assert not any("web" in text or "Another" in text for text in texts)


def test_what_the_log_does_not_know_is_asked_and_not_invented() -> None:
    asked = [question.text for question in report(fresh()).questions]
    assert "When did the impact begin? (started_at unset)" in asked
    assert "Who or what noticed it first: a monitor, a customer, an engineer?" in asked
    assert any(each.startswith("Who did the work of roles that were never filled: ") for each in asked)
    assert "What was the root cause, in which component?" in asked
    text = render(report(fresh()))
    assert "**Duration:** not known" in text
    assert "n/a (its beginning and detected unset)" in text
    assert "**Cost of the response:** not estimated" in text


def test_secrets_do_not_get_into_the_documents() -> None:
    from console.review.document import render_json

    made = report(hostile())
    redactor = Redactor(["from the future"])
    for text in (render(made, redactor), render_json(made, redactor)):
        assert "hunter2" not in text
        assert "from the future" not in text
    assert f"password={MARK}".replace("[", "\\[").replace("]", "\\]") in render(made, redactor)


def test_an_incident_that_the_log_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="No incident INC-20261121-009"):
        build(checkout().events, "INC-20261121-009", rank=what_changed)


def test_the_path_is_the_day_and_the_title_and_a_collision_gets_a_suffix() -> None:
    incident = checkout().incident()
    path = "incidents/2026-11-21-checkout-errors-after-web-2-4-1.md"
    assert document_path(incident, lambda _path: False) == path
    assert document_path(incident, {path}.__contains__) == path.replace(".md", "-2.md")
    assert document_path(incident, {path, path.replace(".md", "-2.md")}.__contains__) == path.replace(".md", "-3.md")
    assert document_path(incident, lambda _path: False, "json").endswith(".json")


def test_a_second_export_keeps_what_people_wrote_and_asks_no_more_what_they_answered() -> None:
    story = checkout()
    made = report(story)
    first = postmortem(made).text
    begin = "<!-- warroom:keep root-cause -->\n"
    ours = first.replace(f"{begin}*Nobody has written this yet.*", f"{begin}The pool was too small.\n\n- since May")
    story.do(commands.note, ID, "one more thing")
    second = postmortem(report(story), old_text=ours)
    assert second.conflicts == ()
    assert "The pool was too small.\n\n- since May\n<!-- /warroom:keep -->" in second.text
    assert "one more thing" in second.text
    assert "What triggered it?" in first
    assert "What triggered it?" not in second.text
    third = postmortem(report(story), old_text=second.text)
    assert third == second


def test_a_document_about_something_else_is_never_overwritten() -> None:
    other = postmortem(report(checkout())).text.replace(ID, "INC-20261121-002")
    for text in (other, "# my notes\n", ""):
        with pytest.raises(Refused, match="never overwritten"):
            postmortem(report(checkout()), old_text=text)


def test_what_changed_is_told_from_two_hours_before_the_onset_to_the_end_the_nearest_before_it_first() -> None:
    made = report(released())
    assert [(each.text, each.from_onset // SECOND) for each in made.changes] == [
        ("deploy/web 2.4.0 > 2.4.1", -180),
        ("deploy/search 7 > 8", -5400),
        ("<b>config</b> | `x` changed", 630),
    ]
    text = render(made)
    assert "| 2026-11-21 17:29:13 | `alice@host/1` | 3m before | ci-bot | deploy/web 2.4.0 > 2.4.1 |" in text
    assert len(document(made)["details"]["changes"]) == 3


def test_a_corrected_change_stands_at_its_corrected_time_with_its_corrected_text() -> None:
    story = released()
    story.do(commands.correct, story.events[2], "mail 2", occurred_at=START - 11 * MINUTE)
    assert report(story).changes[0][1:] == (-MINUTE, "alice@host/3", "", "mail 2")


def test_of_many_changes_thirty_are_told_and_how_many_more() -> None:
    story = Story()
    for index in range(37):
        fact = ChangeSeen("k8s", "rollout", "web", f"change {index}", f"key {index}")
        story.write((Entry(fact, "k8s", "", START - index * SECOND),))
    story.declare()
    made = report(story)
    assert [each.text for each in made.changes] == [f"change {index}" for index in range(30)]
    assert "\n\nAnd 7 more in the log.\n" in render(made)
    assert document(made)["details"]["more_changes"] == 7
    assert made.cites == 31


def test_of_an_action_the_timeline_has_what_was_sent_and_what_became_of_it() -> None:
    told = [row.text for row in report(released()).rows if row.kind == "action"]
    assert told == [
        "rollback deploy/web executing",
        "rollback deploy/web improved: error rate 9% > 0.1%",
        *(f"restart deploy/api {step}" for step in ("in doubt", "failed", "timed out", "refused", "worse")),
    ]


def test_a_settled_mitigation_is_named_by_what_was_done() -> None:
    told = [row.text for row in report(released()).rows if row.kind == "mitigation"]
    assert told == ["mitigation rollback deploy/web kept: bob (2.4.2 comes on Monday)", "mitigation act-99 kept"]


def test_what_was_said_of_its_size_is_told_and_what_nobody_knew_is_asked() -> None:
    story = Story()
    story.declare()
    story.write(Assessed({"users": "61", "impact": "", "data_risk": ""}))
    document = rendered(story)["md"]
    assert "- **Users:** not estimated; believed then: users affected: 61 % (`alice@host/2`)" in document
    assert "- What was the impact on customers?" in document
    assert "- Was data at risk?" in document
    assert "How many users were affected?" not in document


def test_what_the_triage_answered_stands_in_the_impact_and_is_not_asked_again() -> None:
    story = Story()
    story.declare()
    story.write(Assessed({"reach": "10 to 50 %", "data_risk": "no", "business": "yes"}))
    text = render(report(story))
    assert "- **Users:** not estimated; believed then: users hit: 10 to 50 % (`" in text
    assert "- **Data loss:** not estimated; believed then: data at risk: no (`" in text
    assert "- **Revenue:** not estimated; believed then: business impact: yes (`" in text
    assert "How many users were affected?" not in text
    assert "Was data lost" not in text
    assert "What did it cost in revenue?" in text
