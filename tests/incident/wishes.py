"""All that people do to incidents, each drawn from what their console shows: for the tests of several writers."""

from collections.abc import Callable

from console.incident import commands
from console.incident.clock import MINUTE, SECOND
from console.incident.deadlines import breaches
from console.incident.escalations import ANSWERS, EscalationReached
from console.incident.events import Entry
from console.incident.exhibits import ExhibitKept, ExhibitMissed
from console.incident.factors import CATEGORIES
from console.incident.follow_up import ALLOWED as AFTER
from console.incident.follow_up import PRIORITIES
from console.incident.guards import Entries
from console.incident.hypotheses import MOVES
from console.incident.postmortem import ALLOWED as REVIEWS
from console.incident.record import COMMANDER, ITEM_STATES
from console.incident.references import SIDES, triples_of
from console.incident.sizing import QUESTIONS
from console.incident.status import ALLOWED, ENDED
from console.incident.tracking import Asked
from console.incident.types import TYPES
from tests.incident.draw import Draw, NothingToDoError
from tests.incident.story import schemes

PEOPLE = ("alice", "bob", "dana", "erin")
ROLES = ("incident_commander", "technical", "scribe", "sme", "observer")
FEW = 3
"""Incidents at most: with more of them the consoles do not get into each other's way."""
SCHEME = schemes()["sev1-4"]


def _declare(d: Draw) -> Entries:
    if len(d.state.incidents) >= FEW:
        raise NothingToDoError
    return commands.declare(
        d.state,
        id=d.new_id(),
        title="Checkout errors",
        severity=d.of(("SEV1", "SEV2", "SEV3")),
        actor=d.actor,
        now=d.now,
        scheme=SCHEME,
        started_at=d.earlier,
        commander=d.of(("", *PEOPLE), d.one),
        triage=bool(d.one % 2),
    )


def _move(d: Draw) -> Entries:
    moves = ALLOWED[d.incident.status]
    to = d.of(moves)
    if to in ENDED and d.three % 4:  # what has ended has no more to find out
        to = moves[0]
    others = [each for each in d.state.incidents if each != d.incident.id]
    survivor = d.of(others, d.three) if to == "merged" else ""
    return commands.change_status(
        d.state, d.incident.id, to, "why", actor=d.actor, now=d.now, survivor=survivor, occurred_at=d.earlier
    )


def _grade(d: Draw) -> Entries:
    verb = d.of((commands.raise_severity, commands.lower_severity))
    return verb(d.state, d.incident.id, "as it looks", actor=d.actor, now=d.now, scheme=SCHEME)


def _assign(d: Draw) -> Entries:
    role, person = d.of(ROLES), d.of(PEOPLE, d.three)
    return commands.assign_role(d.state, d.incident.id, role, person, actor=d.actor, now=d.now, occurred_at=d.earlier)


def _release(d: Draw) -> Entries:
    role = d.name(d.incident.roles)
    person = d.of(d.incident.holders(role), d.three).person
    return commands.release_role(d.state, d.incident.id, role, person, actor=d.actor, now=d.now)


def _offer(d: Draw) -> Entries:
    return commands.offer_role(d.state, d.incident.id, d.of(ROLES), d.of(PEOPLE, d.three), actor=d.actor, now=d.now)


def _answer_offer(d: Draw) -> Entries:
    offer = d.of(tuple(d.incident.offers.values()))
    if d.three % 2:
        return commands.accept_role(d.state, d.incident.id, offer.role, offer.person, actor=d.actor, now=d.now)
    return commands.decline_role(
        d.state, d.incident.id, offer.role, "no", offer.person, actor=d.actor, now=d.now, withdrawn=d.three % 4 == 0
    )


def _hand_over(d: Draw) -> Entries:
    """Offer the command of the oldest incident, with what the next one has to know: that is where they meet."""
    offer = commands.offer_role
    said = {"coming": "fail over?", "risks": f"risk {d.three}"}
    return offer(d.state, d.of(tuple(d.state.incidents), 0), "ic", d.of(PEOPLE), actor=d.actor, now=d.now, **said)


