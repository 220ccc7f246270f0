"""Takes snapshots of workloads and of this machine with what the settings say; blocks, so it is not for a loop."""

import os
from collections.abc import Mapping

from checks.portrait import Reading
from console.incident.action import Target
from console.incident.clock import Clock
from console.incident.errors import Failed
from console.settings import Settings
from console.wiring.secrets import redactor

PATIENCE = 30.0
"""Seconds that all readings of one round may take."""


def of_workload(settings: Settings, target: Target, clock: Clock, env: Mapping[str, str] = os.environ) -> list[Reading]:
    """Read all that a cluster shows of a target; Failed where the cluster cannot be asked at all."""
    from checks.kubernetes.portrait import Portrait, Subject
    from checks.kubernetes.trouble import Trouble
    from console.wiring.clusters import connecting

    try:
        with connecting(settings, clock, env)(target.context) as connection:
            namespace = "" if target.kind == "Node" else target.namespace or connection.namespace or "default"
            subject = Subject(target.kind, namespace, target.name)
            return Portrait(connection, subject, redactor(settings, env), clock, PATIENCE).take()
    except Trouble as error:
        raise Failed(f"{target.context}: {error}. Nothing was kept.") from error


def of_host(settings: Settings, unit: str, clock: Clock, env: Mapping[str, str] = os.environ) -> list[Reading]:
    """Read all that this machine shows of itself, and of a systemd unit where one is named."""
    from checks.host_portrait import probes
    from checks.portrait import read_all

    return read_all(probes(redactor(settings, env), env, unit), clock, PATIENCE)
