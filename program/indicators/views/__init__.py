"""Pages of declarations, and of what judges them."""
