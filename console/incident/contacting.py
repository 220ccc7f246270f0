"""Pure: saying that somebody outside was talked to, and when to call them again."""

from collections.abc import Iterable

from console.incident.clock import DAY
from console.incident.errors import Refused
from console.incident.events import Entry, Instant, PartyContacted
from console.incident.guards import Entries, working
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text

LONGEST = 7 * DAY


def contacted(  # noqa: PLR0913 - who, what, and when again
    state: State,
    id: str,  # noqa: A002 - the word for it
    party: str,
    text: str,
    *,
    actor: str,
    now: Instant,
    span: int | None = None,
    ticket: str = "",
    known: Iterable[str] = (),
) -> Entries:
    """Record what a party said; they are due again in `span` ms, None: not again. `known` are the parties there are."""
    incident = working(state, id)
    names, who = {each.casefold(): each for each in (*known, *incident.contacts)}, " ".join(party.split())
    if who.casefold() not in names:
        from console.suggestion import did_you_mean

        shown = ", ".join(names.values()) or "none; [[party]] in warroom.toml names one"
        raise Refused(f"'{who}' is no party{did_you_mean(who, names.values())} Parties: {shown}.")
    if span is not None and span > LONGEST:
        raise Refused("Somebody outside is called again within a week; expected a time such as 30m.")
    due = None if span is None else now + span
    fact = PartyContacted(names[who.casefold()], clean_text(text), due, clean_optional(ticket, "ticket"))
    return (Entry(fact, actor, id),)
