"""Pure: the two errors of the house."""


class WarroomError(Exception):
    """An error whose text is a sentence for the commander: what happened, where, what to do next."""


class Refused(WarroomError):  # noqa: N818 - the word the commander reads
    """We said no; the text is the reason and names what is allowed."""


class Failed(WarroomError):  # noqa: N818 - the word the commander reads
    """The world said no: a file, a network, a program."""
