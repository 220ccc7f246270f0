"""Pure: the evidence of an incident in its documents: a table with where each piece came from and who had it."""

from collections.abc import Iterator
from typing import Any

from console.incident.clock import utc_iso
from console.incident.exhibits import Custody, Exhibit, Missed
from console.incident.record import Incident
from console.review.blocks import Block, Code, Line, Paragraph, Points, Table, points

_HEAD = ("Id", "What", "SHA-256", "Collector", "Acquired (UTC)", "Custody")


def evidence_blocks(incident: Incident) -> Iterator[Block]:
    """Yield what is kept, what is odd about it and what was not got; nothing where there was never anything."""
    if incident.exhibits:
        yield Paragraph("The files themselves are in the log directory and in a bundle; secrets in them stay in them.")
        yield Table(_HEAD, tuple(_row(each) for each in incident.exhibits.values()))
    odd = [f"{each.id}: {remark}" for each in incident.exhibits.values() for remark in each.kept.remarks]
    missed = [_gap(each) for each in incident.missed]
    if odd or missed:
        yield Points(points(*odd).points + points(*missed).points)


def _row(each: Exhibit) -> tuple[Line, ...]:
    kept = each.kept
    what = f"{kept.what} ({kept.method}, {kept.size:,} bytes{_exit(each)})"
    since = "; ".join(f"{once.said}, {once.by}, {_minute(once.at)}" for once in each.custody)
    return (each.id, what, (Code(each.short),), each.by, _minute(kept.acquired_at), since or "kept")


def _exit(each: Exhibit) -> str:
    return "" if each.kept.exit_code is None else f", exit {each.kept.exit_code}"


def _gap(each: Missed) -> str:
    return f"Not collected: {each.what}: {each.reason}"


def _minute(at: int) -> str:
    return utc_iso(at)[:16].replace("T", " ")


def evidence_json(incident: Incident) -> dict[str, Any]:
    """Return the exhibits and the gaps as JSON values."""
    return {
        "exhibits": [exhibit_json(each) for each in incident.exhibits.values()],
        "not_collected": [
            {
                "what": each.what,
                "source": each.source,
                "reason": each.reason,
                "snapshot": each.snapshot or None,
                "at": utc_iso(each.at),
                "event": each.event,
            }
            for each in incident.missed
        ],
    }


def exhibit_json(each: Exhibit) -> dict[str, Any]:
    """Return all that is known of an exhibit as JSON values; sizes in bytes."""
    kept = each.kept
    return {
        "id": each.id,
        "what": kept.what,
        "sha256": kept.sha256,
        "size": kept.size,
        "method": kept.method,
        "source": kept.source,
        "collector": each.by,
        "host": kept.host,
        "tool": kept.tool,
        "tool_version": kept.version,
        "began": utc_iso(kept.began_at),
        "acquired": utc_iso(kept.acquired_at),
        "folder": kept.folder or None,
        "modified": None if kept.modified_at is None else utc_iso(kept.modified_at),
        "exit_code": kept.exit_code,
        "stderr_sha256": kept.errors_sha256 or None,
        "stderr_size": kept.errors_size,
        "remarks": list(kept.remarks),
        "snapshot": kept.snapshot or None,
        "event": each.event,
        "holder": each.holder,
        "custody": [_custody(once) for once in each.custody],
    }


def _custody(once: Custody) -> dict[str, Any]:
    return {
        "how": once.how,
        "by": once.by,
        "at": utc_iso(once.at),
        "to": once.to or None,
        "purpose": once.purpose or None,
        "event": once.event,
    }