def _take_over(d: Draw) -> Entries:
    """Answer an offer of the command: as the one who was asked, or here by their name; or take the offer back."""
    offers = [(each.id, each.offers[COMMANDER]) for each in d.state.incidents.values() if COMMANDER in each.offers]
    where, offer = d.of(offers)
    if d.three % 3:
        who, said = d.of((offer.person, d.actor), d.three), f"read back {d.three}"
        return commands.accept_role(d.state, where, "ic", who, actor=d.actor, now=d.now, read_back=said)
    return commands.decline_role(
        d.state, where, "ic", "no", offer.person, actor=d.actor, now=d.now, withdrawn=bool(d.three % 2)
    )


def _give(d: Draw) -> Entries:
    return commands.give_task(
        d.state, d.incident.id, d.of(PEOPLE), MINUTE, "look", actor=d.actor, now=d.now, known=PEOPLE
    )


def _task(d: Draw) -> Entries:
    task, where = d.name(d.incident.tasks), d.incident.id
    if d.three % 3 == 0:
        return commands.accept_task(d.state, where, task, actor=d.actor)
    if d.three % 3 == 1:
        return commands.end_task(d.state, where, task, d.of(("done", "dropped")), "so", actor=d.actor)
    return commands.extend_task(d.state, where, task, 10 * MINUTE, "slow", actor=d.actor, now=d.now)


def _snooze(d: Draw) -> Entries:
    return commands.snooze_update(d.state, d.incident.id, MINUTE, "nothing new", actor=d.actor, now=d.now)


def _propose(d: Draw) -> Entries:
    wait = d.of((0, SECOND, MINUTE))
    return commands.propose(
        d.state, d.incident.id, f"way {d.three}", actor=d.actor, now=d.now, options=("wait",), wait=wait, again=MINUTE
    )


def _proposal(d: Draw) -> Entries:
    found, where = d.name(d.incident.decisions), d.incident.id
    match d.three % 4:
        case 0:
            return commands.object_to(d.state, where, found, "no", actor=d.actor)
        case 1:
            return commands.withdraw(d.state, where, found, actor=d.actor)
        case 2:
            return commands.look_again(d.state, where, found, "still so", MINUTE, actor=d.actor, now=d.now)
        case _:
            return commands.take(d.state, where, found, actor=d.actor, now=d.now, despite="it burns")


def _record(d: Draw) -> Entries:
    """Write down what excludes nothing: a decision that was taken, a report, a cause, evidence."""
    where = d.incident.id
    match d.three % 4:
        case 0:
            return commands.decide(d.state, where, "roll back", "it began then", actor=d.actor, now=d.now)
        case 1:
            return commands.report_can(d.state, where, "half is back", "rolling on", "a reviewer", actor=d.actor)
        case 2:
            return commands.tag_cause(d.state, where, d.of(("deploy", "load")), known=("deploy", "load"), actor=d.actor)
        case _:
            return commands.note_evidence(d.state, where, d.of(("taken", "waived")), "a dump", actor=d.actor)


def _maintain(d: Draw) -> Entries:
    """Work on one of two services, or end that; it belongs to no incident."""
    service = d.of(("web", "api"))
    if d.three % 2:
        return commands.end_maintenance(d.state, service, actor=d.actor, now=d.now)
    return commands.start_maintenance(
        d.state, service, 2 * MINUTE, "a new disk", services=("web", "api"), actor=d.actor, now=d.now
    )


def _breach(d: Draw) -> Entries:
    """What every room writes by itself when a promise of the severity was not kept."""
    return breaches(d.state, SCHEME, d.now)


def _tick(d: Draw) -> Entries:
    to = d.of(ITEM_STATES, d.three)
    return commands.set_item(d.state, d.incident.id, d.of(("one", "two")), "title", to, "why", actor=d.actor, now=d.now)


def _relate(d: Draw) -> Entries:
    other = d.of(tuple(d.state.incidents))
    if d.three % 2:
        return commands.mark_duplicate(d.state, d.incident.id, other, actor=d.actor, now=d.now)
    return commands.make_part(d.state, d.incident.id, "" if d.three % 6 == 0 else other, actor=d.actor)


