"""Pure: amounts of money, exact: a decimal number and its currency, never a float but for its numeric twin."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from console.incident.errors import Refused

NOT_ESTIMATED = "not estimated"
_AMOUNT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([A-Z]{3})")


class Money(NamedTuple):
    """An amount with its currency."""

    amount: Decimal
    currency: str

    @property
    def rounded(self) -> Decimal:
        """The amount to two places, half up."""
        return self.amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def __str__(self) -> str:
        """Return "1234.50 EUR"."""
        return f"{self.rounded} {self.currency}"

    @property
    def exact(self) -> str:
        """The amount with all its places: "0.125 EUR"."""
        return f"{self.amount:f} {self.currency}"


def money(amount: Money | None) -> tuple[str | None, float | None]:
    """Return an amount as text with its currency, and its numeric twin."""
    return (None, None) if amount is None else (str(amount), float(amount.rounded))


def parse_money(text: str, what: str) -> Money:
    """Return the amount that "1200.50 EUR" says; Refused with what is expected for anything else."""
    plain = " ".join(text.split()).upper()
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        message = f"{what}: '{text.strip()[:80]}' is no amount; expected a number and a currency such as 1200.50 EUR."
        raise Refused(message)
    return Money(Decimal(found[1]), found[2])
