"""Commands that act on a cluster: act rollback, scale, restart, pause, resume, delete, evict, cordon, uncordon."""

import re
from argparse import ArgumentParser, Namespace
from functools import partial

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.incident.action import Target, Wanted
from console.incident.clock import parse_duration
from console.incident.deed import Deed
from console.incident.errors import Refused
from console.incident.state import State
from console.settings import ClusterSettings, Settings
from console.wiring.shipped import known

KINDS = {
    "Deployment": ("deploy", "deployment", "deployments"),
    "StatefulSet": ("sts", "statefulset", "statefulsets"),
    "DaemonSet": ("ds", "daemonset", "daemonsets"),
    "Pod": ("pod", "po", "pods"),
    "Node": ("node", "no", "nodes"),
}
"""How people write the kinds."""
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?\Z")
_WORDS = {word: kind for kind, words in KINDS.items() for word in words}


def target_of(text: str, context: str, namespace: str) -> Target:
    """Read a target: "deploy/web", "pod/web-1", "node/n1"; UsageError says what would be one."""
    word, slash, name = text.partition("/")
    kind = _WORDS.get(word.lower())
    if not slash or kind is None:
        known_words = ", ".join(words[0] for words in KINDS.values())
        raise UsageError(f"'{text}' is no target: write it like deploy/web; there are {known_words}")
    if not _NAME.match(name):
        raise UsageError(f"'{name}' is no name of a {kind}: small letters, digits, - and . are")
    if namespace and not _NAME.match(namespace):
        raise UsageError(f"'{namespace}' is no name of a namespace")
    return Target(context, kind, "" if kind == "Node" else namespace, name)


def cluster_of(settings: Settings, context: str) -> ClusterSettings:
    """Return the cluster that is meant: by its context or its shown name, else the only one."""
    if not settings.clusters:
        raise UsageError("no cluster is configured: name its context in a [[cluster]] section of warroom.toml")
    names = ", ".join(each.context for each in settings.clusters)
    if not context and len(settings.clusters) > 1:
        raise UsageError(f"{len(settings.clusters)} clusters are configured, say which with --context: {names}")
    found = [each for each in settings.clusters if not context or context in {each.context, each.name}]
    if len(found) != 1:
        raise UsageError(f"there is no cluster {context} in the configuration: it has {names}")
    return found[0]


def _common(parser: ArgumentParser) -> None:
    parser.add_argument("--context", "-c", metavar="CONTEXT", default="", help="which cluster, where there are several")
    parser.add_argument("--window", metavar="TIME", default="", help="how long the service is watched then: 3m")
    parser.add_argument("--dry-run", action="store_true", help="show the card, and send nothing that changes anything")
    parser.add_argument("--yes", action="store_true", help="do not ask, where the configuration allows that")
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")
    parser.add_argument("--incident", "-i", metavar="ID", default="", help="which one, where several are live")


def _targeted(parser: ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", help="deploy/web, sts/db, ds/log, pod/web-1 or node/n1")
    parser.add_argument("--namespace", "-n", metavar="NS", default="", help="where it is; the context's own otherwise")
    parser.add_argument("--service", metavar="NAME", default="", help="whose numbers are watched then")
    _common(parser)


def _rollback_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="REV", default="", help="the revision: 13, its name or uid; none lists them")
    _targeted(parser)


def _scale_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--replicas", metavar="N", required=True, help="how many pods it is to have")
    _targeted(parser)


def _by_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the action, as `warroom status` and the timeline name it")
    _common(parser)


def _act(verb: str, args: Namespace, desk: Desk) -> int:
    from console.cli.consent import Order
    from console.cli.course import Course

    settings = _settings(args, desk)
    cluster = cluster_of(settings, args.context)
    namespace = args.namespace or cluster.namespace
    target = target_of(args.target, cluster.context, namespace)
    value = getattr(args, "replicas", "")
    wanted = Wanted(verb, target, value, args.service)
    order = Order(wanted, to=getattr(args, "to", ""), dry=args.dry_run, yes=args.yes, as_json=args.json)
    return Course(desk, settings, cluster, args.incident).run(order)


def _undo(args: Namespace, desk: Desk) -> int:
    from console.cli.consent import Order
    from console.cli.course import Course

    settings = _settings(args, desk)
    deed = deed_of(Logbook(desk, settings).state(), args.id)
    course = Course(desk, settings, cluster_of(settings, deed.context), args.incident or deed.incident)
    return course.run(Order(None, deed=deed, dry=args.dry_run, yes=args.yes, as_json=args.json))


def _check(args: Namespace, desk: Desk) -> int:
    from console.cli.course import Course

    settings = _settings(args, desk)
    deed = deed_of(Logbook(desk, settings).state(), args.id)
    course = Course(desk, settings, cluster_of(settings, deed.context), args.incident or deed.incident)
    return course.check(deed, as_json=args.json)


def _settings(args: Namespace, desk: Desk) -> Settings:
    settings = desk.settings(known())
    if not args.window:
        return settings
    return settings._replace(action_window=parse_duration(args.window) / 1000)


def deed_of(state: State, asked: str) -> Deed:
    """Return the action with this id, or the only one whose id begins so; Refused with the newest ones."""
    found = [deed for key, deed in state.actions.items() if key == asked] or [
        deed for key, deed in state.actions.items() if asked and key.startswith(asked)
    ]
    if len(found) == 1:
        return found[0]
    newest = [f"{deed.id} {deed.verb} {deed.target} ({deed.step})" for deed in state.actions.values()][-5:]
    known_ones = f"The newest: {'; '.join(newest)}." if newest else "There is none in this log."
    which = "several actions begin" if found else "no action is called or begins"
    raise Refused(f"{which} with '{asked}'. {known_ones}")


VERBS = {
    "act rollback": Verb(
        "warroom act rollback deploy/web\nwarroom act rollback deploy/web --to 13 --dry-run",
        partial(_act, "rollback"),
        _rollback_arguments,
    ),
    "act scale": Verb("warroom act scale deploy/web --replicas 6", partial(_act, "scale"), _scale_arguments),
    "act restart": Verb("warroom act restart deploy/web -n shop", partial(_act, "restart"), _targeted),
    "act pause": Verb("warroom act pause deploy/web", partial(_act, "pause"), _targeted),
    "act resume": Verb("warroom act resume deploy/web", partial(_act, "resume"), _targeted),
    "act delete": Verb("warroom act delete pod/web-5d9c7-x2x4v", partial(_act, "delete"), _targeted),
    "act evict": Verb("warroom act evict pod/web-5d9c7-x2x4v", partial(_act, "evict"), _targeted),
    "act cordon": Verb("warroom act cordon node/n1", partial(_act, "cordon"), _targeted),
    "act uncordon": Verb("warroom act uncordon node/n1", partial(_act, "uncordon"), _targeted),
    "act check": Verb("warroom act check a1b2c3d4", _check, _by_id),
    "act undo": Verb("warroom act undo a1b2c3d4", _undo, _by_id),
}
