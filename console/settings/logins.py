"""Pure: where secrets are kept, never what they are."""

from typing import NamedTuple


class Secret(NamedTuple):
    """Where a secret is kept, never the secret: an environment variable or a file (one of the two is set)."""

    env: str = ""
    file: str = ""

    def __str__(self) -> str:
        """Say where it is kept."""
        return f"environment variable {self.env}" if self.env else f"file {self.file}"


class Login(NamedTuple):
    """How to sign in: a bearer token, or a user name with a password."""

    token: Secret | None = None
    username: str = ""
    password: Secret | None = None
