"""Declaring an incident, and saying how bad it is: the form with what the rules propose."""

from collections.abc import Mapping, Sequence

from checks.sample import Status
from console.incident import assessing, commands
from console.incident.classifier import Proposal, sentence
from console.incident.clock import HOUR, clock_time
from console.incident.errors import Refused
from console.incident.indicators import IMPACTS, UNKNOWN
from console.incident.severity import Level, find
from console.present.severity import triaged
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, current, parse_time
from widgets.text import safe_text
from widgets.values import Field, Span

RULES = "by rules"
"""The severity that is taken from what the rules propose."""
_TITLE = "Declare an incident"
_BAD = (Status.DOWN, Status.DEGRADED)
_HINTS = {"users": "in percent; empty: unknown", "impact": "the worst that applies"}
"""What stands beside the fields that the rules go by."""
_RECENT = 6 * HOUR
"""What has not been ok for longer is hardly what is declared now."""


async def declare(desk: Desk) -> None:
    """Ask for what is known, show what the rules make of it, and declare an incident."""
    labels = tuple(level.label for level in desk.context.scheme.levels)
    known = desk.context.services
    bad = [each.service for each in desk.room.snapshot.services if each.status in _BAD]
    hit = ", ".join(name for name in bad if not known or name in known)
    fields = (
        Field("title", "What is wrong", hint="one line, as users see it", required=True),
        Field("severity", "Severity", RULES, "", (RULES, *labels)),
        *_fields({"services": safe_text(hit, 300)}),
        _began(desk, bad),
        Field("detected_by", "Noticed by", commands.DETECTED_BY[0], "", commands.DETECTED_BY),
        Field("type", "Type", desk.context.types[0], "security has a codename", tuple(desk.context.types)),
    )

    while True:
        answers = await ask_form(
            desk,
            _TITLE,
            fields,
            submit="declare",
            validate=lambda typed: _wrong(desk, typed),
            advise=lambda typed: _advice(desk, typed),
        )
        if answers is None:
            return
        reason = await _why_milder(desk, answers)
        if reason is not None:
            await _declared(desk, answers, reason)
            return
        desk.kept[_TITLE] = answers  # who leaves the second question is asked the first again


def _began(desk: Desk, bad: Sequence[str]) -> Field:
    """Return the field for the time when it began: that of the first service that is not ok is offered."""
    snapshot, hint = desk.room.snapshot, "empty is now; else -10m or 14:32: when users felt it"
    ailing = snapshot.state.ailing
    known = [(ailing[name], name) for name in bad if snapshot.at - _RECENT <= ailing.get(name, 0) <= snapshot.at]
    if not known:
        return Field("started", "Began", "", hint)
    at, name = min(known)
    told = f"{safe_text(name, 60)} is not ok since then; {hint}"
    return Field("started", "Began", f"{clock_time(at)}Z", told)


def _fields(values: Mapping[str, str]) -> tuple[Field, ...]:
    """Return what is asked of how bad it is; what is left empty is an open question."""
    return (
        Field("seen", "What is seen", values.get("seen", ""), "errors, numbers, since when; empty: unknown"),
        Field("services", "Affected services", values.get("services", ""), "with commas between; empty: unknown"),
        Field("users", "Users affected", values.get("users", ""), _HINTS["users"]),
        Field("impact", "Customer impact", values.get("impact") or UNKNOWN, _HINTS["impact"], (UNKNOWN, *IMPACTS)),
    )


