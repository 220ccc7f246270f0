"""Hypotheses, whys and factors by forms: what screen 5 asks about the selected row."""

from collections.abc import Mapping

from console.incident import commands
from console.incident.errors import Refused
from console.incident.factors import ACCEPTED, CONTRIBUTING, SORTS, STRUCK
from console.incident.hypotheses import MOVES
from console.incident.references import AGAINST, FOR
from console.incident.weighing import hypothesis_of
from console.incident.whys import QUESTIONS
from console.screens.desk import Desk
from console.screens.flows import supposing
from console.screens.flows.asking import ask_form, context_line, current
from widgets.dialog import PickDialog
from widgets.text import safe_text
from widgets.values import Choice, Field

LINE = "line"
"""The kind of rows that are no thing by themselves."""
_EVENT = "writer/number, as the timeline and the document have it: alice@host/12"


def _id(row: str) -> str:
    """Return the id of a row, which stands behind the kind of its table; a line of a drawing has none."""
    kind, _, name = row.partition(":")
    return "" if kind == LINE else name


def _chosen(row: str, what: str) -> str:
    found = _id(row)
    if not found:
        raise Refused(f"Choose {what} first (up and down); a writes a new one.")
    return found


def _confidence(text: str) -> int | None:
    plain = text.strip().removesuffix("%").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and int(plain) <= 100):  # noqa: PLR2004 - percent
        raise Refused(f"'{text.strip()[:20]}' is no confidence; expected whole percent from 0 to 100.")
    return int(plain)


def _wrong(answers: Mapping[str, str]) -> Mapping[str, str]:
    try:
        _confidence(answers["confidence"])
    except Refused as error:
        return {"confidence": str(error)}
    return {}


async def suppose(desk: Desk, _row: str) -> None:
    """Ask for a hypothesis."""
    incident, actor = current(desk), desk.context.actor
    fields = (
        Field("text", "Hypothesis", "", "what may have been the cause", (), required=True),
        Field("test", "Test", "", "what would refute it; may stay empty"),
        Field("owner", "Owner", "", "who looks into it"),
        Field("confidence", "Confidence", "", "percent; may stay empty"),
    )
    answers = await ask_form(desk, "Hypothesis", fields, submit="propose", validate=_wrong)
    if answers is not None:
        await desk.act(
            lambda state, _now: commands.add_hypothesis(
                state,
                incident.id,
                answers["text"],
                actor=actor,
                test=answers["test"],
                owner=answers["owner"],
                confidence=_confidence(answers["confidence"]),
            ),
            "hypothesis proposed",
        )


async def move(desk: Desk, row: str) -> None:
    """Ask where a hypothesis goes, and why."""
    found = hypothesis_of(current(desk), _chosen(row, "a hypothesis"))
    choices = [Choice(each, each) for each in MOVES[found.state]]
    to = await desk.ask(PickDialog(f"{found.id} is {found.state}; now", choices, context=context_line(desk)))
    if to:
        await supposing.ask_move(desk, found, to)


async def change(desk: Desk, row: str) -> None:
    """Ask for the parts of a hypothesis."""
    incident, actor = current(desk), desk.context.actor
    found = hypothesis_of(incident, _chosen(row, "a hypothesis"))
    sure = "" if found.confidence is None else str(found.confidence)
    fields = (
        Field("text", "Hypothesis", found.text, "", (), required=True, typed=True),
        Field("test", "Test", found.test, "what would refute it", typed=True),
        Field("owner", "Owner", found.owner, "who looks into it", typed=True),
        Field("confidence", "Confidence", sure, "percent; empty: not said", typed=True),
    )
    answers = await ask_form(desk, f"Hypothesis {found.id}", fields, validate=_wrong)
    if answers is None:
        return
    said = _confidence(answers["confidence"])
    await desk.act(
        lambda state, _now: commands.set_hypothesis(
            state,
            incident.id,
            found.id,
            actor=actor,
            **{name: answers[name] for name in ("text", "test", "owner") if answers[name] != getattr(found, name)},
            confidence=None if said == found.confidence else -1 if said is None else said,
        ),
        f"{found.id} is changed",
    )


async def _weigh(desk: Desk, row: str, side: str, what: str) -> None:
    subject = _chosen(row, what)
    fields = (
        Field("event", "Event", "", _EVENT, (), required=True),
        Field("why", "Because", "", "what it shows; may stay empty"),
    )
    title = f"What speaks {side} {subject}"
    answers = await ask_form(desk, title, fields)
    if answers is not None and not await supposing.weighed(
        desk, subject, side, answers["event"].strip(), answers["why"]
    ):
        desk.kept[title] = answers  # refused: nobody types it twice


async def supports(desk: Desk, row: str) -> None:
    """Ask for an event that speaks for a hypothesis, an answer or a factor."""
    await _weigh(desk, row, FOR, "a row")


async def refutes(desk: Desk, row: str) -> None:
    """Ask for an event that speaks against a hypothesis."""
    await _weigh(desk, row, AGAINST, "a hypothesis")


async def answer(desk: Desk, row: str) -> None:
    """Ask why, below the selected answer or below the first question."""
    above = _id(row)
    title = f"Why? (below {above})" if above else "Why did it happen?"
    fields = (
        Field("text", "Because", "", "one answer; there may be several beside it", (), required=True),
        Field("asked", "Question", QUESTIONS[0], "how often tells more than why", tuple(QUESTIONS)),
    )
    answers = await ask_form(desk, title, fields)
    if answers is not None:
        await supposing.answered(desk, answers["text"], above, answers["asked"])


async def strike(desk: Desk, row: str) -> None:
    """Ask why an answer does not hold."""
    found = _chosen(row, "an answer")
    answers = await ask_form(desk, f"{found} does not hold", (Field("why", "Because", "", "", (), required=True),))
    if answers is not None:
        await supposing.struck(desk, found, answers["why"])


async def contribute(desk: Desk, _row: str) -> None:
    """Ask for what contributed."""
    incident, context = current(desk), desk.context
    fields = (
        Field("text", "Factor", "", "what contributed, triggered it, or was luck", (), required=True),
        Field("category", "Category", context.categories[0], "", tuple(context.categories)),
        Field("sort", "Kind", CONTRIBUTING, "", SORTS),
        Field("tags", "Tags", "", f"of causes: {safe_text(', '.join(_tags(desk)), 200)}; may stay empty"),
    )
    title = "What contributed"
    answers = await ask_form(desk, title, fields)
    if answers is not None:
        done = await desk.act(
            lambda state, _now: commands.name_factor(
                state,
                incident.id,
                answers["text"],
                answers["category"],
                actor=context.actor,
                sort=answers["sort"],
                tags=[each for each in answers["tags"].replace(",", " ").split() if each],
                known_tags=_tags(desk),
                categories=context.categories,
            ),
            "factor named",
        )
        if not done:
            desk.kept[title] = answers  # refused: nobody types it twice


def _tags(desk: Desk) -> tuple[str, ...]:
    return tuple(each.tag for each in desk.context.priors)


async def judge(desk: Desk, row: str) -> None:
    """Ask whether a factor holds."""
    found = _chosen(row, "a factor")
    choices = [Choice(ACCEPTED, "accept", "it contributed"), Choice(STRUCK, "strike", "it did not")]
    to = await desk.ask(PickDialog(f"{found}", choices, context=context_line(desk)))
    if to:
        needed = to == STRUCK
        answers = await ask_form(desk, f"{found}: {to}", (Field("why", "Because", "", "", (), needed),))
        if answers is not None:
            await supposing.judged(desk, found, to, answers["why"])
