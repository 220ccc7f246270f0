"""Pure: state and samples to the values that widgets draw."""
