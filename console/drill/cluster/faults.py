"""What can be switched on to go wrong between a request and its answer. Plain values; does nothing by itself."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Rule(NamedTuple):
    """Answer requests of a method ("" for any) whose path contains `fragment` with an HTTP code."""

    fragment: str
    status: int
    method: str = ""


@dataclass
class Faults:
    """Set an attribute and it holds from the next request on; `clear()` ends them all."""

    delay: float = 0.0
    """Seconds before each request is looked at."""
    frozen: bool = False
    """Requests are taken and never answered, and watches stay silent, until this is False again."""
    drop_after_effect: bool = False
    """What changes something is done, and then the connection is closed without an answer."""
    rubbish: bool = False
    """Every answer is a page of HTML with code 200."""
    truncated: bool = False
    """Every answer stops in the middle of its JSON."""
    status: int = 0
    """Every answer is this error: 429, 500, 503 and so on; 0 for none."""
    webhook_refuses_dry_run: bool = False
    """A webhook with side effects is in place: dry runs of changes are refused."""
    rules: list[Rule] = field(default_factory=list)
    """Errors for some requests only."""

    def on(self, fragment: str, status: int, method: str = "") -> None:
        """Answer requests whose path contains `fragment` with an error."""
        self.rules.append(Rule(fragment, status, method))

    def code_for(self, method: str, path: str) -> int:
        """Return the error that a request is to be answered with, 0 for none."""
        hits = (rule.status for rule in self.rules if rule.fragment in path and rule.method in ("", method))
        return self.status or next(hits, 0)

    def clear(self) -> None:
        """End every fault."""
        self.__dict__.update(Faults().__dict__)
