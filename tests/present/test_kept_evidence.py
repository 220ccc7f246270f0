"""The evidence of an incident as lines: what is kept, who had it, what was not to be had; all of it harmless."""

from console.incident import commands
from console.incident.exhibits import ExhibitKept, ExhibitMissed
from console.present.kept_evidence import evidence_lines
from tests.hostile import HOSTILE
from tests.incident.story import ID, START, Story


def test_lines_tell_what_is_kept_who_had_it_and_what_is_missing() -> None:
    story = Story()
    story.declare()
    told = [_text(story)]
    assert "None kept yet" in told[0]
    kept = ExhibitKept(
        "", "auth.log", "a" * 64, 5, "file copy", "/x", "h", "t", "1", START, START, remarks=("it grew",)
    )
    story.do(commands.keep_exhibits, ID, [kept], [ExhibitMissed("processes", "exec", "not done")])
    story.do(commands.handle_exhibit, ID, "e1", "transferred", "case 4711", to="D. Lee")
    shown = _text(story)
    for words in (
        "e1",
        "aaaaaaaaaaaa",
        "auth.log",
        "it grew",
        "transferred to D. Lee (case 4711)",
        "processes: not done",
    ):
        assert words in shown


def test_no_name_reaches_the_terminal_as_it_is() -> None:
    story = Story()
    story.declare()
    made = [
        ExhibitKept("", text, "b" * 64, 0, text, text, text, text, text, START, START, remarks=(text,))
        for text in HOSTILE
    ]
    story.do(commands.keep_exhibits, ID, made, [ExhibitMissed(text, text, text) for text in HOSTILE])
    shown = _text(story)
    assert not [sign for sign in shown if sign < " " and sign != "\n"]


def _text(story: Story) -> str:
    return "\n".join("".join(span.text for span in line) for line in evidence_lines(story.incident()))
