"""Process start to the first paint of all panes: against the bare program, and a large log against an empty one."""

import json
import socket

from tests.bench.figure import Figure, at_most_times, interleaved
from tests.bench.programs import PANES, bare_painted, room_painted
from tests.bench.world import EVENTS, fresh, large_log

_MUTE: list[socket.socket] = []
"""Kept open until the bench ends."""
_NEWEST = "console opened"  # the event that this very start wrote: the log is read and the timeline follows it


def run(*, quick: bool) -> list[Figure]:
    """Take turns between them all, so that they meet the same machine."""
    large, dead = large_log(), _dead_cluster()
    bare, empty, mute, full, empty_read, full_read = interleaved(
        [
            bare_painted,
            lambda: room_painted(fresh("empty"), *PANES),
            lambda: room_painted(fresh("empty"), "Services", "Cluster", "Timeline", "Due", arguments=dead),
            lambda: room_painted(large, *PANES),
            lambda: room_painted(fresh("empty"), _NEWEST),
            lambda: room_painted(large, _NEWEST),
        ],
        3 if quick else 9,
    )
    log, yardstick = f"a log of {EVENTS:,} events", ("an empty log", empty)
    return [
        at_most_times("process start to the first paint of all panes", empty, "s", 1.4, ("a bare program", bare)),
        at_most_times("first paint, with a cluster that does not answer", mute, "s", 1.15, ("without", empty)),
        at_most_times(f"opening {log}, to first paint", full, "s", 1.5, yardstick),
        at_most_times(f"opening {log}, until its newest event is shown", full_read, "s", 1.5, ("empty", empty_read)),
    ]


def _dead_cluster() -> tuple[str, ...]:
    """Return the arguments of a console whose cluster takes connections and never answers."""
    folder = fresh("dead")
    mute = socket.create_server(("127.0.0.1", 0))
    _MUTE.append(mute)
    server = {"name": "c", "cluster": {"server": f"http://127.0.0.1:{mute.getsockname()[1]}"}}
    user, context = {"name": "u", "user": {}}, {"name": "dead", "context": {"cluster": "c", "user": "u"}}
    parts = {"clusters": [server], "users": [user], "contexts": [context], "current-context": "dead"}
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps({"apiVersion": "v1", "kind": "Config", **parts}))
    config = folder / "warroom.toml"
    config.write_text(f'[[cluster]]\ncontext = "dead"\nkubeconfig = "{kubeconfig}"\n')
    return ("--config", str(config))
