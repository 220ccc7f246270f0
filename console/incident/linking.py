"""Pure: links that belong to an incident: which addresses may be one, and the commands."""

from urllib.parse import urlsplit

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries, incident_of
from console.incident.links import LINKS, LinkNoted
from console.incident.redaction import Redactor
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean

_LONGEST = 2_000
_WITHOUT_SECRETS = Redactor()
"""As the log will keep it: what it takes out of an address is not compared."""


def add_link(state: State, id: str, url: str, sort: str, title: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Keep an address, of one of LINKS; one that is kept already only with another sort or title."""
    incident, kind, address = incident_of(state, id), _sort(sort), _address(url)
    said = LinkNoted(kind, address, clean_optional(title, "title"))
    before = incident.links.get(address)
    if before is not None and (said.sort, said.title or before.title) == (before.sort, before.title):
        raise Refused(f"{before.by} added {address} before, as {before.sort} '{before.title}'.")
    return (Entry(said, actor, id),)


def drop_link(state: State, id: str, url: str, why: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say that a link does not belong to the incident after all; it stays in the log."""
    incident, address = incident_of(state, id), _address(url)
    if address not in incident.links:
        known = ", ".join(incident.links) or "none"
        raise Refused(f"{address} is no link of {id}. Links: {known}.")
    if not why.strip():
        raise Refused(f"Say why {address} does not belong to {id}.")
    sort = incident.links[address].sort
    return (Entry(LinkNoted(sort, address, withdrawn=clean_optional(why)), actor, id),)


def _sort(text: str) -> str:
    wanted = text.strip().lower()
    if wanted not in LINKS:
        raise Refused(f"'{text.strip()}' is no kind of link{did_you_mean(wanted, LINKS)} Kinds: {', '.join(LINKS)}.")
    return wanted


def _address(url: str) -> str:
    address = _WITHOUT_SECRETS(clean_text(url, "address"))
    try:
        found = urlsplit(address)
        sound = found.scheme.lower() in {"http", "https"} and bool(found.hostname)
        password = found.password is not None
    except ValueError:
        sound, password = False, False
    if not sound or any(char.isspace() for char in address):
        raise Refused(f"'{address[:80]}' is no address of the web; expected https://ci.example/42, without blanks.")
    if password:
        raise Refused("There is a password in this address. Give it without the part before the @.")
    if len(address) > _LONGEST:
        raise Refused(f"An address has at most {_LONGEST} characters, this one has {len(address)}.")
    return address
