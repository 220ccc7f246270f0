"""An incident as one file: the log, evidence, documents and a manifest of hashes, for another machine to check."""
