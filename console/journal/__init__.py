"""The SQLite log: one writer, many readers."""
