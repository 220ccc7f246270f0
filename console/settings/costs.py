"""Pure: [cost] of a warroom.toml to what an hour of a response costs; money and shares are Decimal, written as text."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from console.settings.tables import Table
from console.suggestion import hint

OTHERS = "participant"
"""Stands in `multipliers` for every role that has none of its own."""
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST = Decimal(1_000_000)
_DAY = 24


class CostSettings(NamedTuple):
    """What an hour costs, in `currency`; `multipliers` (share of an hour by role) are those that the file names.

    `preparation` and `review` are hours: of who prepares the review, and of each person in it. Of a stretch of more
    than a day, `hours_a_day` are counted. `lost_per_minute` is what a minute of a complete outage loses in revenue.
    One of `hourly` and `lost_per_minute` is there.
    """

    hourly: Decimal | None
    currency: str
    multipliers: Mapping[str, Decimal] = MappingProxyType({})
    preparation: Decimal = Decimal(1)
    review: Decimal = Decimal("0.5")
    hours_a_day: int = 8
    lost_per_minute: Decimal | None = None


def read_cost(document: Table, roles: Sequence[str]) -> CostSettings | None:
    """Return what the file says of costs; None where there is no [cost], or one with a mistake: nothing is guessed."""
    if "cost" not in document:
        document.get("cost")
        return None
    table, before = document.table("cost"), len(document.report.problems)
    hourly, currency = _decimal(table, "hourly", None), table.text("currency")
    lost = _decimal(table, "lost_per_minute", None)
    if hourly is None and lost is None and table.get("hourly") is None:
        table.report.add((*table.path, "hourly"), "nothing", 'what an hour of a person costs, such as "95.00"')
    if not _CURRENCY.fullmatch(currency):
        table.refuse("currency", 'the three letters of a currency such as "EUR"')
    multipliers = _multipliers(table.table("multipliers"), roles)
    usual = CostSettings(Decimal(0), "")
    preparation = _decimal(table, "review_preparation", usual.preparation)
    review = _decimal(table, "review_each", usual.review)
    hours = table.whole("hours_a_day", usual.hours_a_day, 1, _DAY)
    table.finish()
    if len(document.report.problems) > before or preparation is None or review is None:
        return None
    return CostSettings(hourly, currency, multipliers, preparation, review, hours, lost)


def _multipliers(table: Table, roles: Sequence[str]) -> Mapping[str, Decimal]:
    known = (*roles, OTHERS)
    found: dict[str, Decimal] = {}
    for role in table.names():
        if roles and role not in known:
            table.report.add((*table.path, role), f'"{role}"', f"one of {', '.join(known)}", hint(role, known))
        elif (share := _decimal(table, role, None)) is not None:
            found[role] = share
    return found


def _decimal(table: Table, key: str, default: Decimal | None) -> Decimal | None:
    """Read a number that is exact: a text such as "0.75", or a whole number; what is neither is told."""
    value = table.get(key)
    if value is None:
        return default
    whole = isinstance(value, int) and not isinstance(value, bool)
    text = value.strip() if isinstance(value, str) else str(value) if whole else ""
    if not _NUMBER.fullmatch(text) or Decimal(text) > _MOST:
        table.refuse(key, 'a number in quotes from "0" to "1000000", such as "0.75"')
        return default
    return Decimal(text)
