"""Pure: the action items of all incidents: which are asked for, in which order, and as JSON and CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

from console.incident.clock import short_span, utc_iso
from console.incident.events import Instant
from console.incident.follow_up import ActionItem, Count, count
from console.incident.record import Incident
from console.incident.state import State
from console.review.blocks import Redact
from console.review.spreadsheet import in_zone, inert

COLUMNS = (
    "incident",
    "id",
    "action",
    "owner",
    "due_utc",
    "due_local",
    "priority",
    "type",
    "horizon",
    "state",
    "overdue",
    "reason",
    "from",
    "written_utc",
    "event",
)


class Listed(NamedTuple):
    """An action item and the incident that it follows from."""

    incident: Incident
    item: ActionItem


class Wish(NamedTuple):
    """Which action items are asked for; all of them where nothing is."""

    left: bool = False
    overdue: bool = False
    undated: bool = False
    owner: str = ""
    incident: str = ""
    drills: bool = False


def listed(state: State, wish: Wish, now: Instant, redact: Redact = str) -> tuple[Listed, ...]:
    """Return the action items that are asked for: what is left by its date, then what has none, then what has ended.

    Those of drills and tests are left out unless they are wanted, or one of them is named. Their texts are without
    secrets: a calendar and a table are for others.
    """
    found = (
        Listed(incident, item)
        for incident in state.incidents.values()
        if wish.incident in {"", incident.id} and (wish.drills or wish.incident or incident.purpose == "incident")
        for item in incident.action_items.values()
    )
    wanted = sorted((each for each in found if _wanted(each.item, wish, now)), key=_order)
    return tuple(each._replace(item=_clean(each.item, redact)) for each in wanted)


def _clean(item: ActionItem, redact: Redact) -> ActionItem:
    return item._replace(
        text=redact(item.text), owner=redact(item.owner), reason=redact(item.reason), source=redact(item.source)
    )


def _wanted(item: ActionItem, wish: Wish, now: Instant) -> bool:
    return (
        (not wish.left or item.is_left)
        and (not wish.overdue or item.is_overdue(now))
        and (not wish.undated or (item.is_left and item.due is None))
        and (not wish.owner or item.owner.casefold() == wish.owner.casefold())
    )


_URGENCY = {"high": 0, "medium": 1, "low": 2}


def _order(each: Listed) -> tuple[bool, bool, Instant, int, str, Instant]:
    item = each.item
    due = item.due or 0
    return not item.is_left, item.due is None, due, _URGENCY.get(item.priority, 1), each.incident.id, item.at


def counted(found: Iterable[Listed], now: Instant) -> Count:
    """Count action items of several incidents."""
    return count(tuple(each.item for each in found), now=now)


def headline(tally: Count) -> str:
    """Return "5 action items: 3 open (1 overdue, 1 without a due date), 2 done (1 within 30 days)"."""
    if not tally.total:
        return "0 action items"
    late = [f"{tally.overdue} overdue"] if tally.overdue else []
    none = [f"{tally.undated} without a due date"] if tally.undated else []
    parts = [f"{tally.left} open{_in_brackets(late + none)}"]
    parts.append(f"{tally.done} done{_in_brackets([f'{tally.in_time} within 30 days'] if tally.done else [])}")
    if tally.dropped:
        parts.append(f"{tally.dropped} not to be done")
    return f"{tally.total} action item{'s' * (tally.total != 1)}: {', '.join(parts)}"


def _in_brackets(parts: Sequence[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


def due_words(item: ActionItem, now: Instant) -> str:
    """Return "2026-12-05 (in 13d)", "2026-12-05 (2d 3h late)", "no due date"; of what has ended only the day."""
    if item.due is None:
        return "no due date"
    day = in_zone(item.due, None)[:10]
    if not item.is_left:
        return day
    far = f"in {short_span(item.due - now)}" if item.due > now else f"{short_span(now - item.due)} late"
    return f"{day} ({far})"


def item_json(item: ActionItem, now: Instant) -> dict[str, Any]:
    """Return an action item as JSON values; what nobody has said is None, instants are RFC 3339 in UTC."""
    return {
        "id": item.id,
        "action": item.text,
        "owner": item.owner or None,
        "due": None if item.due is None else utc_iso(item.due),
        "priority": item.priority,
        "type": item.type or None,
        "horizon": item.horizon or None,
        "state": item.state,
        "reason": item.reason or None,
        "overdue": item.is_overdue(now),
        "from": item.source or None,
        "written": utc_iso(item.at),
        "by": item.by,
        "since": utc_iso(item.since),
        "event": item.event,
    }


def list_json(found: Sequence[Listed], now: Instant) -> dict[str, Any]:
    """Return what `warroom actions --json` prints."""
    tally = counted(found, now)
    counts = {
        "total": tally.total,
        "open": tally.left,
        "done": tally.done,
        "wont_do": tally.dropped,
        "overdue": tally.overdue,
        "no_due_date": tally.undated,
        "done_within_30_days": tally.in_time,
    }
    items = [{"incident": each.incident.id, **item_json(each.item, now)} for each in found]
    return {"as_of": utc_iso(now), "counts": counts, "action_items": items}


def list_csv(found: Iterable[Listed], now: Instant, tz: tzinfo | None) -> str:
    """Return RFC 4180 text with a head; a spreadsheet takes nothing in it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for incident, item in found:
        due = ("", "") if item.due is None else (utc_iso(item.due), in_zone(item.due, tz))
        overdue = "yes" if item.is_overdue(now) else ""
        told = (item.priority, item.type, item.horizon, item.word, overdue)
        words = (incident.id, item.id, inert(item.text), inert(item.owner), *due, *map(inert, told))
        rest = (inert(item.reason), inert(item.source), utc_iso(item.at), inert(item.event))
        writer.writerow((*words, *rest))
    return out.getvalue()