def _split(d: Draw) -> Entries:
    if len(d.state.incidents) >= FEW:
        raise NothingToDoError
    return commands.split(
        d.state, d.incident.id, id=d.new_id(), title="another matter", actor=d.actor, now=d.now, scheme=SCHEME
    )


def _track(d: Draw) -> Entries:
    asked = Asked(d.of(("alpha", "beta")), d.of(PEOPLE, d.three), MINUTE, "why")
    return commands.open_track(d.state, d.incident.id, asked, actor=d.actor, now=d.now, known=PEOPLE)


def _report(d: Draw) -> Entries:
    verb = d.of((commands.report_track, commands.close_track), d.three)
    return verb(d.state, d.incident.id, d.name(d.incident.tracks), f"said {d.three}", actor=d.actor, now=d.now)


def _climb(d: Draw) -> Entries:
    """What the room itself writes when a step of a chain is due."""
    climb = d.incident.escalations.get("pages")
    fact = EscalationReached("pages", 1 + d.two % 2, PEOPLE[:2], 0 if climb is None else climb.round)
    return (Entry(fact, "warroom", d.incident.id),)


def _call(d: Draw) -> Entries:
    rung = d.of(d.of(tuple(d.incident.escalations.values())).rungs)
    return commands.answer_call(
        d.state,
        d.incident.id,
        "pages",
        rung.step,
        d.of(rung.people),
        d.of(tuple(ANSWERS), d.three),
        actor=d.actor,
        now=d.now,
    )


def _chain(d: Draw) -> Entries:
    if d.three % 2:
        return commands.jump_to(d.state, d.incident.id, "pages", 1 + d.two % 2, actor=d.actor, now=d.now)
    return commands.stop_escalation(d.state, d.incident.id, "pages", "enough", actor=d.actor, now=d.now)


def _suppose(d: Draw) -> Entries:
    """Propose hypotheses, whys and factors."""
    known, said = [event.key for event in d.seen], f"it was {d.one}{d.two}{d.three}"
    refs = triples_of([(d.of(known), "so")], known)
    if d.three % 3 == 0:
        return commands.add_hypothesis(d.state, d.incident.id, said, actor=d.actor, owner=d.of(PEOPLE), evidence=refs)
    if d.three % 3 == 1:
        under = d.of(("", *d.incident.whys))
        return commands.answer_whys(d.state, d.incident.id, [said] * (1 + d.one), under, actor=d.actor)
    return commands.name_factor(d.state, d.incident.id, said, d.of(CATEGORIES), actor=d.actor, accepted=bool(d.one))


def _weigh(d: Draw) -> Entries:
    """Weigh, move, strike and judge what was proposed."""
    incident, known = d.incident, [event.key for event in d.seen]
    if d.three % 4 == 0:
        subject = d.of((*incident.hypotheses, *incident.whys, *incident.factors), d.one)
        side = d.of(SIDES)
        return commands.weigh(d.state, incident.id, subject, side, d.of(known), "so", known=known, actor=d.actor)
    if d.three % 4 == 1:
        found = d.of(tuple(incident.hypotheses.values()), d.one)
        return commands.move_hypothesis(d.state, incident.id, found.id, d.of(MOVES[found.state]), "so", actor=d.actor)
    if d.three % 4 == 2:
        return commands.strike_why(d.state, incident.id, d.name(incident.whys), "so", actor=d.actor)
    return commands.judge_factor(d.state, incident.id, d.name(incident.factors), "accepted", "so", actor=d.actor)


def _correct(d: Draw) -> Entries:
    return commands.correct(d.state, d.of(d.seen), None, d.now - d.three * 10 * SECOND, actor=d.actor, now=d.now)


def _time(d: Draw) -> Entries:
    name = d.of(("started", "detected", "acknowledged", "identified", "mitigated", "resolved", "closed"))
    at = d.now - d.three * 10 * SECOND
    return commands.set_timestamp(d.state, d.incident.id, name, at, actor=d.actor, now=d.now)


def _pin(d: Draw) -> Entries:
    return d.of((commands.pin, commands.unpin), d.three)(d.state, d.of(d.seen), actor=d.actor)


