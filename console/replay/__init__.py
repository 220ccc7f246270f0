"""The room as it was: state, timeline and numbers at any moment of an incident. It reads, and writes nothing."""
