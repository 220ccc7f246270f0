"""Pure: severity schemes. Reads text that it is given; knows no file system."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from console.incident.business import Calendar, Within, parse_within
from console.incident.clock import DAY
from console.incident.errors import Refused
from console.incident.toml_source import TomlSource

DEFAULT = "sev1-4"
SHIPPED = ("sev1-4", "sev0-3", "p0-3", "critical-low")
"""The schemes that ship, by name; each is `<name>.toml` in console/data/schemes."""


class Level(NamedTuple):
    """One severity. Spans are in ms, None where there is no such deadline; the `_note` says what holds instead.

    `responders` says who is called, `page` over which channels; `postmortem` whether closing asks for one; `deferred`
    whether what has to be acknowledged at night or on a holiday may wait for the next business day. `review_within`
    is how long after the resolution the postmortem is to be reviewed.
    """

    label: str
    rank: int
    meaning: str
    ack_within: int | None
    update_every: int | None
    goal: int | None
    page: tuple[str, ...]
    examples: tuple[str, ...]
    responders: str = ""
    ack_note: str = ""
    update_note: str = ""
    goal_note: str = ""
    postmortem: bool = False
    deferred: bool = False
    review_within: Within = Within(2 * DAY)


class Scheme(NamedTuple):
    """A named set of levels, the worst (rank 0) first; `calendar` tells the business days of who uses it.

    `default` is the label of what is declared while nobody has said how bad it is, "" for rank 1.
    """

    name: str
    levels: tuple[Level, ...]
    title: str = ""
    calendar: Calendar = Calendar()
    default: str = ""

    @property
    def unclassified(self) -> Level:
        """The level that holds until somebody has said how bad it is."""
        return next((level for level in self.levels if level.label == self.default), self.at(1))

    def at(self, rank: int) -> Level:
        """Return the level of this rank, or the nearest below it that the scheme has."""
        return next((level for level in self.levels if level.rank >= rank), self.levels[-1])


_LEVEL_KEYS = (*Level._fields,)
_SPANS = ("ack_within", "update_every", "goal")
_REVIEWS: Mapping[int, Within] = {0: Within(3 * DAY), 1: Within(days=5)}
"""By when a postmortem is reviewed where a scheme does not say, by rank; else 48 hours."""


def parse_scheme(text: str, file: str) -> Scheme:
    """Read a scheme without a mistake; Refused with every one, each with file and line."""
    source = TomlSource(text, file)
    return source.whole(read_scheme(source))


def read_scheme(source: TomlSource) -> Scheme | None:
    """Read a scheme as far as it can be read; what is wrong stands in `source.mistakes`.

    None where levels are missing, or a rank or a label is wrong: the log keeps them, so nobody may guess them.
    """
    source.check_keys(source.data, ("name", "title", "default", "levels"))
    name = source.text_of(source.data, "name") or PurePath(source.file).stem
    tables = source.tables("levels", "the scheme has no levels; expected at least one [[levels]] table.")
    found = [_level(source, values, index) for index, values in enumerate(tables)]
    levels = [level for level in found if level is not None]
    sound = _unique(source, found) and len(levels) == len(found)
    if not sound or not levels:
        return None
    title = source.data.get("title", "")
    default = source.text_of(source.data, "default") if "default" in source.data else ""
    if default and default not in {level.label for level in levels}:
        labels = ", ".join(level.label for level in levels)
        source.wrong(f"'default' is '{default}'; expected the label of a level: {labels}.", key="default")
        default = ""
    return Scheme(name, tuple(sorted(levels, key=lambda level: level.rank)), str(title), default=default)


def _level(source: TomlSource, values: Mapping[str, Any], index: int) -> Level | None:
    at = ("levels", index)
    source.check_keys(values, _LEVEL_KEYS, *at)
    rank = values.get("rank")
    whole = isinstance(rank, int) and not isinstance(rank, bool) and 0 <= rank <= 9  # noqa: PLR2004 - one digit is plenty
    if not whole:
        source.wrong(f"'rank' is {rank!r}; expected a whole number from 0 (worst) to 9.", *at, "rank")
    label, meaning = source.text_of(values, "label", *at), source.text_of(values, "meaning", *at)
    ack, update, goal = (source.span_of(values, key, *at) for key in _SPANS)
    notes = [str(values.get(key, "")) for key in ("responders", "ack_note", "update_note", "goal_note")]
    found = Level(
        label=label,
        rank=rank if isinstance(rank, int) else 0,
        meaning=meaning,
        ack_within=ack,
        update_every=update,
        goal=goal,
        page=_texts(source, values, "page", index),
        examples=_texts(source, values, "examples", index),
        responders=notes[0],
        ack_note=notes[1],
        update_note=notes[2],
        goal_note=notes[3],
        postmortem=_flag(source, values, "postmortem", index, wrong=True),
        deferred=_flag(source, values, "deferred", index, wrong=False),
        review_within=_review(source, values, index, rank if whole else 0),
    )
    return found if whole and label else None


def _review(source: TomlSource, values: Mapping[str, Any], index: int, rank: Any) -> Within:
    """Read how long the review may wait: "3d", "48h" or "5 business days"."""
    usual = _REVIEWS.get(rank, Within(2 * DAY))
    if "review_within" not in values:
        return usual
    try:
        return parse_within(str(values["review_within"]))
    except Refused as error:
        source.wrong(f"'review_within': {error}", "levels", index, "review_within")
        return usual


def _flag(source: TomlSource, values: Mapping[str, Any], key: str, index: int, *, wrong: bool) -> bool:
    """Read true or false; `wrong` is what is taken for anything else: what asks more of people."""
    found = values.get(key, False)
    if not isinstance(found, bool):
        source.wrong(f"'{key}' is {found!r}; expected true or false.", "levels", index, key)
        return wrong
    return found


def _texts(source: TomlSource, values: Mapping[str, Any], key: str, index: int) -> tuple[str, ...]:
    found = values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
        source.wrong(f"'{key}' is {found!r}; expected a list of texts.", "levels", index, key)
        return ()
    return tuple(found)


def _unique(source: TomlSource, levels: Sequence[Level | None]) -> bool:
    """Tell of ranks and labels that occur twice, and of a worst one that is missing; whether there are none."""
    ranks: dict[int, str] = {}
    labels: set[str] = set()
    sound = True
    for index, level in enumerate(levels):
        if level is None:
            continue
        if level.rank in ranks:
            message = f"rank {level.rank} of '{level.label}' is taken by '{ranks[level.rank]}'; each rank occurs once."
            source.wrong(message, "levels", index, "rank")
            sound = False
        if level.label.lower() in labels:
            message = f"label '{level.label}' occurs twice; each level needs a label of its own."
            source.wrong(message, "levels", index, "label")
            sound = False
        ranks.setdefault(level.rank, level.label)
        labels.add(level.label.lower())
    if levels and None not in levels and 0 not in ranks:  # a level that cannot be read may be the worst
        source.wrong("no level has rank 0; expected the worst severity to have it.", "levels", 0, "rank")
        return False
    return sound


def load_shipped(read: Callable[[str], str]) -> Mapping[str, Scheme]:
    """Parse the schemes that ship; `read` returns the text of a file name in console/data/schemes."""
    return {name: parse_scheme(read(f"{name}.toml"), f"{name}.toml") for name in SHIPPED}


def find(scheme: Scheme, label: str) -> Level:
    """Return the level with this label in any case, else Refused with the valid labels and "did you mean"."""
    plain = label.strip().lower()
    for level in scheme.levels:
        if level.label.lower() == plain:
            return level
    from console.suggestion import did_you_mean

    labels = tuple(level.label for level in scheme.levels)
    message = (
        f"'{label}' is not a severity of {scheme.name}{did_you_mean(plain, labels)} Severities: {', '.join(labels)}."
    )
    raise Refused(message)
