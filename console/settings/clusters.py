"""Pure: clusters, git repositories and the limits of actions; knows the words of the file, not a cluster or git."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from console.settings.probes import required
from console.settings.tables import Table, guard
from console.settings.values import ClusterSettings, RepositorySettings, WorkloadSettings
from console.suggestion import hint, nearest

KINDS = {
    word: kind
    for kind, words in {
        "Deployment": ("deploy", "deployment", "deployments"),
        "StatefulSet": ("sts", "statefulset", "statefulsets"),
        "DaemonSet": ("ds", "daemonset", "daemonsets"),
    }.items()
    for word in words
}
_HARMLESS = ("name", "production", "yes")
"""What may be wrong of a cluster while it is sure which one it is, and which part of it."""
_KEYS = ("context", "kubeconfig", "namespace", *_HARMLESS)
LONGEST_WINDOW = 3600.0
MOST_REPLICAS = 100_000
_AN_EXAMPLE = 'a workload such as "deploy/web" or "shop/deploy/web" (namespace/kind/name)'
_A_FOLDER = "the folder of a git repository on this machine"
_NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?")
_NAMESPACE = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")


class Limits(NamedTuple):
    """The [actions] section: how long (s) a service is watched after one; `most_replicas` 0 sets no limit."""

    window: float
    most_replicas: int


def read_clusters(document: Table) -> Iterator[ClusterSettings]:
    """Yield the clusters; a context stands for one cluster, and so does a name.

    One of which it is not sure what it would reach is left out: nothing is watched or done in the wrong place.
    """
    contexts: list[str] = []
    taken: list[str] = []
    for table in document.tables("cluster"):
        context = required(table, "context", "a context of the kubeconfig, as `kubectl config get-contexts` lists them")
        name = table.text("name")
        if context and context in contexts:
            table.refuse("context", "a context that no other [[cluster]] has")
        elif context and ((name or context) in taken or (name and name in contexts)):
            table.refuse("name" if name else "context", "a name that no other [[cluster]] has as its name or context")
            name = ""
        found = ClusterSettings(
            context=context,
            name=name,
            kubeconfig=str(table.file("kubeconfig") or ""),
            namespace=_namespace(table),
            production=guard(table, "production"),
            yes=table.flag("yes"),
        )
        table.finish()
        contexts.append(context)
        taken += [context, found.shown]
        if context and all(nearest(key, _KEYS) in _HARMLESS for key in table.wrong()):
            yield found


def _namespace(table: Table) -> str:
    namespace = table.text("namespace")
    if namespace and not _NAMESPACE.fullmatch(namespace):
        table.refuse("namespace", 'the name of one namespace such as "shop"; without it all are watched')
        return ""
    return namespace


def read_repositories(document: Table) -> Iterator[RepositorySettings]:
    """Yield the git repositories; each is called by its folder where it has no name."""
    names: list[str] = []
    paths: list[Path] = []
    for table in document.tables("repository"):
        text, name = required(table, "path", _A_FOLDER), table.text("name")
        if text:
            path = Path(os.path.normpath(table.report.path(text)))
            name = name or path.name or str(path)
            if not text.isprintable():
                table.refuse("path", _A_FOLDER)
            elif path in paths:
                table.refuse("path", "a folder that no other [[repository]] has")
            elif name in names:
                table.report.add((*table.path, "name"), f'"{name}" twice', "a name that no other [[repository]] has")
            else:
                yield RepositorySettings(path, name)
            paths.append(path)
            names.append(name)
        table.finish()


def read_limits(document: Table) -> Limits:
    """Read the [actions] section; a limit that cannot be read is the lowest, and so is one of a misspelt section."""
    table = document.table("actions")
    window = table.seconds("window", 180.0, low=10.0)
    if window > LONGEST_WINDOW:
        table.refuse("window", 'at most an hour: the service is watched for that long, such as "3m"')
        window = LONGEST_WINDOW
    most = table.whole("most_replicas", 0, 1, MOST_REPLICAS) or int(_lost(document))
    table.finish()
    return Limits(window, most)


def _lost(document: Table) -> bool:
    """Whether a limit may stand where nobody looks for it: misspelt, in another section, or in none."""
    actions, room = document.get("actions"), document.get("room")
    outside = any(nearest(key, ("actions", "most_replicas")) for key in document.names() if key != "actions")
    return (
        outside
        or not isinstance(actions, dict | None)
        or any(
            nearest(key, ("most_replicas",)) for found in (actions, room) if isinstance(found, dict) for key in found
        )
    )


def read_workload(table: Table, clusters: Sequence[ClusterSettings]) -> WorkloadSettings | None:
    """Read `workload` and `cluster` of a service; None where it names none, or one that cannot be."""
    named, text = table.text("cluster"), table.text("workload")
    if not text:
        if named:
            table.refuse("cluster", f"{_AN_EXAMPLE} beside it, as workload")
        return None
    namespace, word, name = _parts(text)
    kind = KINDS.get(word.lower(), "")
    cluster = _cluster(table, named, clusters)
    if not kind or not _NAME.fullmatch(name) or not (namespace is None or _NAMESPACE.fullmatch(namespace)):
        table.refuse("workload", _AN_EXAMPLE, "" if kind else hint(word.lower(), KINDS))
        return None
    if cluster is None:
        return None
    if namespace is not None and cluster.namespace not in ("", namespace):
        watched = f"a workload of the namespace {cluster.namespace}, the only one watched in {cluster.shown}"
        table.refuse("workload", watched)
        return None
    return WorkloadSettings(cluster.context, kind, namespace or cluster.namespace, name)


def _parts(text: str) -> tuple[str | None, str, str]:
    """Split into namespace (None: not said), kind and name."""
    parts = text.split("/")
    if len(parts) == 2:  # noqa: PLR2004 - kind/name
        return None, parts[0], parts[1]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (None, "", "")  # noqa: PLR2004 - with its namespace


def _cluster(table: Table, named: str, clusters: Sequence[ClusterSettings]) -> ClusterSettings | None:
    """Return the cluster that is meant: the one named, else the only one."""
    known = {cluster.context: cluster for cluster in clusters} | {cluster.shown: cluster for cluster in clusters}
    if not clusters:
        # One that was written and refused has its own line in the report.
        if not any(problem.key.startswith("cluster") for problem in table.report.problems):
            key = "cluster" if named else "workload"
            table.refuse(key, "a [[cluster]] section with its context, to find the workload in")
    elif named and named not in known:
        shown = [cluster.shown for cluster in clusters]
        table.refuse("cluster", f"one of {', '.join(shown)}", hint(named, known))
    elif not named and len(clusters) > 1:
        table.refuse("cluster", f"the cluster of the workload: one of {', '.join(each.shown for each in clusters)}")
    else:
        return known[named] if named else clusters[0]
    return None
