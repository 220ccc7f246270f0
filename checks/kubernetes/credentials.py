"""Who we are to an API server: headers of a user of a kubeconfig, read anew as they change. Sends nothing."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checks.kubernetes.door import Credential, Pairs
from checks.kubernetes.plugin import Plugin
from checks.kubernetes.trouble import NotSent

_REREAD = 10_000
"""ms after which a token file is read again: they are replaced under way."""


class Credentials:
    """The ways of a kubeconfig's user, the strongest first; `configured` where there are any besides a certificate."""

    def __init__(
        self,
        user: Mapping[str, Any],
        *,
        cluster: Mapping[str, Any],
        folder: str,
        env: Mapping[str, str],
        clock: Callable[[], int],
    ) -> None:
        self._clock = clock
        self._file = Path(folder) / str(user["tokenFile"]) if user.get("tokenFile") else None
        self._file_token, self._file_at = "", 0
        self._token = str(user.get("token") or "")
        self._basic = _basic(user)
        self._as = _impersonation(user)
        self._plugin: Plugin | None = None
        if user.get("auth-provider"):
            raise NotSent("the kubeconfig uses an auth-provider, which is no longer supported: use an exec plugin")
        if not (self._file or self._token) and user.get("exec"):
            self._plugin = Plugin(user["exec"], cluster=cluster, folder=folder, env=env, clock=clock)

    @property
    def configured(self) -> bool:
        """Whether the kubeconfig says who we are."""
        return bool(self._file or self._token or self._basic or self._plugin)

    def current(self) -> tuple[Pairs, Credential | None]:
        """Return the headers to send, and what a plugin gave; NotSent where they cannot be had: never none instead."""
        given = self._plugin.credential() if self._plugin else None
        token = given.token if given else self._read_file() if self._file else self._token
        if "\n" in token or "\r" in token or not token.isascii():
            raise NotSent("the token of the kubeconfig has characters that no token has")
        said = f"Bearer {token}" if token else self._basic
        return ((("Authorization", said),) if said else ()) + self._as, given

    def rejected(self) -> None:
        """The server answered 401."""
        self._file_at = 0
        if self._plugin is not None:
            self._plugin.rejected()

    def stop(self) -> None:
        """End a plugin that runs."""
        if self._plugin is not None:
            self._plugin.stop()

    def _read_file(self) -> str:
        """Return the file's token; the last good one while the file cannot be read."""
        assert self._file is not None
        if not self._file_token or self._clock() - self._file_at >= _REREAD:
            try:
                self._file_token = self._file.read_text("utf-8").strip() or self._file_token
                self._file_at = self._clock()
            except (OSError, UnicodeDecodeError) as error:
                if not self._file_token and not self._token:
                    raise NotSent(f"the token file {self._file} cannot be read: {error}") from None
        if not self._file_token and not self._token:
            raise NotSent(f"the token file {self._file} is empty")
        return self._file_token or self._token


def _basic(user: Mapping[str, Any]) -> str:
    if not user.get("username") or not user.get("password"):
        return ""
    pair = f"{user['username']}:{user['password']}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"


def _impersonation(user: Mapping[str, Any]) -> Pairs:
    """Return what the official client leaves out: without it we would act with more rights than were meant."""
    pairs = [("Impersonate-User", user.get("as")), ("Impersonate-Uid", user.get("as-uid"))]
    pairs += [("Impersonate-Group", group) for group in user.get("as-groups") or ()]
    for name, values in (user.get("as-user-extra") or {}).items():
        pairs += [(f"Impersonate-Extra-{name}", value) for value in values]
    return tuple((name, str(value)) for name, value in pairs if value)
