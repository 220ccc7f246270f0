"""Who confirms an action of the command line: somebody at the terminal, or --yes where the configuration lets it."""

from typing import NamedTuple

from console.actions.preflight.house import is_typed
from console.cli.desk import Desk
from console.cli.telling import is_final
from console.incident.action import Plan, Wanted
from console.incident.deed import Deed
from console.incident.errors import Refused
from console.settings import ClusterSettings
from widgets.text import safe_text


class Order(NamedTuple):
    """What was asked for: a wish, or the undoing of a deed; `to` names a revision."""

    wanted: Wanted | None
    to: str = ""
    deed: Deed | None = None
    dry: bool = False
    yes: bool = False
    as_json: bool = False


def may_ask(desk: Desk, cluster: ClusterSettings, order: Order) -> None:
    """Refuse before anything is looked at where nobody could confirm."""
    if order.yes and not cluster.yes:
        raise Refused(f"--yes is not allowed for {cluster.context}: yes = true in its [[cluster]] section allows it.")
    listing = order.wanted is not None and order.wanted.verb == "rollback" and not order.to
    if not order.yes and not listing and not desk.streams.stdin.isatty():
        raise Refused("there is no terminal to confirm at. Look with --dry-run, or use --yes where that is allowed.")


def typed(desk: Desk, plan: Plan, *, yes: bool) -> str | None:
    """Ask whether to go on; None is no. What would take a service or a pod away for good is never waved through."""
    if yes and (not plan.typed or (plan.production and not is_final(plan) and not is_typed(plan.findings))):
        return plan.typed
    if yes:
        raise Refused(f"{plan.summary} needs its name typed: --yes does not cover it.")
    question = f"Type {safe_text(plan.typed)} to go on: " if plan.typed else "Go on? [y/N] "
    desk.streams.stderr.write(question)
    desk.streams.stderr.flush()
    answer = desk.streams.stdin.readline().strip()
    if plan.typed:
        return answer if answer == plan.typed else None
    return "" if answer.lower() in {"y", "yes"} else None
