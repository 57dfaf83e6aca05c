"""Questions about declared figures: what they add up to, whether they fit, what they meet."""
