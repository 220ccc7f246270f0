"""Pure: the samples of one beat as one packed blob, and a series out of many blobs. Knows no file.

A layout says which checks with which metrics a blob holds, in which order. A slot is a check's status byte and a
little-endian f32 per metric; a number that is not a value is a NaN whose last bits say why. A full blob has a slot for
every check of its layout, so that a series lies at one offset of all blobs; a sparse one begins with a bit per check
and holds the slots of those only that were looked at.
"""

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from checks.sample import Quality, Reading, Sample, Status

FULL: Final = 0
SPARSE: Final = 1

_STATUSES: Final = (Status.OK, Status.DEGRADED, Status.DOWN, Status.UNKNOWN)
_CODES: Final = {status: bytes([code]) for code, status in enumerate(_STATUSES)}
_NO_DATA: Final = b"\x00\x00\xc0\x7f"
_ERROR: Final = b"\x01\x00\xc0\x7f"
_ABSENT: Final = b"\xff"
_F32 = struct.Struct("<f")


class Slot(NamedTuple):
    """A check in a layout: its metrics with their units, in the order in which they are packed."""

    check: str
    metrics: tuple[tuple[str, str], ...]

    @property
    def width(self) -> int:
        """Bytes of this slot."""
        return 1 + 4 * len(self.metrics)


class Spot(NamedTuple):
    """Where a series lies: slot number, byte in a full blob, byte in its slot, its width, and slots by width before."""

    number: int
    full: int
    within: int
    width: int
    before: tuple[tuple[int, int], ...]
    bits: int


