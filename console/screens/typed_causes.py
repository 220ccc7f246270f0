"""What is typed about the cause: hypotheses, whys, and what contributed."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from console.incident.factors import ACCEPTED, STRUCK
from console.incident.hypotheses import MOVES
from console.incident.references import AGAINST, FOR, NEITHER
from console.incident.whys import HOW
from console.screens.desk import Desk
from console.screens.flows import supposing
from console.screens.flows.asking import need


class _Typed(NamedTuple):
    """A line as it was typed: what is to be done to what, and the rest; `verb` and `id` "" where it is only text."""

    verb: str
    id: str
    rest: str


def _typed(text: str) -> _Typed:
    """Tell "for h1 alice@host/12 why" from "for a while the pool was full": behind a verb stands a name."""
    found = _VERB.fullmatch(text)
    return _Typed("", "", text) if found is None else _Typed(found[1] or "", found[2], (found[3] or "").strip())


_VERB = re.compile(r"(?:(for|against|neither|how|drop|accept) +)?([hwf]\d+)(?: +(.*))?", re.DOTALL)


async def _weighed(desk: Desk, typed: _Typed) -> bool:
    event, _, why = need(typed.rest, f"{typed.verb} {typed.id} alice@host/12 WHY").partition(" ")
    return await supposing.weighed(desk, typed.id, typed.verb, event, why.strip())


async def _hypothesis(desk: Desk, rest: str) -> object:
    if not rest or rest == "suggest":
        await (supposing.suggest(desk) if rest else supposing.board(desk))
        return None
    typed = _typed(rest)
    if typed.verb in _SIDES:
        return await _weighed(desk, typed)
    if not typed.id:
        return await supposing.supposed(desk, rest)
    to, _, why = need(typed.rest, f"/hyp {typed.id} testing WHY, or /hyp for {typed.id} EVENT WHY").partition(" ")
    return await supposing.moved(desk, typed.id, to, why.strip().removeprefix("because "))


async def _why(desk: Desk, rest: str) -> object:
    if not rest:
        await supposing.tree(desk)
        return None
    typed = _typed(rest)
    if typed.verb in _SIDES:
        return await _weighed(desk, typed)
    if typed.verb == "drop":
        return await supposing.struck(desk, typed.id, typed.rest)
    text = need(typed.rest, f"/why {typed.id} TEXT, or /why drop {typed.id} WHY")
    return await supposing.answered(desk, text, typed.id, HOW if typed.verb == HOW else "why")


async def _factor(desk: Desk, rest: str) -> object:
    if not rest:
        await supposing.fishbone(desk)
        return None
    typed = _typed(rest)
    if typed.verb in _SIDES:
        return await _weighed(desk, typed)
    if typed.verb in _JUDGED:
        return await supposing.judged(desk, typed.id, _JUDGED[typed.verb], typed.rest)
    category, colon, text = rest.partition(":")
    need(text.strip() if colon else "", "/factor code: retries without a limit, or /factor accept f1")
    return await supposing.contributed(desk, category, text.strip())


_SIDES = (FOR, AGAINST, NEITHER)
_JUDGED = {"accept": ACCEPTED, "drop": STRUCK}

RUN: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "hyp": _hypothesis,
    "why": _why,
    "factor": _factor,
}
"""What each of these commands does with everything after its name."""


def words(desk: Desk, name: str, rest: str) -> Sequence[str]:
    """Return what may stand behind one of these commands."""
    incident = desk.room.snapshot.incident
    if incident is None:
        return ()
    first, blank, _ = rest.partition(" ")
    if name == "hyp":
        found = incident.hypotheses.get(first)
        if found is not None and blank:
            return [f"{first} {state}" for state in MOVES[found.state]]
        return ["suggest", *incident.hypotheses, *_behind((FOR, AGAINST), incident.hypotheses)]
    if name == "why":
        return [*incident.whys, *_behind((FOR, HOW, "drop"), incident.whys)]
    categories = [f"{each}:" for each in desk.context.categories]
    return [*categories, *_behind(("accept", "drop", FOR), incident.factors)]


def _behind(verbs: Sequence[str], names: Mapping[str, object]) -> list[str]:
    return [f"{verb} {name}" for verb in verbs for name in names]
