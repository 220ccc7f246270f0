"""Pure: the rule table that proposes a severity, and the rule that fired. Reads text; opens no file."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.indicators import INDICATORS, TRIAGE, Indicator, Values, shown
from console.incident.severity import Scheme
from console.incident.toml_source import TomlSource

_BOUND = re.compile(r"([<>])\s*([0-9]{1,3}(?:\.[0-9]+)?)\s*%?")
_WORST, _MILDEST = 0, 9
_NAMED = 4
"""How many unknown indicators a sentence names."""


class Condition(NamedTuple):
    """One thing that has to be so: `how` is "=", ">" or "<" and `value` a word or a percentage."""

    indicator: str
    how: str
    value: str

    def holds(self, values: Values) -> bool | None:
        """Whether it is so; None where that is unknown."""
        found = values.get(self.indicator, "")
        if not found:
            return None
        if self.how == "=":
            return found == self.value
        return float(found) > float(self.value) if self.how == ">" else float(found) < float(self.value)


class Rule(NamedTuple):
    """Everything in `when` has to hold."""

    rank: int
    when: tuple[Condition, ...]

    def fires(self, values: Values) -> bool | None:
        """Whether it fires; None where something that it needs is unknown."""
        answers = [each.holds(values) for each in self.when]
        if False in answers:
            return False
        return None if None in answers else True


class Rules(NamedTuple):
    """A table of rules over `known` indicators; `otherwise` is the rank where none fires."""

    rules: tuple[Rule, ...]
    otherwise: int
    known: Mapping[str, Indicator]


class Classifier(NamedTuple):
    """The two tables of a file: `size` for what is known, `triage` for the five questions."""

    size: Rules
    triage: Rules


class Proposal(NamedTuple):
    """What the rules propose. `known` is the rank that follows from what is known, for the reason `because`.

    `rank` is worse than that where something is unknown: `unknown` names what, by the words that people read.
    """

    rank: int
    known: int
    because: str
    unknown: tuple[str, ...] = ()


def propose(rules: Rules, values: Values) -> Proposal | None:
    """Return what follows from the values; None where nothing at all is known.

    Unknown is not "no": where a rule of a worse rank might still fire, that rank is proposed.
    """
    if not any(values.get(name) for name in rules.known):
        return None
    told = [(rule.fires(values), rule) for rule in rules.rules]
    fired = min((rule for answer, rule in told if answer), key=lambda rule: rule.rank, default=None)
    known = rules.otherwise if fired is None else fired.rank
    because = "no rule fires" if fired is None else _because(fired, values, rules.known)
    open_ = [rule for answer, rule in told if answer is None and rule.rank < known]
    rank = min((rule.rank for rule in open_), default=known)
    return Proposal(rank, known, because, _missing([rule for rule in open_ if rule.rank == rank], values, rules.known))


def sentence(proposal: Proposal, scheme: Scheme) -> str:
    """Return "SEV1 because affected users 61 % > 50 %", or which unknown things make it worse than what is known."""
    label, why = scheme.at(proposal.rank).label, proposal.because
    if not proposal.unknown:
        return f"{label} because {why}"
    named = list(proposal.unknown[:_NAMED])
    if more := proposal.unknown[_NAMED:]:
        named.append(f"{len(more)} more")
    what = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    verb = "are" if named[1:] else "is"
    return f"{label} because {what} {verb} unknown; what is known makes it {scheme.at(proposal.known).label} ({why})"


def _because(rule: Rule, values: Values, known: Mapping[str, Indicator]) -> str:
    said = []
    for each in rule.when:
        tail = "" if each.how == "=" else f" {each.how} {each.value} %"
        said.append(f"{shown(each.indicator, values[each.indicator], known)}{tail}")
    return " and ".join(said)


def _missing(rules: Sequence[Rule], values: Values, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    names = [each.indicator for rule in rules for each in rule.when if not values.get(each.indicator)]
    return tuple(known[name].words for name in dict.fromkeys(names))


def parse_classifier(text: str, file: str) -> Classifier:
    """Read a classifier without a mistake; Refused with every one, each with file and line."""
    source = TomlSource(text, file)
    return source.whole(read_classifier(source))


def read_classifier(source: TomlSource) -> Classifier | None:
    """Read a classifier; None where anything is wrong: the rules that are left would propose another severity."""
    source.check_keys(source.data, ("otherwise", "rule", "triage"))
    otherwise = _rank(source, source.data.get("otherwise"), "otherwise")
    size = Rules(_rules(source, "rule", INDICATORS), otherwise, INDICATORS)
    triage = Rules(_rules(source, "triage", TRIAGE), otherwise, TRIAGE)
    return None if source.mistakes else Classifier(size, triage)


def _rules(source: TomlSource, table: str, known: Mapping[str, Indicator]) -> tuple[Rule, ...]:
    found = source.tables(table, f"there are no rules under '{table}'; expected at least one [[{table}]] table.")
    return tuple(_rule(source, values, table, index, known) for index, values in enumerate(found))


def _rule(
    source: TomlSource, values: Mapping[str, Any], table: str, index: int, known: Mapping[str, Indicator]
) -> Rule:
    source.check_keys(values, ("rank", "when"), table, index)
    rank = _rank(source, values.get("rank"), "rank", table, index)
    when = values.get("when")
    if not isinstance(when, dict) or not when:
        message = f"'when' is {when!r}; expected what has to be so, such as {{ {next(iter(known))} = \"yes\" }}."
        source.wrong(message, table, index, "when")
        return Rule(rank, ())
    conditions = (_condition(source, known, name, value, table, index) for name, value in when.items())
    return Rule(rank, tuple(each for each in conditions if each is not None))


def _rank(source: TomlSource, value: object, key: str, table: str = "", index: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not _WORST <= value <= _MILDEST:
        message = f"'{key}' is {value!r}; expected a whole number from {_WORST} (worst) to {_MILDEST}."
        source.wrong(message, table, index, key)
        return _WORST
    return value


def _condition(
    source: TomlSource, known: Mapping[str, Indicator], name: str, value: object, table: str, index: int
) -> Condition | None:
    if name not in known:
        from console.suggestion import did_you_mean

        message = f"nobody tells '{name}'{did_you_mean(name, known)} Expected: {', '.join(known)}."
        source.wrong(message, table, index, "when")
        return None
    options = known[name].options
    bound = _BOUND.fullmatch(value) if isinstance(value, str) and not options else None
    if bound is not None and float(bound[2]) <= 100:  # noqa: PLR2004 - a percentage ends there
        return Condition(name, bound[1], bound[2])
    if value not in options:
        expected = f"one of {', '.join(options)}" if options else 'a bound such as "> 50", from 0 to 100'
        source.wrong(f"'{name}' is {value!r}; expected {expected}.", table, index, "when")
        return None
    return Condition(name, "=", str(value))
