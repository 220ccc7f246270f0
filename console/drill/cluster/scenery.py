"""Words for putting things into a cluster and for what its people do: deploy, scale, add a budget. Decides nothing."""

from abc import ABC, abstractmethod
from base64 import b64encode
from typing import Any

from console.drill.cluster import building
from console.drill.cluster.kinds import AUTOSCALERS
from console.drill.cluster.managed import Writer
from console.drill.cluster.values import Json, stamp
from console.drill.cluster.world import World

_DEPLOYER = Writer("deploy-bot")


class Scenery(ABC):
    """What can be put into a cluster, in few words; namespaces are made when they are first named."""

    world: World

    @abstractmethod
    def add(self, kind: str, document: Json, writer: Writer = _DEPLOYER) -> Json:
        """Create an object."""

    @abstractmethod
    def change(self, kind: str, name: str, namespace: str = "default", **fields: Any) -> Json:
        """Replace top-level parts of an object."""

    @abstractmethod
    def get(self, kind: str, name: str, namespace: str = "default") -> Json:
        """Return an object."""

    @abstractmethod
    def find(self, kind: str, name: str, namespace: str = "default") -> Json | None:
        """Return an object or None."""

    @abstractmethod
    def add_namespace(self, name: str, **labels: str) -> Json:
        """Create a namespace."""

    @abstractmethod
    def now(self) -> int:
        """Return the cluster's time."""

    def _put(self, kind: str, document: Json, writer: Writer = _DEPLOYER) -> Json:
        namespace = document["metadata"].get("namespace", "default")
        if self.find("namespace", namespace, "") is None:
            self.add_namespace(namespace)
        return self.add(kind, document, writer)

    def add_deployment(
        self,
        name: str,
        image: str,
        replicas: int = 3,
        namespace: str = "default",
        env: dict[str, str] | None = None,
        **more: Any,
    ) -> Json:
        """Create a Deployment; `more`: labels, annotations, spec, template (building.template's), manager."""
        manager = Writer(more.pop("manager", _DEPLOYER.manager))
        template = building.template(name, image, env, **more.pop("template", {}))
        spec = {"replicas": replicas, "template": template}
        return self._put("Deployment", building.workload(name, namespace, spec, **more), manager)

    def add_statefulset(
        self, name: str, image: str, replicas: int = 3, namespace: str = "default", **more: Any
    ) -> Json:
        """Create a StatefulSet; `more` as for a Deployment."""
        template = building.template(name, image, more.pop("env", None), **more.pop("template", {}))
        spec = {"replicas": replicas, "serviceName": name, "template": template}
        return self._put("StatefulSet", building.workload(name, namespace, spec, **more))

    def add_daemonset(self, name: str, image: str, namespace: str = "default", **more: Any) -> Json:
        """Create a DaemonSet; `more` as for a Deployment."""
        template = building.template(name, image, more.pop("env", None), **more.pop("template", {}))
        return self._put("DaemonSet", building.workload(name, namespace, {"template": template}, **more))

    def set_image(
        self, name: str, image: str, namespace: str = "default", kind: str = "Deployment", **more: Any
    ) -> Json:
        """Deploy another image of the first container; `more` may hold env and annotations (of the object)."""
        found = self.get(kind, name, namespace)
        template = found["spec"]["template"]
        first = {**template["spec"]["containers"][0], "image": image}
        if "env" in more:
            first["env"] = [{"name": key, "value": value} for key, value in more["env"].items()]
        containers = [first, *template["spec"]["containers"][1:]]
        spec = {**found["spec"], "template": {**template, "spec": {**template["spec"], "containers": containers}}}
        notes = {**(found["metadata"].get("annotations") or {}), **(more.get("annotations") or {})}
        meta = {"annotations": notes} if notes else {}
        return self.change(kind, name, namespace, spec=spec, metadata=meta)

    def set_spec(self, kind: str, name: str, namespace: str = "default", **fields: Any) -> Json:
        """Set fields of an object's spec; None removes one."""
        spec = {**self.get(kind, name, namespace)["spec"], **fields}
        return self.change(kind, name, namespace, spec={key: value for key, value in spec.items() if value is not None})

    def scale(self, name: str, replicas: int, namespace: str = "default", kind: str = "Deployment") -> Json:
        """Set a workload's replicas."""
        return self.set_spec(kind, name, namespace, replicas=replicas)

    def annotate(self, kind: str, name: str, namespace: str = "default", **notes: str) -> Json:
        """Add annotations (pass them as **{"key/name": "value"})."""
        old = self.get(kind, name, namespace)["metadata"].get("annotations") or {}
        return self.change(kind, name, namespace, metadata={"annotations": {**old, **notes}})

    def label(self, kind: str, name: str, namespace: str = "default", **labels: str) -> Json:
        """Add labels."""
        old = self.get(kind, name, namespace)["metadata"].get("labels") or {}
        return self.change(kind, name, namespace, metadata={"labels": {**old, **labels}})

    def add_hpa(
        self, target: str, low: int = 2, high: int = 10, namespace: str = "default", kind: str = "Deployment"
    ) -> Json:
        """Create an autoscaler of a workload, under the workload's name."""
        return self._put("HorizontalPodAutoscaler", building.autoscaler(target, low, high, namespace, kind))

    def add_budget(self, name: str, app: str, namespace: str = "default", **spec: Any) -> Json:
        """Create a disruption budget for pods with the label app; `spec`: minAvailable or maxUnavailable."""
        meta = {"name": name, "namespace": namespace}
        selector = {"matchLabels": {"app": app}}
        return self._put("PodDisruptionBudget", {"metadata": meta, "spec": {"selector": selector, **spec}})

    def add_quota(self, name: str, namespace: str = "default", **hard: str) -> Json:
        """Create a ResourceQuota, such as pods="5"; names with dots as **{"requests.cpu": "1"}."""
        return self._put("ResourceQuota", {"metadata": {"name": name, "namespace": namespace}, "spec": {"hard": hard}})

    def add_limits(self, name: str, namespace: str = "default", **limit: Any) -> Json:
        """Create a LimitRange for containers; `limit`: max, min, default."""
        spec = {"limits": [{"type": "Container", **limit}]}
        return self._put("LimitRange", {"metadata": {"name": name, "namespace": namespace}, "spec": spec})

    def add_configmap(self, name: str, namespace: str = "default", **data: str) -> Json:
        """Create a ConfigMap."""
        return self._put("ConfigMap", {"metadata": {"name": name, "namespace": namespace}, "data": data})

    def add_secret(self, name: str, namespace: str = "default", **data: str) -> Json:
        """Create a Secret; the values are given in the clear."""
        hidden = {key: b64encode(value.encode()).decode() for key, value in data.items()}
        return self._put(
            "Secret", {"metadata": {"name": name, "namespace": namespace}, "type": "Opaque", "data": hidden}
        )

    def add_release(self, name: str, revision: int, status: str = "deployed", namespace: str = "default") -> Json:
        """Create the Secret in which Helm keeps a release, with its labels."""
        labels = {"name": name, "owner": "helm", "status": status, "version": str(revision)}
        labels["modifiedAt"] = str(self.now() // 1000)
        meta = {"name": f"sh.helm.release.v1.{name}.v{revision}", "namespace": namespace, "labels": labels}
        secret = {"metadata": meta, "type": "helm.sh/release.v1", "data": {"release": "SDRzSUFBQUFBQUFBLw=="}}
        return self._put("Secret", secret, Writer("Helm"))

    def press(self, node: str, *troubles: str, ready: bool = True) -> Json:
        """Give a node pressures such as MemoryPressure (none: take them away), or make it not ready."""
        status = self.get("Node", node)["status"]
        conditions = building.node_conditions(stamp(self.now()), frozenset(troubles), ready=ready)
        return self.change("Node", node, status={**status, "conditions": conditions})

    def has_autoscalers(self) -> bool:
        """Tell whether the cluster has any autoscaler."""
        return bool(self.world.store.all(AUTOSCALERS))
