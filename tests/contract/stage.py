"""What the contract is asked of: a simulated or a real API server, spoken to through the official client's transport.

Knows no facts about Kubernetes beyond paths; the tests state those.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from kubernetes import config

from console.drill.cluster import SimulatedCluster
from tests.contract.things import BROKEN, Json, up

JSON_PATCH = "application/json-patch+json"
MERGE = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"

_ROOTS = {
    "/apis/apps/v1": ("deployments", "replicasets", "statefulsets", "daemonsets", "controllerrevisions"),
    "/apis/autoscaling/v2": ("horizontalpodautoscalers",),
    "/apis/policy/v1": ("poddisruptionbudgets",),
}
_ROOT = {plural: root for root, plurals in _ROOTS.items() for plural in plurals}
_WAIT = 45.0


class Reply(NamedTuple):
    """An answer: HTTP code, the body (parsed where it is JSON) and the headers in lower case."""

    code: int
    body: Any
    headers: Mapping[str, str]


class Stage(ABC):
    """An API server with a namespace to play in."""

    simulated = False

    def __init__(self, kubeconfig: Path, namespace: str, context: str | None = None) -> None:
        self.kubeconfig = kubeconfig
        self.context = context
        self.namespace = namespace
        connect: Callable[..., Any] = config.new_client_from_config
        self.api = connect(str(kubeconfig), context=context)

    # -- asking

    def path(self, plural: str, name: str = "", below: str = "", *, everywhere: bool = False) -> str:
        """The path of a resource, an object or a subresource; `everywhere` leaves the namespace out."""
        parts = [_ROOT.get(plural, "/api/v1")]
        if not everywhere and plural not in ("nodes", "namespaces"):
            parts += ["namespaces", self.namespace]
        return "/".join([*parts, plural, *([name] if name else []), *([below] if below else [])])

    def credentials(self) -> dict[str, str]:
        """What the kubeconfig says about who we are."""
        token = self.api.configuration.auth_settings().get("BearerToken")
        return {"User-Agent": "warroom-contract", **({"authorization": token["value"] or ""} if token else {})}

    def ask(  # one request has that many parts
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        content: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request and return whatever came back; nothing is sent twice."""
        sent = {**self.credentials(), "Content-Type": content, "Accept": "application/json", **(headers or {})}
        raw = json.dumps(body).encode() if body is not None else None
        asked = urlencode(query or {})
        url = f"{self.api.configuration.host}{path}{'?' if asked else ''}{asked}"
        pool = self.api.rest_client.pool_manager
        found = pool.request(method, url, body=raw, headers=sent, retries=False, timeout=20)
        text = found.data.decode()
        lowered = {name.lower(): value for name, value in found.headers.items()}
        is_json = "json" in lowered.get("content-type", "") and "watch=" not in asked
        return Reply(found.status, json.loads(text) if is_json else text, lowered)

    def get(self, plural: str, name: str) -> Json:
        """Return an object that is there."""
        found = self.ask("GET", self.path(plural, name))
        assert found.code == 200, found
        body: Json = found.body
        return body

    def items(self, plural: str, **query: str) -> list[Json]:
        """Return the objects of the namespace."""
        found = self.ask("GET", self.path(plural), query=query)
        assert found.code == 200, found
        items: list[Json] = found.body["items"]
        return items

    def create(self, plural: str, document: Json) -> Json:
        """Create an object that must be taken."""
        found = self.ask("POST", self.path(plural), document)
        assert found.code == 201, found
        body: Json = found.body
        return body

    def patch(self, plural: str, name: str, patch: object, content: str = MERGE, **query: str) -> Reply:
        """Patch an object."""
        return self.ask("PATCH", self.path(plural, name), patch, content=content, query=query)

    def watch(self, plural: str, **query: str) -> list[Json]:
        """Watch for a second and return the events that came."""
        query = {"watch": "1", "timeoutSeconds": "1", **query}
        accept = query.pop("accept", "application/json")
        text = self.ask("GET", self.path(plural), query=query, headers={"Accept": accept}).body
        return [json.loads(line) for line in text.splitlines()]

    # -- time

    @abstractmethod
    def until(self, holds: Callable[[], object]) -> None:
        """Let time pass until something holds; fails when it never does."""

    @abstractmethod
    def rest(self, seconds: float = 2.0) -> None:
        """Let some time pass, so that what happens by itself has happened (and what does not, has not)."""

    @abstractmethod
    def deny(self, verb: str, plural: str, below: str = "") -> dict[str, str]:
        """Return headers of somebody who may not do this."""

    @abstractmethod
    def close(self) -> None:
        """Take everything away that was made."""

    def pods(self, app: str) -> list[Json]:
        """Return the pods of an app that are to stay."""
        found = self.items("pods", labelSelector=f"app={app}")
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def rolled_out(self, plural: str, name: str) -> Json:
        """Wait for a workload to be as it should be, and return it."""
        self.until(lambda: _complete(self.get(plural, name)))
        return self.get(plural, name)


