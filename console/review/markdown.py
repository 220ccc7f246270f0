"""Pure: a report as Markdown. The same report gives the same bytes; every row cites its event."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, lru_cache

from console.incident.clock import MINUTE, SECOND, elapsed, short_span, utc_iso
from console.incident.cost import NOT_ESTIMATED
from console.incident.events import Instant
from console.incident.metrics import Metric
from console.incident.relations import MERGED_INTO
from console.incident.roles import label
from console.incident.sizing import said
from console.incident.types import TYPES
from console.review.decided import below
from console.review.escaping import code, plain
from console.review.keep import ACTIONS, PLACEHOLDER, block, seal
from console.review.promises import promise_lines
from console.review.report import Report
from console.review.rows import Row

Redact = Callable[[str], str]
UNKNOWN = "not known"


def render(report: Report, redact: Redact = str, written: Collection[str] = ()) -> str:
    """Return the postmortem. `written` names the parts that people have filled: their questions are answered."""
    text = _Writer(redact)
    parts: tuple[Iterable[str], ...] = (
        _head(report, text),
        _summary(report, text),
        _timeline(report, text),
        _impact(report, text),
        _changes(report, text),
        _compromise(report, text),
        _causes(report, text),
        _response(report, text),
        _follow_up(),
        _supporting(report, text),
        _questions(report, written),
    )
    return seal(report.incident.id, "\n".join(line for part in parts for line in part))


class _Writer:
    """Text from the log on its way into the document: secrets out, structure escaped."""

    def __init__(self, redact: Redact) -> None:
        self._redact = redact

    def __call__(self, text: str) -> str:
        return plain(self._redact(text))

    def code(self, text: str) -> str:
        return code(self._redact(text))


def moment(at: Instant | None) -> str:
    """Return "2026-11-21 17:42:13" in UTC, or that it is not known."""
    return UNKNOWN if at is None else f"{_minute(at // MINUTE)}{at // SECOND % 60:02d}"


@lru_cache(maxsize=256)
def _minute(minute: int) -> str:
    """Return "2026-11-21 17:42:"; neighbouring rows share it."""
    return utc_iso(minute * MINUTE)[:17].replace("T", " ")


def _section(title: str, keep: str = "", lines: Iterable[str] = ()) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    body = list(lines)
    yield from body
    if keep:
        yield from (*([""] if body else []), block(keep))


def _head(report: Report, text: _Writer) -> Iterator[str]:
    incident = report.incident
    yield f"# Postmortem: {text(incident.title)}"
    yield ""
    if incident.purpose != "incident":
        yield from (f"**This was a {text(incident.purpose)}, not a real incident.**", "")
    worst = min(incident.severities, key=lambda step: step.rank)
    was = f" (at its worst {text(worst.label)})" if worst.rank < incident.rank else ""
    yield f"- **Incident:** {text(incident.id)}"
    yield f"- **Severity:** {text(incident.severity)}{was}"
    yield f"- **Status:** {text(incident.status)}{_into(report, text)}, as of {moment(report.as_of)} UTC"
    yield f"- **Incident commander:** {text(incident.commander)}"
    yield from _kind(report, text)
    yield f"- **Postmortem:** {_postmortem(report, text)}"
    if incident.owner:
        yield f"- **Owner of the follow-up:** {text(incident.owner)}"
    heads = ", ".join(f"{text.code(head.event)}{f' `{head.hash}`' if head.hash else ''}" for head in report.heads)
    yield f"- **Rests on the log up to:** {heads}"


def _kind(report: Report, text: _Writer) -> Iterator[str]:
    """Say what is not usual: another type, other incidents, fields of the room's own."""
    incident = report.incident
    if incident.type != TYPES[0]:
        named = f", codename {text(incident.codename)}" if incident.codename else ""
        yield f"- **Type:** {text(incident.type)}{named}"
    if incident.evidence:
        yield f"- **Evidence:** {text(incident.evidence)}"
    others = ", ".join(f"{each.words} {text(each.other)}" for each in report.relations if each.kind != MERGED_INTO)
    if others:
        yield f"- **Belongs together:** {others}"
    for field, value in sorted(incident.fields.items()):
        yield f"- **{text(field)}:** {text(value)}"


def _into(report: Report, text: _Writer) -> str:
    return f" into {text(report.incident.survivor)}" if report.incident.survivor else ""


