"""Pure: the names and uids that a cluster gives, from a source of randomness that is passed in."""

import uuid
from random import Random

_SAFE = "bcdfghjklmnpqrstvwxz2456789"


def suffix(random: Random, length: int = 5) -> str:
    """Return the random end of a pod's name."""
    return "".join(random.choices(_SAFE, k=length))


def new_uid(random: Random) -> str:
    """Return a uid that nothing had before."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))
