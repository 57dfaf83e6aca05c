"""Cases against a table written by hand: `table` what is allowed, `needs` and `effects` in words, `moves` how it is done."""
