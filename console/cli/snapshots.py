"""The command that keeps what something in trouble shows now: evidence snapshot."""

from argparse import ArgumentParser, Namespace

from console.cli.acting import cluster_of, target_of
from console.cli.collecting import keep, writing
from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook, meant
from console.cli.writing import add_incident
from console.evidence import snapshot
from console.evidence.store import Store
from console.incident.errors import Failed
from console.wiring import snapshots

_UNIT = "unit"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="TARGET", default="", help="deploy/web, pod/web-1, unit/api")
    parser.add_argument("--host", action="store_true", help="this machine")
    parser.add_argument("--context", "-c", metavar="CONTEXT", default="", help="which cluster, where there are several")
    parser.add_argument("--namespace", "-n", metavar="NS", default="", help="where it is; the context's own otherwise")
    add_incident(parser)


def _snapshot(args: Namespace, desk: Desk) -> int:
    if bool(args.target) == args.host:
        raise UsageError("warroom evidence snapshot: name one: deploy/web, pod/web-1, node/n1, unit/api, or --host")
    settings = writing(desk)
    book = Logbook(desk, settings)
    incident = meant(book.state(), args.incident, ended=True).id
    word, _, name = args.target.partition("/")
    if args.host or word == _UNIT:
        from checks.host_portrait import is_unit

        if word == _UNIT and not is_unit(name):
            raise UsageError(f"'{name}' is no name of a systemd unit")
        subject, readings = args.target or "this machine", snapshots.of_host(settings, name, desk.clock, desk.env)
    else:
        cluster = cluster_of(settings, args.context)
        target = target_of(args.target, cluster.context, args.namespace or cluster.namespace)
        subject, readings = args.target, snapshots.of_workload(settings, target, desk.clock, desk.env)
    found = snapshot.keep(Store(settings.log_dir), subject, readings)
    keep(book, incident, found.kept, found.missed)
    if not found.kept:
        raise Failed(f"Nothing of {subject} could be read; that is in the log.")
    return 0


VERBS = {
    "evidence snapshot": Verb(
        "warroom evidence snapshot deploy/web -n shop\nwarroom evidence snapshot unit/api\n"
        "warroom evidence snapshot --host",
        _snapshot,
        _arguments,
    ),
}
