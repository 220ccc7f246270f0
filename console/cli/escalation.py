"""The escalation of an incident: whom to call now and next; what became of a call; another step."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.climbing import caught_up, chains_of
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.people import people
from console.cli.writing import add_incident
from console.incident import commands
from console.incident.clock import utc_iso
from console.incident.errors import Refused
from console.incident.escalations import ANSWERS
from console.incident.events import Entry, Instant
from console.incident.record import Incident
from console.incident.state import State
from console.present import escalation
from console.suggestion import did_you_mean
from console.wiring import shipped

NOBODY_SENDS = "Nothing is sent: telephone whom it names, and say what became of it (warroom escalation said)."


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_incident(parser)


def _show(args: Namespace, desk: Desk) -> int:
    settings = desk.settings(shipped.known())
    book = Logbook(desk, settings)
    chains = chains_of(book)
    state, known = caught_up(book, chains), people(settings, desk)
    incident, now = meant(state, args.incident), desk.clock()
    found = escalation.standings(chains, incident, state.health)
    if args.json:
        desk.raw(json.dumps([_document(each) for each in found], indent=2))
        return 0
    for each in escalation.rows(found, known, now):
        desk.say(f"{each.label}  ({each.detail})")
    if found:
        desk.warn(NOBODY_SENDS)
    else:
        desk.say(f"No escalation chain is for {incident.id}." if chains else "No escalation chain is configured.")
    return 0


def _document(each: escalation.Standing) -> dict[str, object]:
    return {
        "chain": each.chain.name,
        "state": each.state,
        "next_step": None if each.next is None else each.next.number,
        "due": None if each.due is None else utc_iso(each.due),
        "reached": [
            {
                "step": rung.step,
                "at": utc_iso(rung.at),
                "people": list(rung.people),
                "needs": "all" if rung.everyone else "one",
                "acknowledged": list(rung.acknowledged),
                "calls": [
                    {"person": call.person, "how": call.how, "at": utc_iso(call.at), "by": call.by}
                    for call in rung.calls
                ],
            }
            for rung in each.climb.rungs
        ],
    }


def _answer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="who was called")
    parser.add_argument("how", choices=ANSWERS, help="what became of it")
    add_incident(parser)


def _answer(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    caught_up(book, chains_of(book))

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        chain, step = _called(incident, args.person)
        return commands.answer_call(state, incident.id, chain, step, args.person, args.how, actor=book.actor, now=now)

    return book.change(args.incident, make)


def _called(incident: Incident, person: str) -> tuple[str, int]:
    """Return the newest step that names a person."""
    found = [
        (rung.at, climb.chain, rung.step)
        for climb in incident.escalations.values()
        for rung in climb.rungs
        if person in rung.people
    ]
    if not found:
        rungs = [rung for climb in incident.escalations.values() for rung in climb.rungs]
        named = sorted({each for rung in rungs for each in rung.people})
        hint, so_far = did_you_mean(person, named), ", ".join(named) or "nobody"
        raise Refused(f"{person} was not to be called{hint} Named so far: {so_far}.")
    _, chain, step = max(found)
    return chain, step


def _go_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("chain", metavar="CHAIN", help="the chain, as `warroom escalation` names it")
    parser.add_argument("step", metavar="STEP", type=int, help="the step, counted from 1: it is due at once")
    parser.add_argument("--because", metavar="WHY", default="", help="the reason")
    add_incident(parser)


def _go(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    found = chains_of(book)
    chains = {each.name: each for each in found}
    if args.chain not in chains:
        raise UsageError(
            f"there is no chain '{args.chain}'{did_you_mean(args.chain, chains)} Chains: {', '.join(chains) or 'none'}."
        )
    if not 1 <= args.step <= len(chains[args.chain].steps):
        raise UsageError(f"{args.chain} has the steps 1 to {len(chains[args.chain].steps)}, not {args.step}.")

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.jump_to(state, incident.id, args.chain, args.step, args.because, actor=book.actor, now=now)

    caught_up(book, found)  # what was due until now is kept with its calls, and so is what is due from here on
    status = book.change(args.incident, make)
    caught_up(book, found)
    return status


def _stop_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("chain", metavar="CHAIN", help="the chain")
    parser.add_argument("--because", metavar="WHY", required=True, help="why nobody else is to be called")
    add_incident(parser)


def _stop(args: Namespace, desk: Desk) -> int:
    book = Logbook(desk, desk.settings_to_record())
    caught_up(book, chains_of(book))

    def make(state: State, incident: Incident, now: Instant) -> Sequence[Entry]:
        return commands.stop_escalation(state, incident.id, args.chain, args.because, actor=book.actor, now=now)

    return book.change(args.incident, make)


VERBS = {
    "escalation": Verb("warroom escalation\nwarroom escalation --json", _show, _arguments),
    "escalation said": Verb('warroom escalation said bob "no answer"', _answer, _answer_arguments),
    "escalation go": Verb('warroom escalation go platform 3 --because "nobody answers"', _go, _go_arguments),
    "escalation stop": Verb('warroom escalation stop platform --because "all are here"', _stop, _stop_arguments),
}
