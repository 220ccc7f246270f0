"""The command line: every command is thin."""


def main() -> int:
    """Run the command line and return its exit status."""
    return 0
