"""The only place that builds things from settings and puts them together; decides nothing."""
