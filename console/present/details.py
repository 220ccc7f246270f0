"""Pure: what the dialogs tell at length: an event, the log, a document, the keys."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo

from console.incident.clock import clock_time, short_span, utc_iso
from console.incident.codec import encode
from console.incident.events import DrillBegun, Event, Instant
from console.incident.state import State
from console.present.figures import (
    GLYPHS,
    TONES,
    WORDS,
    age_text,
    figure_span,
    last_answer,
    place,
    text_span,
    trouble,
)
from console.present.snapshot import Snapshot, SourceSeen
from console.settings.directory import Catalogued
from widgets.values import KeyHint, Line, Span, Tone

_LONGEST = 20_000

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def pair(name: str, value: object, tone: Tone = Tone.PLAIN) -> Line:
    """Return a line "name   value"."""
    return (text_span(f"{name:13} ", Tone.MUTED), text_span(value, tone, _LONGEST))


def event_lines(event: Event, state: State, tz: tzinfo | None, zone: tzinfo | None = None) -> list[Line]:
    """Return everything the log holds of an event, and what was said of it later; the answer to a drill stays out."""
    kind, text, data = encode(event.fact)
    lines = [
        pair("event", event.key),
        pair("kind", kind),
        pair("by", event.actor, Tone.STRONG),
        pair("happened", f"{utc_iso(event.occurred_at)}  ({_there(event.occurred_at, tz, zone)})"),
        pair("recorded", utc_iso(event.recorded_at)),
        pair("incident", event.incident or "none"),
        (),
        pair("text", text, Tone.STRONG),
    ]
    correction = state.corrections.get(event.key)
    if correction is not None:
        lines.append(())
        lines.append(
            pair("corrected", f"by {correction.by} at {utc_iso(correction.at)} ({correction.event})", Tone.WARN)
        )
        if correction.text is not None:
            lines.append(pair("now reads", correction.text, Tone.STRONG))
        if correction.occurred_at is not None:
            lines.append(pair("happened at", utc_iso(correction.occurred_at), Tone.STRONG))
    refusal = next((each for each in state.refusals if each.event == event.key), None)
    if refusal is not None:
        lines.append(pair("refused", refusal.reason, Tone.BAD))
    lines.append(())
    withheld = event.fact.withheld if isinstance(event.fact, DrillBegun) else frozenset()
    lines.extend(
        pair(name.replace("_", " "), _in_words(value))
        for name, value in data.items()
        if str(value) != text and name not in withheld
    )
    lines.append(pair("hash", event.hash, Tone.MUTED))
    return lines


def _in_words(value: object) -> str:
    """Return what a fact holds as people write it: no brackets and no quotes."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_in_words(each)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_in_words, value))
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return str(value)


def _there(at: Instant, tz: tzinfo | None, zone: tzinfo | None) -> str:
    other = "" if zone is None else f", {clock_time(at, zone)} {place(zone)}"
    return f"{clock_time(at, tz)} local{other}"


def catalogue_lines(entry: Catalogued, owner: str) -> list[Line]:
    """Return what the catalogue says of a service; `owner` is who answers for it now."""
    pairs = (
        ("owner", owner),
        ("tier", entry.tier or ""),
        ("depends on", ", ".join(entry.depends_on)),
        ("runbook", entry.runbook),
        ("dashboards", ", ".join(entry.dashboards)),
        ("channel", entry.channel),
        ("workaround", entry.workaround),
    )
    return [(), *(pair(name, value) for name, value in pairs if value)]


