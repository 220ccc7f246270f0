"""The request itself and a pod of its template as dry runs: what the server would refuse, it refuses now."""

from collections.abc import Iterator

from checks.kubernetes.access import Answer
from console.actions import requests
from console.actions.api import BROKEN, CONFLICT, FORBIDDEN, MISSING, OK, TOO_MANY, NotKnown, said
from console.actions.preflight.look import Look
from console.actions.shape import dig, uid_of
from console.actions.templates import differences, plain
from console.incident.action import BLOCKS, INFORMS, WARNS, Finding

NAME, POD, BUDGET = "dry run", "new pods", "budgets"


def request(look: Look) -> Iterator[Finding]:
    """Send the exact request as a dry run."""
    if look.draft.request is None:
        return
    answer = look.api.ask(requests.trial(look.draft.request))
    if look.wanted.verb == "evict" and (answer.status == TOO_MANY or answer.status in BROKEN):
        yield eviction(answer)
        return
    _unless_undecided(answer)
    if answer.status not in OK:
        yield Finding(BLOCKS, NAME, _refusal(answer))
        return
    yield Finding(INFORMS, NAME, "the server would accept this request")
    yield from _altered(look, answer)


def eviction(answer: Answer) -> Finding:
    """Return what a refused eviction means: 429 is a budget, 500 two of them."""
    if answer.status == TOO_MANY:
        if "disruption budget" in said(answer).lower():
            return Finding(BLOCKS, BUDGET, f"{said(answer)}. Wait, or delete it: that asks no budget")
        raise NotKnown(said(answer))
    if "more than one PodDisruptionBudget" in said(answer):
        return Finding(BLOCKS, BUDGET, "two disruption budgets cover this pod: it cannot be evicted, only deleted")
    raise NotKnown(said(answer))


def _altered(look: Look, answer: Answer) -> Iterator[Finding]:
    uid = uid_of(answer.body)
    target = look.wanted.target
    if target.kind != "Pod" and uid and uid != target.uid:
        yield Finding(BLOCKS, NAME, "the target was deleted and made again just now")
    wanted, made = look.draft.template, dig(answer.body, "spec", "template")
    if look.wanted.verb == "rollback" and wanted and made and plain(made) != plain(wanted):
        what = ", ".join(one.what for one in differences(wanted, made)[:3]) or "the template"
        yield Finding(WARNS, NAME, f"a webhook of the cluster would change what is sent: {what}")


def pod(look: Look) -> Iterator[Finding]:
    """Have the server look at one pod of the template: only this meets quota, limits and pod security."""
    if look.draft.template is None or not look.found:
        return
    answer = look.api.ask(requests.pod_trial(look.wanted.target, look.found, look.draft.template))
    _unless_undecided(answer)
    if answer.status in OK:
        yield Finding(INFORMS, POD, "a pod of this template would be let in")
    elif "exceeded quota" in said(answer):
        told = "the quota is full, so new pods start only as old ones go"
        yield Finding(WARNS, POD, f"{told}: {_after(said(answer), 'exceeded quota')}")
    elif answer.status == FORBIDDEN and "cannot create resource" in said(answer):
        raise NotKnown("no right to create pods, so quota, limits and pod security were not asked")
    else:
        yield Finding(BLOCKS, POD, f"pods of this template are refused: {_refusal(answer)}")


def _unless_undecided(answer: Answer) -> None:
    """Raise NotKnown for what says nothing of the request itself."""
    if "does not support dry run" in said(answer):
        raise NotKnown(f"a webhook of the cluster refuses dry runs: {said(answer)}")
    if answer.status == TOO_MANY or answer.status in BROKEN:
        raise NotKnown(said(answer))


def _refusal(answer: Answer) -> str:
    word = {CONFLICT: "a conflict", MISSING: "it is not there any more"}.get(answer.status, "")
    return ": ".join(filter(None, (word, said(answer))))


def _after(sentence: str, words: str) -> str:
    return words + sentence.partition(words)[2]
