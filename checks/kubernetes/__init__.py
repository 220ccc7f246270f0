"""A Kubernetes cluster as a source: connected to, listed, watched, cut to what a console needs; never changed."""
