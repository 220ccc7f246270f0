"""Actions on a cluster: choose the target, look at the card, confirm it. What is confirmed is what was shown."""

from collections.abc import Mapping

from console.actions.drafts.scaling import is_number
from console.actions.revisions import Choice as Revision
from console.incident.action import Plan, Target, Wanted
from console.incident.clock import short_span
from console.incident.errors import Refused
from console.incident.events import Instant
from console.present.banner import production_line
from console.present.card import card_about, card_context, card_lines, card_title
from console.present.cluster.targets import aims
from console.screens.desk import Desk
from console.screens.flows import keeping
from console.screens.flows.asking import ask_form
from widgets.dialog import ConfirmDialog, PickDialog, TextDialog
from widgets.text import safe_text
from widgets.values import Choice, Field, Tone


async def act(desk: Desk, verb: str, target: Target | None = None) -> None:
    """Do something to a target: asks for what is missing, shows the card, and acts on what it showed."""
    if verb == keeping.VERB:  # it changes nothing, so there is no card
        await keeping.snapshot(desk, target)
        return
    target = target or await _aim(desk, verb)
    if target is None:
        return
    value = await _value(desk, verb, target)
    if value is None:
        return
    await perform(desk, Wanted(verb, target, value))


async def perform(desk: Desk, wanted: Wanted) -> None:
    """Look at what is wanted, show its card, and do it where that is confirmed."""
    name = f"{wanted.verb} {safe_text(wanted.target.name, 80)}"
    plan = await desk.wait(desk.room.actions.prepare(wanted), f"{name}: looking at everything it touches ...")
    await carry_out(desk, plan)


async def carry_out(desk: Desk, plan: Plan) -> None:
    """Show a card, and do what it says where that is confirmed."""
    where = production_line(desk.context) if desk.context.drill else card_context(plan)
    if plan.blocked:
        lines = (card_about(plan), *card_lines(plan))
        await desk.ask(TextDialog(card_title(plan), lines, tone=Tone.BAD, context=where))
        return
    dialog = ConfirmDialog(
        card_title(plan),
        card_lines(plan),
        confirm=plan.wanted.verb,
        typed=plan.typed,
        context=where,
        about=card_about(plan),
        tone=Tone.BAD if plan.production else Tone.WARN,
    )
    if not await desk.ask(dialog):
        await desk.wait(desk.room.actions.decline(plan), "putting the card away ...")
        desk.say(f"{plan.summary}: nothing was done")
        return
    await desk.wait(desk.room.actions.carry_out(plan, plan.typed), f"{plan.summary}: writing it into the log first ...")
    desk.say(f"{plan.summary}: under way; the timeline tells how it goes", Tone.ACTION)


async def _aim(desk: Desk, verb: str) -> Target | None:
    found = aims(desk.room.snapshot.clusters, verb, desk.room.snapshot.at)
    if not found:
        where = (
            "there is no cluster in the configuration" if not desk.room.snapshot.clusters else "nothing is known of it"
        )
        message = f"There is nothing to {verb}: {where} (a [[cluster]] section in warroom.toml names one)."
        raise Refused(message)
    choices = [Choice(str(place), each.label, each.detail, each.tone) for place, each in enumerate(found)]
    chosen = await desk.ask(
        PickDialog(
            f"{verb} what?",
            choices,
            hint="type to find",
            context=production_line(desk.context, (each.target.context for each in found)),
        )
    )
    return None if chosen is None else found[int(chosen)].target


async def _value(desk: Desk, verb: str, target: Target) -> str | None:
    """Ask for what the verb needs; None where that was left."""
    if verb == "rollback":
        return await _revision(desk, target)
    if verb == "scale":
        return await _replicas(desk, target)
    return ""


async def _replicas(desk: Desk, target: Target) -> str | None:
    seen = desk.room.snapshot.cluster(target.context)
    workloads = () if seen is None else seen.workloads
    now = next((str(each.desired) for each in workloads if each.uid == target.uid), "")
    # Never filled in: a zero, or the number of a moment ago, is confirmed too easily.
    field = Field(
        "replicas", "Replicas", "", f"a whole number; now {now}" if now else "a whole number", (), required=True
    )
    answers = await ask_form(
        desk, f"Scale {safe_text(target.name, 80)}", (field,), submit="look at it", validate=_not_whole
    )
    return None if answers is None else answers["replicas"].strip()


def _not_whole(answers: Mapping[str, str]) -> Mapping[str, str]:
    return {} if is_number(answers["replicas"].strip()) else {"replicas": "a whole number from 0 on is needed"}


async def _revision(desk: Desk, target: Target) -> str | None:
    found = await desk.wait(
        desk.room.actions.choices(target), f"reading the revisions of {safe_text(target.name, 80)} ..."
    )
    older = [each for each in found if each.state != "current"]
    if not older:
        message = f"{safe_text(target.name, 80)} has no other revision to go back to."
        raise Refused(message)
    now = desk.room.snapshot.at
    choices = [_choice(each, now) for each in found]
    proposed = next((each.uid for each in older if each.proposed), "")
    begin = proposed or older[0].uid
    title = f"Roll {safe_text(target.name, 60)} back to which revision?"
    hint = "● is proposed: the newest before the onset that was whole" if proposed else "none is proposed: type to find"
    context = production_line(desk.context, (target.context,))
    uid: str | None = await desk.ask(PickDialog(title, choices, current=begin, hint=hint, context=context))
    chosen = next((each for each in found if each.uid == uid), None)
    if chosen is not None and chosen.state == "current":
        message = f"r{chosen.revision} is what {safe_text(target.name, 80)} runs now: choose another one to go back to."
        raise Refused(message)
    return uid


def _choice(each: Revision, now: Instant) -> Choice:
    age = "" if each.at is None else f"{short_span(now - each.at)} old, "
    images = ", ".join(image.rpartition("/")[2] for image in each.images)
    cause = f"  {each.cause}" if each.cause else ""
    tone = Tone.OK if each.proposed else Tone.MUTED if each.state == "current" else Tone.PLAIN
    detail = f"{age}{each.state}{cause}"
    return Choice(each.uid, safe_text(f"r{each.revision} {images}", 100), safe_text(detail, 200), tone)