def _postmortem(report: Report, text: _Writer) -> str:
    incident = report.incident
    if incident.postmortem == "waived":
        return f"waived: {text(incident.waiver)}"
    return text(incident.postmortem or "draft")


def _summary(report: Report, text: _Writer) -> Iterator[str]:
    incident = report.incident
    began = "" if incident.started_at is None else f"Impact began at {moment(incident.started_at)}. "
    first = text(incident.severities[0].label)
    declared = (
        f"{text(incident.declared_by)} declared {text(incident.id)} as {first} at {moment(incident.declared_at)} (UTC)."
    )
    lines = [began + declared]
    if incident.detected_at is not None:
        by = f" by {text(incident.detected_by)}" if incident.detected_by else ""
        lines.append(f"It was detected{by} at {moment(incident.detected_at)}.")
    done = (("acknowledged", "taken"), ("mitigated", "mitigated"), ("resolved", "resolved"))
    lines += [
        f"It was {word} at {moment(at)}." for name, word in done if (at := getattr(incident, f"{name}_at")) is not None
    ]
    if incident.reopened:
        lines.append(f"It was reopened {incident.reopened} time{'s' if incident.reopened > 1 else ''}.")
    if incident.summary:
        lines += ["", text(incident.summary)]
    return _section("Executive summary", "summary", lines)


def _timeline(report: Report, text: _Writer) -> Iterator[str]:
    lines = ["| time (UTC) | event | actor | kind | what |", "|---|---|---|---|---|"]
    # The same few actors, kinds and writers stand in every row: each is made safe once.
    shown, cite = cache(text), cache(text.code)
    for row in report.rows:
        writer, _, number = row.event.rpartition("/")
        event = f"{cite(writer)[:-1]}/{number}`"
        lines.append(f"| {moment(row.at)} | {event} | {shown(row.actor)} | {shown(row.kind)} | {_what(row, text)} |")
    return _section("Timeline", "", lines)


def _what(row: Row, text: _Writer) -> str:
    shown = text(row.text)
    if row.refused:
        shown = f"~~{shown}~~" if shown else ""
    if row.pinned:
        shown = f"**pinned:** {shown}"
    return f"{shown} ({'; '.join(map(text, row.remarks))})" if row.remarks else shown


def _impact(report: Report, text: _Writer) -> Iterator[str]:
    duration = UNKNOWN if report.duration is None else elapsed(report.duration)
    lines = [
        f"- **Duration:** {duration}",
        f"- **Users:** {_told(report, text, 'users', 'reach', 'impact', 'function', 'services', 'seen')}",
        f"- **Revenue:** {_told(report, text, 'business')}",
        "- **Service level agreement:** not in the log",
        f"- **Data loss:** {_told(report, text, 'data_risk')}",
        f"- **Cost of the response:** {report.cost or NOT_ESTIMATED}",
    ]
    services = ", ".join(
        f"{text(each.service)} {each.worst} at {moment(each.at)} ({text.code(each.event)})" for each in report.services
    )
    lines.append(f"- **Services seen degraded or down:** {services or 'none in the log'}")
    lines += ["", "| severity | time |", "|---|---|"]
    lines += [f"| {text(share.name)} | {elapsed(share.ms)} |" for share in report.severities]
    return _section("Impact", "impact", lines)


def _told(report: Report, text: _Writer, *questions: str) -> str:
    """Return what was answered to these questions, with the events that say it."""
    known = [(name, report.incident.answers.get(name)) for name in questions]
    told = [
        f"{text(said(name, answer.text))} ({text.code(answer.event)})"
        for name, answer in known
        if answer is not None and answer.text
    ]
    return "; ".join(told) or "not in the log"


def _changes(report: Report, text: _Writer) -> Iterator[str]:
    incident = report.incident
    onset = "the declaration" if incident.started_at is None else "the onset"
    lines = [f"From two hours before {onset} ({moment(incident.since)} UTC) to the end, the nearest before it first:"]
    lines += ["", "| time (UTC) | event | distance | by | what |", "|---|---|---|---|---|"]
    for each in report.changes:
        far = f"{short_span(abs(each.from_onset))} {'after' if each.from_onset > 0 else 'before'}"
        who = f"{text.code(each.event)} | {far} | {text(each.by)}"
        lines.append(f"| {moment(each.at)} | {who} | {text(each.text)} |")
    if report.more_changes:
        lines += ["", f"And {report.more_changes} more in the log."]
    if not report.changes:
        lines = [f"None in the log from two hours before {onset} ({moment(incident.since)} UTC) to the end."]
    return _section("What changed", "", lines)


