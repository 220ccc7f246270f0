"""Pure: noting indicators of compromise: what each sort may look like, and the commands."""

import re
from collections.abc import Callable, Mapping

from console.incident.compromise import (
    ACCOUNT,
    DOMAIN,
    FILE,
    HASH,
    IP,
    OTHER,
    SORTS,
    URL,
    IndicatorNoted,
    defanged,
    key_of,
)
from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries, working
from console.incident.redaction import Redactor
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean

_LONGEST = 2_000
_WITHOUT_SECRETS = Redactor()
_HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:(?!-)[\w-]{1,63}(?<!-)\.)+(?!\d+$)[\w-]{2,63}")
_URL = re.compile(r"(?:https?|ftps?|wss?|file|ldaps?)://[^\s/]+(?:/\S*)?", re.IGNORECASE)


def note_indicator(
    state: State,
    id: str,  # noqa: A002 - the word for it
    sort: str,
    value: str,
    note: str = "",
    *,
    actor: str,
    source: str = "",
) -> Entries:
    """Keep an indicator of compromise; one that is kept already is told once more only with something new."""
    incident, kind = working(state, id), _sort(sort)
    plain = _checked(kind, value)
    said = IndicatorNoted(kind, plain, clean_optional(source, "source"), clean_optional(note, "note"))
    before = incident.compromise.get(key_of(kind, plain))
    if before is not None and said.source in ("", before.source) and said.note in ("", before.note):
        message = f"{before.by} noted {kind} {before.shown} before. Say where else it was seen, or what is new."
        raise Refused(message)
    return (Entry(said, actor, id),)


def withdraw_indicator(state: State, id: str, sort: str, value: str, why: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say that an indicator is none; it stays in the log."""
    incident, kind = working(state, id), _sort(sort)
    plain = _checked(kind, value)
    if key_of(kind, plain) not in incident.compromise:
        known = ", ".join(f"{each.sort} {each.shown}" for each in incident.compromise.values()) or "none"
        message = f"{kind} {defanged(kind, plain)} is no indicator of {id}. Indicators: {known}."
        raise Refused(message)
    if not why.strip():
        raise Refused(f"Say why {defanged(kind, plain)} is no indicator.")
    return (Entry(IndicatorNoted(kind, plain, withdrawn=clean_optional(why)), actor, id),)


def _sort(text: str) -> str:
    wanted = text.strip().lower()
    if wanted not in SORTS:
        message = f"'{text.strip()}' is no kind of indicator{did_you_mean(wanted, SORTS)} Kinds: {', '.join(SORTS)}."
        raise Refused(message)
    return wanted


def _checked(sort: str, value: str) -> str:
    """Return the value as it is kept: what was written so that nobody clicks is made whole again."""
    plain = clean_text(value, "indicator")
    if len(plain) > _LONGEST:
        raise Refused(f"An indicator has at most {_LONGEST} characters, this one has {len(plain)}.")
    for written, meant in (("[.]", "."), ("(.)", "."), ("[:]", ":"), ("[://]", "://"), ("[@]", "@")):
        plain = plain.replace(written, meant)
    # As the log will keep it: what it takes out is not compared and stands in no refusal either.
    plain = plain if sort == HASH else _WITHOUT_SECRETS(plain)
    return _CHECKS[sort](re.sub(r"(?i)^hxxp", "http", plain))


def _ip(value: str) -> str:
    from ipaddress import ip_address, ip_network

    try:
        return str(ip_network(value, strict=False)) if "/" in value else str(ip_address(value))
    except ValueError as error:
        raise _wrong(value, "an IP address", "203.0.113.7, 2001:db8::7 or 203.0.113.0/24") from error


def _domain(value: str) -> str:
    found = value.lower().rstrip(".")
    if not _DOMAIN.fullmatch(found):
        raise _wrong(value, "a domain", "evil.example (for an address with http:// in front, say url)")
    return found


def _url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise _wrong(value, "a URL", "https://evil.example/payload, without blanks")
    return value


def _hash(value: str) -> str:
    found = value.lower().rpartition(":")[2]
    if len(found) not in _HASHES or not re.fullmatch(r"[0-9a-f]+", found):
        sizes = ", ".join(f"{size} ({name})" for size, name in _HASHES.items())
        raise _wrong(value, "a hash", f"as many hexadecimal digits as {sizes}")
    return found


def _line(value: str) -> str:
    if "\n" in value:
        raise _wrong(value.partition("\n")[0], "one line", "a path, or the name of an account")
    return value


def _wrong(value: str, what: str, example: str) -> Refused:
    return Refused(f"'{value[:80]}' is not {what}; expected {example}.")


_CHECKS: Mapping[str, Callable[[str], str]] = {
    IP: _ip,
    DOMAIN: _domain,
    URL: _url,
    HASH: _hash,
    FILE: _line,
    ACCOUNT: _line,
    OTHER: _line,
}
