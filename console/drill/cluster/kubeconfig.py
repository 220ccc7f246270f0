"""Pure: a kubeconfig that leads to a simulated cluster. Written as JSON, which is YAML too."""

from collections.abc import Sequence

from console.drill.cluster.values import Json


def kubeconfig(url: str, contexts: Sequence[str], token: str, namespace: str) -> Json:
    """Return the kubeconfig; the first context is the current one."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": contexts[0],
        "clusters": [{"name": name, "cluster": {"server": url}} for name in contexts],
        "users": [{"name": name, "user": {"token": token} if token else {}} for name in contexts],
        "contexts": [
            {"name": name, "context": {"cluster": name, "user": name, "namespace": namespace}} for name in contexts
        ],
        "preferences": {},
    }
