"""The room of a moment that is over, on the screen: the same panes, and keys that move the moment. Nothing is done."""
