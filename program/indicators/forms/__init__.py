"""What is typed into declarations, and into what judges them."""
