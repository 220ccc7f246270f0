"""Pure: what contributed to an incident as a fishbone: text of any width, and Mermaid. Examples are no part of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from console.incident.factors import ACCEPTED, CONTRIBUTING, STRUCK, Factor
from console.incident.record import Incident
from console.review.blocks import Redact
from console.review.columns import broken, filled
from console.review.mermaid import Edge, Node, flowchart

WIDTH = 76
NARROW = 60
"""Below this many columns the bones stand one below the other."""
_LEAST_BONE = 20


class Bone(NamedTuple):
    """A category with what was found in it and not struck."""

    category: str
    factors: tuple[Factor, ...]


def bones(incident: Incident, categories: Iterable[str]) -> list[Bone]:
    """Return the categories in their order, then those that only factors know: another console's, or older ones."""
    found: dict[str, list[Factor]] = {each: [] for each in categories}
    for factor in incident.factors.values():
        if factor.state != STRUCK:
            found.setdefault(factor.category, []).append(factor)
    return [Bone(category, tuple(factors)) for category, factors in found.items()]


def flags_of(factor: Factor) -> str:
    """Return what is to be seen of a factor, in words: its kind, its state, that nothing speaks for it."""
    said = (
        "" if factor.sort == CONTRIBUTING else factor.sort,
        "" if factor.state == ACCEPTED else factor.state,
        "unsupported" if factor.is_unsupported else "",
    )
    return ", ".join(filter(None, said))


def words_of(factor: Factor) -> str:
    """Return a factor with its name and what is flagged."""
    flags = flags_of(factor)
    return f"{factor.id} {factor.text}{f' ({flags})' if flags else ''}"


def bone_list(incident: Incident, categories: Sequence[str], width: int, redact: Redact = str) -> str:
    """Return the bones one below the other, at most `width` columns wide."""
    head = broken(redact(incident.known_as), width)
    return "\n".join([*head, *_listed(bones(incident, categories), width, redact)])


def fishbone_text(incident: Incident, categories: Sequence[str], width: int = WIDTH, redact: Redact = str) -> str:
    """Return the fishbone in ASCII, at most `width` columns wide: ribs where there is room, else a list."""
    found = bones(incident, categories)
    columns = (len(found) + 1) // 2
    room = (width - 3) // columns if columns else 0
    if width < NARROW or room < _LEAST_BONE:
        return bone_list(incident, categories, width, redact)
    upper, lower = found[:columns], found[columns:]
    spine = "".join(filled("=" * 4 + "+", room).replace(" ", "=") for _ in range(columns))
    drawn = [*_ribs(upper, room, redact), *_slants(len(upper), room, "\\"), f"{spine}==>"]
    if lower:
        drawn += [*_slants(len(lower), room, "/")[::-1], *_ribs(lower, room, redact, hanging=True)]
    return "\n".join([*broken(redact(incident.known_as), width), "", *(line.rstrip() for line in drawn)])


def _ribs(found: Sequence[Bone], room: int, redact: Redact, *, hanging: bool = False) -> list[str]:
    """Return the bones beside each other, each with its name at the end that is away from the spine."""
    columns = [_rib(each, room - 2, redact) for each in found]
    height = max(map(len, columns), default=0)
    full = [
        [*each[1:], each[0], *gap] if hanging else [*gap, *each] for each in columns for gap in [_gap(height, each)]
    ]
    return ["".join(filled(column[row], room) for column in full) for row in range(height)]


def _gap(height: int, column: Sequence[str]) -> list[str]:
    return [""] * (height - len(column))


def _rib(bone: Bone, width: int, redact: Redact) -> list[str]:
    lines = [" " + broken(redact(bone.category).upper(), width - 1)[0]]
    for factor in bone.factors:
        first, *more = broken(redact(words_of(factor)), width - 5)
        lines += [f" | {first}", *(f" |   {line}" for line in more)]
    return lines


def _slants(count: int, room: int, sign: str) -> list[str]:
    """Return two lines that lead each of so many bones to the spine."""
    return ["".join(filled(" " * at + sign, room) for _ in range(count)) for at in (2, 3)]


def _listed(found: Sequence[Bone], width: int, redact: Redact) -> Iterator[str]:
    """Yield the bones one below the other, on a spine at the left."""
    for bone in found:
        yield "|"
        yield f"+- {broken(redact(bone.category), width - 3)[0]}"
        for factor in bone.factors:
            lines = broken(redact(words_of(factor)), width - 5)
            yield from (f"|    {line}" for line in lines)


def fishbone_mermaid(incident: Incident, categories: Sequence[str], redact: Redact = str) -> str:
    """Return the fishbone as a Mermaid flow chart: what contributed, its category, what came of it."""
    nodes, edges = [Node("head", redact(incident.known_as), "head")], []
    for place, bone in enumerate(bones(incident, categories)):
        nodes.append(Node(f"c{place}", redact(bone.category)))
        edges.append(Edge(f"c{place}", "head"))
        for index, factor in enumerate(bone.factors):
            look = "loose" if factor.is_unsupported else "accepted" if factor.state == ACCEPTED else ""
            nodes.append(Node(f"c{place}f{index}", redact(words_of(factor)), look))
            edges.append(Edge(f"c{place}f{index}", f"c{place}"))
    return flowchart("LR", nodes, edges)
