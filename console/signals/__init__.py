"""Pure: samples to health."""
