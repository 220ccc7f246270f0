"""Enough of Prometheus's query language to play a drill on. Pure: knows a store of series, and no wire."""
