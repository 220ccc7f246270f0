"""Pure: the known word that somebody meant who wrote another one; knows no list of words itself."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is closest in any case, "" where none is close."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else ""


def hint(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or "" where nothing is close."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint as the end of a sentence: ": did you mean 'x'?", else "."; to be followed by the list of all."""
    found = hint(word, known)
    return f": {found}" if found else "."
