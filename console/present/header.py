"""Pure: the two header lines: how bad, since when, who leads, what is due, and whether to trust the instruments."""

from collections.abc import Iterable
from datetime import tzinfo

from checks.sample import Status
from console.incident.clock import HOUR, clock_time, elapsed, short_span
from console.incident.deadlines import Deadline, promises
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.banner import DRILL, closed, closed_briefly
from console.present.cluster.view import view_of
from console.present.figures import place, text_span
from console.present.incidents import others
from console.present.snapshot import Context, LogSeen, Snapshot
from widgets.values import HeaderValue, Line, Span, Tone

_ALARM = {0: Tone.BAD, 1: Tone.BAD, 2: Tone.WARN, 3: Tone.INFO}
_MINUTE = 60_000
_TIMERS = {
    "update": ("update due in", "update overdue"),
    "acknowledge": ("ack in", "ack overdue"),
    "goal": ("goal in", "goal missed by"),
}
"""What the header says of a promise while it runs, and when it is late."""


def header(snapshot: Snapshot, context: Context, now: Instant, tz: tzinfo | None) -> HeaderValue:
    """Return the header at `now` (which may be later than the snapshot: the clock runs on)."""
    incident = snapshot.incident
    first, alarm, aside = _calm(snapshot) if incident is None else _incident(incident, now)
    banner, tone = _banner(snapshot, context, now)
    narrow = _narrow(snapshot, context, now)
    return HeaderValue(
        first=first,
        second=_second(snapshot, context, incident, now),
        alarm=alarm,
        banner=banner,
        first_aside=aside,
        second_aside=_clocks(now, tz),
        banner_tone=tone,
        narrow=narrow,
        merged=bool(narrow) and banner == closed(snapshot, context, now),
    )


def _incident(incident: Incident, now: Instant) -> tuple[tuple[Line, ...], Tone, Line]:
    end = incident.until
    parts: tuple[Line, ...] = (
        (Span(incident.severity, Tone.STRONG),),
        (Span(incident.status.upper(), Tone.STRONG),),
        (Span(elapsed((now if end is None else end) - incident.since), Tone.STRONG),),
        (Span("IC "), text_span(incident.commander, Tone.STRONG, 30)),
        (text_span(incident.title),),
    )
    alarm = _ALARM.get(incident.rank, Tone.INFO) if incident.live else Tone.OK
    return parts, alarm, (Span(incident.id),)


def _calm(snapshot: Snapshot) -> tuple[tuple[Line, ...], Tone, Line]:
    if not snapshot.ready:
        return ((Span("warroom", Tone.STRONG),), (Span("reading the log ..."),)), Tone.PLAIN, ()
    bad = [s for s in snapshot.services if s.status in {Status.DOWN, Status.DEGRADED}]
    lost = sum(1 for s in snapshot.services if s.status is Status.UNKNOWN)
    if bad:
        state = f"{len(bad)} of {len(snapshot.services)} services in trouble"
    elif lost:
        state = f"{lost} of {len(snapshot.services)} services without data"
    else:
        count = len(snapshot.services)
        state = f"{count} service{'s' * (count != 1)} ok" if count else "nothing is watched"
    alarm = Tone.WARN if bad else Tone.PLAIN
    hint = "" if snapshot.replayed else "i declares one"
    return ((Span("No incident", Tone.STRONG),), (Span(state),), (Span(hint),)), alarm, ()


def _second(snapshot: Snapshot, context: Context, incident: Incident | None, now: Instant) -> tuple[Line, ...]:
    parts: list[Line] = [(Span(f" {DRILL} ", Tone.ACTION),)] if context.drill else []
    if (elsewhere := others(snapshot, context, now)) is not None:
        parts.append((elsewhere,))
    timers = {} if incident is None else {each.name: each for each in promises(incident, context.scheme)}
    parts.extend((_countdown(timers[name], now),) for name in ("update", "acknowledge") if name in timers)
    if incident is not None and not incident.live:
        parts.extend(_new_trouble(snapshot))
    if context.production:
        parts.append((text_span(f"{context.production} [PRODUCTION]", Tone.BAD, 40),))
    elif context.place:
        parts.append((text_span(context.place, Tone.INFO, 40),))
    parts.extend(_doubts(snapshot))
    parts.extend(_clusters(snapshot, now))
    if context.zone is not None:
        parts.append((Span(f"{clock_time(now, context.zone)[:5]} {place(context.zone)}", Tone.MUTED),))
    if "goal" in timers:
        parts.append((_countdown(timers["goal"], now),))
    parts.append(_sources(snapshot, now))
    parts.append(_log(snapshot.log))
    return tuple(parts)