def service_lines(snapshot: Snapshot, name: str, now: Instant) -> list[Line]:
    """Return why a service is as it is: its numbers with their sources, and what looks at it."""
    health = next((each for each in snapshot.services if each.service == name), None)
    if health is None:
        return [(Span("This service is not watched any more.", Tone.MUTED),)]
    lines = [
        pair("health", f"{GLYPHS[health.status]} {WORDS[health.status]}", TONES[health.status]),
        pair("since", f"{utc_iso(health.since)} ({short_span(now - health.since)})" if health.since else "the start"),
        pair("because", health.reason or "nothing is wrong"),
        (),
    ]
    for figure in health.figures:
        shown = figure_span(figure, now)
        source = figure.note if figure.value is None else f"{age_text(figure.at, now)} ago, from {figure.source}"
        lines.append((text_span(f"{figure.metric:13} ", Tone.MUTED), shown, text_span(f"   {source}", Tone.MUTED)))
    lines.append(())
    for source_seen in snapshot.sources:
        if source_seen.service == name:
            lines.extend(_source(source_seen, now))
    return lines


def _source(source: SourceSeen, now: Instant) -> list[Line]:
    lines = [pair(source.name, f"{last_answer(source, now)}, every {source.interval:g}s")]
    if source.error:
        lines.append(pair("", trouble(source, now), Tone.UNKNOWN))
    return lines


def log_lines(snapshot: Snapshot, now: Instant) -> list[Line]:
    """Return the state of the log and of the sources."""
    log = snapshot.log
    chain = {"ok": Tone.OK, "checking": Tone.MUTED}.get(log.chain, Tone.BAD)
    saved = Tone.OK if log.condition == "ok" else Tone.BAD
    lines = [
        pair("directory", log.directory),
        pair("writer", log.writer or "none: this console is read-only"),
        pair("events", f"{log.events:,}"),
        pair("chain", f"{log.chain} {log.chain_detail}".strip(), chain),
        pair("head", f"{log.head}  (write it down elsewhere: a cut tail shows by it)"),
        pair("recording", f"{log.condition} {log.reason}".strip(), saved),
        pair("waiting", f"{log.pending} entries"),
        *(pair("problem", problem, Tone.WARN) for problem in log.problems),
        (),
        (Span("Sources", Tone.STRONG),),
    ]
    for source in snapshot.sources:
        lines.extend(_source(source, now))
    return lines


def mistake_lines(mistakes: Sequence[str]) -> list[Line]:
    """Return what was left out of the configuration, with its place; nothing where nothing was."""
    if not mistakes:
        return []
    head: Line = (Span("Left out of the configuration (warroom config check tells the same)", Tone.STRONG),)
    return [(), head, *((text_span(each, Tone.WARN, 1_000),) for each in mistakes)]


def document_lines(text: str) -> list[Line]:
    """Return a Markdown document to read: headings and what is bold stand out, and their marks are left out."""
    return [_read(line) for line in text.splitlines()]


def _read(line: str) -> Line:
    if line.startswith("#"):
        return (text_span(_unescaped(line.lstrip("#").strip()), Tone.STRONG, 2_000),)
    parts = line.split("**")
    tones = (Tone.STRONG if at % 2 else Tone.PLAIN for at in range(len(parts)))
    return tuple(text_span(_unescaped(part), tone, 2_000) for part, tone in zip(parts, tones, strict=True) if part)


def _unescaped(text: str) -> str:
    """Return Markdown without the backslashes that keep it from meaning something."""
    return _ESCAPED.sub(r"\1", text)


def help_lines(hints: Iterable[KeyHint], commands: Sequence[tuple[str, str]]) -> list[Line]:
    """Return all keys with what they do, by groups, and what can be typed."""
    lines: list[Line] = []
    group = ""
    for hint in hints:
        if hint.group != group:
            group = hint.group
            lines.extend([(), (Span(group, Tone.STRONG),)] if lines else [(Span(group, Tone.STRONG),)])
        lines.append(
            (Span(f"  {hint.key:>6}  ", Tone.ACCENT), Span(f"{hint.label:13}  "), Span(hint.detail, Tone.MUTED))
        )
    lines.extend([(), (Span("Typed into the input line", Tone.STRONG),)])
    lines.extend((Span(f"  {usage:28}  ", Tone.ACCENT), Span(said, Tone.MUTED)) for usage, said in commands)
    return lines
