"""Pure: who does what, since when, who was asked and has not answered, and which required role nobody has."""

from console.incident import roles
from console.incident.clock import from_now, short_span
from console.incident.events import Instant
from console.incident.offers import Offer
from console.incident.record import Holder, Incident
from console.incident.tracking import SPAN_OF_CONTROL, direct_reports, running
from console.incident.tracks import Track
from console.present.due import OFFER_GRACE, ROLE_GRACE, TRACK
from console.present.figures import text_span
from console.present.snapshot import Snapshot
from widgets.values import Column, Row, Span, TableValue, Tone

_COLUMNS = (
    Column("role", width=9),
    Column("person", grow=True),
    Column("contact", drop=2),
    Column("since", align="right", drop=1),
)


def roster_table(snapshot: Snapshot, now: Instant) -> TableValue:
    """Return the roster pane; a row's key is the role."""
    incident = snapshot.incident
    if incident is None:
        return TableValue("Roster", _COLUMNS, empty=(Span("opens with an incident", Tone.MUTED),))
    required = roles.required(incident.rank)
    asked = [offer.role for offer in incident.offers.values()]
    others = [role for role in dict.fromkeys((*incident.roles, *asked)) if role not in required]
    rows = tuple(row for role in (*required, *others) for row in _rows(incident, role, now))
    led = tuple(_track(track, now) for track in running(incident)) if incident.live else ()
    return TableValue("Roster", _COLUMNS, (*rows, *led), _badge(incident, now))


def _badge(incident: Incident, now: Instant) -> Span:
    if incident.live and (led := len(direct_reports(incident))) > SPAN_OF_CONTROL:
        return Span(f"{led} report to one, over {SPAN_OF_CONTROL}", Tone.BAD)
    missing = roles.unfilled(incident)
    offered = sum(role in incident.offers for role in missing)
    if not missing:
        return Span("all filled", Tone.MUTED)
    late = now - incident.declared_at > ROLE_GRACE
    tone = (Tone.BAD if late else Tone.WARN) if incident.live else Tone.MUTED
    counts = ((offered, "offered"), (len(missing) - offered, "unfilled"))
    return Span(", ".join(f"{count} {word}" for count, word in counts if count), tone)


def _rows(incident: Incident, role: str, now: Instant) -> list[Row]:
    holders = incident.holders(role)
    offers = [offer for offer in incident.offers.values() if offer.role == role]
    held = [_held(role, index, holder, now) for index, holder in enumerate(holders)]
    if incident.live:
        held += [_offered(offer, now) for offer in offers]
    return held or [_unfilled(incident, role, now)]


def _held(role: str, index: int, holder: Holder, now: Instant) -> Row:
    return Row(
        role if index == 0 else f"{role}#{index}",
        (
            Span(roles.label(role)),
            text_span(holder.person, Tone.STRONG, 60),
            text_span(holder.contact, Tone.MUTED, 40),
            Span(short_span(now - holder.since), Tone.MUTED),
        ),
    )


def _offered(offer: Offer, now: Instant) -> Row:
    """Show who was asked: until they answer, nobody has the role."""
    tone = Tone.BAD if now - offer.at > OFFER_GRACE else Tone.WARN
    return Row(
        f"{offer.role}#{offer.person}",
        (
            Span(roles.label(offer.role)),
            text_span(f"{offer.person} (offered)", tone, 60),
            text_span(offer.contact, Tone.MUTED, 40),
            Span(short_span(now - offer.at), tone),
        ),
    )


def _track(track: Track, now: Instant) -> Row:
    """Show who leads a track, and when they report next."""
    tone = Tone.BAD if now >= track.due else Tone.MUTED
    return Row(
        f"{TRACK}{track.name}",
        (
            text_span(f"» {track.name}", Tone.PLAIN, 30),
            text_span(track.lead, Tone.STRONG, 60),
            text_span(track.question, Tone.MUTED, 60),
            Span(from_now(track.due, now), tone),
        ),
    )


def _unfilled(incident: Incident, role: str, now: Instant) -> Row:
    name = Span(roles.label(role))
    if not incident.live:
        return Row(role, (name, Span("unfilled", Tone.MUTED), Span(""), Span("")))
    late = now - incident.declared_at > ROLE_GRACE
    waiting = Span(short_span(now - incident.declared_at), Tone.MUTED)
    return Row(role, (name, Span("unfilled", Tone.BAD if late else Tone.WARN), Span(""), waiting))