def _compromise(report: Report, text: _Writer) -> Iterator[str]:
    """Yield the indicators of compromise, where there are any, written so that nothing makes links of them."""
    found = report.incident.compromise.values()
    if not found:
        return
    lines = ["| kind | value | seen in | note | event |", "|---|---|---|---|---|"]
    for each in found:
        what = f"{text(each.sort)} | {text.code(each.shown)} | {text(each.source)} | {text(each.note)}"
        lines.append(f"| {what} | {text.code(each.event)} |")
    yield from _section("Indicators of compromise", "", lines)


def _causes(report: Report, text: _Writer) -> Iterator[str]:
    tag = report.incident.cause
    yield from _section("Root cause and trigger", "root-cause", [f"Accepted cause: {text(tag)}"] if tag else ())
    yield from _section("Contributing factors", "contributing-factors")


def _response(report: Report, text: _Writer) -> Iterator[str]:
    yield from _section("Response analysis")
    yield from ("### What went well, what went poorly, where we got lucky", "", block("response-analysis"))
    yield from ("", "### How long it took", "", "| what | value | from where to where |", "|---|---|---|")
    for metric in report.metrics:
        yield f"| {metric.name} | {_value(metric)} | {plain(metric.anchor)} |"
    yield from ("", "| status | time |", "|---|---|")
    for share in report.statuses:
        yield f"| {text(share.name)} | {elapsed(share.ms)} |"
    yield from ("", "### Decisions", "")
    for row in report.decisions:
        yield f"- {moment(row.at)} {text(row.actor)}: {_what(row, text)} ({text.code(row.event)})"
        for each in report.incident.decisions.values():
            if each.event == row.event:
                yield from (f"  - {line}" for line in below(each, text, moment))
    if not report.decisions:
        yield "None in the log."
    yield from promise_lines(report.incident, report.end, text)
    yield from _roster(report, text)
    yield from _checklist(report, text)


def _value(metric: Metric) -> str:
    return plain(str(metric)) if metric.value_ms is None else elapsed(metric.value_ms)


def _roster(report: Report, text: _Writer) -> Iterator[str]:
    yield from ("", "### Roles", "", "| role | person | from (UTC) | to (UTC) | event |", "|---|---|---|---|---|")
    for span in report.incident.roster:
        until = "to the end" if span.until is None else moment(span.until)
        who = f"{text(label(span.role))} | {text(span.person)}"
        yield f"| {who} | {moment(span.since)} | {until} | {text.code(span.event)} |"


def _checklist(report: Report, text: _Writer) -> Iterator[str]:
    if not report.phases:
        return
    yield from ("", f"### Checklist: {text(report.checklist)}")
    for phase in report.phases:
        yield from ("", f"{text(phase.phase.name)}, {phase.finished} of {len(phase.items)}:", "")
        for item in phase.items:
            box = "x" if item.word == "done" else " "
            state = item.state
            said = item.word
            if state is not None:
                reason = f": {text(state.reason)}" if state.reason else ""
                said = f"{said}{reason}, {moment(state.at)} by {text(state.by)}, {text.code(state.event)}"
            yield f"- [{box}] {text(item.item.title)} ({said})"


def _follow_up() -> Iterator[str]:
    yield from _section("Action items", "", [block("action-items", f"{PLACEHOLDER}\n\n{ACTIONS}")])
    yield from _section("Lessons", "lessons")


def _supporting(report: Report, text: _Writer) -> Iterator[str]:
    lines = [f"{report.cites} events of the log are cited above, up to:", ""]
    lines += [f"- {text.code(head.event)}{f', hash `{head.hash}`' if head.hash else ''}" for head in report.heads]
    return _section("Supporting data", "supporting-data", lines)


def _questions(report: Report, written: Collection[str]) -> Iterator[str]:
    left = [question for question in report.questions if question.section not in written]
    return _section("Open questions", "", [f"- {plain(each.text)}" for each in left] or ["None."])
