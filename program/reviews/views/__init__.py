"""Pages of reviews: the expert's files and sheets; the office's rounds, cases and pool."""
