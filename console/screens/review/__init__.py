"""Screen 5: an incident for its review, and all incidents for what they teach."""

from console.screens.review.review_screen import ReviewScreen

__all__ = ["ReviewScreen"]
