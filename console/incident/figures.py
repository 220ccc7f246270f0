"""Pure: what each figure of an impact may look like, as the log keeps it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from console.incident.errors import Refused
from console.incident.impact import DATA_LOSS, FIGURES, NONE, REQUESTS, REVENUE, SHARE, SLA, USERS
from console.incident.indicators import percent
from console.incident.money import parse_money
from console.incident.texts import clean_text

_COUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[ ,_'][0-9]{3}){1,4}")
LONGEST = 500
_LONGEST_MINUTES = 527_040


def clean(figure: str, value: str) -> str:
    """Return a value as the log keeps it; Refused with what is expected."""
    return _READERS[figure](figure, value)


def formula_is_sound(rate: str, share: str, minutes: int | None) -> bool:
    """Whether a loss by formula can be computed: another program may have written it."""
    try:
        check_minutes(minutes)
        return bool(percent("share", share)) and parse_money(rate, "rate").exact == rate
    except Refused:
        return False


def check_minutes(minutes: int | None) -> None:
    """Refuse a number of minutes that no impact lasts; None is as long as it lasted."""
    if minutes is not None and not 0 < minutes <= _LONGEST_MINUTES:
        message = f"{minutes} is no number of minutes; expected 1 to {_LONGEST_MINUTES}."
        raise Refused(message)


def _count(figure: str, value: str) -> str:
    plain = value.strip()
    if not _COUNT.fullmatch(plain):
        message = (
            f"{FIGURES[figure]}: '{plain[:80]}' is no number; expected a whole one such as 12000, or unknown. "
            '"About" belongs to the source.'
        )
        raise Refused(message)
    return str(int(re.sub(r"[ ,_']", "", plain)))


def _share(figure: str, value: str) -> str:
    return percent(FIGURES[figure], value)


def _revenue(figure: str, value: str) -> str:
    amount = parse_money(value, FIGURES[figure])
    if amount.amount != amount.amount.quantize(Decimal("0.001")):
        raise Refused(f"{FIGURES[figure]}: {amount.exact} has more places than any currency; round it.")
    return amount.exact


def _none_or_text(figure: str, value: str) -> str:
    text = clean_text(value, FIGURES[figure])
    if len(text) > LONGEST:
        raise Refused(f"{FIGURES[figure]}: at most {LONGEST} characters fit, this has {len(text)}; note the rest.")
    return NONE if text.lower() in {NONE, "no", "nothing"} else text


_READERS: Mapping[str, Callable[[str, str], str]] = {
    USERS: _count,
    SHARE: _share,
    REQUESTS: _count,
    REVENUE: _revenue,
    DATA_LOSS: _none_or_text,
    SLA: _none_or_text,
}
