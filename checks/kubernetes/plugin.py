"""Runs an exec credential plugin of a kubeconfig: away from the terminal, on time, one at a time, kept until expiry."""

import json
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from checks.kubernetes.door import Credential
from checks.kubernetes.trouble import NotSent
from checks.wording import line

_VERSIONS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_CAP = 1 << 20
_BLOCK = 1 << 16
_MARGIN = 30_000
_SULK = 10_000
"""ms for which a failure is repeated without another try: many requests may be waiting for the same credential."""


class Plugin:
    """One plugin as a kubeconfig describes it; `cluster` is passed on where the plugin asks for it."""

    def __init__(
        self,
        spec: Mapping[str, Any],
        *,
        cluster: Mapping[str, Any],
        folder: str,
        env: Mapping[str, str],
        clock: Callable[[], int],
        patience: float = 15.0,
    ) -> None:
        self._spec, self._cluster, self._folder = spec, cluster, folder
        self._env, self._clock, self._patience = env, clock, patience
        self._turn = threading.Lock()
        self._kept: Credential | None = None
        self._failed: tuple[int, str] | None = None
        self._asked_at = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.runs = 0
        self._refuse_at_once()

    @property
    def name(self) -> str:
        """The program, as it is spoken of."""
        return line(Path(str(self._spec.get("command", ""))).name, 60)

    def credential(self) -> Credential:
        """Return the credential, running the plugin where there is none that still holds; NotSent where it fails."""
        with self._turn:
            now = self._clock()
            if self._kept is not None and (self._kept.expires is None or now < self._margin(self._kept.expires)):
                return self._kept
            if self._failed is not None and 0 <= now - self._failed[0] < _SULK:
                raise NotSent(self._failed[1])
            try:
                self._kept, self._failed = self._run(), None
            except NotSent as error:
                self._kept, self._failed = None, (self._clock(), str(error))
                raise
            self._asked_at = now
            return self._kept

    def rejected(self) -> None:
        """The server took the credential for no good: the next request asks for another one, but not at once again."""
        if self._clock() - self._asked_at >= _SULK:
            self._kept = None

    def stop(self) -> None:
        """End a run that is under way, or is about to be: none is left behind when the program ends."""
        self._stopped = True
        if self._process is not None:
            _kill(self._process)

    def _margin(self, expires: int) -> int:
        """Return when to renew: a little before the end, but a short life is used for the most part."""
        return expires - min(_MARGIN, max(expires - self._asked_at, 0) // 10)

    def _refuse_at_once(self) -> None:
        if not isinstance(self._spec.get("command"), str) or not self._spec["command"]:
            raise NotSent("the kubeconfig names an exec plugin without a command")
        if self._spec.get("apiVersion") not in _VERSIONS:
            raise NotSent(
                f"{self.name} speaks {line(self._spec.get('apiVersion'), 60)}; known are v1 and v1beta1 of "
                "client.authentication.k8s.io: update it"
            )
        if self._spec.get("interactiveMode") == "Always":
            raise NotSent(f"{self.name} wants to ask at the terminal; log in with it first, or use another context")

    def _command(self) -> list[str]:
        command = self._spec["command"]
        if os.sep in command and not os.path.isabs(command):  # noqa: PTH117 - a string is what Popen gets
            command = str(Path(self._folder) / command)
        return [command, *(str(each) for each in self._spec.get("args") or [])]

    def _environment(self) -> dict[str, str]:
        more = {str(each["name"]): str(each["value"]) for each in self._spec.get("env") or []}
        told: dict[str, Any] = {"interactive": False}
        if self._spec.get("provideClusterInfo"):
            known = ("server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url")
            told["cluster"] = {name: self._cluster[name] for name in known if name in self._cluster}
            for each in self._cluster.get("extensions") or []:
                if each.get("name") == "client.authentication.k8s.io/exec":
                    told["cluster"]["config"] = each.get("extension")
        info = {"apiVersion": self._spec["apiVersion"], "kind": "ExecCredential", "spec": told}
        return {**self._env, **more, "KUBERNETES_EXEC_INFO": json.dumps(info)}

    def _run(self) -> Credential:
        self.runs += 1
        try:
            command, env = self._command(), self._environment()
            process = subprocess.Popen(  # noqa: S603 - argv of the commander's own kubeconfig, and no shell
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (FileNotFoundError, PermissionError):
            hint = line(self._spec.get("installHint") or "", 150)
            raise NotSent(f"the credential plugin {self.name} cannot be started{': ' if hint else ''}{hint}") from None
        except (OSError, TypeError, KeyError, AttributeError, ValueError) as error:
            raise NotSent(f"the credential plugin {self.name} cannot be started: {error}") from None
        self._process = process
        if self._stopped:
            _kill(process)
        try:
            out, said = _both(process, time.monotonic() + self._patience)
        except TimeoutError:
            raise NotSent(f"the credential plugin {self.name} did not end within {self._patience:g} s") from None
        finally:
            self._process = None
            _end(process)
        if process.returncode:
            raise NotSent(f"the credential plugin {self.name} failed ({process.returncode}): {_last(said)}")
        return self._parsed(out)

    def _parsed(self, out: bytes) -> Credential:
        try:
            found = json.loads(out)
            if found["apiVersion"] != self._spec["apiVersion"] or found["kind"] != "ExecCredential":
                raise NotSent(f"{self.name} answered as {line(found['apiVersion'], 60)}, not as the kubeconfig says")
            status = found["status"]
            expires = status.get("expirationTimestamp")
            given = Credential(
                str(status.get("token") or ""),
                str(status.get("clientCertificateData") or ""),
                str(status.get("clientKeyData") or ""),
                round(datetime.fromisoformat(expires).timestamp() * 1000) if expires else None,
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise NotSent(f"the credential plugin {self.name} gave no ExecCredential") from None
        if bool(given.certificate) != bool(given.key) or not (given.token or given.certificate):
            raise NotSent(f"the credential plugin {self.name} gave neither a token nor a certificate with its key")
        return given


def _both(process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    """Read what it says on both channels until they close, keeping what fits; TimeoutError past the deadline."""
    kept: dict[str, bytearray] = {"out": bytearray(), "err": bytearray()}
    with selectors.DefaultSelector() as waiting:
        for name, pipe in (("out", process.stdout), ("err", process.stderr)):
            assert pipe is not None
            waiting.register(pipe, selectors.EVENT_READ, name)
        while waiting.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for key, _ in waiting.select(left):
                part = os.read(key.fd, _BLOCK)
                kept[key.data] += part[: max(_CAP - len(kept[key.data]), 0)]
                if not part:
                    waiting.unregister(key.fileobj)
    try:
        process.wait(max(deadline - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return bytes(kept["out"]), bytes(kept["err"])


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        _kill(process)
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            return
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: what the plugin started may hold on."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _last(said: bytes) -> str:
    """Return the end of what it complained of: there the reason stands."""
    lines = [each for each in said[-4096:].decode("utf-8", "replace").splitlines() if each.strip()]
    return line(" ".join(lines[-3:]), 200) or "it said nothing"