def _say(d: Draw) -> Entries:
    where = d.incident.id
    match d.three % 4:
        case 0:
            return commands.acknowledge(d.state, where, actor=d.actor, now=d.now, occurred_at=d.earlier)
        case 1:
            return commands.post_update(d.state, where, "all as before", actor=d.actor, now=d.now)
        case 2:
            return commands.contacted(d.state, where, "bank", "asked", actor=d.actor, now=d.now, known=("bank",))
        case _:
            return commands.answer(d.state, where, {next(iter(QUESTIONS)): "slow"}, actor=d.actor, now=d.now)


def _size(d: Draw) -> Entries:
    """Say how large the impact was, count complaints, rate the response: also of what is over."""
    where = d.incident.id
    match d.three % 4:
        case 0:
            return commands.state_impact(d.state, where, "users", d.of(("5", "12000", "unknown")), "x", actor=d.actor)
        case 1:
            return commands.complain(d.state, where, d.of((1, 2, -1, -2)), d.of(("", "zendesk")), actor=d.actor)
        case 2:
            return commands.rate(d.state, where, d.of(("1", "5")), "so", actor=d.actor)
        case _:
            return commands.state_loss(d.state, where, "10 EUR", "50", "x", actor=d.actor)


def _classify(d: Draw) -> Entries:
    return commands.classify(d.state, d.incident.id, d.of(TYPES), "so it is", actor=d.actor, types=TYPES)


def _follow_up(d: Draw) -> Entries:
    if d.three % 3 == 0 or not d.incident.action_items:
        owner = d.of(("", *PEOPLE), d.three)
        return commands.add_action_item(d.state, d.incident.id, "a test", actor=d.actor, now=d.now, owner=owner)
    item = d.of(tuple(d.incident.action_items.values()), d.three)
    if d.three % 3 == 1:
        wishes = {"owner": d.of(PEOPLE), "priority": d.of(PRIORITIES)}
        return commands.change_action_item(d.state, d.incident.id, item.id, wishes, actor=d.actor, now=d.now)
    to = d.of(AFTER[item.state])
    return commands.move_action_item(d.state, d.incident.id, item.id, to, "as it is", actor=d.actor)


def _review(d: Draw) -> Entries:
    if d.three % 2:
        return commands.schedule_review(
            d.state, d.incident.id, d.now + (d.two + 1) * MINUTE, actor=d.actor, now=d.now, people=[d.of(PEOPLE)]
        )
    to = d.of(REVIEWS[d.incident.review.state])
    return commands.move_postmortem(d.state, d.incident.id, to, "as it is", actor=d.actor)


def _exhibit(d: Draw) -> Entries:
    """Keep evidence, or say who had some; two consoles call theirs the same."""
    held = tuple(d.incident.exhibits)
    if held and d.two % 2:
        how, to = d.of((("viewed", ""), ("exported", "/x"), ("transferred", "erin")), d.three)
        return commands.handle_exhibit(d.state, d.incident.id, d.of(held), how, "why", actor=d.actor, to=to)
    made = ExhibitKept("", "dump", f"{d.three % 4}" * 64, d.three % 2, "file copy", "/x", "h", "t", "1", d.now, d.now)
    missed = [ExhibitMissed("memory", "exec", "not done")] if d.three % 3 == 0 else []
    return commands.keep_exhibits(d.state, d.incident.id, [made], missed, actor=d.actor)


WISHES: tuple[Callable[[Draw], Entries], ...] = (
    _declare,
    *(_move, _move, _move, _grade, _assign, _release, _offer, _answer_offer, _give, _task, _task, _snooze),
    *(_hand_over, _hand_over, _take_over, _take_over, _take_over, _record, _maintain, _breach),
    *(_propose, _proposal, _proposal, _tick, _relate, _split, _track, _report, _climb, _call, _chain),
    *(_suppose, _suppose, _weigh, _weigh, _weigh),
    *(_follow_up, _follow_up, _review),
    *(_correct, _correct, _time, _time, _pin, _say, _say, _classify, _size),
    *(_correct, _correct, _time, _time, _pin, _say, _say, _classify, _exhibit),
)
"""Every wish; what excludes each other the most stands here more than once."""
