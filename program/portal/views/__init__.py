"""Pages of the public site, and of those who file its news."""