def _wrong(desk: Desk, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the answers, by field."""
    found = {}
    for question in assessing.FORM:
        try:
            assessing.clean(question, typed[question], desk.context.services)
        except Refused as error:
            found[question] = str(error)
    return found


def _answers(desk: Desk, typed: Mapping[str, str]) -> dict[str, str]:
    return {name: assessing.clean(name, typed[name], desk.context.services) for name in assessing.FORM}


def _proposal(desk: Desk, typed: Mapping[str, str]) -> Proposal | None:
    """Return what the rules make of what was typed so far; what makes no sense yet counts as unknown."""
    rules = desk.context.classifier
    good = {name: text for name, text in typed.items() if name in assessing.FORM and name not in _wrong(desk, typed)}
    return None if rules is None else assessing.size(rules, {name: assessing.clean(name, good[name]) for name in good})


def _level(desk: Desk, typed: Mapping[str, str], proposal: Proposal | None) -> Level:
    """Return the severity that was chosen: where nothing is known and none was chosen, that of the scheme."""
    scheme = desk.context.scheme
    if typed["severity"] != RULES:
        return find(scheme, typed["severity"])
    return scheme.unclassified if proposal is None else scheme.at(proposal.rank)


def _advice(desk: Desk, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what stands beside the fields: what the rules propose, where it is typed and where it is chosen."""
    proposal = _proposal(desk, typed)
    level = _level(desk, typed, proposal)
    if proposal is None:
        unsure = f"nothing to go by yet: {level.label}. If unsure, the worse one"
        return {"severity": unsure if typed["severity"] == RULES else level.meaning, **_HINTS}
    said = safe_text(sentence(proposal, desk.context.scheme), 500)
    chosen = said if typed["severity"] == RULES else f"{level.meaning}. The rules say {said}"
    return {"severity": chosen, **{name: f"{hint}. {said}" for name, hint in _HINTS.items()}}


async def _why_milder(desk: Desk, typed: Mapping[str, str]) -> str | None:
    """Return the reason for a severity that is milder than the rules propose, "" where it is not, None where left."""
    proposal = _proposal(desk, typed)
    level = _level(desk, typed, proposal)
    if proposal is None or level.rank <= proposal.rank:
        return ""
    title = f"{level.label} is milder than the rules propose"
    intro = ((Span(safe_text(sentence(proposal, desk.context.scheme), 500)),),)
    field = Field("reason", "Because", "", "it goes into the log", (), required=True)
    answers = await ask_form(desk, title, (field,), submit="declare", intro=intro)
    return None if answers is None else answers["reason"]


async def _declared(desk: Desk, typed: Mapping[str, str], reason: str) -> None:
    context, proposal = desk.context, _proposal(desk, typed)
    started, level = parse_time(typed["started"], desk.room.snapshot.at), _level(desk, typed, proposal)
    answers = _answers(desk, typed)
    await desk.declare(
        lambda state, now, made: (
            *commands.declare(
                state,
                id=made,
                title=typed["title"],
                severity=level.label,
                actor=context.actor,
                now=now,
                scheme=context.scheme,
                started_at=now if started is None else started,
                detected_by=typed["detected_by"],
                type=typed["type"],
                types=context.types,
                purpose="drill" if context.drill else "incident",
            ),
            *commands.opening(made, answers, proposal, context.scheme, reason=reason, actor=context.actor),
        )
    )


async def size(desk: Desk) -> None:
    """Ask again for how bad it is: what is known stands there, what is not is open."""
    incident = current(desk)
    before = assessing.told(incident)
    ruled = triaged(incident, desk.context.classifier, desk.context.scheme)
    intro = ((Span(safe_text(f"The five questions (v) make it {ruled}.", 500)),),) if ruled else ()
    title, fields = f"How bad is {incident.id}?", _fields(before)
    typed = await ask_form(desk, title, fields, intro=intro, validate=lambda typed: _wrong(desk, typed))
    if typed is None:
        return
    new = {name: text for name, text in _answers(desk, typed).items() if text != before.get(name, "")}
    if not new:
        desk.say("nothing is new")
        return
    await keep(desk, incident.id, new)


async def keep(desk: Desk, incident: str, answers: Mapping[str, str]) -> bool:
    """Write answers down."""
    return await desk.act(
        lambda state, now: commands.answer(state, incident, answers, actor=desk.context.actor, now=now),
        "written down",
    )
