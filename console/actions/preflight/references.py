"""Whether what the pods of a template refer to is there: ConfigMaps, Secrets (never their data), claims, accounts."""

from collections.abc import Iterator
from typing import NamedTuple

from console.actions.api import METADATA, NotKnown
from console.actions.places import ACCOUNTS, CLAIMS, CONFIGMAPS, SECRETS, Place
from console.actions.preflight.look import Look
from console.actions.shape import Json, dig, last_writer, moment, parts, text
from console.incident.action import BLOCKS, INFORMS, UNCHECKED, WARNS, Finding
from console.incident.clock import short_span

NAME = "references"
_WORDS = {CONFIGMAPS: "ConfigMap", SECRETS: "Secret", CLAIMS: "claim", ACCOUNTS: "service account"}
_REFERENCED = (("configMapKeyRef", CONFIGMAPS, "name"), ("secretKeyRef", SECRETS, "name"))
_ENV_FROM = (("configMapRef", CONFIGMAPS, "name"), ("secretRef", SECRETS, "name"))
_VOLUMES = (
    ("configMap", CONFIGMAPS, "name"),
    ("secret", SECRETS, "secretName"),
    ("persistentVolumeClaim", CLAIMS, "claimName"),
)
_PROJECTED = (("configMap", CONFIGMAPS, "name"), ("secret", SECRETS, "name"))


class Reference(NamedTuple):
    """Something that pods need; `key` is the key of it that they need, "" where it is the whole."""

    place: Place
    name: str
    key: str = ""


def references_of(template: Json) -> tuple[Reference, ...]:
    """Return what the pods of a template cannot do without, each once."""
    return tuple(dict.fromkeys(_references(template)))


def _references(template: Json) -> Iterator[Reference]:
    for container in (*parts(template, "spec", "initContainers"), *parts(template, "spec", "containers")):
        for one in parts(container, "env"):
            yield from _named(one.get("valueFrom"), _REFERENCED)
        for one in parts(container, "envFrom"):
            yield from _named(one, _ENV_FROM)
    for volume in parts(template, "spec", "volumes"):
        yield from _named(volume, _VOLUMES)
        for source in parts(volume, "projected", "sources"):
            yield from _named(source, _PROJECTED)
    account = text(template, "spec", "serviceAccountName")
    if account and account != "default":
        yield Reference(ACCOUNTS, account)


def _named(holder: Json | None, kinds: tuple[tuple[str, Place, str], ...]) -> Iterator[Reference]:
    for field, place, key in kinds:
        found = dig(holder, field)
        if text(found, key) and not dig(found, "optional"):
            yield Reference(place, text(found, key), text(found, "key"))


def referred(look: Look, place: Place, name: str, keys: tuple[str, ...]) -> Iterator[Finding]:
    """Look at one thing that the template refers to: is it there, and was it changed since the template was made."""
    word = f"{_WORDS[place]} {name}"
    try:
        found = look.api.read(place.path(look.namespace, name), accept=METADATA)
    except NotKnown as why:
        yield Finding(UNCHECKED, NAME, f"{word}: {why}")
        return
    if found is None:
        yield Finding(BLOCKS, NAME, f"{word} is not there: the pods would not start")
        return
    known = _keys(found)
    for key in keys:
        if known and key and key not in known:
            yield Finding(WARNS, NAME, f"{word} seems to have no key {key}: the pods would not start")
    yield from _changed(look, word, found)


def _changed(look: Look, word: str, found: Json) -> Iterator[Finding]:
    who, at = last_writer(found)
    at = at or moment(text(found, "metadata", "creationTimestamp"))
    since = look.draft.since
    if since is not None and at is not None and at > since and word.startswith(("ConfigMap", "Secret")):
        ago, by = short_span(max(look.now - at, 0)), f" by {who}" if who else ""
        yield Finding(WARNS, NAME, f"{word} was changed {ago} ago{by}, after that revision was made; it stays as it is")
    else:
        yield Finding(INFORMS, NAME, f"{word} is there")


def _keys(found: Json) -> frozenset[str]:
    """Return the keys of a ConfigMap or Secret as its managers are said to have set them; no value is read."""
    keys: set[str] = set()
    for entry in parts(found, "metadata", "managedFields"):
        for field in ("f:data", "f:binaryData"):
            keys |= {name.removeprefix("f:") for name in dig(entry, "fieldsV1", field) or {} if name.startswith("f:")}
    return frozenset(keys)


def summary(findings: list[Finding]) -> list[Finding]:
    """Return the findings with all that is simply there in one line."""
    fine = sorted(one.text.removesuffix(" is there") for one in findings if one.level == INFORMS)
    rest = [one for one in findings if one.level != INFORMS]
    return [*rest, Finding(INFORMS, NAME, f"there: {', '.join(fine)}")] if fine else rest
