"""The triage: five questions, one key each, and the severity that the rules make of the answers."""

from console.incident import assessing
from console.incident.classifier import sentence
from console.incident.indicators import TRIAGE, UNKNOWN, YES_NO
from console.screens.desk import Desk
from console.screens.flows import grading
from console.screens.flows.asking import cancelled, context_line, current
from console.screens.flows.declaring import keep
from widgets.dialog import KeysDialog
from widgets.text import safe_text
from widgets.values import Choice, Span, Tone

_TAKE = "take"


async def triage(desk: Desk) -> None:
    """Ask what is not answered yet; every answer is kept at once. Where all are, show them and what they make it."""
    for name in TRIAGE:
        if name not in assessing.told(current(desk)) and not await _answered(desk, name):
            return
    while (again := await _propose(desk)) is not None:
        if not await _answered(desk, again):
            return


async def _answered(desk: Desk, name: str) -> bool:
    """Ask a question and keep its answer; False where it was left."""
    text = await _ask(desk, name)
    if text is None:
        kept = sum(each in assessing.told(current(desk)) for each in TRIAGE)
        desk.say(f"{kept} of {len(TRIAGE)} answers are kept; v goes on")
        return False
    return await keep(desk, current(desk).id, {name: text})


async def _ask(desk: Desk, name: str) -> str | None:
    question, before = TRIAGE[name], assessing.told(current(desk)).get(name)
    number = list(TRIAGE).index(name) + 1
    keys = ("y", "n") if question.options == YES_NO else tuple("12345")
    choices = [Choice(option, f"{key}  {option}") for key, option in zip(keys, question.options, strict=False)]
    said = f" (so far: {safe_text(before, 40)})" if before else ""
    title = f"{number} of {len(TRIAGE)}: {question.asked}{said}"
    answer: str | None = await desk.ask(
        KeysDialog(title, [*choices, Choice(UNKNOWN, f"u  {UNKNOWN}")], context=context_line(desk))
    )
    return answer


async def _propose(desk: Desk) -> str | None:
    """Show the answers and what the rules make of them, to be taken by one key; return a question to be asked again."""
    incident, scheme, rules = current(desk), desk.context.scheme, desk.context.classifier
    answers = assessing.told(incident)
    found = None if rules is None else assessing.triage(rules, answers)
    if found is None:
        desk.say("the answers are kept; the rules have nothing to go by")
        return None
    label, said = scheme.at(found.rank).label, safe_text(sentence(found, scheme), 300)
    is_so = label == incident.severity
    take = [] if is_so else [Choice(_TAKE, f"y  make it {label}", "", Tone.ACTION)]
    told = [
        Choice(name, f"{at}  {each.words}: {safe_text(answers.get(name) or UNKNOWN, 40)}")
        for at, (name, each) in enumerate(TRIAGE.items(), 1)
    ]
    title, about = f"The rules propose {label}", (Span(f"{said}. It is {incident.severity} now."),)
    answer: str | None = await desk.ask(KeysDialog(title, [*take, *told], context=context_line(desk), about=about))
    if answer == _TAKE:
        await grading.change(desk, label, f"triage: {said}")
    elif answer is not None:
        return answer
    elif is_so:
        desk.say(f"{said}: so it is already")
    else:
        cancelled(desk, f"still {incident.severity}; the rules propose {said} (v shows it again)")
    return None
