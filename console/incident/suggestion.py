"""Pure: "did you mean" for a word that is not on the list."""

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ": did you mean 'x'?" where a known word is close, else "."; to be followed by the list of all."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f": did you mean '{by_lower[close[0]]}'?" if close else "."
