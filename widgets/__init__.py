"""What is drawn: each widget shows values from `widgets.values` and knows nothing of incidents or samples."""