class Layout:
    """Which checks and metrics a blob holds. Never changed: a new metric makes a new layout."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = tuple(slots)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Slot number by check."""
        return {slot.check: number for number, slot in enumerate(self.slots)}

    @cached_property
    def _names(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(name for name, _ in slot.metrics) for slot in self.slots)

    @cached_property
    def _absent(self) -> tuple[bytes, ...]:
        return tuple(_ABSENT + _NO_DATA * len(slot.metrics) for slot in self.slots)

    def holds(self, samples: Iterable[Sample]) -> bool:
        """Tell whether every reading of these samples has its place."""
        for sample in samples:
            number = self.numbers.get(sample.check)
            if number is None:
                return False
            names = self._names[number]
            if any(reading.metric not in names for reading in sample.readings):
                return False
        return True

    def grown(self, samples: Iterable[Sample]) -> "Layout":
        """Return a layout that also holds these samples."""
        slots = {slot.check: dict(slot.metrics) for slot in self.slots}
        for sample in samples:
            metrics = slots.setdefault(sample.check, {})
            metrics.update({reading.metric: reading.unit for reading in sample.readings})
        return Layout([Slot(check, tuple(metrics.items())) for check, metrics in slots.items()])

    def pack(self, samples: Iterable[Sample]) -> tuple[int, bytes]:
        """Return (form, blob), the smaller of the two forms; of two samples of a check the later is kept."""
        parts = list(self._absent)
        bits = 0
        for sample in samples:
            number = self.numbers[sample.check]
            bits |= 1 << number
            parts[number] = _CODES[sample.status] + _numbers(sample.readings, self._names[number])
        full = b"".join(parts)
        mask = bits.to_bytes((len(parts) + 7) // 8, "little")
        sparse = mask + b"".join(parts[number] for number in range(len(parts)) if bits >> number & 1)
        return (SPARSE, sparse) if len(sparse) < len(full) else (FULL, full)

    def looks(self, form: int, blob: bytes) -> Iterator[tuple[Slot, Status, tuple[float, ...]]]:
        """Yield every check that was looked at in a blob with its status and its numbers (NaN: none)."""
        slots, at = self.slots, 0
        if form == SPARSE:
            at = (len(slots) + 7) // 8
            bits = int.from_bytes(blob[:at], "little")
            slots = tuple(slot for number, slot in enumerate(slots) if bits >> number & 1)
        for slot in slots:
            if at + slot.width > len(blob):
                return  # it was cut: what is left of it tells nothing
            if blob[at] < len(_STATUSES):
                yield slot, _STATUSES[blob[at]], struct.unpack_from(f"<{len(slot.metrics)}f", blob, at + 1)
            at += slot.width

    def spot(self, check: str, metric: str | None) -> Spot | None:
        """Return where a check's metric lies (its status byte for None); None where this layout has none."""
        number = self.numbers.get(check)
        if number is None or (metric is not None and metric not in self._names[number]):
            return None
        within = 0 if metric is None else 1 + 4 * self._names[number].index(metric)
        by_width: dict[int, int] = {}
        for index, slot in enumerate(self.slots[:number]):
            by_width[slot.width] = by_width.get(slot.width, 0) | 1 << index
        full = sum(slot.width for slot in self.slots[:number]) + within
        width = self.slots[number].width
        return Spot(number, full, within, width, tuple(by_width.items()), (len(self.slots) + 7) // 8)


def sparse_piece(blob: bytes, spot: Spot, size: int) -> bytes:
    """Return `size` bytes of a sparse blob at a spot; empty where the check was not looked at in this beat."""
    slot = sparse_slot(blob, spot)
    return slot[spot.within : spot.within + size]


def sparse_slot(blob: bytes, spot: Spot) -> bytes:
    """Return the slot of a check in a sparse blob; empty where the check was not looked at in this beat."""
    bits = int.from_bytes(blob[: spot.bits], "little")
    if not bits >> spot.number & 1:
        return b""
    start = spot.bits + sum(width * (bits & mask).bit_count() for width, mask in spot.before)
    return blob[start : start + spot.width]


def number(piece: bytes) -> float | None:
    """Return the value of four bytes, or None where they hold none."""
    value: float = _F32.unpack(piece)[0]
    return value if value == value else None  # noqa: PLR0124 - NaN differs from itself; isnan costs a call each


def status(piece: bytes) -> Status | None:
    """Return the status of one byte, or None where the check was not looked at."""
    return _STATUSES[piece[0]] if piece and piece[0] < len(_STATUSES) else None


def means(points: Iterable[tuple[int, float]], start: int, end: int, buckets: int) -> list[float | None]:
    """Return the mean of the points (at, value) in each of equal buckets from start to end; None where it has none."""
    sums, counts = [0.0] * buckets, [0] * buckets
    scale = buckets / max(1, end - start)
    for at, value in points:
        index = int((at - start) * scale)
        if 0 <= index < buckets:
            sums[index] += value
            counts[index] += 1
    return [total / count if count else None for total, count in zip(sums, counts, strict=True)]


def _numbers(readings: Sequence[Reading], names: Sequence[str]) -> bytes:
    if len(readings) == len(names) == 1:
        return _number(readings[0])
    by_name = {reading.metric: reading for reading in readings}
    return b"".join(_number(by_name[name]) if name in by_name else _NO_DATA for name in names)


def _number(reading: Reading) -> bytes:
    if reading.quality is Quality.VALUE and reading.value is not None and math.isfinite(reading.value):
        try:
            return _F32.pack(reading.value)
        except OverflowError:
            return _ERROR
    return _ERROR if reading.quality is Quality.ERROR else _NO_DATA


def to_rows(layout: Layout) -> list[list[object]]:
    """Return a layout as JSON values."""
    return [[slot.check, [list(pair) for pair in slot.metrics]] for slot in layout.slots]


def from_rows(found: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Layout:
    """Return the layout of what `to_rows` gave."""
    return Layout([Slot(check, tuple((name, unit) for name, unit in metrics)) for check, metrics in found])


def points(rows: Iterable[tuple[int, int, bytes]], spot: Spot) -> Iterator[tuple[int, float]]:
    """Yield (at, value) of rows (at, form, bytes): the four bytes of a full blob, or a whole sparse one."""
    for at, form, piece in rows:
        four = piece if form == FULL else sparse_piece(piece, spot, 4)
        value = number(four) if len(four) == _F32.size else None
        if value is not None:
            yield at, value
