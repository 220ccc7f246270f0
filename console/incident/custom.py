"""Pure: fields that a configuration adds to incidents: what they may hold, and where they have to be filled."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console.incident.clock import parse_when, utc_iso
from console.incident.errors import Refused
from console.incident.events import Entry, FieldSet, Instant
from console.incident.guards import Entries, incident_of
from console.incident.record import Incident
from console.incident.state import State
from console.incident.texts import clean_title
from console.suggestion import did_you_mean

KINDS = ("text", "number", "choice", "yes_no", "time")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


class FieldRule(NamedTuple):
    """One field: `kind` of KINDS, `choices` for a choice; it has to be filled before the status `required_at`."""

    id: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required_at: str = ""


def set_field(
    state: State,
    id: str,  # noqa: A002 - the word for it
    field: str,
    value: str,
    *,
    rules: Sequence[FieldRule],
    actor: str,
    now: Instant,
) -> Entries:
    """Fill a field of an incident; Refused where there is none of this name or the value does not fit."""
    incident, rule = incident_of(state, id), _rule(field, rules)
    fact = FieldSet(rule.id, rule.label, _value(rule, clean_title(value)[0], now))
    if incident.fields.get(rule.id) == fact.value:
        message = f"{rule.label} of {id} is {fact.value} already."
        raise Refused(message)
    return (Entry(fact, actor, incident.id),)


def missing(incident: Incident, rules: Sequence[FieldRule], status: str) -> tuple[FieldRule, ...]:
    """Return the fields that have to be filled before this status and are not."""
    return tuple(rule for rule in rules if rule.required_at == status and rule.id not in incident.fields)


def _rule(field: str, rules: Sequence[FieldRule]) -> FieldRule:
    wanted = field.strip().lower()
    found = next((rule for rule in rules if wanted in {rule.id.lower(), rule.label.lower()}), None)
    if found is None:
        ids = [rule.id for rule in rules]
        known = f"Fields: {', '.join(ids)}." if ids else "A [[field]] section in warroom.toml adds one."
        message = f"'{field.strip()}' is not a field of incidents{did_you_mean(wanted, ids)} {known}"
        raise Refused(message)
    return found


def _value(rule: FieldRule, text: str, now: Instant) -> str:
    """Return the value as the log keeps it."""
    if rule.kind == "time":
        return utc_iso(parse_when(text, now))
    if rule.kind == "number":
        if not _NUMBER.fullmatch(text):
            message = f"{rule.label} is a number such as 12 or 3.5, not '{text}'."
            raise Refused(message)
        return text
    allowed: Mapping[str, str] = _YES_NO if rule.kind == "yes_no" else {each.lower(): each for each in rule.choices}
    if rule.kind in {"yes_no", "choice"}:
        if text.lower() not in allowed:
            names = ("yes", "no") if rule.kind == "yes_no" else rule.choices
            message = f"{rule.label} cannot be '{text}'{did_you_mean(text, names)} It is one of {', '.join(names)}."
            raise Refused(message)
        return allowed[text.lower()]
    return text
