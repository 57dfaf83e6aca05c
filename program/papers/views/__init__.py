"""Pages of papers, archives and letterheads."""
