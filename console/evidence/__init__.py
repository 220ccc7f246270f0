"""Evidence: bytes kept by their content beside the log, where they came from, and whether they are still the same."""
