"""Pure: the types of incidents, and which of them are nobody else's business."""

TYPES = ("operational", "security", "compliance")
"""What an incident may be; a configuration may add more."""

RESTRICTED = frozenset({"security"})
"""Types with a codename, of which nobody outside is told by default."""