def _narrow(snapshot: Snapshot, context: Context, now: Instant) -> tuple[Line, ...]:
    """Return what 40 cells have room for, where there is more than that: what presses most in this incident first."""
    incident, elsewhere = snapshot.incident, others(snapshot, context, now)
    shut = closed_briefly(snapshot, context, now)
    if incident is None or not (context.drill or elsewhere or shut):
        return ()
    word = ((Span(f" {DRILL.partition(':')[0]} ", Tone.ACTION),),) if context.drill else ()
    named = ((text_span(f"{context.production} [PRODUCTION]", Tone.BAD, 40),),) if context.production else ()
    running = sorted(promises(incident, context.scheme), key=lambda each: each.at)
    first, *later = tuple[Line, ...]((_countdown(each, now),) for each in running) or ((),)
    aside = () if elsewhere is None else (elsewhere,)
    parts = (*word, first, *named, shut, aside, *(() if context.drill else later))
    return tuple(part for part in parts if part)


def _doubts(snapshot: Snapshot) -> Iterable[Line]:
    """Say that nobody knows what became of an action: every screen has the header."""
    count = sum(deed.is_in_doubt for deed in snapshot.state.actions.values())
    if count:
        yield (Span(f"{count} action{'s' * (count != 1)} in doubt: L", Tone.BAD),)


def _clusters(snapshot: Snapshot, now: Instant) -> Iterable[Line]:
    """Say which clusters are not seen, and in which something is wrong: not every size has room for their pane."""
    for seen in snapshot.clusters:
        if seen.error:
            yield (text_span(f"{seen.context}: no connection", Tone.UNKNOWN, 60),)
        elif wrong := sum(1 for look in view_of(seen, now).looks.values() if look.wrong):
            yield (text_span(f"{seen.context}: {wrong} workload{'s' * (wrong != 1)} wrong", Tone.BAD, 60),)


def _new_trouble(snapshot: Snapshot) -> list[Line]:
    """Say what is wrong now, where the header tells of an incident that is over."""
    bad = sum(1 for service in snapshot.services if service.status in {Status.DOWN, Status.DEGRADED})
    return [(Span(f"{bad} of {len(snapshot.services)} services in trouble: i declares", Tone.BAD),)] if bad else []


def _countdown(due: Deadline, now: Instant) -> Span:
    """Return the timer of a promise: amber from 80 % of its time on, red after."""
    running, over = _TIMERS[due.name]
    left = due.at - now
    if left < 0:
        return Span(f"{over} {short_span(-left)}", Tone.BAD)
    shown = short_span(left) if left >= HOUR else f"{left // _MINUTE}:{left // 1000 % 60:02d}"
    return Span(f"{running} {shown}", Tone.WARN if now >= due.presses_at else Tone.PLAIN)


def _sources(snapshot: Snapshot, now: Instant) -> Line:
    if snapshot.paused:
        return (Span("watching is paused (p)", Tone.WARN),)
    total = len(snapshot.sources)
    failing = sum(1 for source in snapshot.sources if source.error)
    seen = [source.last_good for source in snapshot.sources if source.last_good is not None]
    if not seen:
        return (Span(f"{total} sources, no answer yet", Tone.MUTED),)
    oldest = short_span(now - min(seen))
    if failing:
        return (Span(f"{failing} of {total} sources fail", Tone.UNKNOWN), Span(f", oldest {oldest}", Tone.MUTED))
    return (Span(f"{total} source{'s' * (total != 1)}, oldest {oldest}", Tone.MUTED),)


def _log(log: LogSeen) -> Line:
    chain = {"ok": Span("chain ok", Tone.MUTED), "checking": Span("chain: checking", Tone.MUTED)}
    return (
        Span(f"log {log.events:,} events, ", Tone.MUTED),
        chain.get(log.chain, Span("CHAIN BROKEN", Tone.BAD)),
    )


def _clocks(now: Instant, tz: tzinfo | None) -> Line:
    utc, local = clock_time(now), clock_time(now, tz)
    if local == utc:
        return (Span(f"{utc}Z", Tone.STRONG),)
    return (Span(f"{utc}Z", Tone.STRONG), Span(f" {local[:5]} local", Tone.MUTED))


def _banner(snapshot: Snapshot, context: Context, now: Instant) -> tuple[Line, Tone]:
    log = snapshot.log
    if log.condition != "ok":
        waiting = f" {log.pending} entries wait." if log.pending else ""
        return (text_span(f"NOT SAVED: {log.reason}{waiting}"),), Tone.BAD
    if log.chain == "broken":
        return (text_span(f"The log was changed: {log.chain_detail} (6 shows more)"),), Tone.BAD
    if log.problems:
        return (text_span(log.problems[0]),), Tone.WARN
    found = closed(snapshot, context, now)
    if context.read_only:
        told = Span("Read-only: nothing is recorded and nothing can be changed from here.")
        return (told, Span("  ") if found else Span(""), *found), Tone.INFO
    return found, Tone.WARN