def _complete(found: Json) -> bool:
    status, wanted = found["status"], found["spec"].get("replicas", 0)
    if status.get("observedGeneration", 0) < found["metadata"]["generation"]:
        return False
    return bool(
        status.get("updatedReplicas", 0) == wanted
        and status.get("replicas", 0) == wanted
        and status.get("availableReplicas", 0) == wanted
    )


class SimulatedStage(Stage):
    """The simulator; its time is moved by hand."""

    simulated = True

    def __init__(self, cluster: SimulatedCluster, kubeconfig: Path, namespace: str) -> None:
        super().__init__(kubeconfig, namespace)
        self.cluster = cluster
        cluster.behave(BROKEN, "pull")
        cluster.add_namespace(namespace)

    def until(self, holds: Callable[[], object]) -> None:
        for _ in range(120):
            if holds():
                return
            self.cluster.advance(1)
        pytest.fail("it never came to that")

    def rest(self, seconds: float = 30.0) -> None:
        self.cluster.advance(seconds)

    def watch(self, plural: str, **query: str) -> list[Json]:
        """Watch while the simulated time goes on."""
        with ThreadPoolExecutor(1) as pool:
            events = pool.submit(super().watch, plural, **query)
            while not events.done():
                time.sleep(0.01)
                self.cluster.advance(0.5)
            return events.result()

    def deny(self, verb: str, plural: str, below: str = "") -> dict[str, str]:
        self.cluster.access.user = "contract-nobody"
        self.cluster.deny(verb, plural, below)
        return {}

    def close(self) -> None:
        self.api.close()


class RealStage(Stage):
    """A real API server. Where no node is ready the suite plays the kubelet: it reports good pods as running."""

    def __init__(self, kubeconfig: Path, namespace: str) -> None:
        super().__init__(kubeconfig, namespace)
        self._made = self.ask("POST", "/api/v1/namespaces", {"metadata": {"name": namespace}})
        assert self._made.code == 201, self._made
        nodes = self.ask("GET", "/api/v1/nodes").body["items"]
        self._alone = not any(
            one["type"] == "Ready" and one["status"] == "True"
            for node in nodes
            for one in node["status"].get("conditions") or []
        )
        self.until(lambda: self.ask("GET", self.path("serviceaccounts", "default")).code == 200)

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + _WAIT
        while not holds():
            if time.monotonic() > end:
                pytest.fail("it never came to that")
            self._be_the_kubelet()
            time.sleep(0.05)

    def rest(self, seconds: float = 2.0) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._be_the_kubelet()
            time.sleep(0.1)

    def _be_the_kubelet(self) -> None:
        if not self._alone:
            return
        for pod in self.items("pods"):
            image = pod["spec"]["containers"][0]["image"]
            if pod["status"]["phase"] == "Pending" and image != BROKEN:
                path = self.path("pods", pod["metadata"]["name"], "status")
                self.ask("PATCH", path, {"status": up(pod)}, content=MERGE)

    def deny(self, verb: str, plural: str, below: str = "") -> dict[str, str]:
        del verb, plural, below  # an unknown user has no rights at all
        return {"Impersonate-User": "contract-nobody"}

    def close(self) -> None:
        self.ask("DELETE", f"/api/v1/namespaces/{self.namespace}")
        self.api.close()
