"""A storm of pod events at a given rate, from a thread of its own. Touches no controllers: only the watches feel it."""

import threading
import time

from console.drill.cluster.cluster import SimulatedCluster
from console.drill.cluster.kinds import PODS
from console.drill.cluster.values import Json

MARK = "sim.example/storm"
"""The annotation with the number of the event; `Storm.written` is that of the last one."""
_BEAT = 0.02


class Storm:
    """Writes so many changed pods a second, for so many seconds (0: until stopped)."""

    def __init__(self, cluster: SimulatedCluster, rate: int, seconds: float = 0) -> None:
        self._cluster = cluster
        self._rate = rate
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="storm", daemon=True)
        self.written = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for it."""
        self._stopping.set()
        self._thread.join()

    def wait(self) -> None:
        """Wait until the time is over."""
        self._thread.join()

    def _run(self) -> None:
        began = time.monotonic()
        with self._cluster.lock:
            pods = [(pod["metadata"]["namespace"], pod["metadata"]["name"]) for pod in self._cluster.all("pod")]
        while pods and not self._stopping.wait(_BEAT):
            passed = time.monotonic() - began
            over = bool(self._seconds) and passed >= self._seconds
            due = int((self._seconds if over else passed) * self._rate)
            self._write(pods, due - self.written)
            if over:
                return

    def _write(self, pods: list[tuple[str, str]], number: int) -> None:
        """Change that many pods, one after another round the cluster."""
        store = self._cluster.world.store
        with self._cluster.lock:
            for _ in range(number):
                pod = store.get(PODS, *pods[self.written % len(pods)])
                self.written += 1
                if pod is not None:
                    store.put(PODS, _changed(pod, self.written))
            self._cluster.answering.changed.notify_all()


def _changed(pod: Json, number: int) -> Json:
    """Return the pod as after one more restart of its container; an annotation says which event of the storm it is."""
    first, *others = pod["status"].get("containerStatuses") or [{"restartCount": 0}]
    again = {**first, "restartCount": first["restartCount"] + 1}
    notes = {**(pod["metadata"].get("annotations") or {}), MARK: str(number)}
    status = {**pod["status"], "containerStatuses": [again, *others]}
    return {**pod, "metadata": {**pod["metadata"], "annotations": notes}, "status": status}
