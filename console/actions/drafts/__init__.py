"""What each verb wants of its target: pure functions from what was read to a draft of the plan."""
