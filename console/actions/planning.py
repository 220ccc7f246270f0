"""Makes the card: reads the target, runs every check of preflight at the same time, and puts the plan together."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from console.actions.api import Api, NotKnown
from console.actions.drafts.by_verb import DRAFTS
from console.actions.drafts.draft import Draft, Scene
from console.actions.guard import guard_of
from console.actions.off_loop import OffLoop
from console.actions.places import REPLICASETS, REVISIONS, Place, path_of, shown, where
from console.actions.preflight import catalogue, house, references
from console.actions.preflight.look import Check, Look
from console.actions.revisions import Old, old_ones
from console.actions.rules import Around, Rules
from console.actions.shape import Json, dig, selector_of, text, uid_of
from console.actions.subject import moved
from console.incident.action import BLOCKS, LEVELS, UNCHECKED, VERBS_OF, Finding, Plan, Target, Wanted
from console.incident.errors import Failed, Refused
from console.incident.events import Fact, Instant

_NOBODY = Around()
_ORDER = {level: place for place, level in enumerate(LEVELS)}


class Asked(NamedTuple):
    """What a plan is made for: the wish, who wants it when, the rules, and what the rest of the program knows."""

    wanted: Wanted
    action: str
    incident: str
    now: Instant
    rules: Rules
    around: Around = _NOBODY


def seen_healthy(around: Around, revisions: Iterable[Old]) -> dict[str, Instant]:
    """Return when each revision that was seen fully available first was, by uid."""
    seen = {one.uid: around.healthy(one.uid) for one in revisions}
    return {uid: at for uid, at in seen.items() if at is not None}


def checked(wanted: Wanted) -> None:
    """Refuse a verb that its target does not have."""
    kind = wanted.target.kind
    allowed = VERBS_OF.get(kind)
    if allowed is None:
        raise Refused(f"nothing can be done to a {kind} from here; there are {', '.join(VERBS_OF)}.")
    if wanted.verb not in allowed:
        known = ", ".join(sorted(allowed))
        raise Refused(f"{wanted.verb} is nothing for a {kind}: there are {known}.")


class Planner:
    """Makes plans. Its calls block threads, never the loop."""

    def __init__(self, call: OffLoop) -> None:
        self._call = call

    async def read(self, api: Api, target: Target) -> Json:
        """Return the target as it is; Failed where it cannot be read or is not there."""
        try:
            found = await self._call(lambda: api.read(path_of(target)))
        except (NotKnown, TimeoutError) as why:
            raise Failed(f"{where(target)} cannot be read: {str(why) or 'no answer in time'}.") from None
        if found is None:
            raise Failed(f"there is no {where(target)}.")
        return found

    async def revisions(self, api: Api, target: Target, found: Json) -> tuple[Old, ...]:
        """Return what a workload can go back to, the newest first; Failed where that cannot be read."""
        place = REPLICASETS if target.kind == "Deployment" else REVISIONS
        asked = (("labelSelector", selector_of(dig(found, "spec", "selector"))),)
        try:
            every = await self._call(lambda: api.listed(place.path(target.namespace), asked))
        except (NotKnown, TimeoutError) as why:
            raise Failed(
                f"the revisions of {where(target)} cannot be read: {str(why) or 'no answer in time'}."
            ) from None
        return old_ones(every, uid_of(found))

    async def plan(self, api: Api, asked: Asked) -> Plan:
        """Return the plan with all findings; raises only where the target cannot be read."""
        verb, kind = asked.wanted.verb, asked.wanted.target.kind
        look = Look(api, asked.wanted, asked.now)
        early = [self._begin(check, look) for check in catalogue.early(verb)]
        found = await self.read(api, asked.wanted.target)
        gone = _gone(asked.wanted.target, found)
        target = asked.wanted.target._replace(uid=uid_of(found))
        look = look._replace(wanted=asked.wanted._replace(target=target), found=found)
        middle = [self._begin(check, look) for check in catalogue.with_target(verb, kind)]
        draft = Draft(f"{verb} {shown(target)}", gone)
        if not gone:
            old = await self.revisions(api, target, found) if _needs_revisions(verb, kind) else ()
            draft = DRAFTS[verb](_scene(asked, look.wanted, found, old))
        look = look._replace(draft=draft)
        late = [self._begin(check, look) for check in catalogue.with_draft(verb)] if draft.request else []
        needed = self._references(look) if draft.template is not None else []
        ended = await asyncio.gather(*early, *middle, *late)
        there = references.summary([one for some in await asyncio.gather(*needed) for one in some])
        findings = [*draft.findings, *(one for some in ended for one in some), *there]
        return _put_together(asked, look, findings)

    def _references(self, look: Look) -> list[asyncio.Task[list[Finding]]]:
        """Begin to look for everything that the pods refer to."""
        assert look.draft.template is not None
        by_thing: dict[tuple[Place, str], list[str]] = {}
        for one in references.references_of(look.draft.template):
            by_thing.setdefault((one.place, one.name), []).append(one.key)
        return [
            self._begin(Check(references.NAME, _referred(place, name, tuple(keys))), look)
            for (place, name), keys in by_thing.items()
        ]

    def _begin(self, check: Check, look: Look) -> asyncio.Task[list[Finding]]:
        return asyncio.create_task(self._checked(check, look))

    async def _checked(self, check: Check, look: Look) -> list[Finding]:
        """Run one check: it ends as findings, whatever happens to it."""
        try:
            return await self._call(lambda: list(check.ask(look)))
        except TimeoutError:
            return [Finding(UNCHECKED, check.name, f"no answer within {self._call.patience:g} s")]
        except NotKnown as why:
            return [Finding(UNCHECKED, check.name, str(why))]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as odd:
            return [Finding(UNCHECKED, check.name, f"the server's answer makes no sense here ({odd!r:.80})")]


def _scene(asked: Asked, wanted: Wanted, found: Json, old: tuple[Old, ...]) -> Scene:
    most, seen = asked.rules.most_replicas, seen_healthy(asked.around, old)
    deeds = tuple(asked.around.actions())
    return Scene(wanted, found, old, asked.now, asked.action, asked.incident, most, seen, deeds)


def _referred(place: Place, name: str, keys: tuple[str, ...]) -> Callable[[Look], Iterable[Finding]]:
    return lambda look: references.referred(look, place, name, keys)


def _needs_revisions(verb: str, kind: str) -> bool:
    return verb == "rollback" or (verb == "scale" and kind == "Deployment")


def _gone(target: Target, found: Json) -> tuple[Finding, ...]:
    """Block what is about an object that is not there any more."""
    if target.uid and target.uid != uid_of(found):
        told = "it was deleted and made again under the same name: this is another one"
        return (Finding(BLOCKS, "target", told),)
    if text(found, "metadata", "deletionTimestamp") and target.kind != "Pod":
        return (Finding(BLOCKS, "target", "it is being deleted"),)
    return ()


def _put_together(asked: Asked, look: Look, findings: Sequence[Finding]) -> Plan:
    draft, target, connection = look.draft, look.wanted.target, look.api.connection
    production = asked.rules.production.get(target.context, "")
    around, wanted = asked.around, asked.wanted
    said = tuple(house.house(wanted, around.live(), around.closures(), asked.now))
    findings = [*said, *findings]
    if asked.rules.read_only:
        told = "this console is read-only: nothing is changed from here. Start it without --read-only to act"
        findings = [Finding(BLOCKS, "read-only", told), *findings]
    return Plan(
        wanted=look.wanted._replace(service=asked.wanted.service),
        summary=draft.summary,
        server=connection.server,
        who=connection.who,
        changes=draft.changes,
        findings=ordered(findings),
        request=draft.request,
        undo=draft.undo._replace(service=asked.wanted.service) if draft.undo else None,
        typed=target.name if draft.typed or production or house.is_typed(said) else "",
        production=production,
        guard=guard_of(look.found),
        window=asked.rules.window,
        id=asked.action,
    )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, each once, the gravest first."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: _ORDER[one.level]))


def planned(plan: Plan) -> list[Fact]:
    """Return the steps with which an action begins; a card that is blocked ends it."""
    detail = {
        "findings": [list(one) for one in plan.findings],
        "changes": [list(one) for one in plan.changes],
    }
    first = moved(plan.id, plan.wanted, "planned", plan.summary, detail=detail)
    if not plan.blocked:
        return [first]
    reasons = "; ".join(finding.text for finding in plan.blocked)
    return [first, moved(plan.id, plan.wanted, "refused", reasons)]
