"""Builds what follows clusters and repositories, from settings; only imported where one of them is configured."""

import os
from collections.abc import Callable, Mapping

from checks.git import GitWatch
from checks.kubernetes.access import Connection, open_connection
from checks.kubernetes.trouble import NotSent
from checks.kubernetes.watching import ClusterWatch
from console.incident.action import Target
from console.incident.clock import Clock
from console.room.parts import Feeds
from console.settings import Settings


def make_feeds(settings: Settings, clock: Clock, env: Mapping[str, str] = os.environ) -> Feeds:
    """Return the watches of all clusters and repositories; none is started, none has been looked at."""
    return Feeds(
        clusters=tuple(
            ClusterWatch(each.context, each.kubeconfig, clock=clock, namespace=each.namespace)
            for each in settings.clusters
        ),
        repositories=tuple(GitWatch(each.path, each.name, clock, env=env) for each in settings.repositories),
    )


def connecting(settings: Settings, clock: Clock, env: Mapping[str, str] = os.environ) -> Callable[[str], Connection]:
    """Return what opens a connection to a configured context; it raises Trouble, and may wait: not for a loop.

    Credentials stay where the kubeconfig says; none is read into the settings, so the redactor needs to know none.
    """
    clusters = {each.context: each for each in settings.clusters}

    def connect(context: str) -> Connection:
        cluster = clusters.get(context)
        if cluster is None:
            known = f"it has {', '.join(clusters)}" if clusters else "it has none: name it in a [[cluster]] section"
            message = f"the context {context} is not in the configuration; {known}"
            raise NotSent(message)
        return open_connection(cluster.context, cluster.kubeconfig, clock=clock, env=env)

    return connect


def serving(settings: Settings, own_namespace: Callable[[str], str]) -> Callable[[Target], str]:
    """Return what finds the service that a target rolls out, "" for none.

    `own_namespace` gives the namespace of a context, which a workload has that names none.
    """
    rolled = [(service.name, service.workload) for service in settings.services if service.workload is not None]

    def service_of(target: Target) -> str:
        for name, workload in rolled:
            namespace = workload.namespace or own_namespace(workload.context)
            if (workload.context, workload.kind, namespace, workload.name) == target[:4]:
                return name
        return ""

    return service_of
