"""Pure: this machine in a few lines: processor, memory, pressure, disks, network, top processes."""

from checks.sample import Quality, Reading, Sample
from console.incident.events import Instant
from console.present.figures import TONES, WORDS, age_text, amount, failing, percent, size, text_span
from console.present.snapshot import Snapshot
from console.signals.health import STALE_AFTER
from widgets.values import Column, Row, Span, TableValue, Tone

_COLUMNS = (Column("what", width=7), Column("now", width=17, grow=True), Column("note", align="right", drop=1))
_BAR = 10
_FULL, _BUSY = 0.9, 0.75
_INTERVAL = 5.0


def host_table(snapshot: Snapshot, now: Instant) -> TableValue:
    """Return the pane of this machine."""
    sample = snapshot.host
    if sample is None:
        waiting = "nothing was measured" if snapshot.replayed else "first look ..."
        return TableValue("This machine", _COLUMNS, empty=(Span(waiting, Tone.MUTED),))
    badge = Span(WORDS[sample.status], TONES[sample.status])
    sources = [source for source in snapshot.sources if source.name == sample.check]
    interval = max((source.interval for source in sources), default=_INTERVAL)
    if now - sample.at > interval * STALE_AFTER * 1000:
        badge = Span(f"{age_text(sample.at, now)} old", Tone.UNKNOWN)
    return TableValue("This machine", _COLUMNS, tuple(_rows(sample)), badge, notes=failing(sources, now))


def _rows(sample: Sample) -> list[Row]:
    rows = [_bar("cpu", sample.reading("cpu"), _load(sample)), _memory(sample)]
    rows.extend(_pressure(sample))
    rows.extend(
        _bar(reading.metric.removeprefix("disk:"), reading, _free(sample, reading))
        for reading in sample.readings
        if reading.metric.startswith("disk:")
    )
    rows.extend(_network(sample))
    rows.extend(_processes(sample))
    return rows


def _value(sample: Sample, metric: str) -> float | None:
    reading = sample.reading(metric)
    return None if reading is None else reading.value


def _bar(name: str, reading: Reading | None, note: str) -> Row:
    label = text_span(name, Tone.PLAIN, 20)
    if reading is None or reading.value is None:
        why = "no data" if reading is None or reading.quality is not Quality.ERROR else reading.note or "error"
        return Row(name, (label, text_span(why, Tone.UNKNOWN), Span("")))
    share = min(max(reading.value, 0.0), 1.0)
    tone = Tone.BAD if share >= _FULL else (Tone.WARN if share >= _BUSY else Tone.OK)
    filled = round(share * _BAR)
    bar = "█" * filled + "░" * (_BAR - filled)
    return Row(name, (label, Span(f"{bar} {percent(share):>5}", tone), text_span(note, Tone.MUTED)))


def _load(sample: Sample) -> str:
    load, cpus = _value(sample, "load1"), _value(sample, "cpus")
    return "" if load is None else f"load {load:.2f}" + (f" of {cpus:.0f}" if cpus else "")


def _memory(sample: Sample) -> Row:
    left, available = sample.reading("memory_available_ratio"), _value(sample, "memory_available")
    used = left if left is None or left.value is None else Reading(left.metric, 1 - left.value, left.unit)
    swap = _value(sample, "swap_used")
    note = "" if available is None else f"{size(available)} free"
    return _bar("memory", used, note + (f", swap {size(swap)}" if swap else ""))


def _pressure(sample: Sample) -> list[Row]:
    found = [(name, _value(sample, f"pressure_{name}")) for name in ("cpu", "memory", "io")]
    told = [f"{name} {percent(value)}" for name, value in found if value is not None]
    if not told:
        return []
    worst = max(value for _, value in found if value is not None)
    tone = Tone.WARN if worst > 0.2 else Tone.PLAIN  # noqa: PLR2004 - a fifth of the time somebody waits
    return [Row("waits", (Span("waits"), Span("  ".join(told), tone), Span("")))]


def _free(sample: Sample, reading: Reading) -> str:
    free = _value(sample, f"disk_free:{reading.metric.removeprefix('disk:')}")
    inodes = _value(sample, f"inodes:{reading.metric.removeprefix('disk:')}")
    note = "" if free is None else f"{size(free)} free"
    return note + (f", inodes {percent(inodes)}" if inodes is not None and inodes >= _BUSY else "")


def _network(sample: Sample) -> list[Row]:
    received, sent = _value(sample, "net_received"), _value(sample, "net_sent")
    if received is None or sent is None:
        return []
    errors = _value(sample, "net_errors") or 0.0
    said = f"in {amount(received, 'bytes/s')}  out {amount(sent, 'bytes/s')}"
    return [Row("net", (Span("net"), Span(said), Span(f"{errors:.1f} err/s" if errors else "", Tone.WARN)))]


def _processes(sample: Sample) -> list[Row]:
    """Return the top processes, a line by processor time and one by memory."""
    rows = []
    for by, column in (("cpu", 3), ("memory", 4)):
        told = [f"{row[1]} {row[column]}" for row in sample.rows[1:] if row[0] == by and len(row) > column]
        if told:
            rows.append(Row(f"top {by}", (Span(f"top {by[:3]}", Tone.MUTED), text_span("  ".join(told)), Span(""))))
    return rows
