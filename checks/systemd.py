"""systemd units: not found, inactive, failed and activating told apart; one call for all units."""

import time
from collections.abc import Mapping
from typing import NamedTuple

from checks.command import run
from checks.sample import Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.wording import line

PROPERTIES = ("Id", "LoadState", "ActiveState", "SubState", "Result", "NRestarts", "Type", "ExecMainStatus")
_NOT_HERE = ("not been booted with systemd", "Failed to connect to bus", "Failed to connect to system scope bus")
_UNUSABLE = {
    "not-found": (Status.UNKNOWN, "not found: there is no such unit here"),
    "masked": (Status.DOWN, "masked: it cannot be started"),
}
_ACTIVE = {
    "active": (Status.OK, ""),
    "reloading": (Status.OK, ""),
    "refreshing": (Status.OK, ""),
    "failed": (Status.DOWN, "failed: {result}"),
    "activating": (Status.DEGRADED, "activating ({sub}{again})"),
    "deactivating": (Status.DEGRADED, "deactivating ({sub})"),
    "inactive": (Status.DOWN, "inactive ({sub}): it is stopped"),
}
_SEVERITY = (Status.DOWN, Status.DEGRADED, Status.UNKNOWN, Status.OK)


class Unit(NamedTuple):
    """One unit as it stands: `state` in systemd's words, `reason` "" where it is well."""

    name: str
    status: Status
    state: str
    restarts: int
    reason: str


class SystemdCheck(Source):
    """Asks systemd for units; the worst of them is the status.

    Reading: restarts (count, of all units together). Rows: unit, state, restarts. `env` is where PATH comes from.
    """

    def __init__(
        self, plan: Plan, units: tuple[str, ...], clock: Clock, *, env: Mapping[str, str], user: bool = False
    ) -> None:
        super().__init__(plan, clock)
        if not units or not all(units):
            raise ValueError(f"{plan.name}: a unit is needed")
        self._units = tuple(unit if "." in unit else f"{unit}.service" for unit in units)
        self._env, self._restarts = env, dict[str, int]()
        scope = ("--user",) if user else ()
        self._argv = ("systemctl", *scope, "show", "--no-pager", "-p", ",".join(PROPERTIES), "--", *self._units)

    async def probe(self) -> Sample:
        """Ask once."""
        at, begun = self.clock(), time.perf_counter()
        try:
            blocks = await self._ask()
        except NoAnswer as error:
            took = time.perf_counter() - begun
            return Sample(self.name, at, Status.UNKNOWN, str(error), "systemctl show", took=took)
        units = [self._judge(name, block) for name, block in zip(self._units, blocks, strict=True)]
        worst = min(units, key=lambda unit: _SEVERITY.index(unit.status))
        others = sum(unit.status is not Status.OK for unit in units) - 1
        more = f" (and {others} more of {len(units)} units)" if others > 0 else ""
        readings = (Reading("restarts", float(sum(unit.restarts for unit in units)), "count"),)
        rows = (("unit", "state", "restarts"), *((unit.name, unit.state, str(unit.restarts)) for unit in units))
        took = time.perf_counter() - begun
        return Sample(self.name, at, worst.status, line(worst.reason + more), "systemctl show", readings, took, rows)

    async def _ask(self) -> list[dict[str, str]]:
        try:
            outcome = await run(self._argv, self._env, self.timeout)
        except NoAnswer as error:
            if "no program" in str(error):
                raise NoAnswer(Status.UNKNOWN, "systemd is not running here: there is no systemctl") from None
            raise
        if any(sign in outcome.err for sign in _NOT_HERE):
            raise NoAnswer(Status.UNKNOWN, "systemd is not running here")
        blocks = [_properties(block) for block in outcome.out.strip().split("\n\n")]
        if len(blocks) != len(self._units) or not all("ActiveState" in block for block in blocks):
            said = outcome.err.strip() or outcome.out.strip() or "nothing"
            raise NoAnswer(Status.UNKNOWN, f"systemctl ended with {outcome.code} and said: {said}")
        return blocks

    def _judge(self, name: str, block: Mapping[str, str]) -> Unit:
        restarts = int(block["NRestarts"]) if block.get("NRestarts", "").isdigit() else 0
        lately = restarts - self._restarts.get(name, restarts)
        self._restarts[name] = restarts
        status, reason = judge(block)
        if status is Status.OK and lately > 0:
            status, reason = Status.DEGRADED, f"restarted {lately} times since the last look"
        state = f"{block['ActiveState']} ({block.get('SubState', '')})"
        if block.get("LoadState") not in {"loaded", None}:
            state = block["LoadState"]
        return Unit(name, status, line(state, 40), restarts, f"{name}: {reason}" if reason else "")


def _properties(block: str) -> dict[str, str]:
    return dict(text.split("=", 1) for text in block.splitlines() if "=" in text)


def judge(block: Mapping[str, str]) -> tuple[Status, str]:
    """Judge the properties of one unit: its status, and the reason where it is not ok."""
    load, active = block.get("LoadState", "loaded"), block["ActiveState"]
    if load != "loaded":
        otherwise = (Status.UNKNOWN, f"its unit file cannot be used: {load}")
        return _UNUSABLE.get(load, otherwise)
    if active == "inactive" and block.get("Type") == "oneshot" and block.get("Result") in {"success", "", None}:
        # A job that ran to its end, or waits for its timer.
        return Status.OK, ""
    status, form = _ACTIVE.get(active, (Status.DOWN, "{active} ({sub})"))
    code = block.get("ExecMainStatus", "")
    return status, form.format(
        active=active,
        sub=block.get("SubState", ""),
        result=block.get("Result", "") + (f" (status {code})" if block.get("Result") == "exit-code" and code else ""),
        again=f", after {block.get('NRestarts', '0')} restarts" if block.get("SubState") == "auto-restart" else "",
    )
