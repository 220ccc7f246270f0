"""The command that says where the incident stands: status."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from console.cli.climbing import chains_of
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.writing import add_incident, when
from console.incident.assessing import impact, open_questions
from console.incident.clock import clock_time, elapsed, short_span, utc_iso
from console.incident.events import Instant
from console.incident.guards import named
from console.incident.record import Incident
from console.incident.roles import label
from console.incident.sizing import QUESTIONS
from console.incident.state import State
from console.incident.tasking import open_tasks
from console.incident.types import TYPES
from console.present.escalation import calls_due, standings
from console.review.brief import Brief, Call, brief, brief_json, brief_markdown
from console.review.standing import standing_parts
from console.review.way import review_lines
from console.settings.directory import Directory
from console.settings.escalation import Chain
from console.wiring import log, own, shipped
from console.wiring.secrets import redactor

_COLUMN = 13
_SHORT = {"What was tried": "tried", "Risks": "risk", "Next decision": "next"}
"""The parts of the brief as the words in front of their lines."""


def _arguments(parser: ArgumentParser) -> None:
    add_incident(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--md", action="store_true", help="the brief as Markdown: for a handover, a chat or a ticket")
    parser.add_argument("--since", metavar="TIME", default="", help="what happened since then: -30m, 14:32")


def _status(args: Namespace, desk: Desk) -> int:
    settings = desk.settings_to_record()
    book = Logbook(desk, settings)
    state, chains = book.state(), chains_of(book)
    scheme, reader, now = shipped.scheme(settings, desk.ignored), log.open_log(settings), desk.clock()
    left = when(args.since, now)
    briefs = [
        brief(
            state,
            incident,
            now,
            scheme=scheme,
            events=list(reader.events(incident=incident.id)),
            left=left,
            house=own.house(settings),
        )._replace(calls=tuple(_calls(chains, incident, state, settings.directory)))
        for incident in _asked(state, args.incident)
    ]
    redact = redactor(settings, desk.env)
    if args.json:
        import json

        made = [brief_json(each, redact) for each in briefs]
        desk.raw(json.dumps({"incidents": made, "services": dict(sorted(state.health.items()))}, indent=2))
    elif args.md:
        desk.raw("\n".join(brief_markdown(each, redact) for each in briefs) or "No incident is live.\n")
    else:
        _show(desk, state, briefs)
    return 0


def _calls(chains: Sequence[Chain], incident: Incident, state: State, known: Directory) -> Iterator[Call]:
    """Yield whom to telephone now with the number, and which step comes next, as the console's Due pane has it."""
    for each in standings(chains, incident, state.health):
        for call in calls_due(each):
            whom = f"call {call.person} {known.telephone(call.person)}".rstrip()
            yield Call(whom if call.person else f"nobody to call for {call.chain} {call.step}", call.at)
        if each.next is not None and each.due is not None:
            yield Call(f"escalation {each.chain.name} {each.next.number}: {', '.join(each.next.notify)}", each.due)


def _asked(state: State, asked: str) -> Sequence[Incident]:
    """Return the incident that was asked for, else all that are live, else the one that waits to be closed."""
    if asked:
        return [named(state, asked)]
    live = state.live()
    current = state.current()
    return live or ([current] if current is not None else [])


def _show(desk: Desk, state: State, briefs: Sequence[Brief]) -> None:
    if not briefs:
        desk.say('No incident is live. Open one: warroom declare "what is broken"')
    for each in briefs:
        for line in status_lines(each):
            desk.say(line)
        desk.say()
    broken = [f"{service} {word}" for service, word in sorted(state.health.items()) if word != "ok"]
    if broken:
        desk.say(f"not ok        {', '.join(broken)}  (as last recorded; `warroom check` looks now)")


def status_lines(each: Brief) -> list[str]:
    """Return where an incident stands, line by line."""
    incident, now = each.incident, each.now
    running = elapsed((incident.until or now) - incident.since)
    lines = [
        f"{incident.severity}  {incident.id}  {incident.title}",
        f"status        {incident.status}",
        *_kind(each),
        f"elapsed       {running}, since {clock_time(incident.since)}Z",
    ]
    lines += [f"{label(role):<13} {holder.person} {holder.contact}".rstrip() for role, holder in each.holders]
    if each.unfilled:
        lines.append(f"unfilled      {', '.join(label(role) for role in each.unfilled)}")
    for offer in incident.offers.values():
        lines.append(f"offered       {label(offer.role)} to {offer.person}, {short_span(now - offer.at)} ago")
    lines += [f"due           {due.name} {_left(due.at, now)} ({_moment(due.at, now)})" for due in each.due]
    lines += [f"due           ☏ {call.text} {_left(call.at, now)} ({_moment(call.at, now)})" for call in each.calls]
    lines += [] if incident.live else list(review_lines(incident, each.review, now))
    for task in open_tasks(incident):
        what, when = "promise" if task.is_promised else "task", _left(task.due, now)
        lines.append(f"{what:<13} {task.person}: {task.text}, {when} ({task.id})")
    lines += [f"workaround    {service}: {how}" for service, how in each.workarounds]
    if each.bridge:
        lines.append(f"bridge        {each.bridge}")
    if each.cost is not None:
        lines.append(f"cost          {each.cost}, with the review")
    if incident.summary:
        lines.append(f"summary       {incident.summary}")
    if known := impact(incident):
        lines.append(f"impact        {'; '.join(f'{words} [{event}]' for words, event in known)}")
    if unknown := open_questions(incident):
        lines.append(f"not known     {', '.join(QUESTIONS[question] for question in unknown)}")
    for title, sentences in standing_parts(each.standing, now):
        lines += [f"{_SHORT[title]:<13} {sentence}" for sentence in sentences]
    lines += [f"{clock_time(row.at)}Z     {row.actor}: {row.text}  [{row.event}]" for row in each.rows]
    return lines


def _kind(each: Brief) -> list[str]:
    """Say what is not usual: another type, other incidents, fields of the room's own."""
    incident = each.incident
    lines = [f"codename      {incident.codename}"] if incident.codename else []
    if incident.type != TYPES[0]:
        lines.append(f"type          {incident.type}")
    if incident.evidence or incident.codename:
        lines.append(
            f"evidence      {incident.evidence or 'not taken yet: warroom evidence snapshot, add, or taken WHAT'}"
        )
    lines += [_field(field, value) for field, value in sorted(incident.fields.items())]
    return [*lines, *(f"{relation.words:<13} {relation.other}" for relation in each.relations)]


def _field(name: str, value: str) -> str:
    """Return a field of the room's own as a line; a long name stands before its value, so that the columns hold."""
    return f"{name:<13} {value}" if len(name) <= _COLUMN else f"{'field':<13} {name}: {value}"


def _left(at: Instant, now: Instant) -> str:
    return f"in {short_span(at - now)}" if at >= now else f"{short_span(now - at)} LATE"


def _moment(at: Instant, now: Instant) -> str:
    """Return the time of day, UTC; of what is due on another day the date, and the local time beside it."""
    if utc_iso(at)[:10] == utc_iso(now)[:10]:
        return f"{clock_time(at)}Z"
    return f"{utc_iso(at)[:16].replace('T', ' ')}Z, {clock_time(at, None)[:5]} local"


VERBS = {"status": Verb("warroom status\nwarroom status --md", _status, _arguments)}
